//! The positions at which a module uses a type.

use super::{Module, Sid, Type, TypeKind};
use crate::pointer::Pointer;

impl Module {
    /// The position of the first value whose type fulfills a condition: of operations first, then of models.
    pub(crate) fn first_use(&self, is_it: impl Fn(&Type) -> bool) -> Option<Pointer> {
        let of_operations = self.operations().flat_map(|(resource, operation)| {
            let params = resource.parents.iter().chain(&operation.path_params);
            let params = params.map(|param| (&param.ty, &param.facts.at));
            let inputs = operation.required.iter().chain(&operation.optional);
            let output = operation.output.ty().map(|ty| (ty, &operation.facts.at));
            params.chain(inputs.map(|input| (&input.ty, &input.facts.at))).chain(output)
        });
        let models = self.types.iter().filter_map(|def| match &def.kind {
            TypeKind::Model(fields) => Some(fields),
            _ => None,
        });
        let of_fields = models.flatten().map(|field| (&field.ty, &field.facts.at));
        let mut uses = of_operations.chain(of_fields);
        uses.find(|(ty, _)| is_it(ty)).map(|(_, at)| at.clone())
    }

    /// The position of the first value that is a SID, or that contains it.
    pub(crate) fn first_use_of_sid(&self, sid: &Sid) -> Option<Pointer> {
        self.first_use(|ty| self.is_sid(ty, sid))
    }

    fn is_sid(&self, ty: &Type, sid: &Sid) -> bool {
        match ty {
            Type::Sid(prefix) => self.sid(prefix) == sid.rust,
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
                self.is_sid(inner, sid)
            }
            _ => false,
        }
    }
}
