//! The `retype` setting: replaces the type of a value.

use super::Overrides;
use crate::diagnostic::Code;
use crate::ir::scalar::Scalar;
use crate::ir::{FieldRole, Location, Operation, Prefix, Type, TypeKind};
use crate::lower::schema::types::{Types, bare};

/// The values that a part of a request or a response can contain.
#[derive(Clone, Copy)]
enum Capacity {
    /// One string, as in a path.
    One,
    /// Several strings.
    Several,
    /// Any JSON value.
    Any,
}

impl Overrides<'_> {
    /// Replaces the types of an operation's inputs.
    pub(crate) fn retype_inputs(&self, operation: &mut Operation, types: &mut Types<'_>) {
        let Operation { id, path_params, required, optional, .. } = operation;
        for param in path_params {
            self.retype(id, &param.name.wire, &mut param.ty, Capacity::One, types);
        }
        for input in required.iter_mut().chain(optional) {
            let capacity = match input.location {
                Location::Header => Capacity::One,
                Location::Query | Location::Joined(_) | Location::Prefixed | Location::FormJoined(_) => {
                    Capacity::Several
                }
                Location::QueryStyled(_)
                | Location::HeaderStyled(_)
                | Location::Cookie(_)
                | Location::Form
                | Location::FormDeep
                | Location::JsonPart
                | Location::Json
                | Location::JsonField => Capacity::Any,
                // The value is bytes in every media type.
                Location::Raw | Location::File | Location::Files => continue,
            };
            self.retype(id, &input.name.wire, &mut input.ty, capacity, types);
        }
    }

    /// Replaces the types of fields.
    pub(crate) fn retype_fields(&self, types: &mut Types<'_>) {
        if self.settings.is_none_or(|settings| settings.retype.is_empty()) {
            return;
        }
        for index in 0..types.drafts.len() {
            let Some((_, draft)) = types.drafts.get_index_mut(index) else { continue };
            let TypeKind::Model(fields) = &mut draft.kind else { continue };
            // `self.retype` borrows all types, so the fields are moved out.
            let (origin, mut fields) = (draft.origin.clone(), std::mem::take(fields));
            for field in fields.iter_mut().filter(|field| field.role != FieldRole::Additional) {
                self.retype(&origin.to_string(), &field.name.wire, &mut field.ty, Capacity::Any, types);
                field.ty.visit(&mut |ty| {
                    if let Type::Scalar(scalar) = ty {
                        *scalar = scalar.in_json();
                    }
                });
            }
            if let Some((_, draft)) = types.drafts.get_index_mut(index) {
                draft.kind = TypeKind::Model(fields);
            }
        }
    }

    fn retype(&self, owner: &str, wire: &str, ty: &mut Type, capacity: Capacity, types: &mut Types<'_>) {
        let Some(settings) = self.settings else { return };
        let path = format!("{owner}.{wire}");
        let found = settings.retype.iter().find(|(key, _)| key.text == path);
        self.seen.borrow_mut().insert(path.clone());
        let Some((key, value)) = found else { return };
        self.used.borrow_mut().insert(&key.place.pointer);
        let Some(new) = parse(&value.text) else {
            let known: Vec<&str> = Scalar::words().collect();
            let message = format!("`{}` is not a type", value.text.escape_debug());
            let help = format!("use {} or `sid:XX`, in `[ ]` for a list", known.join(", "));
            return self.report(Code::InvalidSettingType, value, message, &help);
        };
        let fits = match (capacity, &new) {
            (Capacity::Any, _) => true,
            (Capacity::Several, Type::List(inner)) => **inner != Type::JSON,
            (Capacity::One | Capacity::Several, other) => !matches!(other, &Type::JSON | Type::List(_)),
        };
        if !fits {
            return self.report(
                Code::InvalidSettingType,
                value,
                format!("`{path}` cannot contain a value of type `{}`", value.text),
                "use a plain type",
            );
        }
        if *bare(ty) == new {
            let message = format!("`{path}` is `{}` without this setting", value.text);
            return self.report(Code::SettingWithoutEffect, key, message, "remove it");
        }
        let inner = if let Type::List(inner) = &new { inner } else { &new };
        if let Type::Sid(prefix) = inner {
            types.evidence.name(prefix, wire);
        }
        *ty = if matches!(ty, Type::Nullable(_)) { Type::Nullable(Box::new(new)) } else { new };
    }
}

fn parse(text: &str) -> Option<Type> {
    if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let inner = parse(inner)?;
        return (!matches!(inner, Type::List(_))).then(|| Type::List(Box::new(inner)));
    }
    if let Some(prefix) = text.strip_prefix("sid:") {
        return Prefix::new(prefix).map(Type::Sid);
    }
    Scalar::of_word(text).map(Type::Scalar)
}
