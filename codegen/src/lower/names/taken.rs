//! The names of a module that are in use: types, handles, requests, accessors and files.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::{self, Draft};
use super::values::{self, Case, Renames};
use crate::ir::{Origin, Reason, TypeDef, TypeKind};
use crate::name;

/// The names of a module that are in use.
///
/// The types of the OpenAPI document are named first, then handles, then requests. An item whose candidate
/// is in use moves to its next candidate. Types that share a candidate all move to their next candidates;
/// a type without a further candidate gets a number, in the order of the origins. Therefore no name depends
/// on the order in which the schemas are visited.
pub(crate) struct Taken {
    /// The type that creates the handles: `ChatV2`.
    pub(crate) module: String,
    /// The module's own files, and its name: clippy rejects a module inside of one with the same name.
    files: [String; 3],
    names: BTreeSet<String>,
    /// The highest number that was appended to each name.
    numbers: BTreeMap<String, u32>,
    /// The methods that return handles.
    accessors: BTreeSet<String>,
}

/// The names that generated code uses without a path.
const RESERVED: &[&str] = &[
    "AsRef",
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Drop",
    "Err",
    "Fn",
    "From",
    "Future",
    "Into",
    "IntoIterator",
    "Iterator",
    "New", // Clippy rejects a constructor with the name of its type
    "None",
    "Ok",
    "Option",
    "Result",
    "Self_",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "ToString",
    "TryFrom",
    "Vec",
    "Client",
];

impl Taken {
    pub(crate) fn new(module: &str) -> Self {
        let files = ["mod", "shared", module].map(ToOwned::to_owned);
        let module = name::pascal(module);
        let mut names: BTreeSet<String> = RESERVED.iter().map(ToString::to_string).collect();
        names.insert(module.clone());
        let accessors = BTreeSet::from(["with_account".to_owned(), "clone".to_owned()]);
        Self { module, files, names, numbers: BTreeMap::new(), accessors }
    }

    /// Takes the first candidate that is not in use.
    pub(crate) fn take(&mut self, candidates: &[String]) -> String {
        let free = candidates.iter().find(|candidate| !self.names.contains(*candidate)).cloned();
        let base = candidates.last().map_or("Type", String::as_str).trim_end_matches('_');
        let name = free.unwrap_or_else(|| {
            let number = self.numbers.entry(base.to_owned()).or_insert(1);
            loop {
                *number += 1;
                let name = format!("{base}{number}");
                if !self.names.contains(&name) {
                    break name;
                }
            }
        });
        self.names.insert(name.clone());
        name
    }

    /// Names the types of a document, with their fields and values.
    pub(crate) fn types(&mut self, drafts: &[Draft], renames: &impl Renames) -> Vec<TypeDef> {
        let settled = candidates::settle(drafts, &self.names);
        let mut order: Vec<_> = drafts.iter().zip(settled).enumerate().collect();
        // Components come first, so that an added or removed inline type never changes the name of a
        // component.
        order.sort_by_key(|(_, (draft, _))| &draft.origin);
        let named = order.into_iter().map(|(index, (draft, best))| {
            let rust = self.take(&[best.to_owned(), name::join(best, "Model")]);
            let why = if rust == best { reason(draft, best) } else { Reason::Duplicate };
            let Draft { origin, doc, kind, sent, .. } = draft.clone();
            (index, TypeDef { origin, rust, why, doc, kind, sent })
        });
        let named: BTreeMap<usize, TypeDef> = named.collect();
        let mut types: Vec<TypeDef> = named.into_values().collect();
        for def in &mut types {
            self.rename_type(def, renames);
        }
        types
    }

    fn rename_type(&mut self, def: &mut TypeDef, renames: &impl Renames) {
        let origin = def.origin.to_string();
        if let Some((setting, new)) = renames.rename(&origin, &def.rust, Case::Pascal) {
            if self.names.insert(new.clone()) {
                def.rust = new;
                def.why = Reason::Setting(setting);
            } else {
                renames.clash(setting, &new, "another type, or generated code");
            }
        }
        match &mut def.kind {
            TypeKind::Model(fields) => values::fields(&origin, fields, renames),
            TypeKind::Enum(variants) => values::variants(&origin, variants, renames),
            TypeKind::Union { .. } => {}
        }
    }

    /// The method that returns a handle. The noun is singular or plural.
    pub(crate) fn accessor(&mut self, noun: &str) -> String {
        let accessor = name::snake(noun);
        if self.accessors.insert(accessor.clone()) {
            return accessor;
        }
        name::unused(&mut self.accessors, &format!("{}_resource", accessor.trim_end_matches('_')))
    }

    /// The file of a resource.
    pub(crate) fn file(&self, noun: &str) -> String {
        let file = name::file(noun);
        if self.files.contains(&file) { format!("{file}_") } else { file }
    }
}

/// The reason for a candidate of a type.
fn reason(draft: &Draft, candidate: &str) -> Reason {
    match &draft.origin {
        Origin::Inline(_) => Reason::Inline,
        Origin::Alike { .. } => Reason::Alike,
        Origin::Component(name) if candidates::is_enum_of_resource(name) => Reason::ComponentEnum,
        Origin::Component(_) if draft.candidates.first().is_some_and(|first| first == candidate) => {
            Reason::Component
        }
        Origin::Component(_) => Reason::ComponentPath,
    }
}
