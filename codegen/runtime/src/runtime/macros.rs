//! What all generated types of a kind have in common.
//!
//! The methods are written out on each type, rather than once on a shared one, so that rustdoc
//! shows on an operation's own page all that can be done with it. They are `#[inline]`: nothing
//! of them is compiled until it is used.

/// A request for one value, or for none.
#[doc(hidden)]
#[macro_export]
macro_rules! __request {
    ($request:ident, $output:ty) => {
        $crate::generated_code::request!(@methods $request, $output, value);
    };
    ($request:ident) => {
        $crate::generated_code::request!(@methods $request, (), nothing);
    };
    ($request:ident => text) => {
        $crate::generated_code::request!(@methods $request, String, text);
    };
    ($request:ident => bytes) => {
        $crate::generated_code::request!(@methods $request, Vec<u8>, bytes);
    };
    ($request:ident => location) => {
        $crate::generated_code::request!(@methods $request, String, location);
    };
    (@methods $request:ident, $output:ty, $read:ident) => {
        impl $request {
            /// Sends the request and gives the value.
            #[inline]
            pub fn send(self) -> impl Future<Output = $crate::generated_code::Result<$output>> + Send + 'static {
                $crate::generated_code::Value(self.0.$read::<$output>())
            }

            /// Sends the request and gives the value with status, headers and request id.
            #[inline]
            pub fn response(
                self,
            ) -> impl Future<Output = $crate::generated_code::Result<$crate::generated_code::Response<$output>>> + Send + 'static {
                self.0.$read::<$output>()
            }
        }

        $crate::generated_code::blocking!($request, $output);
        $crate::generated_code::request!(@options $request);
    };
    (@options $request:ident) => {
        impl $request {
            /// How long an attempt may take, from connecting to the last byte; overrides the
            /// client's.
            #[inline]
            pub fn with_timeout(self, timeout: std::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout))
            }

            /// How long the call may take over all attempts and the waits between them; overrides
            /// the client's. For a list this is one page.
            #[inline]
            pub fn with_total_timeout(self, timeout: std::time::Duration) -> Self {
                Self(self.0.with_total_timeout(timeout))
            }

            /// Whether and when to try again; overrides the client's.
            #[inline]
            pub fn with_retry(self, policy: $crate::generated_code::RetryPolicy) -> Self {
                Self(self.0.with_retry(policy))
            }

            /// Sends a header that the document does not name.
            #[inline]
            pub fn with_header(self, name: &str, value: &str) -> Self {
                Self(self.0.with_header(name, value))
            }
        }
    };
}

/// A request for a list that comes in pages.
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    ($request:ident, $item:ty, $key:literal, $max:literal $(=> $next:expr)?) => {
        impl $request {
            #[doc = concat!("How many items a page holds: 1 to ", $max, "; a larger number is taken as ", $max, ".")]
            #[inline]
            pub fn page_size(self, size: u32) -> Self {
                Self(self.0.with_page_size(size))
            }
        }

        $crate::generated_code::list!(@methods $request, $item, $crate::generated_code::Listing {
            max_page_size: Some($max),
            ..$crate::generated_code::list!(@listing $key $(, $next)?)
        });
    };
    ($request:ident, $item:ty, $key:literal $(=> $next:expr)?) => {
        $crate::generated_code::list!(@methods $request, $item, $crate::generated_code::list!(@listing $key $(, $next)?));
    };
    (@listing $key:literal) => {
        $crate::generated_code::Listing { key: $key, max_page_size: None, next: $crate::generated_code::Next::Link }
    };
    (@listing $key:literal, $next:expr) => {
        $crate::generated_code::Listing { key: $key, max_page_size: None, next: $next }
    };
    (@methods $request:ident, $item:ty, $listing:expr) => {
        impl $request {
            /// How many items to give in all, over as many pages as it takes; 0 sends nothing.
            #[inline]
            pub fn limit(self, limit: u64) -> Self {
                Self(self.0.with_limit(limit))
            }

            /// Resumes the list where a cursor says. Its filters and page size
            /// count, not those of this request; of two limits the lower one. A cursor of another
            /// list is an error before anything is sent.
            #[inline]
            pub fn with_cursor(self, cursor: $crate::generated_code::Cursor) -> Self {
                Self(self.0.with_cursor(cursor))
            }

            /// Has the next page fetched while the current one is used: one page ahead, and none
            /// beyond the limit.
            #[inline]
            pub fn with_prefetch(self) -> Self {
                Self(self.0.with_prefetch())
            }

            /// Sends the request and gives the first page.
            #[inline]
            pub fn send(
                self,
            ) -> impl Future<Output = $crate::generated_code::Result<$crate::generated_code::Page<$item>>> + Send + 'static {
                $crate::generated_code::Value(self.0.first_page::<$item>($listing))
            }

            /// Sends the request and gives the first page with status, headers and request id.
            #[inline]
            pub fn response(
                self,
            ) -> impl Future<
                Output = $crate::generated_code::Result<$crate::generated_code::Response<$crate::generated_code::Page<$item>>>,
            > + Send + 'static {
                self.0.first_page::<$item>($listing)
            }

            /// The pages, fetched as they are asked for.
            #[inline]
            pub fn pages(self) -> $crate::generated_code::Pages<$item> {
                self.0.pages($listing)
            }

            /// The items of all pages, fetched as they are asked for.
            #[inline]
            pub fn stream(self) -> $crate::generated_code::Items<$item> {
                self.0.items($listing)
            }
        }

        $crate::generated_code::blocking!($request, list $item);
        $crate::generated_code::request!(@options $request);
    };
}

/// The type of one kind of SID.
#[doc(hidden)]
#[macro_export]
macro_rules! __sid {
    ($name:ident, $prefix:literal) => {
        impl $name {
            /// The letters that it begins with.
            pub const PREFIX: &'static str = $prefix;

            /// The text.
            #[inline]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::generated_code::SidError;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::generated_code::Sid::parse(text, $prefix).map(Self)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::generated_code::SidError;

            #[inline]
            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl From<$name> for String {
            #[inline]
            fn from(sid: $name) -> Self {
                sid.as_str().to_owned()
            }
        }

        impl From<&$name> for String {
            #[inline]
            fn from(sid: &$name) -> Self {
                sid.as_str().to_owned()
            }
        }

        impl $crate::generated_code::ToWire for $name {
            #[inline]
            fn to_wire(self) -> String {
                self.as_str().to_owned()
            }
        }

        impl $crate::generated_code::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::generated_code::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> $crate::generated_code::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::generated_code::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::generated_code::Sid::deserialize(deserializer).map(Self)
            }
        }
    };
}

/// The texts of an enum that keeps what it does not know.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? }) => {
        impl $name {
            /// The value as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    other => Self::Unrecognized($crate::generated_code::unrecognized(other)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::generated_code::ToWire for $name {
            #[inline]
            fn to_wire(self) -> String {
                self.as_str().to_owned()
            }
        }

        impl $crate::generated_code::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::generated_code::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::generated_code::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::generated_code::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::generated_code::read_text(deserializer, |text| Ok(Self::from(text)))
            }
        }
    };
}

/// `Debug` for a struct some of whose fields are personal data.
#[doc(hidden)]
#[macro_export]
macro_rules! __debug {
    ($name:ident { $($field:ident $(= $hidden:ident)?),* $(,)? }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), $crate::generated_code::debug!(@shown self.$field $($hidden)?)))*
                    .finish()
            }
        }
    };
    (@shown $self:ident.$field:ident) => {
        &$self.$field
    };
    (@shown $self:ident.$field:ident hidden) => {
        &format_args!("<hidden>")
    };
}

/// Reading and writing of an enum whose variants hold types of their own.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident { $($variant:ident($ty:ty)),* $(,)? }) => {
        impl<'de> $crate::generated_code::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::generated_code::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <$crate::generated_code::Json as $crate::generated_code::serde::Deserialize>::deserialize(deserializer)?;
                let mut best: Option<(usize, Self)> = None;
                $(
                    if let Some((kept, read)) = $crate::generated_code::read_as::<$ty>(&value)
                        && best.as_ref().is_none_or(|(most, _)| kept > *most)
                    {
                        best = Some((kept, Self::$variant(read)));
                    }
                )*
                Ok(best.map_or(Self::Unrecognized(value), |(_, read)| read))
            }
        }

        $crate::generated_code::union!(@write $name { $($variant),* });
    };
    ($name:ident by $tag:literal { $($variant:ident($ty:ty) = $($value:literal)|*),* $(,)? }) => {
        impl<'de> $crate::generated_code::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::generated_code::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <$crate::generated_code::Json as $crate::generated_code::serde::Deserialize>::deserialize(deserializer)?;
                let read = match value.get($tag).and_then($crate::generated_code::Json::as_str) {
                    $(Some($($value)|*) => $crate::generated_code::serde_json::from_value(value).map(Self::$variant),)*
                    _ => Ok(Self::Unrecognized(value)),
                };
                read.map_err($crate::generated_code::serde::de::Error::custom)
            }
        }

        $crate::generated_code::union!(@write $name { $($variant),* });
    };
    (@write $name:ident { $($variant:ident),* }) => {
        impl $crate::generated_code::serde::Serialize for $name {
            fn serialize<S: $crate::generated_code::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                    Self::Unrecognized(value) => value.serialize(serializer),
                }
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$variant(value) => {
                        f.debug_tuple(stringify!($variant)).field(value).finish()
                    })*
                    // What nobody described may be personal data.
                    Self::Unrecognized(_) => f.write_str("Unrecognized(..)"),
                }
            }
        }
    };
}
