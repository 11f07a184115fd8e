//! The parts of an OpenAPI document that have no effect on the client.

use crate::ir::Coverage;
use crate::load::Document;
use crate::lower::document::reader::Reader;
use crate::lower::resource;

/// The coverage of a document whose operations were lowered with `reader`. Schemas that only omitted operations
/// use are listed separately from schemas that no operation uses.
pub(crate) fn coverage(document: &Document, reader: &Reader<'_>) -> Coverage {
    let selection = &document.selection;
    let empty_paths = selection.empty_paths.iter().cloned();
    Coverage {
        ignored: reader.all_ignored(document),
        empty_paths: resource::empty_paths(&document.openapi).into_iter().chain(empty_paths).collect(),
        unused_schemas: reader.unused(),
        omitted: selection.operations.clone(),
        omitted_schemas: selection.schemas(),
        warnings: Vec::new(),
    }
}
