//! The files that all documents share: the root of the crate and the SID newtypes.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::feature;
use super::nesting;
use super::scripts;
use super::text::Text;
use super::token_file::{TokenFile, ident};
use crate::ir::{Api, Block, Chapter, Security, Sid};
use crate::sentence;

pub(super) fn lib(api: &Api) -> TokenFile {
    let modules = api.modules.iter().map(|module| {
        let (name, feature) = (ident(&module.name), feature::of_module(module));
        quote! {
            #[cfg(feature = #feature)]
            #[rustfmt::skip]
            pub mod #name;
        }
    });
    let lints = scripts::lints(api);
    let guide = (!api.guide.is_empty()).then(|| guide(&api.guide));
    let servers = servers(api);
    let recursion_limit = nesting::recursion_limit(api).map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    let tokens = quote! {
        #![doc = include_str!("docs.md")]
        #recursion_limit
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #lints
        #[rustfmt::skip]
        pub mod sid;
        #(#modules)*
        #[cfg(feature = "fake")]
        #[rustfmt::skip]
        pub mod fake;
        #guide
        #[doc(inline)]
        pub use twilio_client_runtime::generated_code::public_api::*;
        /// A client of Twilio's HTTP API. Cloning is cheap; clones share connections and limits.
        #[derive(Clone)]
        pub struct Client(twilio_client_runtime::generated_code::Client);
        twilio_client_runtime::generated_code::client!(Client, ClientBuilder, HOSTS, TOKEN_URLS);
        #servers
    };
    TokenFile { path: "src/lib.rs".to_owned(), source: None, note: None, tokens }
}

/// The hosts and the token URLs that the operations use, by the feature of their document.
fn servers(api: &Api) -> TokenStream {
    let (mut hosts, mut token_urls) = (Vec::new(), Vec::new());
    for module in &api.modules {
        let feature = feature::of_module(module);
        let urls_of = |urls: BTreeSet<&String>| {
            urls.into_iter().map(|url| quote!(#[cfg(feature = #feature)] #url)).collect::<Vec<_>>()
        };
        let operations = || module.operations().map(|(_, operation)| operation);
        let own = operations().filter_map(|operation| operation.host.as_ref());
        hosts.extend(urls_of(own.chain([&module.host]).collect()));
        token_urls.extend(urls_of(
            operations()
                .filter_map(|operation| match operation.security.sent() {
                    Security::Bearer(token_url) => token_url.as_ref(),
                    _ => None,
                })
                .collect(),
        ));
    }
    quote! {
        /// The hosts that receive calls.
        const HOSTS: &[&str] = &[#(#hosts),*];
        /// The URLs from which a client with client credentials requests tokens.
        const TOKEN_URLS: &[&str] = &[#(#token_urls),*];
    }
}

/// The chapters of the guide as modules without items, so that their names link to the items of the crate.
fn guide(chapters: &[Chapter]) -> TokenStream {
    let mut index =
        Text::sentence("The guide: short chapters with examples that run against the fake server.");
    for Chapter { name, title, .. } in chapters {
        index.item(vec![Block::Paragraph(format!("[{title}]({name})"))]);
    }
    let index = index.inner();
    let modules = chapters.iter().map(|Chapter { name, .. }| {
        let (file, name) = (format!("guide/{name}.md"), ident(name));
        quote! {
            #[doc = include_str!(#file)]
            pub mod #name {}
        }
    });
    quote! {
        pub mod guide {
            #index
            #(#modules)*
        }
    }
}

pub(super) fn sids(api: &Api) -> TokenFile {
    let sids = api.sids.iter().map(|Sid { prefix, rust, noun, why: _ }| {
        let prefix = prefix.as_str();
        let docs = Text::sentence(&sentence::sid(prefix, noun)).outer();
        let name = ident(rust);
        quote! {
            #docs
            #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct #name(rt::Sid);
            rt::sid!(#name, #prefix);
        }
    });
    let import = (!api.sids.is_empty()).then(|| {
        quote!(
            use twilio_client_runtime::generated_code as rt;
        )
    });
    let tokens = quote! {
        //! SIDs. Each kind of SID has its own type, so that the compiler distinguishes them.
        //!
        //! Parsing is strict. Deserializing a response preserves any value of the server.
        #import
        #(#sids)*
    };
    TokenFile { path: "src/sid.rs".to_owned(), source: None, note: None, tokens }
}
