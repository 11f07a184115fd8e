//! The parts of an OpenAPI document that have no effect on the client.

use std::collections::BTreeSet;

use crate::document::place::Collector;
use crate::ir::Coverage;
use crate::load::Document;
use crate::lower::document::reader::Reader;
use crate::lower::operation;
use crate::lower::resource::{self, Operations};
use crate::lower::schema::types::Types;

/// The coverage of a document whose generated operations were lowered with `reader`. Schemas that only
/// left-out operations use are listed separately from schemas that no operation uses.
pub(crate) fn coverage(document: &Document, operations: &Operations<'_>, reader: &Reader<'_>) -> Coverage {
    let used_by_left_out = used_by_left_out(document, operations);
    let (left_out_schemas, unused_schemas) =
        reader.unused().into_iter().partition(|schema| used_by_left_out.contains(schema));
    Coverage {
        ignored: reader.all_ignored(document),
        empty_paths: resource::empty_paths(&document.openapi),
        unused_schemas,
        left_out: operations.left_out.iter().map(|(_, left_out)| left_out.clone()).collect(),
        left_out_schemas,
        warnings: Vec::new(),
    }
}

/// The component schemas that the left-out operations use. These operations are lowered into a table of
/// their own, so that they influence neither the names nor the diagnostics of the client.
fn used_by_left_out(document: &Document, operations: &Operations<'_>) -> BTreeSet<String> {
    let dropped = Collector::new(&document.source);
    let mut types = Types::new(&document.openapi, &dropped);
    for (raw, _) in &operations.left_out {
        operation::lower(raw, &mut types);
    }
    types.finish();
    types.reader.reached()
}
