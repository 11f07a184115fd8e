//! Explains the items of the client that no name in a document describes alone: modules, requests, structs of
//! arguments, the setters of lists, and the variants of unions.

use super::collect::Scope;
use super::explanation::Explanation;
use super::reasons;
use crate::emit::signature;
use crate::ir::page_style::PageSize;
use crate::ir::{Construct, FieldRole, Operation, Output, Resource, TypeDef, TypeKind};
use crate::pointer::Pointer;

impl Scope<'_> {
    /// The document and its module.
    pub(super) fn document(&self) -> Explanation {
        let module = self.module;
        let names =
            |resource: &Resource| format!("{} ({} operations)", resource.accessor, resource.operations.len());
        let resources: Vec<String> = module.resources.iter().map(names).collect();
        let count = module.operations().count();
        let omitted = module.coverage.omitted.len();
        let mut facts = vec![
            ("title", module.title.clone()),
            ("server", module.host.clone()),
            ("feature", module.name.clone()),
            ("contains", format!("{count} operations, {} types", module.public_types().count())),
            ("handles", resources.join(", ")),
        ];
        if omitted > 0 {
            facts.push(("omits", format!("{omitted} operations; `explain OPERATION` shows the reason")));
        }
        facts.push(("named", "the name of the file, without a leading `twilio_`".to_owned()));
        facts.push(("settings", format!("[documents.{}]", module.name)));
        let account = module.has_account.then(|| format!("{}::{}::with_account", module.name, module.handle));
        let names = [
            format!("{}::{}", module.name, module.handle),
            format!("Client::{}", module.name),
            module.source.split('.').next().unwrap_or_default().to_owned(),
        ];
        Explanation {
            kind: "document",
            wire: module.source.clone(),
            rust: Some(module.name.clone()),
            signature: Some(format!("pub fn {}(&self) -> {}", module.name, module.handle)),
            place: self.place(&Pointer::default().key("info")),
            facts,
            aliases: names.into_iter().chain(account).collect(),
        }
    }

    /// The struct of the arguments of an operation.
    pub(super) fn arguments(&self, operation: &Operation, method: &str) -> Option<Explanation> {
        let arguments = operation.arguments.as_ref()?;
        let names: Vec<&str> = operation.required.iter().map(|input| input.name.rust.as_str()).collect();
        Some(Explanation {
            kind: "arguments",
            wire: format!("{} arguments", operation.id),
            rust: Some(format!("{}::{arguments}", self.module.name)),
            signature: Some(format!("pub struct {arguments}")),
            place: self.place(&operation.facts.at),
            facts: vec![
                ("contains", names.join(", ")),
                (
                    "given",
                    format!(
                        "as the argument of `{method}`, because the operation has too many required values"
                    ),
                ),
            ],
            aliases: Vec::new(),
        })
    }

    /// The request of an operation.
    pub(super) fn request(&self, operation: &Operation, method: &str) -> Explanation {
        let names: Vec<&str> = operation.optional.iter().map(|input| input.name.rust.as_str()).collect();
        let setters = if names.is_empty() { "no optional values".to_owned() } else { names.join(", ") };
        Explanation {
            kind: "request",
            wire: format!("{} request", operation.id),
            rust: Some(format!("{}::{}", self.module.name, operation.request)),
            signature: Some(format!("pub struct {}", operation.request)),
            place: self.place(&operation.facts.at),
            facts: vec![("created", format!("by `{method}`")), ("setters", setters)],
            aliases: Vec::new(),
        }
    }

    /// The setters that every list has.
    pub(super) fn list_setters(&self, operation: &Operation) -> Vec<Explanation> {
        let Output::Page { page_size, .. } = &operation.output else { return Vec::new() };
        let setter = |name: &str, wire: String, argument: &str, facts| Explanation {
            kind: "parameter",
            wire,
            rust: Some(format!("{}::{}::{name}", self.module.name, operation.request)),
            signature: Some(format!("pub fn {name}(self, {argument}) -> Self")),
            place: self.place(&operation.facts.at),
            facts,
            aliases: Vec::new(),
        };
        let limit = vec![
            ("sent", "no; the client stops after this number of items".to_owned()),
            ("given", "a setter that every list has".to_owned()),
        ];
        let mut found = vec![setter("limit", format!("{} limit", operation.id), "limit: u64", limit)];
        if let Some(PageSize { parameter, max }) = page_size {
            let facts = vec![
                ("sent", format!("in the query, at most {max}")),
                ("given", "a setter, because the parameter sets the size of a page".to_owned()),
            ];
            found.push(setter("page_size", format!("{}.{parameter}", operation.id), "size: u32", facts));
        }
        found
    }

    /// The functions that create a model, and the variants of a union.
    pub(super) fn further_parts(&self, def: &TypeDef, owner: &str) -> Vec<Explanation> {
        let place = || self.place(&def.origin.pointer());
        match &def.kind {
            TypeKind::Union { discriminator, variants } => {
                let variant = |variant: &crate::ir::UnionVariant| {
                    let selectors = match (discriminator, variant.selectors.as_slice()) {
                        (None, []) => "if this type fits the value best".to_owned(),
                        (None, statuses) => format!("if the status is {}", statuses.join(" or ")),
                        (Some(_), []) => "if the discriminator has none of the other values".to_owned(),
                        (Some(_), selectors) => format!("if the discriminator is {}", selectors.join(" or ")),
                    };
                    Explanation {
                        kind: "variant",
                        wire: format!("{} {}", def.origin, variant.rust),
                        rust: Some(format!("{owner}::{}", variant.rust)),
                        signature: Some(format!(
                            "{}({})",
                            variant.rust,
                            signature::held(self.module, &variant.ty)
                        )),
                        place: place(),
                        facts: vec![("chosen", selectors)],
                        aliases: Vec::new(),
                    }
                };
                variants.iter().map(variant).collect()
            }
            TypeKind::Model(fields) => {
                let additional = fields.iter().filter(|field| field.role == FieldRole::Additional);
                let additional = additional.map(|field| Explanation {
                    kind: "property",
                    wire: format!("{} {}", def.origin, field.name.rust),
                    rust: Some(format!("{owner}::{}", field.name.rust)),
                    signature: Some(signature::field(self.module, def, field)),
                    place: self.place(&field.facts.at),
                    facts: vec![
                        ("contains", "every property without a field (`additionalProperties`)".to_owned()),
                        ("named", reasons::why(&field.name.why)),
                    ],
                    aliases: Vec::new(),
                });
                let new = (def.construct() == Construct::New).then(|| Explanation {
                    kind: "function",
                    wire: format!("{} new", def.origin),
                    rust: Some(format!("{owner}::new")),
                    signature: signature::type_items(self.module, def).pop(),
                    place: place(),
                    facts: vec![(
                        "accepts",
                        "the required properties, because requests contain the type".to_owned(),
                    )],
                    aliases: Vec::new(),
                });
                additional.chain(new).collect()
            }
            TypeKind::Enum(_) => Vec::new(),
        }
    }
}
