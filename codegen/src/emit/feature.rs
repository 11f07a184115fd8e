//! The features of the crate that come from documents. Each document has a feature. In a document with many
//! resources, each resource has one too, and the feature of the document enables them all.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Module, Resource};

/// In a document with more resources than this, each resource has a feature.
const MANY_RESOURCES: usize = 20;

/// Whether each resource of this document has a feature.
pub(super) fn are_selectable(module: &Module) -> bool {
    module.resources.len() > MANY_RESOURCES
}

/// The feature that enables the module: that of the document, or one that each of its resources enables. Names of
/// resources contain no `-`, so the feature is never that of a resource.
pub(super) fn of_module(module: &Module) -> String {
    if are_selectable(module) { format!("{}-any-resource", module.name) } else { module.name.clone() }
}

/// The feature of a resource, if resources of this document have features. The name of its file is unique and
/// consists of ASCII characters.
pub(super) fn of_resource(module: &Module, resource: &Resource) -> Option<String> {
    are_selectable(module).then(|| format!("{}-{}", module.name, resource.file))
}

/// The attribute of an item that belongs to one resource.
pub(super) fn attribute(module: &Module, resource: &Resource) -> Option<TokenStream> {
    of_resource(module, resource).map(|feature| quote!(#[cfg(feature = #feature)]))
}

/// The rows of the table `[features]` for this document: the features, and those that each enables.
pub(super) fn table(module: &Module) -> Vec<(String, Vec<String>)> {
    let resources = module.resources.iter().filter_map(|resource| of_resource(module, resource));
    let resources: Vec<String> = resources.collect();
    let mut rows = vec![(module.name.clone(), resources.clone())];
    if are_selectable(module) {
        let base = of_module(module);
        rows.extend(resources.into_iter().map(|resource| (resource, vec![base.clone()])));
        rows.push((base, Vec::new()));
    }
    rows
}
