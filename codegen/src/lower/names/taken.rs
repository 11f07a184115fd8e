//! The names of a module that are in use: types, handles, requests, accessors and files.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::{self, Draft};
use super::locations::Locations;
use super::values::{self, Case, HANDLE_METHODS, Owner, Renames};
use crate::ir::{Origin, Reason, TypeDef, TypeKind};
use crate::name;
use crate::names_lock::{Kind, LockedName};

/// The names of a module that are in use.
///
/// The types of the OpenAPI document are named first, then handles, then requests. An item whose candidate
/// is in use moves to its next candidate. Types that share a candidate all move to their next candidates;
/// a type without a further candidate is named after its location, in the order of the origins. If even that name is
/// in use, it gets a number. Therefore no name depends
/// on the order in which the schemas are visited.
pub(crate) struct Taken {
    /// The type that creates the handles: `ChatV2`.
    pub(crate) module: String,
    /// The files in use, among them those of the module itself. Clippy rejects a module inside of one with the
    /// same name.
    files: BTreeSet<String>,
    names: BTreeSet<String>,
    /// The highest number that was appended to each name.
    numbers: BTreeMap<String, u32>,
    /// The methods that return handles.
    accessors: BTreeSet<String>,
    /// The assigned names of this module's items, by kind and key.
    locked: BTreeMap<(Kind, String), LockedName>,
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
        let files = ["mod", "shared", "accessors", module].map(ToOwned::to_owned).into();
        let module = name::pascal(module);
        let mut names: BTreeSet<String> = RESERVED.iter().map(ToString::to_string).collect();
        names.insert(module.clone());
        let accessors = HANDLE_METHODS.iter().chain(&["with_account"]).map(ToString::to_string).collect();
        Self { module, files, names, numbers: BTreeMap::new(), accessors, locked: BTreeMap::new() }
    }

    /// Takes the assigned name of an item, so that no other item gets it. `keys` are the keys that the item may have
    /// in `names.lock`; the first one is its key after this run.
    pub(crate) fn reserve(&mut self, kind: Kind, keys: &[String], renames: &impl Renames) {
        let Some(key) = keys.first() else { return };
        let Some(locked) = keys.iter().find_map(|key| renames.locked(kind, key)) else { return };
        let (names, is_valid) = match kind {
            Kind::Accessors => (&mut self.accessors, name::is_snake(&locked.name)),
            Kind::Files => (&mut self.files, name::is_snake(&locked.name)),
            _ => (&mut self.names, name::is_pascal(&locked.name)),
        };
        if is_valid && names.insert(locked.name.clone()) {
            self.locked.insert((kind, key.clone()), locked.clone());
        } else {
            renames.conflict(locked);
        }
    }

    /// Takes the assigned name of an item, or the first candidate that is not in use.
    pub(crate) fn take(
        &mut self,
        kind: Kind,
        key: &str,
        candidates: &[String],
        renames: &impl Renames,
    ) -> String {
        let locked = self.locked.get(&(kind, key.to_owned())).map(|locked| locked.name.clone());
        let name = locked.unwrap_or_else(|| self.free(candidates));
        renames.assign(kind, key, &name);
        name
    }

    /// Takes the first candidate that is not in use.
    fn free(&mut self, candidates: &[String]) -> String {
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

    /// Names the types of a document, with their fields and values. `keys` contains the keys of each type, the
    /// first of which identifies its parts.
    pub(crate) fn types(
        &mut self,
        drafts: &[Draft],
        keys: &[Vec<String>],
        locations: &Locations<'_>,
        renames: &impl Renames,
    ) -> Vec<TypeDef> {
        let locked: Vec<Option<LockedName>> = keys.iter().map(|keys| self.locked_type(keys)).collect();
        let is_free =
            |draft: &Draft, locked: &Option<LockedName>| locked.is_none() && draft.replaced_by.is_none();
        let free = drafts.iter().zip(&locked).filter(|(draft, locked)| is_free(draft, locked));
        let free: Vec<&Draft> = free.map(|(draft, _)| draft).collect();
        let mut settled = candidates::settle(&free, &self.names).into_iter();
        let best = drafts.iter().zip(&locked);
        let best = best.map(|(draft, locked)| if is_free(draft, locked) { settled.next() } else { None });
        let best: Vec<Option<&str>> = best.collect();
        let mut order: Vec<_> = drafts.iter().zip(best).zip(locked).zip(keys).enumerate().collect();
        // Components come first, so that an added or removed inline type never changes the name of a
        // component.
        order.sort_by_key(|(_, (((draft, _), _), _))| &draft.origin);
        let named = order.into_iter().map(|(index, (((draft, best), locked), keys))| {
            let (rust, why) = self.type_name(draft, best.unwrap_or_default(), locked, locations);
            let is_public = !draft.users.is_empty();
            for key in keys.iter().filter(|_| is_public) {
                renames.assign(Kind::Types, key, &rust);
            }
            let Draft { origin, doc, kind, sent, is_closed, .. } = draft.clone();
            (index, TypeDef { origin, rust, why, doc, kind, sent, is_closed })
        });
        let named: BTreeMap<usize, TypeDef> = named.collect();
        let mut types: Vec<TypeDef> = named.into_values().collect();
        for ((def, draft), keys) in
            types.iter_mut().zip(drafts).zip(keys).filter(|((_, draft), _)| draft.replaced_by.is_none())
        {
            self.rename_type(def, keys.first().map_or("", String::as_str), !draft.users.is_empty(), renames);
        }
        types
    }

    /// The name of a type and its reason. `best` is the candidate that remains, if no name is assigned.
    fn type_name(
        &mut self,
        draft: &Draft,
        best: &str,
        locked: Option<LockedName>,
        locations: &Locations<'_>,
    ) -> (String, Reason) {
        if let Some(locked) = locked {
            let why = if draft.candidates.contains(&locked.name) {
                reason(draft, &locked.name)
            } else if locations.name(&draft.origin).as_ref() == Some(&locked.name) {
                Reason::Duplicate
            } else {
                Reason::Locked(locked.place)
            };
            return (locked.name, why);
        }
        if draft.replaced_by.is_some() {
            return (String::new(), Reason::Duplicate); // no type refers to it
        }
        let mut candidates = vec![best.to_owned(), name::join(best, "Model")];
        if candidates.iter().all(|candidate| self.names.contains(candidate)) {
            candidates.extend(locations.name(&draft.origin));
        }
        let rust = self.free(&candidates);
        let why = if rust == best { reason(draft, best) } else { Reason::Duplicate };
        (rust, why)
    }

    fn locked_type(&self, keys: &[String]) -> Option<LockedName> {
        self.locked.get(&(Kind::Types, keys.first()?.clone())).cloned()
    }

    fn rename_type(&mut self, def: &mut TypeDef, key: &str, is_public: bool, renames: &impl Renames) {
        let origin = def.origin.to_string();
        if let Some((setting, new)) = renames.rename(&origin, &def.rust, Case::Pascal) {
            if self.names.insert(new.clone()) {
                def.rust = new;
                def.why = Reason::Setting(setting);
            } else {
                renames.clash(setting, &new, "another type, or generated code");
            }
        }
        let owner = Owner { key, origin: &origin, is_public };
        match &mut def.kind {
            TypeKind::Model(fields) => values::fields(owner, fields, renames),
            TypeKind::Enum(variants) => values::variants(owner, variants, renames),
            TypeKind::Union { .. } => {}
        }
    }

    /// The method that returns a handle. The noun is singular or plural.
    pub(crate) fn accessor(&mut self, key: &str, noun: &str, renames: &impl Renames) -> String {
        let locked = self.locked.get(&(Kind::Accessors, key.to_owned())).map(|locked| locked.name.clone());
        let accessor = locked.unwrap_or_else(|| {
            let accessor = name::snake(noun);
            if self.accessors.insert(accessor.clone()) {
                return accessor;
            }
            name::unused(&mut self.accessors, &format!("{}_resource", accessor.trim_end_matches('_')))
        });
        renames.assign(Kind::Accessors, key, &accessor);
        accessor
    }

    /// The file of a resource.
    pub(crate) fn file(&mut self, noun: &str, renames: &impl Renames) -> String {
        let locked = self.locked.get(&(Kind::Files, noun.to_owned())).map(|locked| locked.name.clone());
        let file = locked.unwrap_or_else(|| {
            let file = name::file(noun);
            if self.files.insert(file.clone()) {
                return file;
            }
            name::unused(&mut self.files, &format!("{file}_"))
        });
        renames.assign(Kind::Files, noun, &file);
        file
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
