//! What each kind of change means: one row a rule, and no verdict anywhere else.
//!
//! The first verdict is about the wire: does a request that worked still work, does an answer still
//! hold what it held? The second one is about callers in Rust: does their code still compile, and
//! mean the same? Three properties of the client decide most of the second column:
//!
//! - models and enums are `#[non_exhaustive]`, so a new field or variant breaks nobody;
//! - at most two required values are arguments and more are a struct with named fields, so that a
//!   new required value always changes a signature, and a new optional one is only a new setter;
//! - enums keep values that they do not know, and every property that may be absent is an `Option`.

use serde::Serialize;

use super::Verdict;

macro_rules! rules {
    ($($rule:ident $id:literal $wire:ident $rust:ident $reason:literal)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Rule { $($rule),* }

        const ROWS: &[Row] = &[$(Row { id: $id, wire: Verdict::$wire, rust: Verdict::$rust, reason: $reason }),*];
    };
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What the rule is called: `required-parameter-added`.
    pub id: &'static str,
    /// What it means for requests and answers.
    pub wire: Verdict,
    /// What it means for code that uses the client.
    pub rust: Verdict,
    /// Why, in one sentence.
    pub reason: &'static str,
}

impl Rule {
    /// What the table says of it.
    pub(super) fn row(self) -> Row {
        let unknown = Row { id: "", wire: Verdict::Breaking, rust: Verdict::Breaking, reason: "" };
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
        "Everybody who depends on the crate names it in a manifest."
    RustVersionRaised "rust-version-raised" Unchanged Compatible
        "It no longer builds with an older compiler, which by custom is no breaking change."
    RustVersionLowered "rust-version-lowered" Unchanged Compatible
        "It builds with an older compiler too."

    // Modules: one a document.
    ModuleAdded "module-added" Compatible Compatible
        "A new document is a new module, on its own feature."
    ModuleRemoved "module-removed" Breaking Breaking
        "The module and its feature are gone."
    HostChanged "host-changed" Breaking Unchanged
        "Requests go to another address; base URLs and firewalls may know the old one."
    AccountAdded "account-added" Unchanged Compatible
        "Its paths lead through an account now, which `with_account` chooses."
    AccountRemoved "account-removed" Unchanged Breaking
        "No path leads through an account any more, so `with_account` is gone."

    // Handles.
    HandleRenamed "handle-renamed" Unchanged Breaking
        "Callers name the handle, or the method that makes it."
    ParentsChanged "parents-changed" Breaking Breaking
        "The paths of the resource lead through other values, which callers give."

    // Operations.
    OperationAdded "operation-added" Compatible Compatible
        "A new operation is a new method and a new request."
    OperationRemoved "operation-removed" Breaking Breaking
        "The method and its request are gone."
    OperationKept "operation-kept" Unchanged Compatible
        "The settings no longer leave it out."
    OperationLeftOut "operation-left-out" Unchanged Breaking
        "The settings leave it out, so its method and its request are gone."
    OperationRenamed "operation-renamed" Unchanged Breaking
        "The same request is made by a method of another name."
    OperationIdChanged "operation-id-changed" Documentation Documentation
        "Only the document calls it otherwise; the Rust names stay."
    MethodChanged "method-changed" Breaking Unchanged
        "Requests use another HTTP method, and with it perhaps another rule for retries."
    PathChanged "path-changed" Breaking Unchanged
        "Requests go to another path."
    PathValuesChanged "path-values-changed" Breaking Breaking
        "The path holds other values, which are arguments of the method."
    ArgumentsReordered "arguments-reordered" Unchanged Breaking
        "The same arguments come in another order; two of one type would be swapped in silence."
    BodyChanged "body-encoding-changed" Breaking Unchanged
        "The body is sent in another encoding."
    CredentialsWanted "credentials-wanted" Breaking Unchanged
        "Requests without credentials are refused now."
    CredentialsUnwanted "credentials-not-wanted" Compatible Unchanged
        "The request is sent without credentials now."
    CredentialsOther "credentials-of-another-kind" Breaking Unchanged
        "The client has to be made with credentials of another kind."
    OutputChanged "answer-changed" Breaking Breaking
        "What the request gives has another type."
    OperationDeprecated "operation-deprecated" Documentation Documentation
        "It may be taken away; its documentation says so."
    OperationRevived "operation-no-longer-deprecated" Documentation Documentation
        "It stays; its documentation no longer says otherwise."

    // Pages.
    PageKeyChanged "page-key-changed" Breaking Unchanged
        "The items of a page stand under another key; the client reads that one only."
    PageNextChanged "page-next-changed" Breaking Unchanged
        "The next page is asked for in another way."
    PageSizeLowered "page-size-lowered" Compatible Unchanged
        "The client never asks for more than the document allows, so pages only get smaller."
    PageSizeRaised "page-size-raised" Compatible Unchanged
        "A page may hold more items."
    PageSizeAdded "page-size-added" Compatible Compatible
        "The size of a page can be chosen with the new `page_size`."
    PageSizeRemoved "page-size-removed" Breaking Breaking
        "The size of a page can no longer be chosen, and `page_size` is gone."

    // Parameters and body fields.
    RequiredAdded "required-parameter-added" Breaking Breaking
        "Every request must give it: it is a new argument, or a new field of the arguments."
    OptionalAdded "optional-parameter-added" Compatible Compatible
        "Nobody has to give it: it is a new setter."
    RequiredRemoved "required-parameter-removed" Breaking Breaking
        "It has no effect any more, and its argument is gone."
    OptionalRemoved "optional-parameter-removed" Breaking Breaking
        "It has no effect any more, and its setter is gone."
    NowRequired "parameter-now-required" Breaking Breaking
        "Requests without it are refused; its setter became an argument."
    NowOptional "parameter-now-optional" Compatible Breaking
        "Requests with it still work; its argument became a setter."
    ParameterMoved "parameter-moved" Breaking Unchanged
        "It is sent in another place, by the same argument or setter."
    ParameterRenamed "parameter-renamed" Unchanged Breaking
        "Its setter or field has another name."
    ParameterSpelling "parameter-spelling-changed" Breaking Unchanged
        "It is spelt otherwise on the wire; the name in Rust stays."
    ArgumentRenamed "argument-renamed" Unchanged Documentation
        "An argument has another name, which callers do not write."
    ParameterTypeChanged "parameter-type-changed" Breaking Breaking
        "It takes another type."
    ParameterTypeWidened "parameter-type-widened" Compatible Breaking
        "All former values are still taken, but in Rust they have another type."
    ParameterNullable "parameter-nullable" Compatible Compatible
        "It takes null too; a plain value is still accepted as it is."
    ArgumentNullable "argument-nullable" Compatible Breaking
        "It takes null too; a field of a struct needs `Some(…)` for that."
    ParameterNotNullable "parameter-not-nullable" Breaking Breaking
        "It no longer takes null."
    RequestBoundTightened "request-bound-tightened" Breaking Unchanged
        "Values beyond the bound are refused by the server; the client does not check."
    RequestBoundLoosened "request-bound-loosened" Compatible Unchanged
        "More values are taken; the client does not check."
    RequestPatternChanged "request-pattern-changed" Breaking Unchanged
        "Texts that matched before may be refused by the server; the client does not check."

    // Types.
    TypeAdded "type-added" Compatible Compatible
        "A new type breaks nobody."
    TypeRemoved "type-removed" Unchanged Breaking
        "Callers may name the type."
    TypeRenamed "type-renamed" Unchanged Breaking
        "Callers may name the type."
    TypeKindChanged "type-kind-changed" Breaking Breaking
        "It is another kind of value."
    TypeSendable "type-can-be-made" Unchanged Compatible
        "Requests hold it now, so callers can make it."
    TypeNotSendable "type-cannot-be-made" Unchanged Breaking
        "No request holds it any more, so `new` and its setters are gone."

    // Properties.
    PropertyAdded "property-added" Compatible Compatible
        "The struct is `#[non_exhaustive]`: nobody can have named all of its fields."
    PropertyAddedToClosed "property-added-to-closed" Compatible Breaking
        "The struct has too many required fields for a `new`, so callers name all of its fields."
    RequiredPropertyAdded "required-property-added" Breaking Breaking
        "Every request that holds the type must give it: `new` has one more argument."
    PropertyRemoved "property-removed" Breaking Breaking
        "The field is gone."
    PropertyRenamed "property-renamed" Unchanged Breaking
        "The field has another name."
    PropertySpelling "property-spelling-changed" Breaking Unchanged
        "It is spelt otherwise on the wire; the field stays."
    PropertyTypeChanged "property-type-changed" Breaking Breaking
        "The field has another type."
    PropertyUncertain "property-may-be-absent" Breaking Breaking
        "Answers may come without it or with null, so the field became an `Option`."
    PropertyCertain "property-never-absent" Compatible Breaking
        "Answers always hold it, so the field is no `Option` any more."
    PropertyNowRequired "property-now-required" Breaking Breaking
        "Requests without it are refused: it became an argument of `new`."
    PropertyNowOptional "property-now-optional" Compatible Breaking
        "Requests may leave it out: it is no argument of `new` any more."
    PropertyNull "property-may-be-null" Compatible Unchanged
        "The field is an `Option` already and reads null as absent."
    PropertyNotNull "property-never-null" Compatible Unchanged
        "The field stays an `Option`, since it may still be absent."
    ResponseBoundChanged "response-bound-changed" Compatible Unchanged
        "The client reads whatever the server sends."
    HiddenAdded "personal-data-hidden" Unchanged Documentation
        "It is personal data, so `Debug` hides the value."
    HiddenRemoved "personal-data-shown" Unchanged Documentation
        "It is no longer marked as personal data, so `Debug` shows the value."

    // Values of enums.
    ValueAddedRequest "request-value-added" Compatible Compatible
        "The enum is open and `#[non_exhaustive]`: a new variant breaks nobody."
    ValueAddedResponse "response-value-added" Compatible Compatible
        "The value was read as `Unrecognized` before and has a variant now."
    ValueRemovedRequest "request-value-removed" Breaking Breaking
        "The server refuses the value, and its variant is gone."
    ValueRemovedResponse "response-value-removed" Compatible Breaking
        "No answer holds the value any more, but its variant is gone."
    ValueRenamed "value-renamed" Unchanged Breaking
        "The variant has another name."
    ValueSpelling "value-spelling-changed" Breaking Unchanged
        "It is spelt otherwise on the wire; the variant stays."

    // Unions.
    MemberAdded "member-added" Compatible Compatible
        "The enum is `#[non_exhaustive]`: a new variant breaks nobody."
    MemberRemoved "member-removed" Breaking Breaking
        "The variant is gone."
    MemberChanged "member-changed" Breaking Breaking
        "The variant holds another type."
    MemberTagsChanged "member-tags-changed" Breaking Unchanged
        "Another value of the tag means the variant."
    TagChanged "tag-changed" Breaking Unchanged
        "Another property says which of the types a value is."

    // SIDs.
    SidAdded "sid-added" Unchanged Compatible
        "A new type breaks nobody."
    SidRemoved "sid-removed" Unchanged Breaking
        "Callers may name the type."
    SidRenamed "sid-renamed" Unchanged Breaking
        "SIDs with these letters have a type of another name."
    SidPrefixChanged "sid-prefix-changed" Breaking Unchanged
        "The type takes SIDs that begin with other letters."

    // Of everything.
    Deprecated "deprecated" Documentation Documentation
        "It may be taken away; its documentation says so."
    Revived "no-longer-deprecated" Documentation Documentation
        "It stays; its documentation no longer says otherwise."
    Documentation "documentation" Documentation Documentation
        "Only the text differs."
}
