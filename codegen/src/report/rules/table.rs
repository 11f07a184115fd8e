//! The verdicts for each kind of change. This table contains all of them.
//!
//! The first verdict is about the wire: whether a request that succeeded still succeeds, and whether a response still
//! contains the same data. A direction in parentheses limits a breaking change to requests or to responses; in the other
//! direction, the change is compatible. A request may accept more values, and a response may promise more.
//!
//! The second verdict is about callers: whether their code still compiles and does the same. If the item has a signature,
//! the comparison replaces it with that of the emitted signatures. Three properties of the client determine most of them:
//!
//! - Models and enums are `#[non_exhaustive]`, so a new field or variant is compatible.
//! - At most two required values are arguments, and more are a struct with named fields. A new required value
//!   always changes a signature, and a new optional value adds a setter.
//! - Enums accept unknown values, and every property that may be absent is an `Option`.
//!
//! The first sentence is the reason. The second one is the next step of a user of the crate.

use super::{Direction, Row, Verdict};

macro_rules! rules {
    ($($rule:ident $id:literal $wire:ident $(($side:ident))? $rust:ident $reason:literal $(=> $next:literal)?)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Rule { $($rule),* }

        pub(super) const ROWS: &[Row] = &[$(Row {
            id: $id,
            wire: Verdict::$wire,
            rust: Verdict::$rust,
            reason: $reason,
            next: match &[$($next)?] as &[&str] {
                [next] => next,
                _ => "",
            },
            side: match &[$(Direction::$side)?] as &[Direction] {
                [side] => Some(*side),
                _ => None,
            },
        }),*];
    };
}

rules! {
    // The package.
    PackageRenamed "package-renamed" Unchanged Breaking
        "Every dependent crate names the package in its manifest."
        => "Change the name in `Cargo.toml`."
    RustVersionRaised "rust-version-raised" Unchanged Compatible
        "Older compilers can no longer build the crate. By convention this is not a breaking change."
    RustVersionLowered "rust-version-lowered" Unchanged Compatible
        "Older compilers can build the crate too."

    // Modules, one per document.
    ModuleAdded "module-added" Compatible Compatible
        "The module of a new document has its own feature."
    ModuleRemoved "module-removed" Breaking(Request) Breaking
        "The module and its feature are removed."
        => "Remove the uses of the module and its feature."
    HostChanged "host-changed" Breaking(Request) Unchanged
        "Requests use another host. Base URLs and firewall rules may contain the old one."
        => "Allow the new host, and update base URLs."
    AccountAdded "account-added" Unchanged Compatible
        "The paths of the module contain an account. `with_account` selects it."
    AccountRemoved "account-removed" Unchanged Breaking
        "The paths of the module no longer contain an account, so `with_account` is removed."
        => "Remove the call of `with_account`."

    // Handles.
    HandleRenamed "handle-renamed" Unchanged Breaking
        "Callers use the name of the handle or of the method that creates it."
        => "Use the new name."
    ParentsChanged "parents-changed" Breaking(Request) Breaking
        "The paths of the resource contain values of other types, which callers pass."
        => "Pass values of the new types."
    AccessorChanged "accessor-changed" Unchanged Breaking
        "The paths are the same, but the handle stores other values of them. The methods accept the rest."
        => "Pass the values to the new methods."

    // Operations.
    OperationAdded "operation-added" Compatible Compatible
        "A new operation adds a method and a request."
    OperationRemoved "operation-removed" Breaking(Request) Breaking
        "The method and its request are removed."
        => "Remove the call."
    OperationKept "operation-kept" Unchanged Compatible
        "The settings no longer omit the operation."
    OperationLeftOut "operation-left-out" Unchanged Breaking
        "The settings omit the operation, so its method and its request are removed."
        => "Remove the call."
    OperationRenamed "operation-renamed" Unchanged Breaking
        "The same request has another method or type name."
        => "Use the new name."
    OperationIdChanged "operation-id-changed" Documentation Documentation
        "Only the operationId changed. The Rust names stay the same."
    MethodChanged "method-changed" Breaking(Request) Unchanged
        "Requests use another HTTP method, so another retry rule may apply."
        => "Update the client."
    PathChanged "path-changed" Breaking(Request) Unchanged
        "Requests use another path."
        => "Update the client."
    PathValuesChanged "path-values-changed" Breaking(Request) Breaking
        "The path contains other values, which are arguments of the method."
        => "Pass the new values."
    ArgumentsReordered "arguments-reordered" Unchanged Breaking
        "The arguments have another order. The compiler does not detect swapped arguments of the same type."
        => "Reorder the arguments of each call."
    SignatureChanged "signature-changed" Unchanged Breaking
        "The requests and responses are the same, but the signature differs."
        => "Adapt the code to the new signature."
    BodyChanged "body-encoding-changed" Breaking(Request) Unchanged
        "The client encodes the body differently."
        => "Update the client."
    BodyNowRequired "body-now-required" Breaking(Request) Unchanged
        "The server rejects requests without a body."
        => "Set at least one value of the body."
    BodyNowOptional "body-now-optional" Compatible Unchanged
        "The server accepts requests without a body."
    CredentialsRequired "credentials-required" Breaking(Request) Unchanged
        "The server now rejects requests without credentials."
        => "Construct the client with credentials."
    CredentialsNotRequired "credentials-not-required" Compatible Unchanged
        "The client now sends the request without credentials."
    CredentialsOptional "credentials-now-optional" Compatible Unchanged
        "The server accepts requests with and without credentials."
    CredentialsChanged "credentials-changed" Breaking(Request) Unchanged
        "The client needs credentials of another kind."
        => "Construct the client with credentials of this kind."
    CredentialsRemoved "credentials-alternative-removed" Breaking(Request) Unchanged
        "The server no longer accepts one of the alternative credentials or scopes."
        => "Use one of the remaining alternatives."
    CredentialsAdded "credentials-alternative-added" Compatible Unchanged
        "The server accepts further credentials or needs fewer scopes."
    OutputChanged "output-changed" Breaking(Response) Breaking
        "The output of the request has another type."
        => "Adapt the code that uses the output."
    OutputNarrowed "output-narrowed" Compatible Breaking
        "The response contains fewer different values. The output has another Rust type."
        => "Adapt the code that uses the output."
    OperationDeprecated "operation-deprecated" Documentation Documentation
        "The operation may be removed. Its documentation contains a deprecation notice."
    OperationRevived "operation-no-longer-deprecated" Documentation Documentation
        "The documentation no longer contains a deprecation notice."

    // Responses.
    StatusChanged "response-status-changed" Compatible Unchanged
        "Successful responses have other statuses. The client accepts every 2xx status."
    MediaTypeChanged "response-media-type-changed" Breaking(Response) Unchanged
        "Responses have another media type. The client returns the same Rust type."
        => "Adapt the code that parses the response."
    MediaTypeAdded "response-media-type-added" Compatible Unchanged
        "Responses can have a further media type, or another name of the same one."
    HeaderAdded "response-header-added" Compatible Unchanged
        "Responses contain a further header, which `response()` returns."
    HeaderRemoved "response-header-removed" Breaking(Response) Unchanged
        "Responses no longer contain the header."
        => "Do not read the header."
    HeaderNowRequired "response-header-now-required" Compatible Unchanged
        "Every response contains the header."
    HeaderNowOptional "response-header-now-optional" Breaking(Response) Unchanged
        "Responses may omit the header."
        => "Handle responses without the header."
    HeaderChanged "response-header-changed" Breaking(Response) Unchanged
        "The header contains other values. The client returns headers as strings."
        => "Adapt the code that reads the header."
    ErrorResponseChanged "error-response-changed" Documentation Documentation
        "The document describes error responses differently. The client decodes every error response."

    // Pages.
    PageKeyChanged "page-key-changed" Breaking(Response) Unchanged
        "The items of a page have another key. The client reads only this key."
        => "Update the client."
    PageNextChanged "page-next-changed" Breaking(Response) Unchanged
        "The client requests the next page differently."
        => "Update the client."
    PageSizeLowered "page-size-lowered" Breaking(Request) Unchanged
        "Released clients send greater page sizes, which the server now rejects or lowers."
        => "Update the client, or set a page size within the new maximum."
    PageSizeRaised "page-size-raised" Compatible Unchanged
        "A page may contain more items."
    PageSizeAdded "page-size-added" Compatible Compatible
        "The new setter `page_size` sets the size of a page."
    PageSizeRemoved "page-size-removed" Breaking(Request) Breaking
        "Callers can no longer set the size of a page, and `page_size` is removed."
        => "Remove the call of `page_size`."

    // Parameters and body fields.
    RequiredAdded "required-parameter-added" Breaking(Request) Breaking
        "Every request must contain it. It is a new argument or a new field of the arguments."
        => "Pass the new value."
    OptionalAdded "optional-parameter-added" Compatible Compatible
        "It is optional and adds a setter."
    RequiredRemoved "required-parameter-removed" Breaking(Request) Breaking
        "It no longer has an effect, and its argument is removed."
        => "Remove the value from the call."
    OptionalRemoved "optional-parameter-removed" Breaking(Request) Breaking
        "It no longer has an effect, and its setter is removed."
        => "Remove the call of the setter."
    NowRequired "parameter-now-required" Breaking(Request) Breaking
        "The server rejects requests without it. Its setter becomes an argument, or a field of the arguments."
        => "Pass the value as an argument or in the field instead of with the setter."
    NowOptional "parameter-now-optional" Compatible Breaking
        "Requests with it still succeed. Its argument becomes a setter."
        => "Pass the value with the setter instead of as an argument."
    ParameterMoved "parameter-moved" Breaking(Request) Unchanged
        "The client sends it in another part of the request. The argument or setter stays the same."
        => "Update the client."
    ParameterRenamed "parameter-renamed" Unchanged Breaking
        "Its setter or field has another name."
        => "Use the new name."
    ParameterSpelling "parameter-spelling-changed" Breaking(Request) Unchanged
        "It has another name in requests."
        => "Update the client, and use the new name if the Rust name differs."
    ArgumentRenamed "argument-renamed" Unchanged Documentation
        "An argument has another name, which callers do not write."
    ParameterTypeChanged "parameter-type-changed" Breaking(Request) Breaking
        "The server no longer accepts all previous values."
        => "Pass a value of the new type."
    ParameterTypeWidened "parameter-type-widened" Compatible Breaking
        "The server accepts all previous values and more."
        => "Convert the value to the new type."
    RustTypeChanged "rust-type-changed" Unchanged Breaking
        "The values are the same, but the Rust type differs."
        => "Convert the value to the new type."
    ParameterNullable "parameter-nullable" Compatible Compatible
        "It also accepts null. Callers can still pass a plain value."
    ArgumentNullable "argument-nullable" Compatible Breaking
        "It also accepts null, so its Rust type is an `Option`."
        => "Pass `Some(…)` with a value of the exact type."
    ParameterNotNullable "parameter-not-nullable" Breaking(Request) Breaking
        "The server no longer accepts null."
        => "Pass a plain value."
    JsonSchemaChanged "json-schema-changed" Breaking Unchanged
        "Its schema allows other values. The client passes and returns any JSON."
        => "Pass values that match the schema, and read values of the new schema."
    RequestBoundTightened "request-bound-tightened" Breaking(Request) Unchanged
        "The server rejects values beyond the bound. The client does not check it."
        => "Pass values within the bound."
    RequestBoundLoosened "request-bound-loosened" Compatible Unchanged
        "The server accepts more values. The client does not check the bound."
    RequestPatternChanged "request-pattern-changed" Breaking(Request) Unchanged
        "The server may reject strings that it accepted before. The client does not check the pattern."
        => "Pass strings that match the pattern."
    RequestPatternRemoved "request-pattern-removed" Compatible Unchanged
        "The server accepts any string."
    MultipleOfTightened "request-multiple-of-tightened" Breaking(Request) Unchanged
        "The server rejects other numbers than the multiples. The client does not check them."
        => "Pass a multiple of the number."
    MultipleOfLoosened "request-multiple-of-loosened" Compatible Unchanged
        "The server accepts all previous numbers and more."
    UniqueItemsRequired "request-items-must-be-unique" Breaking(Request) Unchanged
        "The server rejects lists with two equal items. The client does not check them."
        => "Remove duplicates from the list."
    UniqueItemsOptional "request-items-may-repeat" Compatible Unchanged
        "The server accepts lists with two equal items."
    DefaultChanged "default-changed" Compatible Unchanged
        "Requests without the value have another effect, or a response without it has another meaning."
        => "Set the value if you rely on the previous default."

    // Types.
    TypeAdded "type-added" Compatible Compatible
        "A new type is compatible with existing code."
    TypeRemoved "type-removed" Unchanged Breaking
        "Callers may use the name of the type."
        => "Remove the uses of the type."
    TypeRenamed "type-renamed" Unchanged Breaking
        "Callers may use the name of the type."
        => "Use the new name."
    ComponentRenamed "component-renamed" Documentation Documentation
        "Only the name of the schema changed. The Rust names stay the same."
    TypeKindChanged "type-kind-changed" Breaking Breaking
        "Values of the type have another structure."
        => "Adapt the code to the new structure."
    TypeConstructible "type-constructible" Unchanged Compatible
        "Requests now contain the type, so callers can construct it."
    TypeNotConstructible "type-not-constructible" Unchanged Breaking
        "No request contains the type any more, so `new` and its setters are removed."
        => "Do not construct the type."
    PropertiesRejected "additional-properties-rejected" Breaking(Request) Unchanged
        "The server rejects properties that the document does not list."
        => "Do not send additional properties."
    PropertiesAccepted "additional-properties-accepted" Compatible Unchanged
        "Objects may contain properties that the document does not list."

    // Properties.
    PropertyAdded "property-added" Compatible Compatible
        "The struct is `#[non_exhaustive]`, so existing code still compiles."
    PropertyAddedToClosed "property-added-to-closed" Compatible Breaking
        "The struct has too many required fields for a `new`, so callers name all of its fields."
        => "Add the field to each struct literal."
    RequiredPropertyAdded "required-property-added" Breaking(Request) Breaking
        "Every request with the type must contain it. `new` has one more argument."
        => "Pass the new value."
    PropertyRemoved "property-removed" Breaking Breaking
        "The field is removed."
        => "Remove the uses of the field."
    PropertyRenamed "property-renamed" Unchanged Breaking
        "The field has another name."
        => "Use the new name."
    PropertySpelling "property-spelling-changed" Breaking Unchanged
        "It has another name in JSON."
        => "Update the client, and use the new name if the Rust name differs."
    PropertyTypeChanged "property-type-changed" Breaking Breaking
        "It contains other values."
        => "Adapt the code that uses the field."
    PropertyTypeNarrowed "property-type-narrowed" Breaking(Request) Breaking
        "It contains fewer different values."
        => "Adapt the code that uses the field."
    PropertyTypeWidened "property-type-widened" Breaking(Response) Breaking
        "It contains all previous values and more."
        => "Adapt the code that uses the field."
    PropertyMayBeAbsent "property-may-be-absent" Breaking(Response) Breaking
        "It may be absent or null in responses."
        => "Handle `None`."
    PropertyNeverAbsent "property-never-absent" Compatible Breaking
        "Responses always contain it."
        => "Remove the handling of `None` if the field is no longer an `Option`."
    PropertyNowRequired "property-now-required" Breaking(Request) Breaking
        "The server rejects requests without it. It becomes an argument of `new`."
        => "Pass the value to `new`."
    PropertyNowOptional "property-now-optional" Breaking(Response) Breaking
        "Requests and responses may omit it. It is no longer an argument of `new`."
        => "Set the value with the setter, and handle `None`."
    PropertyNull "property-may-be-null" Compatible Unchanged
        "Null becomes `None`. If requests contain the property, the field is an `Option` of an `Option`, and null is `Some(None)`."
        => "If the type of the field changed, read the field with `flatten()`, and wrap its values in `Some`."
    PropertyNotNull "property-never-null" Breaking(Request) Unchanged
        "It is never null. The field stays an `Option`, because it may still be absent."
        => "Do not send null. If the field was an `Option` of an `Option`, remove one of them."
    PropertyReadOnly "property-now-read-only" Breaking(Request) Breaking
        "Only responses contain it. Its setter is removed."
        => "Do not set the value."
    PropertyWriteOnly "property-now-write-only" Breaking(Response) Unchanged
        "Only requests contain it, so responses no longer do."
        => "Do not read the value of responses."
    PropertyBothWays "property-now-in-both-directions" Compatible Compatible
        "Requests and responses can contain it."
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
        => "Use another value."
    ValueRemovedResponse "response-value-removed" Compatible Breaking
        "Responses no longer contain the value, but its variant is removed."
        => "Remove the uses of the variant."
    ValueRenamed "value-renamed" Unchanged Breaking
        "The variant has another name."
        => "Use the new name."
    ValueSpelling "value-spelling-changed" Breaking Unchanged
        "The value has another spelling in requests and responses. The variant stays the same."
        => "Update the client."

    // Unions.
    VariantAdded "variant-added" Compatible Compatible
        "The enum is `#[non_exhaustive]`, so a new variant is compatible."
    VariantRemoved "variant-removed" Breaking(Request) Breaking
        "The variant is removed."
        => "Remove the uses of the variant."
    VariantRenamed "variant-renamed" Unchanged Breaking
        "The variant has another name."
        => "Use the new name."
    VariantChanged "variant-changed" Breaking Breaking
        "The variant contains another type."
        => "Adapt the code that uses the variant."
    VariantDiscriminatorChanged "variant-discriminator-changed" Breaking Unchanged
        "Other values of the discriminator select the variant."
        => "Update the client."
    DiscriminatorChanged "discriminator-changed" Breaking Unchanged
        "Another property selects the variant."
        => "Update the client."

    // SIDs.
    SidAdded "sid-added" Unchanged Compatible
        "A new type is compatible with existing code."
    SidRemoved "sid-removed" Unchanged Breaking
        "Callers may use the name of the type."
        => "Remove the uses of the type."
    SidRenamed "sid-renamed" Unchanged Breaking
        "The type of SIDs with this prefix has another name."
        => "Use the new name."
    SidPrefixChanged "sid-prefix-changed" Breaking Unchanged
        "The type accepts SIDs with another prefix."
        => "Use SIDs with the new prefix."

    // Of everything.
    Deprecated "deprecated" Documentation Documentation
        "It may be removed. Its documentation contains a deprecation notice."
    Revived "no-longer-deprecated" Documentation Documentation
        "The documentation no longer contains a deprecation notice."
    Documentation "documentation" Documentation Documentation
        "Only the text of the documentation changed."
}
