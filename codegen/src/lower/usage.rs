//! Who uses which type, and which schemas nobody uses.

use super::types::{Draft, Types};
use crate::ir::{Type, TypeId, TypeKind};

impl Types<'_> {
    /// The component schemas that no operation reaches, sorted.
    pub(crate) fn unused(&self) -> Vec<String> {
        let reached = self.reached.borrow();
        let all = self.openapi.components.iter().flat_map(|components| components.schemas.keys());
        let mut unused: Vec<String> = all.filter(|name| !reached.contains(name.as_str())).cloned().collect();
        unused.sort();
        unused
    }

    /// Whether a type is a list of texts, which any place of a request can hold.
    pub(crate) fn is_enum(&self, ty: &Type) -> bool {
        let Type::Named(TypeId(index)) = ty else { return false };
        self.drafts.get_index(*index).is_some_and(|(_, draft)| matches!(draft.kind, TypeKind::Enum(_)))
    }

    /// Notes that a resource uses a type, and everything inside it.
    pub(crate) fn mark(&mut self, ty: &Type, resource: usize) {
        self.reach(ty, &mut |draft| {
            let new = !draft.users.contains(&resource);
            if new {
                draft.users.push(resource);
            }
            new
        });
    }

    /// Notes that requests hold a type, and everything inside it.
    pub(crate) fn mark_sent(&mut self, ty: &Type) {
        self.reach(ty, &mut |draft| !std::mem::replace(&mut draft.sent, true));
    }

    /// Visits the types that a type holds, as long as `act` says that one was not seen before.
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
