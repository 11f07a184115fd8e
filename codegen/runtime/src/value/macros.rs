//! The implementations that generated SIDs, unions and models share.

/// The type of one kind of SIDs.
#[doc(hidden)]
#[macro_export]
macro_rules! __sid {
    ($name:ident, $prefix:literal) => {
        impl $name {
            /// The first two letters of these SIDs.
            pub const PREFIX: &'static str = $prefix;

            /// Returns the SID as a string.
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

        impl TryFrom<String> for $name {
            type Error = $crate::generated_code::SidError;

            #[inline]
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        /// Methods accept a SID by value and by reference.
        impl From<&$name> for $name {
            #[inline]
            fn from(sid: &$name) -> Self {
                sid.clone()
            }
        }

        impl From<&$name> for Option<$name> {
            #[inline]
            fn from(sid: &$name) -> Self {
                Some(sid.clone())
            }
        }

        /// The empty string, for tests. Requests reject it as a path value.
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self($crate::generated_code::Sid::verbatim(""))
            }
        }

        impl PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl std::borrow::Borrow<str> for $name {
            #[inline]
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.0)
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

/// `Debug` for a struct with personal data, whose values are hidden.
#[doc(hidden)]
#[macro_export]
macro_rules! __debug {
    ($name:ident { $($field:ident $(= $hidden:ident)?),* $(,)? }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::generated_code::debug_fields(f, stringify!($name), &[
                    $((stringify!($field), $crate::generated_code::debug!(@shown (self.$field) $($hidden)?))),*
                ])
            }
        }
    };
    (@shown $value:tt) => { &$value };
    (@shown $value:tt hidden) => { &format_args!("<hidden>") };
    (@shown $value:tt $other:tt $($mark:tt)*) => { $crate::generated_code::debug!(@shown $value $($mark)*) };
}

/// An enum whose variants contain one type each.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident { $($variant:ident($ty:ty)),* $(,)? }) => {
        impl<'de> $crate::generated_code::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::generated_code::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <$crate::generated_code::Json as $crate::generated_code::serde::Deserialize>::deserialize(deserializer)?;
                let choice = $crate::generated_code::Choice::of(&value);
                $(let choice = choice.or(Self::$variant as fn($ty) -> Self);)*
                Ok(choice.best(stringify!($name)).unwrap_or(Self::Unrecognized(value)))
            }
        }

        $crate::generated_code::union!(@write $name { $($variant),* });
    };
    ($name:ident by status { $($variant:ident($ty:ty) = $($status:literal)|*),* $(,)? }) => {
        impl $crate::generated_code::ByStatus for $name {
            fn deserialize<'de, D: $crate::generated_code::serde::Deserializer<'de>>(
                status: u16,
                deserializer: D,
            ) -> Result<Self, D::Error> {
                match $crate::generated_code::described_by(status, &[$($($status),*),*]) {
                    $($($status)|* => $crate::generated_code::serde::Deserialize::deserialize(deserializer).map(Self::$variant),)*
                    _ => $crate::generated_code::serde::Deserialize::deserialize(deserializer),
                }
            }
        }

        $crate::generated_code::union!($name { $($variant($ty)),* });
    };
    ($name:ident by $discriminator:literal $(else $other:ident($other_ty:ty))? { $($variant:ident($ty:ty) = $($value:literal)|*),* $(,)? }) => {
        impl<'de> $crate::generated_code::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::generated_code::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <$crate::generated_code::Json as $crate::generated_code::serde::Deserialize>::deserialize(deserializer)?;
                let read = match value.get($discriminator).and_then($crate::generated_code::Json::as_str) {
                    $(Some($($value)|*) => $crate::generated_code::read_variant(&value).map(Self::$variant),)*
                    _ => {
                        $crate::generated_code::unselected(&value, $discriminator, stringify!($name));
                        None $(.or_else(|| $crate::generated_code::read_variant::<$other_ty>(&value).map(Self::$other)))?
                    }
                };
                Ok(read.unwrap_or(Self::Unrecognized(value)))
            }
        }

        $crate::generated_code::union!(@write $name { $($variant,)* $($other)? });
    };
    (@write $name:ident { $($variant:ident),* $(,)? }) => {
        impl $crate::generated_code::serde::Serialize for $name {
            fn serialize<S: $crate::generated_code::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                    Self::Unrecognized(value) => value.serialize(serializer),
                }
            }
        }

        /// A JSON null, for tests.
        impl Default for $name {
            fn default() -> Self {
                Self::Unrecognized($crate::generated_code::Json::Null)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$variant(value) => {
                        f.debug_tuple(stringify!($variant)).field(value).finish()
                    })*
                    // An unknown value can be personal data.
                    Self::Unrecognized(_) => f.write_str("Unrecognized(..)"),
                }
            }
        }
    };
}
