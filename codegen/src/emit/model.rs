//! The types of an OpenAPI document: models, open enums and unions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::text::{Text, code};
use super::token_file::ident;
use super::types::{definition, held, is_into, taken};
use crate::ir::{
    Access, Construct, EnumValue, Field, FieldRole, Module, Type, TypeDef, TypeId, TypeKind, UnionVariant,
    Variant, is_of_integers,
};
use crate::sentence;

pub(super) fn emit(module: &Module, id: TypeId) -> TokenStream {
    let def = definition(module, id);
    match &def.kind {
        TypeKind::Model(fields) => model(module, def, fields),
        TypeKind::Enum(variants) => open_enum(def, variants),
        TypeKind::Union { discriminator, variants } => union(module, def, discriminator.as_deref(), variants),
    }
}

/// The signature of a type.
pub(super) fn signature(def: &TypeDef) -> TokenStream {
    let name = ident(&def.rust);
    match def.kind {
        TypeKind::Model(_) => quote!(pub struct #name),
        TypeKind::Enum(_) | TypeKind::Union { .. } => quote!(pub enum #name),
    }
}

fn model(module: &Module, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let signature = signature(def);
    let docs = Text::of(&def.doc, &sentence::model(&def.rust)).outer();
    let construct = def.construct();
    // A struct literal names every field.
    let open = (construct != Construct::Literal).then(|| quote!(#[non_exhaustive]));
    let made = (construct == Construct::New).then(|| making(module, def, fields));
    let entries = fields.iter().map(|field| entry(def, field));
    let name = ident(&def.rust);
    let fields = fields.iter().map(|field| field_tokens(module, def, field));
    quote! {
        #docs
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        #open
        #signature { #(#fields),* }
        #made
        rt::model!(#name { #(#entries),* });
    }
}

/// `new` with the required fields, and a setter for each optional one.
fn making(module: &Module, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let name = ident(&def.rust);
    let new = new_signature(module, fields);
    let values = fields.iter().map(|field| {
        let name = ident(&field.name.rust);
        let given = quote!(#name);
        let value = if field.is_required() { stored(&field.ty, &given) } else { quote!(Default::default()) };
        if value.to_string() == given.to_string() { given } else { quote!(#name: #value) }
    });
    let setters = fields.iter().filter_map(|field| Some((field, set_type(field)?))).map(|(field, inner)| {
        let mut docs = Text::of(&field.doc, &format!("Sets {}.", code(&field.name.wire)));
        if def.distinguishes_null(field) {
            docs.paragraph("With `None`, the property is null.");
        }
        let docs = docs.outer();
        let name = ident(&field.name.rust);
        let signature = setter(module, def, field, inner);
        let value = match (inner, def.distinguishes_null(field)) {
            (Type::Boxed(_), true) => quote!(value.into().map(Box::new)),
            (_, true) => quote!(value.into()),
            (Type::Boxed(_), false) => quote!(Box::new(value)),
            (inner, false) => stored(inner, &quote!(value)),
        };
        quote! {
            #docs
            #[must_use]
            #signature {
                self.#name = Some(#value);
                self
            }
        }
    });
    quote! {
        impl #name {
            /// Creates a value from its required fields.
            #new {
                Self { #(#values),* }
            }
            #(#setters)*
        }
    }
}

/// The signature of the function that creates a model from its required fields.
fn new_signature(module: &Module, fields: &[Field]) -> TokenStream {
    let arguments = fields.iter().filter(|field| field.is_required()).map(|field| {
        let (name, ty) = (ident(&field.name.rust), taken(module, &field.ty));
        quote!(#name: #ty)
    });
    quote!(pub fn new(#(#arguments),*) -> Self)
}

/// The type of the value that the setter of a field accepts. `None` if the field has no setter.
fn set_type(field: &Field) -> Option<&Type> {
    let is_set =
        field.role == FieldRole::Optional && field.access != Access::ReadOnly && field.name.rust != "new";
    match &field.ty {
        Type::Nullable(inner) if is_set => Some(inner),
        _ => None,
    }
}

/// The signature of the setter of a field. A boxed value is passed without the box.
fn setter(module: &Module, def: &TypeDef, field: &Field, inner: &Type) -> TokenStream {
    let name = ident(&field.name.rust);
    let inner = match inner {
        Type::Boxed(inner) => inner,
        inner => inner,
    };
    let ty = if def.distinguishes_null(field) {
        taken(module, &Type::Nullable(Box::new(inner.clone())))
    } else {
        taken(module, inner)
    };
    quote!(pub fn #name(mut self, value: #ty) -> Self)
}

/// The signatures of the items of a model beside its fields: the functions that create it. All models implement
/// the same traits.
pub(super) fn construction(module: &Module, def: &TypeDef) -> Vec<TokenStream> {
    let TypeKind::Model(fields) = &def.kind else { return Vec::new() };
    match def.construct() {
        Construct::Never => Vec::new(),
        Construct::New => vec![new_signature(module, fields)],
        Construct::Literal => {
            let (name, names) = (ident(&def.rust), fields.iter().map(|field| ident(&field.name.rust)));
            vec![quote!(#name { #(#names),* })]
        }
    }
}

/// The signature of the setter of a field, if callers can set it.
pub(super) fn setter_signature(module: &Module, def: &TypeDef, field: &Field) -> Option<TokenStream> {
    let inner = set_type(field).filter(|_| def.construct() == Construct::New)?;
    Some(setter(module, def, field, inner))
}

/// An argument, converted to the type of its field.
fn stored(ty: &Type, value: &TokenStream) -> TokenStream {
    match ty {
        Type::Nullable(_) => quote!(#value.into()),
        scalar if is_into(scalar) => quote!(#value.into()),
        Type::List(inner) if is_into(inner) => quote!(#value.into_iter().map(Into::into).collect()),
        Type::List(_) => quote!(#value.into_iter().collect()),
        _ => quote!(#value),
    }
}

/// One of several types.
fn union(
    module: &Module,
    def: &TypeDef,
    discriminator: Option<&str>,
    variants: &[UnionVariant],
) -> TokenStream {
    let (name, signature) = (ident(&def.rust), signature(def));
    let docs = Text::of(&def.doc, &sentence::union(&def.rust)).outer();
    let declared = variants.iter().map(|variant| {
        let (rust, ty) = (ident(&variant.rust), held(module, &variant.ty));
        let docs = match (discriminator.map(code), variant.selectors.as_slice()) {
            (None, []) => Text::sentence("Chosen if this type fits the value best."),
            (None, statuses) => {
                let statuses = statuses.iter().map(|status| code(status)).collect::<Vec<_>>().join(" or ");
                Text::sentence(&format!("Chosen if the status is {statuses}."))
            }
            (Some(property), []) => {
                Text::sentence(&format!("Chosen if {property} has none of these values."))
            }
            (Some(property), selectors) => {
                let values = selectors.iter().map(|value| code(value)).collect::<Vec<_>>().join(" or ");
                Text::sentence(&format!("Chosen if {property} is {values}."))
            }
        };
        let docs = docs.outer();
        quote!(#docs #rust(#ty))
    });
    let is_other = |variant: &&UnionVariant| discriminator.is_some() && variant.selectors.is_empty();
    let list = variants.iter().filter(|variant| !is_other(variant)).map(|variant| {
        let (rust, ty, selectors) = (ident(&variant.rust), held(module, &variant.ty), &variant.selectors);
        let selectors = (!selectors.is_empty()).then(|| quote!(= #(#selectors)|*));
        quote!(#rust(#ty) #selectors)
    });
    let by = discriminator.map(|property| quote!(by #property));
    let by = by.or_else(|| def.kind.is_by_status().then(|| quote!(by status))).into_iter();
    let other = variants.iter().find(is_other).map(|variant| {
        let (rust, ty) = (ident(&variant.rust), held(module, &variant.ty));
        quote!(else #rust(#ty))
    });
    quote! {
        #docs
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #signature {
            #(#declared,)*
            /// A value of none of these types, preserved unchanged.
            Unrecognized(rt::Json),
        }
        rt::union!(#name #(#by)* #other { #(#list),* });
    }
}

fn field_tokens(module: &Module, def: &TypeDef, field: &Field) -> TokenStream {
    let mut docs = Text::of(&field.doc, &format!("The property {}.", code(&field.name.wire)));
    if def.distinguishes_null(field) {
        docs.paragraph(
            "With `None`, the object does not contain the property. With `Some(None)`, the property is null.",
        );
    }
    if field.pii {
        docs.paragraph("`Debug` output hides this value.");
    }
    let docs = docs.outer();
    let signature = field_signature(module, def, field);
    quote!(#docs #signature)
}

/// The entry of a field in `rt::model!`: its property if the names differ, and how the property is read and written.
fn entry(def: &TypeDef, field: &Field) -> TokenStream {
    let (name, wire) = (ident(&field.name.rust), &field.name.wire);
    let dots = (field.role == FieldRole::Additional).then(|| quote!(..));
    let property = (dots.is_none() && field.name.rust != *wire).then(|| quote!(#wire));
    let presence = match field.role {
        FieldRole::Required if !matches!(field.ty, Type::Nullable(_)) => Some(quote!(required)),
        FieldRole::Optional if def.distinguishes_null(field) || def.contains_null(field) => {
            Some(quote!(optional nullable))
        }
        FieldRole::Optional if def.sent => Some(quote!(optional)),
        FieldRole::Required | FieldRole::Optional | FieldRole::Additional => None,
    };
    let hidden = field.pii.then(|| quote!(hidden));
    let marks: TokenStream = [property, presence, hidden].into_iter().flatten().collect();
    let equals = (!marks.is_empty()).then(|| quote!(=));
    quote!(#dots #name #equals #marks)
}

/// A field of a model.
pub(super) fn field_signature(module: &Module, def: &TypeDef, field: &Field) -> TokenStream {
    let (name, ty) = (ident(&field.name.rust), held(module, &field.ty));
    let ty = if def.distinguishes_null(field) { quote!(Option<#ty>) } else { ty };
    quote!(pub #name: #ty)
}

/// `Debug` without the fields that the OpenAPI document marks as personal data.
pub(super) fn debug<'a>(name: &str, fields: impl Iterator<Item = (&'a str, bool)>) -> TokenStream {
    let name = ident(name);
    let fields = fields.map(|(field, hidden)| {
        let field = ident(field);
        if hidden { quote!(#field = hidden) } else { quote!(#field) }
    });
    quote!(rt::debug!(#name { #(#fields),* });)
}

fn open_enum(def: &TypeDef, variants: &[Variant]) -> TokenStream {
    let (name, signature) = (ident(&def.rust), signature(def));
    let docs = Text::of(&def.doc, &sentence::open_enum(&def.rust)).outer();
    let listed = variants.iter().map(|Variant { name, doc, .. }| {
        let mut docs = Text::sentence(&code(&name.wire));
        docs.blocks(&doc.0);
        let docs = docs.outer();
        let variant = ident(&name.rust);
        quote!(#docs #variant)
    });
    let wires = variants.iter().map(|Variant { name, value, .. }| {
        let variant = ident(&name.rust);
        let wire = match value {
            EnumValue::Text => Literal::string(&name.wire),
            EnumValue::Integer(value) => Literal::i64_unsuffixed(*value),
        };
        quote!(#variant = #wire)
    });
    let (held, of) = if is_of_integers(variants) {
        (quote!(rt::Unrecognized<i64>), quote!(#name as i64))
    } else {
        (quote!(rt::Unrecognized), quote!(#name))
    };
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #signature {
            #(#listed,)*
            /// A value that the OpenAPI document does not list, preserved unchanged.
            Unrecognized(#held),
        }
        rt::open_enum!(#of { #(#wires),* });
    }
}
