//! The inputs of an operation, while it is lowered, and the types that they can have.

use std::collections::BTreeMap;

use crate::document::place::At;
pub(crate) use crate::ir::Presence;
use crate::ir::{Encoding, Input, Location, PathParam, Type};
use crate::lower::resource::RawOperation;
use crate::lower::schema::types::{Context, Types};
use crate::name;

/// The inputs of an operation, from its parameters and its body.
#[derive(Default)]
pub(crate) struct Inputs {
    pub(crate) path: Vec<PathParam>,
    pub(crate) required: Vec<Input>,
    pub(crate) optional: Vec<Input>,
    /// The query parameters whose values are integers, and their maxima.
    pub(crate) integers: BTreeMap<String, Option<i64>>,
}

impl Inputs {
    /// Whether the operation takes a query parameter with this name.
    pub(crate) fn takes(&self, name: &str) -> bool {
        let mut all = self.optional.iter().chain(&self.required);
        all.any(|input| input.location == Location::Query && input.name.wire == name)
    }

    /// The presence of a body. A body with required values is never empty.
    pub(crate) fn body_presence(&self, documented: Presence) -> Presence {
        let has_value = self.required.iter().any(|input| input.location.is_body());
        if has_value { Presence::Required } else { documented }
    }

    /// The inputs that a caller must give, or those that it may omit.
    pub(crate) fn group(&mut self, presence: Presence) -> &mut Vec<Input> {
        match presence {
            Presence::Required => &mut self.required,
            Presence::Optional => &mut self.optional,
        }
    }
}

/// The context of a value of a request.
pub(crate) fn context<'c>(raw: &'c RawOperation<'_>, at: &'c At, wire: &'c str) -> Context<'c> {
    let candidate = name::join(&name::pascal(&raw.noun), &name::pascal(wire));
    Context { at, candidate, noun: &raw.noun, wire, encoding: Encoding::Text }
}

/// A type without null, which a query and a header cannot express. In a form, null is an empty value.
pub(crate) fn sendable(ty: Type) -> Type {
    match ty {
        Type::Nullable(inner) => sendable(*inner),
        Type::List(inner) => Type::List(Box::new(sendable(*inner))),
        other => other,
    }
}

/// The type of a value in a form, a query or a header. A list repeats its key, so an item with several
/// values becomes a JSON string.
pub(crate) fn sendable_items(ty: Type, types: &Types<'_>) -> Type {
    match sendable(ty) {
        Type::List(item) if matches!(*item, Type::List(_)) || is_written_as_json(&item, types) => {
            Type::List(Box::new(Type::JSON))
        }
        other => other,
    }
}

/// Whether a form contains a value of this type as a JSON string.
pub(crate) fn is_written_as_json(ty: &Type, types: &Types<'_>) -> bool {
    matches!(ty, Type::Map(_) | Type::Named(_)) && !types.is_enum(ty)
}
