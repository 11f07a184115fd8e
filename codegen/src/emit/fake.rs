//! The fake of the documents, for the tests of applications.

use quote::quote;

use super::feature;
use super::token_file::TokenFile;
use crate::ir::Api;

pub(super) fn emit(api: &Api) -> TokenFile {
    let tables = api.modules.iter().map(|module| {
        let (feature, name) = (feature::of_module(module), &module.name);
        let file = format!("fake/{name}.json");
        quote!(
            #[cfg(feature = #feature)]
            (#name, include_str!(#file))
        )
    });
    let tokens = quote! {
        //! A fake server that keeps its state in memory, for tests. The section "Testing" of the front page
        //! introduces it.

        pub use twilio_client_fake::{Fault, Injected, Next, Properties, Record, SeedError, Server};

        /// A running fake of the OpenAPI documents. It stops when it is dropped.
        pub struct Fake(twilio_client_fake::Server);

        twilio_client_fake::fake!(Fake, crate::Client, crate::Credentials, TABLES);

        /// The OpenAPI documents whose features are enabled, by their modules.
        const TABLES: &[(&str, &str)] = &[#(#tables),*];
    };
    TokenFile { path: "src/fake.rs".to_owned(), source: None, note: None, tokens }
}
