//! The verdicts for each kind of change. This table contains all of them.
//!
//! The first verdict is about the wire: whether a request that succeeded still succeeds, and whether a
//! response still contains the same data. A direction in parentheses limits a breaking change to requests or
//! to responses, for a value that is part of both. The second verdict is about callers: whether their code
//! still compiles and does the same. Three properties of the client determine most of the second column:
//!
//! - Models and enums are `#[non_exhaustive]`, so a new field or variant is compatible.
//! - At most two required values are arguments, and more are a struct with named fields. A new required value
//!   always changes a signature, and a new optional value adds a setter.
//! - Enums accept unknown values, and every property that may be absent is an `Option`.

use serde::Serialize;

use super::verdict::{Direction, Verdict};

macro_rules! rules {
    ($($rule:ident $id:literal $wire:ident $(($side:ident))? $rust:ident $reason:literal)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Rule { $($rule),* }

        const ROWS: &[Row] = &[$(Row {
            id: $id,
            wire: Verdict::$wire,
            rust: Verdict::$rust,
            reason: $reason,
            side: match &[$(Direction::$side)?] as &[Direction] {
                [side] => Some(*side),
                _ => None,
            },
        }),*];
    };
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The name of the rule: `required-parameter-added`.
    pub id: &'static str,
    /// The verdict for requests and responses.
    pub wire: Verdict,
    /// The verdict for code that uses the client.
    pub rust: Verdict,
    /// The reason, in one sentence.
    pub reason: &'static str,
    /// The only direction that a breaking change affects, for a value of both directions.
    #[serde(skip)]
    pub(super) side: Option<Direction>,
}

impl Rule {
    /// The row of the rule.
    pub(super) fn row(self) -> Row {
        let unknown =
            Row { id: "", wire: Verdict::Breaking, rust: Verdict::Breaking, reason: "", side: None };
        ROWS.get(self as usize).copied().unwrap_or(unknown)
    }
}

/// Every rule, in the order of the table.
pub(super) fn all() -> &'static [Row] {
    ROWS
}

rules! {
    // The package.
    PackageRenamed "package-renamed" Unchanged Breaking
        "Every dependent crate names the package in its manifest."
    RustVersionRaised "rust-version-raised" Unchanged Compatible
        "Older compilers can no longer build the crate. By convention this is not a breaking change."
    RustVersionLowered "rust-version-lowered" Unchanged Compatible
        "Older compilers can build the crate too."

    // Modules, one per document.
    ModuleAdded "module-added" Compatible Compatible
        "The module of a new document has its own feature."
    ModuleRemoved "module-removed" Breaking(Request) Breaking
        "The module and its feature are removed."
    HostChanged "host-changed" Breaking(Request) Unchanged
        "Requests use another host. Base URLs and firewall rules may contain the old one."
    AccountAdded "account-added" Unchanged Compatible
        "The paths of the module contain an account. `with_account` selects it."
    AccountRemoved "account-removed" Unchanged Breaking
        "The paths of the module no longer contain an account, so `with_account` is removed."

    // Handles.
    HandleRenamed "handle-renamed" Unchanged Breaking
        "Callers use the name of the handle or of the method that creates it."
    ParentsChanged "parents-changed" Breaking Breaking
        "The paths of the resource contain other values, which callers pass."

    // Operations.
    OperationAdded "operation-added" Compatible Compatible
        "A new operation adds a method and a request."
    OperationRemoved "operation-removed" Breaking Breaking
        "The method and its request are removed."
    OperationKept "operation-kept" Unchanged Compatible
        "The settings no longer omit the operation."
    OperationLeftOut "operation-left-out" Unchanged Breaking
        "The settings omit the operation, so its method and its request are removed."
    OperationRenamed "operation-renamed" Unchanged Breaking
        "The method of the same request has another name."
    OperationIdChanged "operation-id-changed" Documentation Documentation
        "Only the operationId changed. The Rust names stay the same."
    MethodChanged "method-changed" Breaking Unchanged
        "Requests use another HTTP method, so another retry rule may apply."
    PathChanged "path-changed" Breaking Unchanged
        "Requests use another path."
    PathValuesChanged "path-values-changed" Breaking Breaking
        "The path contains other values, which are arguments of the method."
    ArgumentsReordered "arguments-reordered" Unchanged Breaking
        "The arguments have another order. The compiler does not detect swapped arguments of the same type."
    BodyChanged "body-encoding-changed" Breaking Unchanged
        "The client encodes the body differently."
    CredentialsRequired "credentials-required" Breaking Unchanged
        "The server now rejects requests without credentials."
    CredentialsNotRequired "credentials-not-required" Compatible Unchanged
        "The client now sends the request without credentials."
    CredentialsChanged "credentials-changed" Breaking Unchanged
        "The client needs credentials of another kind."
    OutputChanged "output-changed" Breaking Breaking
        "The output of the request has another type."
    OperationDeprecated "operation-deprecated" Documentation Documentation
        "The operation may be removed. Its documentation contains a deprecation notice."
    OperationRevived "operation-no-longer-deprecated" Documentation Documentation
        "The documentation no longer contains a deprecation notice."

    // Pages.
    PageKeyChanged "page-key-changed" Breaking Unchanged
        "The items of a page have another key. The client reads only this key."
    PageNextChanged "page-next-changed" Breaking Unchanged
        "The client requests the next page differently."
    PageSizeLowered "page-size-lowered" Compatible Unchanged
        "The client never requests more items than the maximum, so pages become smaller."
    PageSizeRaised "page-size-raised" Compatible Unchanged
        "A page may contain more items."
    PageSizeAdded "page-size-added" Compatible Compatible
        "The new setter `page_size` sets the size of a page."
    PageSizeRemoved "page-size-removed" Breaking Breaking
        "Callers can no longer set the size of a page, and `page_size` is removed."

    // Parameters and body fields.
    RequiredAdded "required-parameter-added" Breaking Breaking
        "Every request must contain it. It is a new argument or a new field of the arguments."
    OptionalAdded "optional-parameter-added" Compatible Compatible
        "It is optional and adds a setter."
    RequiredRemoved "required-parameter-removed" Breaking Breaking
        "It no longer has an effect, and its argument is removed."
    OptionalRemoved "optional-parameter-removed" Breaking Breaking
        "It no longer has an effect, and its setter is removed."
    NowRequired "parameter-now-required" Breaking Breaking
        "The server rejects requests without it. Its setter becomes an argument."
    NowOptional "parameter-now-optional" Compatible Breaking
        "Requests with it still succeed. Its argument becomes a setter."
    ParameterMoved "parameter-moved" Breaking Unchanged
        "The client sends it in another part of the request. The argument or setter stays the same."
    ParameterRenamed "parameter-renamed" Unchanged Breaking
        "Its setter or field has another name."
    ParameterSpelling "parameter-spelling-changed" Breaking Unchanged
        "It has another name in requests. The Rust name stays the same."
    ArgumentRenamed "argument-renamed" Unchanged Documentation
        "An argument has another name, which callers do not write."
    ParameterTypeChanged "parameter-type-changed" Breaking Breaking
        "It has another type."
    ParameterTypeWidened "parameter-type-widened" Compatible Breaking
        "It accepts all previous values, but its Rust type differs."
    ParameterNullable "parameter-nullable" Compatible Compatible
        "It also accepts null. Callers can still pass a plain value."
    ArgumentNullable "argument-nullable" Compatible Breaking
        "It also accepts null. Callers must wrap the value of the field in `Some(…)`."
    ParameterNotNullable "parameter-not-nullable" Breaking Breaking
        "It no longer accepts null."
    RequestBoundTightened "request-bound-tightened" Breaking(Request) Unchanged
        "The server rejects values beyond the bound. The client does not check it."
    RequestBoundLoosened "request-bound-loosened" Compatible Unchanged
        "The server accepts more values. The client does not check the bound."
    RequestPatternChanged "request-pattern-changed" Breaking(Request) Unchanged
        "The server may reject strings that matched the old pattern. The client does not check it."

    // Types.
    TypeAdded "type-added" Compatible Compatible
        "A new type is compatible with existing code."
    TypeRemoved "type-removed" Unchanged Breaking
        "Callers may use the name of the type."
    TypeRenamed "type-renamed" Unchanged Breaking
        "Callers may use the name of the type."
    TypeKindChanged "type-kind-changed" Breaking Breaking
        "Values of the type have another structure."
    TypeConstructible "type-constructible" Unchanged Compatible
        "Requests now contain the type, so callers can construct it."
    TypeNotConstructible "type-not-constructible" Unchanged Breaking
        "No request contains the type any more, so `new` and its setters are removed."

    // Properties.
    PropertyAdded "property-added" Compatible Compatible
        "The struct is `#[non_exhaustive]`, so existing code still compiles."
    PropertyAddedToClosed "property-added-to-closed" Compatible Breaking
        "The struct has too many required fields for a `new`, so callers name all of its fields."
    RequiredPropertyAdded "required-property-added" Breaking(Request) Breaking
        "Every request with the type must contain it. `new` has one more argument."
    PropertyRemoved "property-removed" Breaking Breaking
        "The field is removed."
    PropertyRenamed "property-renamed" Unchanged Breaking
        "The field has another name."
    PropertySpelling "property-spelling-changed" Breaking Unchanged
        "It has another name in JSON. The field stays the same."
    PropertyTypeChanged "property-type-changed" Breaking Breaking
        "The field has another type."
    PropertyMayBeAbsent "property-may-be-absent" Breaking(Response) Breaking
        "It may be absent or null in responses, so the field becomes an `Option`."
    PropertyNeverAbsent "property-never-absent" Compatible Breaking
        "Responses always contain it, so the field is no longer an `Option`."
    PropertyNowRequired "property-now-required" Breaking(Request) Breaking
        "The server rejects requests without it. It becomes an argument of `new`."
    PropertyNowOptional "property-now-optional" Compatible Breaking
        "Requests may omit it. It is no longer an argument of `new`."
    PropertyNull "property-may-be-null" Compatible Unchanged
        "The field is already an `Option`. Null becomes `None`."
    PropertyNotNull "property-never-null" Compatible Unchanged
        "The field stays an `Option`, because it may still be absent."
    ResponseBoundChanged "response-bound-changed" Compatible Unchanged
        "The client accepts all values in responses."
    PersonalDataHidden "personal-data-hidden" Unchanged Documentation
        "It is personal data, so `Debug` hides the value."
    PersonalDataShown "personal-data-shown" Unchanged Documentation
        "It is no longer marked as personal data, so `Debug` shows the value."

    // Values of enums.
    ValueAddedRequest "request-value-added" Compatible Compatible
        "The enum is `#[non_exhaustive]`, so a new variant is compatible."
    ValueAddedResponse "response-value-added" Compatible Compatible
        "The value was decoded as `Unrecognized`. It now has a variant."
    ValueRemovedRequest "request-value-removed" Breaking(Request) Breaking
        "The server rejects the value, and its variant is removed."
    ValueRemovedResponse "response-value-removed" Compatible Breaking
        "Responses no longer contain the value, but its variant is removed."
    ValueRenamed "value-renamed" Unchanged Breaking
        "The variant has another name."
    ValueSpelling "value-spelling-changed" Breaking Unchanged
        "The value has another spelling in requests and responses. The variant stays the same."

    // Unions.
    VariantAdded "variant-added" Compatible Compatible
        "The enum is `#[non_exhaustive]`, so a new variant is compatible."
    VariantRemoved "variant-removed" Breaking Breaking
        "The variant is removed."
    VariantChanged "variant-changed" Breaking Breaking
        "The variant contains another type."
    VariantDiscriminatorChanged "variant-discriminator-changed" Breaking Unchanged
        "Other values of the discriminator select the variant."
    DiscriminatorChanged "discriminator-changed" Breaking Unchanged
        "Another property selects the variant."

    // SIDs.
    SidAdded "sid-added" Unchanged Compatible
        "A new type is compatible with existing code."
    SidRemoved "sid-removed" Unchanged Breaking
        "Callers may use the name of the type."
    SidRenamed "sid-renamed" Unchanged Breaking
        "The type of SIDs with this prefix has another name."
    SidPrefixChanged "sid-prefix-changed" Breaking Unchanged
        "The type accepts SIDs with another prefix."

    // Of everything.
    Deprecated "deprecated" Documentation Documentation
        "It may be removed. Its documentation contains a deprecation notice."
    Revived "no-longer-deprecated" Documentation Documentation
        "The documentation no longer contains a deprecation notice."
    Documentation "documentation" Documentation Documentation
        "Only the text of the documentation changed."
}
