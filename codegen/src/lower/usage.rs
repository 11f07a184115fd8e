//! The users of each type, the unused schemas, and the keywords without effect.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::names::candidates::Draft;
use super::place::At;
use super::types::{Types, nullable_once};
use crate::ignored::Ignored;
use crate::ir::{Access, Field, Type, TypeId, TypeKind};
use crate::load::Document;

impl Types<'_> {
    /// The component schemas that no operation reaches, sorted.
    pub(crate) fn unused(&self) -> Vec<String> {
        let reached = self.reached.borrow();
        let all = self.openapi.components.iter().flat_map(|components| components.schemas.keys());
        let mut unused: Vec<String> = all.filter(|name| !reached.contains(name.as_str())).cloned().collect();
        unused.sort();
        unused
    }

    /// Notes that something has no effect; it stands once, however many ways lead to it.
    pub(super) fn ignore(&self, keyword: &str, object: &'static str, reason: &'static str, at: &At) {
        let ignored = Ignored { keyword: keyword.to_owned(), object, reason };
        self.ignored.borrow_mut().insert((ignored, at.place().clone()));
    }

    /// Notes the media types that are not the one which is taken.
    pub(super) fn idle_media(
        &self,
        object: &'static str,
        content: &IndexMap<String, MediaType>,
        taken: &str,
        at: &At,
    ) {
        for other in content.keys().filter(|media_type| *media_type != taken) {
            self.ignore(other, object, "another media type is taken", &at.key(other));
        }
    }

    /// What has no effect, and how often it stands there: what was seen when the document was read,
    /// and what turned out since.
    pub(crate) fn all_ignored(&self, document: &Document) -> Vec<(Ignored, usize)> {
        let mut all = document.ignored.clone();
        for (ignored, _) in self.ignored.borrow().iter() {
            *all.entry(ignored.clone()).or_default() += 1;
        }
        all.into_iter().collect()
    }

    /// Whether a type is a list of texts, which any place of a request can hold.
    pub(crate) fn is_enum(&self, ty: &Type) -> bool {
        let Type::Named(TypeId(index)) = ty else { return false };
        self.drafts.get_index(*index).is_some_and(|(_, draft)| matches!(draft.kind, TypeKind::Enum(_)))
    }

    /// Notes that the requests of a resource hold a type, and everything inside it.
    pub(crate) fn mark_sent(&mut self, ty: &Type, resource: usize) {
        self.mark(ty, resource);
        self.reach(ty, &mut |draft| !std::mem::replace(&mut draft.sent, true));
    }

    /// The same of its answers.
    pub(crate) fn mark_read(&mut self, ty: &Type, resource: usize) {
        self.mark(ty, resource);
        self.reach(ty, &mut |draft| !std::mem::replace(&mut draft.read, true));
    }

    /// What goes in one direction only need not be there in the other, whatever `required` says.
    pub(crate) fn loosen_one_way(&mut self) {
        for Draft { kind, sent, read, .. } in self.drafts.values_mut() {
            let TypeKind::Model(fields) = kind else { continue };
            let lacks = |field: &Field| match field.access {
                Access::ReadWrite => false,
                Access::ReadOnly => *sent,
                Access::WriteOnly => *read,
            };
            for field in fields.iter_mut().filter(|field| lacks(field)) {
                field.optional = true;
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
