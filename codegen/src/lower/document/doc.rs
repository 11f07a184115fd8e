//! The documentation of an item, from the strings of an OpenAPI document.

use crate::ir::Doc;
use crate::markdown;

/// The documentation of an item with this description.
pub(crate) fn doc(description: Option<&str>) -> Doc {
    markdown::doc(description)
}

/// The documentation of a type that another place uses too: a description of only one of the places
/// does not apply to the others.
pub(crate) fn share(docs: &mut Doc, others: &Doc) {
    if docs != others {
        *docs = Doc::default();
    }
}

/// The documentation of a deprecated item.
pub(crate) fn deprecation(deprecated: bool) -> Option<String> {
    deprecated.then(|| "Deprecated: a later version of the API may remove it.".to_owned())
}
