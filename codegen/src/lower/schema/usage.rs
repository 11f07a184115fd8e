//! Records the resources that use a type, and whether requests and responses contain it.

use crate::ir::{Access, Field, FieldRole, Type, TypeId, TypeKind};
use crate::lower::names::candidates::Draft;
use crate::lower::schema::types::{Types, nullable_once};

impl Types<'_> {
    /// Whether a type is an enum. Every part of a request can contain its values, which are strings.
    pub(crate) fn is_enum(&self, ty: &Type) -> bool {
        let Type::Named(TypeId(index)) = ty else { return false };
        self.drafts.get_index(*index).is_some_and(|(_, draft)| matches!(draft.kind, TypeKind::Enum(_)))
    }

    /// Records that the requests of a resource contain a type and all types inside it.
    pub(crate) fn mark_sent(&mut self, ty: &Type, resource: usize) {
        self.mark(ty, resource);
        self.reach(ty, &mut |draft| !std::mem::replace(&mut draft.sent, true));
    }

    /// Records that the responses of a resource contain a type and all types inside it.
    pub(crate) fn mark_read(&mut self, ty: &Type, resource: usize) {
        self.mark(ty, resource);
        self.reach(ty, &mut |draft| !std::mem::replace(&mut draft.read, true));
    }

    /// Makes `readOnly` properties of sent models and `writeOnly` properties of received models optional,
    /// even if they are `required`.
    pub(crate) fn loosen_one_way(&mut self) {
        for Draft { kind, sent, read, .. } in self.drafts.values_mut() {
            let TypeKind::Model(fields) = kind else { continue };
            let lacks = |field: &Field| match field.access {
                Access::ReadWrite => false,
                Access::ReadOnly => *sent,
                Access::WriteOnly => *read,
            };
            for field in fields.iter_mut().filter(|field| lacks(field)) {
                field.role = FieldRole::Optional;
                field.ty = nullable_once(field.ty.clone());
            }
        }
    }

    fn mark(&mut self, ty: &Type, resource: usize) {
        self.reach(ty, &mut |draft| {
            let new = !draft.users.contains(&resource);
            if new {
                draft.users.push(resource);
            }
            new
        });
    }

    /// Visits the types inside a type. `act` returns whether the visit continues inside a type.
    fn reach(&mut self, ty: &Type, act: &mut impl FnMut(&mut Draft) -> bool) {
        let mut waiting = vec![ty.clone()];
        while let Some(ty) = waiting.pop() {
            match ty {
                Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
                    waiting.push(*inner);
                }
                Type::Named(TypeId(index)) => {
                    if let Some((_, draft)) = self.drafts.get_index_mut(index)
                        && act(draft)
                    {
                        waiting.extend(draft.kind.inside().into_iter().cloned());
                    }
                }
                _ => {}
            }
        }
    }
}
