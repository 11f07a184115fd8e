//! The table of scalar types. A row is the only place where a stage finds a property of a scalar type:
//! its formats in an OpenAPI document, its Rust type, and how a request contains it.

/// The value of `type` in a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaType {
    String,
    Integer,
    Number,
    Boolean,
    /// Any type.
    Any,
}

/// The formats of a schema whose values have a scalar type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Formats {
    /// Only these formats.
    Only(&'static [&'static str]),
    /// These formats, no format, and every format without a row.
    AllExceptOthers(&'static [&'static str]),
}

impl Formats {
    fn named(self) -> &'static [&'static str] {
        let (Self::Only(named) | Self::AllExceptOthers(named)) = self;
        named
    }
}

/// The Rust type of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RustType {
    /// A type of the standard library, which every file can name.
    Standard(&'static str),
    /// A type that the runtime exports.
    Runtime(&'static str),
    /// `Vec<u8>`.
    Bytes,
}

impl RustType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Standard(name) | Self::Runtime(name) => name,
            Self::Bytes => "Vec<u8>",
        }
    }
}

/// How a method takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    /// With the Rust type.
    Exact,
    /// With `impl Into<…>` of the Rust type.
    Into,
}

/// The text of a value in a path, a query, a header or a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestText {
    /// The text that the type's `ToWire` returns.
    ToWire,
    /// The text that this function of the runtime returns, and the standard of this text.
    Function { name: &'static str, standard: &'static str },
}

/// The properties of a scalar type.
#[derive(Debug)]
pub(crate) struct Row {
    /// The `type` and the formats of the schemas.
    pub(crate) schema: (SchemaType, Formats),
    /// The word for it in the setting `retype`, or empty if no setting can select it.
    pub(crate) word: &'static str,
    pub(crate) rust: RustType,
    pub(crate) argument: Argument,
    pub(crate) request_text: RequestText,
    /// The variant of a union that contains it.
    pub(crate) variant: &'static str,
    /// A value in JSON, for a test that sends it.
    pub(crate) json: &'static str,
    /// The scalars that accept every value of this one in a request.
    pub(crate) widens_to: &'static [Scalar],
    /// The scalar of the same schema in JSON, if it is another one.
    pub(crate) in_json: Option<Scalar>,
}

/// Defines [`Scalar`], one variant for each row.
macro_rules! scalars {
    ($($(#[$doc:meta])* $name:ident $row:tt)*) => {
        /// A type that contains no other type and that no OpenAPI document defines.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Scalar { $($(#[$doc])* $name),* }

        impl Scalar {
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            /// The row of the table.
            pub(crate) const fn row(self) -> &'static Row {
                match self { $(Self::$name => scalars!(@row $row)),* }
            }
        }
    };
    (@row { $($field:ident: $value:expr),* $(,)? }) => { &Row { $($field: $value),* } };
}

scalars! {
    Text {
        schema: (SchemaType::String, Formats::AllExceptOthers(&["binary", "byte", "file"])),
        word: "text",
        rust: RustType::Standard("String"),
        argument: Argument::Into,
        request_text: RequestText::ToWire,
        variant: "Text",
        json: "\"text\"",
        widens_to: &[Scalar::Json],
        in_json: None,
    }
    Bool {
        schema: (SchemaType::Boolean, Formats::AllExceptOthers(&[])),
        word: "bool",
        rust: RustType::Standard("bool"),
        argument: Argument::Exact,
        request_text: RequestText::ToWire,
        variant: "Bool",
        json: "true",
        widens_to: &[Scalar::Json],
        in_json: None,
    }
    Int32 {
        schema: (SchemaType::Integer, Formats::Only(&["int32", "int16", "int8", "short", "byte"])),
        word: "int32",
        rust: RustType::Standard("i32"),
        argument: Argument::Exact,
        request_text: RequestText::ToWire,
        variant: "Integer",
        json: "1",
        widens_to: &[Scalar::Int64, Scalar::Number, Scalar::Json],
        in_json: None,
    }
    Int64 {
        schema: (SchemaType::Integer, Formats::AllExceptOthers(&["int64", "long"])),
        word: "int64",
        rust: RustType::Standard("i64"),
        argument: Argument::Exact,
        request_text: RequestText::ToWire,
        variant: "Integer",
        json: "1",
        widens_to: &[Scalar::Number, Scalar::Json],
        in_json: None,
    }
    Uint32 {
        schema: (SchemaType::Integer, Formats::Only(&["uint32", "uint16", "uint8"])),
        word: "uint32",
        rust: RustType::Standard("u32"),
        argument: Argument::Exact,
        request_text: RequestText::ToWire,
        variant: "Integer",
        json: "1",
        widens_to: &[Scalar::Int64, Scalar::Uint64, Scalar::Number, Scalar::Json],
        in_json: None,
    }
    Uint64 {
        schema: (SchemaType::Integer, Formats::Only(&["uint64", "uint", "ulong"])),
        word: "uint64",
        rust: RustType::Standard("u64"),
        argument: Argument::Exact,
        request_text: RequestText::ToWire,
        variant: "Integer",
        json: "1",
        widens_to: &[Scalar::Number, Scalar::Json],
        in_json: None,
    }
    /// A number that can also be a JSON string.
    Number {
        schema: (SchemaType::Number, Formats::AllExceptOthers(&[])),
        word: "number",
        rust: RustType::Runtime("Number"),
        argument: Argument::Into,
        request_text: RequestText::ToWire,
        variant: "Number",
        json: "1",
        widens_to: &[Scalar::Json],
        in_json: None,
    }
    Timestamp {
        schema: (SchemaType::String, Formats::Only(&["date-time"])),
        word: "timestamp",
        rust: RustType::Runtime("Timestamp"),
        argument: Argument::Exact,
        request_text: RequestText::ToWire,
        variant: "Timestamp",
        json: "\"2015-07-30T20:00:00Z\"",
        widens_to: &[Scalar::Text, Scalar::Json],
        in_json: None,
    }
    /// A timestamp that a request contains in the form of RFC 2822. A response can contain either form.
    Rfc2822Timestamp {
        schema: (SchemaType::String, Formats::Only(&["date-time-rfc-2822"])),
        word: "rfc2822",
        rust: RustType::Runtime("Timestamp"),
        argument: Argument::Exact,
        request_text: RequestText::Function { name: "rfc2822", standard: "RFC 2822" },
        variant: "Timestamp",
        json: "\"2015-07-30T20:00:00Z\"",
        widens_to: &[Scalar::Json],
        in_json: Some(Scalar::Timestamp),
    }
    Date {
        schema: (SchemaType::String, Formats::Only(&["date"])),
        word: "date",
        rust: RustType::Runtime("Date"),
        argument: Argument::Exact,
        request_text: RequestText::ToWire,
        variant: "Date",
        json: "\"2015-07-30\"",
        widens_to: &[Scalar::Text, Scalar::Json],
        in_json: None,
    }
    Duration {
        schema: (SchemaType::String, Formats::Only(&["duration"])),
        word: "duration",
        rust: RustType::Runtime("IsoDuration"),
        argument: Argument::Exact,
        request_text: RequestText::ToWire,
        variant: "Duration",
        json: "\"PT1H\"",
        widens_to: &[Scalar::Text, Scalar::Json],
        in_json: None,
    }
    /// The body of a request in a media type that the client does not interpret.
    Bytes {
        schema: (SchemaType::String, Formats::Only(&[])),
        word: "",
        rust: RustType::Bytes,
        argument: Argument::Into,
        request_text: RequestText::ToWire,
        variant: "Bytes",
        json: "[]",
        widens_to: &[],
        in_json: None,
    }
    /// A file in a `multipart` body.
    File {
        schema: (SchemaType::String, Formats::Only(&[])),
        word: "",
        rust: RustType::Runtime("FilePart"),
        argument: Argument::Into,
        request_text: RequestText::ToWire,
        variant: "File",
        json: "[]",
        widens_to: &[],
        in_json: None,
    }
    /// Any JSON value.
    Json {
        schema: (SchemaType::Any, Formats::AllExceptOthers(&[])),
        word: "json",
        rust: RustType::Runtime("Json"),
        argument: Argument::Exact,
        request_text: RequestText::ToWire,
        variant: "Any",
        json: "{}",
        widens_to: &[],
        in_json: None,
    }
}

impl Scalar {
    /// The scalar of a schema, as text.
    pub(crate) fn of_schema(ty: SchemaType, format: Option<&str>) -> Self {
        let rows = || Self::ALL.iter().copied().filter(|scalar| scalar.row().schema.0 == ty);
        let named = rows()
            .find(|scalar| format.is_some_and(|format| scalar.row().schema.1.named().contains(&format)));
        let other = || rows().find(|scalar| matches!(scalar.row().schema.1, Formats::AllExceptOthers(_)));
        named.or_else(other).unwrap_or(Self::Json)
    }

    /// The scalar of the same schema in JSON.
    pub(crate) fn in_json(self) -> Self {
        self.row().in_json.unwrap_or(self)
    }

    /// The scalar with this word in the setting `retype`.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scalar| scalar.row().word == word && !word.is_empty())
    }

    /// The words of the setting `retype`.
    pub(crate) fn words() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|scalar| scalar.row().word).filter(|word| !word.is_empty())
    }

    /// Whether the values are integers.
    pub(crate) fn is_integer(self) -> bool {
        self.row().schema.0 == SchemaType::Integer
    }

    /// Whether a format belongs to numbers and not to strings.
    pub(crate) fn is_format_of_numbers(format: &str) -> bool {
        let is_named = |ty| {
            let mut rows = Self::ALL.iter().map(|scalar| scalar.row().schema);
            rows.any(|(of, formats)| of == ty && formats.named().contains(&format))
        };
        matches!(format, "float" | "double")
            || (is_named(SchemaType::Integer) && !is_named(SchemaType::String))
    }

    /// All formats that a row names.
    pub(crate) fn formats() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().flat_map(|scalar| scalar.row().schema.1.named().iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_rows_have_the_same_word_or_format() {
        for (index, one) in Scalar::ALL.iter().enumerate() {
            for other in Scalar::ALL.iter().skip(index + 1) {
                assert!(one.row().word.is_empty() || one.row().word != other.row().word, "{one:?} {other:?}");
            }
        }
        let rows = Scalar::ALL.iter().map(|scalar| scalar.row().schema);
        let mut formats: Vec<String> = rows
            .flat_map(|(ty, formats)| formats.named().iter().map(move |format| format!("{ty:?} {format}")))
            .collect();
        let all = formats.len();
        formats.sort_unstable();
        formats.dedup();
        assert_eq!(formats.len(), all);
    }

    #[test]
    fn the_documentation_of_the_settings_lists_every_word() {
        let readme = include_str!("../../../spec/README.md");
        for word in Scalar::words() {
            assert!(readme.contains(&format!("`{word}`")), "{word}");
        }
    }

    #[test]
    fn each_type_has_one_scalar_for_formats_without_a_row() {
        use SchemaType::{Any, Boolean, Integer, Number, String};
        for ty in [String, Integer, Number, Boolean, Any] {
            let rows = Scalar::ALL.iter().map(|scalar| scalar.row().schema);
            let others =
                rows.filter(|(of, formats)| *of == ty && matches!(formats, Formats::AllExceptOthers(_)));
            assert_eq!(others.count(), 1, "{ty:?}");
        }
        assert_eq!(Scalar::of_schema(Integer, None), Scalar::Int64);
        assert_eq!(Scalar::of_schema(String, Some("int32")), Scalar::Text);
    }
}
