//! Lowers one document to one module: its resources, its types and all their names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::place::{At, Collector};
use crate::lower::coverage;
use crate::lower::document::doc::doc;
use crate::lower::names::candidates::Draft as TypeDraft;
use crate::lower::names::locations::Locations;
use crate::lower::names::sid::Evidence;
use crate::lower::names::taken::Taken;
use crate::lower::names::{module_name, values};
use crate::lower::operation::{self, numbered, security};
use crate::lower::overrides::{Overrides, Servers};
use crate::lower::resource::{self, RawOperation};
use crate::lower::schema::cycle;

use crate::diagnostic::Diagnostic;
use crate::ir::{
    Body, Doc, Module, Operation, Origin, Output, PathParam, Resource, Security, Type, TypeDef, TypeId,
};
use crate::load::Document;
use crate::lower::schema::types::Types;
use crate::markdown::line;
use crate::name;
use crate::names_lock::Kind;
use crate::pointer::{Pointer, unescape};

/// A module without the names of its SIDs.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) module: Module,
    pub(crate) evidence: Evidence,
}

/// A resource whose operations and types have no Rust names yet.
struct Group {
    noun: String,
    /// The candidate for the method that returns its handle.
    accessor: String,
    doc: Doc,
    operations: Vec<Operation>,
}

/// Lowers one document. The steps depend on their order: the settings change the types of values before it is
/// recorded which requests and responses contain a type, and all types are known before they get names.
pub(crate) fn lower(document: &Document, overrides: &Overrides<'_>) -> (Draft, Vec<Diagnostic>) {
    let diagnostics = Collector::with_moves(&document.source, &document.moves);
    let servers = overrides.servers(&document.openapi, &diagnostics);
    let operations = resource::group(&document.openapi, &diagnostics);
    let mut types = Types::new(document, &diagnostics);
    let mut groups = lower_operations(&operations, &servers, overrides, &mut types);
    types.finish();
    overrides.retype_fields(&mut types);
    record_users(&groups, &mut types);
    merge_equal(&mut groups, overrides, &mut types);
    types.loosen_one_way();
    let coverage = coverage::coverage(document, &types.reader);
    let (drafts, evidence) = types.into_parts();
    let keys: Vec<Vec<String>> = drafts.iter().map(|draft| type_keys(draft, document)).collect();
    let mut taken = reserved(&module_name(&document.stem), (&drafts, &keys), &groups, overrides);
    let locations = Locations::of(&document.openapi);
    let types = define_types((&drafts, &keys), &mut taken, &locations, overrides, &diagnostics);
    let (homes, shared) = homes(&drafts, &groups);
    let has_account = has_account(&groups);
    let mut assembly = Assembly { taken, overrides };
    let resources = groups.into_iter().zip(homes).map(|(group, types)| assembly.resource(group, types));
    let mut module = Module {
        resources: resources.collect(),
        has_account,
        notice: overrides.notice(),
        fake_rules: Vec::new(),
        coverage,
        handle: assembly.taken.module,
        name: module_name(&document.stem),
        source: document.file.clone(),
        title: line(&document.openapi.info.title).trim_end_matches('.').to_owned(),
        is_twilio: servers.common.is_twilio(),
        host: servers.common.host,
        sids: Arc::default(),
        types,
        shared,
    };
    overrides.notices(&mut module);
    (Draft { module, evidence }, in_document_order(document, diagnostics.into_vec()))
}

/// Lowers the operations of each resource, and applies the settings of their inputs.
fn lower_operations<'a>(
    by_noun: &BTreeMap<String, Vec<RawOperation<'a>>>,
    servers: &Servers,
    overrides: &Overrides<'_>,
    types: &mut Types<'a>,
) -> Vec<Group> {
    let mut groups = Vec::new();
    let has_security = security::is_declared(types.reader.openapi);
    for (noun, raws) in by_noun {
        let mut operations = Vec::new();
        for raw in raws {
            let server = servers.of_operation(raw, types.reader.diagnostics);
            let server = server.unwrap_or_else(|| servers.common.clone());
            // Twilio's oldest documents describe no credentials, although their operations require them.
            let unspecified = if has_security || server.is_twilio() { Security::Any } else { Security::None };
            let mut operation = operation::lower(raw, unspecified, overrides, types);
            if raw.operation.request_body.is_none() && raw.method.has_body() && !server.is_twilio() {
                // Twilio's libraries send the media type of a form with every POST request.
                operation.body = Body::Nothing;
            }
            operation.path.insert_str(0, &server.path);
            operation.host = Some(server.host).filter(|host| *host != servers.common.host);
            operations.push(operation);
        }
        for operation in &mut operations {
            overrides.retype_inputs(operation, types);
            overrides.require_inputs(operation);
            numbered::group(&mut operation.optional);
        }
        let accessor = resource::accessor(noun, raws);
        groups.push(Group { noun: noun.clone(), accessor, doc: resource_doc(raws), operations });
    }
    groups
}

/// Records which resources use each type, and whether requests and responses contain it.
fn record_users(groups: &[Group], types: &mut Types<'_>) {
    for (index, group) in groups.iter().enumerate() {
        for operation in &group.operations {
            input_types(operation).for_each(|ty| types.mark_sent(ty, index));
            operation.output.ty().into_iter().for_each(|ty| types.mark_read(ty, index));
        }
    }
}

/// Makes equal inline schemas one type.
fn merge_equal(groups: &mut [Group], overrides: &Overrides<'_>, types: &mut Types<'_>) {
    let replacements = types.merge_equal(|origin| overrides.contain(origin));
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        let Operation { path_params, required, optional, output, .. } = operation;
        for param in path_params {
            replacements.apply(&mut param.ty);
        }
        required.iter_mut().chain(optional).for_each(|input| replacements.apply(&mut input.ty));
        if let Output::Value(ty) | Output::Page { item: ty, .. } = output {
            replacements.apply(ty);
        }
    }
}

/// Names the types, and applies the settings of their fields.
fn define_types(
    (drafts, keys): (&[TypeDraft], &[Vec<String>]),
    taken: &mut Taken,
    locations: &Locations<'_>,
    overrides: &Overrides<'_>,
    diagnostics: &Collector<'_>,
) -> Vec<TypeDef> {
    let mut types = taken.types(drafts, keys, locations, overrides);
    overrides.require_fields(&mut types);
    let places: Vec<&At> = drafts.iter().map(|draft| &draft.at).collect();
    cycle::break_cycles(&mut types, &places, diagnostics);
    types
}

/// Whether a path contains the account of the credentials.
fn has_account(groups: &[Group]) -> bool {
    let operations = groups.iter().flat_map(|group| &group.operations);
    operations.flat_map(|operation| &operation.path_params).any(|param| param.account)
}

/// Sorts the diagnostics by their order in the document.
fn in_document_order(document: &Document, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    document.reach.attribute(&mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| rank(document, &diagnostic.place.pointer));
    diagnostics
}

/// The keys of a type in `names.lock`. A component that a conversion created has the position of its schema. An
/// inline type has the positions of all its schemas.
fn type_keys(draft: &TypeDraft, document: &Document) -> Vec<String> {
    let origin = |pointer: &Pointer| document.moves.origin(pointer.as_str());
    let pointer = draft.origin.pointer();
    let key = match &draft.origin {
        Origin::Component(_) if origin(&pointer) == pointer.as_str() => draft.origin.to_string(),
        Origin::Component(_) | Origin::Inline(_) => origin(&pointer),
        Origin::Alike { .. } => draft.origin.to_string(),
    };
    let others = draft.places.iter().map(origin).filter(|other| *other != key);
    let others: BTreeSet<String> = others.collect();
    std::iter::once(key).chain(others).collect()
}

/// Takes the assigned names of all items of a module.
fn reserved(
    module: &str,
    (drafts, keys): (&[TypeDraft], &[Vec<String>]),
    groups: &[Group],
    overrides: &Overrides<'_>,
) -> Taken {
    let mut taken = Taken::new(module);
    for (_, keys) in drafts.iter().zip(keys).filter(|(draft, _)| !draft.users.is_empty()) {
        taken.reserve(Kind::Types, keys, overrides);
    }
    let nouns: BTreeSet<&str> = groups.iter().map(|group| group.noun.as_str()).collect();
    for Group { noun, operations, .. } in groups {
        // The noun of a resource is plural as long as no operation has it in the singular.
        let others = [name::plural(noun), name::singular(noun)];
        let others = others.into_iter().filter(|other| !nouns.contains(other.as_str()));
        let keys: Vec<String> = std::iter::once(noun.clone()).chain(others).collect();
        taken.reserve(Kind::Accessors, &keys, overrides);
        taken.reserve(Kind::Handles, &keys, overrides);
        taken.reserve(Kind::Files, &keys, overrides);
        for Operation { id, required, path_params, .. } in operations {
            let id = std::slice::from_ref(id);
            taken.reserve(Kind::Requests, id, overrides);
            // The path values of the handle still count here, so a name may be reserved in vain.
            if takes_struct(required.len(), path_params.len()) {
                taken.reserve(Kind::Arguments, id, overrides);
            }
        }
    }
    taken
}

/// Whether the required values of an operation are one struct with named fields. The method would have more than two
/// arguments, which a caller can exchange, and the struct has more than one field.
fn takes_struct(required: usize, path_values: usize) -> bool {
    required > 1 && required + path_values > 2
}

/// The rank of a pointer in the order of a document: the keys at the top, the paths in their order, the
/// components.
fn rank(document: &Document, pointer: &str) -> usize {
    let mut segments = pointer.split('/').skip(1);
    match (segments.next(), segments.next()) {
        (Some("paths"), Some(path)) => {
            let path = unescape(path);
            document.openapi.paths.paths.get_index_of(&path).map_or(0, |index| index + 1)
        }
        (Some("components"), _) => usize::MAX,
        _ => 0,
    }
}

fn resource_doc(raws: &[RawOperation<'_>]) -> Doc {
    let descriptions = raws.iter().filter_map(|raw| raw.item.description.as_deref());
    doc(descriptions.into_iter().find(|text| !text.trim().is_empty()))
}

fn input_types(operation: &Operation) -> impl Iterator<Item = &Type> {
    let inputs = operation.required.iter().chain(&operation.optional).map(|input| &input.ty);
    operation.path_params.iter().map(|param| &param.ty).chain(inputs)
}

/// The types of each resource, and the shared types. A type belongs to the only resource that uses it, or to
/// the resource that it is named after.
fn homes(drafts: &[TypeDraft], groups: &[Group]) -> (Vec<Vec<TypeId>>, Vec<TypeId>) {
    let mut homes = vec![Vec::new(); groups.len()];
    let mut shared = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let named_after = draft
            .users
            .iter()
            .copied()
            .find(|user| groups.get(*user).is_some_and(|group| group.noun == draft.noun));
        let home = match draft.users.as_slice() {
            [] => continue, // the envelope of a list, which the client does not return
            [only] => Some(*only),
            _ => named_after,
        };
        match home.and_then(|home| homes.get_mut(home)) {
            Some(home) => home.push(TypeId(index)),
            None => shared.push(TypeId(index)),
        }
    }
    (homes, shared)
}

/// Names the lowered operations, and assembles the resources of a module.
struct Assembly<'n, 's> {
    taken: Taken,
    overrides: &'n Overrides<'s>,
}

impl Assembly<'_, '_> {
    fn resource(&mut self, group: Group, types: Vec<TypeId>) -> Resource {
        let Group { noun, accessor, doc, mut operations } = group;
        let count = resource::parents(operations.iter().map(|operation| operation.path.as_str()));
        for Operation { id, path_params, required, optional, output, .. } in &mut operations {
            values::inputs(id, path_params, count, (required, optional), output, self.overrides);
        }
        let parents = shared_params(&operations, count);
        // The accessor of a resource with a single instance is singular.
        let one = operations.iter().all(|operation| {
            operation.path_params.len() == count && operation.verb != "list" && operation.verb != "create"
        });
        let overrides = self.overrides;
        let candidate = if one { &noun } else { &accessor };
        let accessor = self.taken.accessor(&noun, candidate, overrides);
        let candidates = [name::pascal(&accessor), name::join(&name::pascal(&noun), "Handle")];
        let handle = self.taken.take(Kind::Handles, &noun, &candidates, overrides);
        for operation in &mut operations {
            let of_handle = count.min(operation.path_params.len());
            operation.path_params.drain(..of_handle);
            self.name_request(operation, &noun);
        }
        values::methods(&mut operations, self.overrides);
        Resource {
            file: self.taken.file(&noun, overrides),
            handle,
            accessor,
            noun: noun.replace('_', " "),
            doc,
            notice: Doc::default(),
            parents,
            operations,
            types,
        }
    }

    /// Names the request of an operation, and the struct of its required values if there are many.
    fn name_request(&mut self, operation: &mut Operation, noun: &str) {
        let Operation { id, verb, request, arguments, path_params, required, .. } = operation;
        let object = if verb == "list" { name::plural(noun) } else { noun.to_owned() };
        let base = if id.starts_with(name::is_upper)
            && name::pascal(id) == name::pascal(&format!("{verb}_{noun}"))
        {
            name::pascal(&format!("{verb}_{object}"))
        } else {
            name::pascal(id)
        };
        let many = takes_struct(required.len(), path_params.len());
        let of_arguments = ["Params", "Arguments"].map(|word| name::join(&base, word));
        let of_request = [base.clone(), name::join(&base, "Request"), name::join(&base, "Call")];
        *request = self.taken.take(Kind::Requests, id, &of_request, self.overrides);
        *arguments = many.then(|| self.taken.take(Kind::Arguments, id, &of_arguments, self.overrides));
    }
}

/// The parents that all operations share. If the operations give a parent different types, it is a string.
fn shared_params(operations: &[Operation], count: usize) -> Vec<PathParam> {
    let Some((first, others)) = operations.split_first() else { return Vec::new() };
    let mut parents: Vec<PathParam> = first.path_params.iter().take(count).cloned().collect();
    for (index, parent) in parents.iter_mut().enumerate() {
        let same = |operation: &Operation| {
            operation.path_params.get(index).is_some_and(|param| param.ty == parent.ty)
        };
        if !others.iter().all(same) {
            parent.ty = Type::TEXT;
        }
    }
    parents
}
