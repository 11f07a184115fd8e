//! Enums that also accept values that the OpenAPI document does not list.

use std::fmt;

use super::parse_error::ParseError;

/// A value that the OpenAPI document does not list, exactly as the server sent it.
///
/// `T` is the type of the values of the enum: a string, or an `i64`. Only the conversion of a value to an enum creates
/// one, so it never contains a listed value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unrecognized<T = Box<str>>(T);

/// Wraps a value that is known not to be listed.
pub fn unrecognized<T>(value: impl Into<T>) -> Unrecognized<T> {
    Unrecognized(value.into())
}

/// The error of a string that is not one of the listed values.
pub fn unlisted<T: ToString>(values: &[T]) -> ParseError {
    let values: Vec<String> = values.iter().map(T::to_string).collect();
    ParseError::new(format!("the value must be one of `{}`", values.join("`, `")))
}

impl Unrecognized {
    /// Returns the value.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Unrecognized<i64> {
    /// Returns the value.
    pub fn as_i64(&self) -> i64 {
        self.0
    }
}

impl<T: fmt::Display> fmt::Display for Unrecognized<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An enum of strings, or of integers (`Name as i64`), that also accepts values that the OpenAPI document does not list.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? }) => {
        impl $name {
            /// Returns the value as a string, as requests contain it.
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

        impl From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        /// Accepts only the values that the OpenAPI document lists. `From` accepts any string.
        impl std::str::FromStr for $name {
            type Err = $crate::ParseError;

            fn from_str(value: &str) -> Result<Self, Self::Err> {
                match Self::from(value) {
                    Self::Unrecognized(_) => Err($crate::generated_code::unlisted(Self::VARIANTS)),
                    listed => Ok(listed),
                }
            }
        }

        /// The value of the empty string, for tests.
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::from("")
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl<'de> $crate::generated_code::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::generated_code::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::generated_code::read_text(deserializer, |text| Ok(Self::received(text)))
            }
        }

        $crate::generated_code::open_enum!(@shared $name as_str(&str) { $($variant),* });
    };
    ($name:ident as i64 { $($variant:ident = $wire:literal),* $(,)? }) => {
        impl $name {
            /// Returns the value as an integer.
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unrecognized(value) => value.as_i64(),
                }
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    other => Self::Unrecognized($crate::generated_code::unrecognized(other)),
                }
            }
        }

        impl From<$name> for i64 {
            #[inline]
            fn from(value: $name) -> Self {
                value.as_i64()
            }
        }

        /// Accepts only the values that the OpenAPI document lists. `From` accepts any integer.
        impl std::str::FromStr for $name {
            type Err = $crate::ParseError;

            fn from_str(value: &str) -> Result<Self, Self::Err> {
                match value.parse::<i64>().map(Self::from) {
                    Err(_) | Ok(Self::Unrecognized(_)) => {
                        Err($crate::generated_code::unlisted(Self::VARIANTS))
                    }
                    Ok(listed) => Ok(listed),
                }
            }
        }

        /// The value of zero, for tests.
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::from(0)
            }
        }

        impl<'de> $crate::generated_code::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::generated_code::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <i64 as $crate::generated_code::serde::Deserialize>::deserialize(deserializer).map(Self::received)
            }
        }

        $crate::generated_code::open_enum!(@shared $name as_i64(i64) { $($variant),* });
    };
    (@shared $name:ident $value:ident($ty:ty) { $($variant:ident),* }) => {
        impl $name {
            /// The values that the OpenAPI document lists.
            pub const VARIANTS: &'static [Self] = &[$(Self::$variant),*];

            /// Converts a value of a response, and reports it if the OpenAPI document does not list it.
            fn received(value: $ty) -> Self {
                let value = Self::from(value);
                if let Self::Unrecognized(_) = value {
                    $crate::generated_code::misfit($crate::UnexpectedKind::EnumValue, stringify!($name));
                }
                value
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.$value(), f)
            }
        }

        impl $crate::generated_code::ToWire for $name {
            #[inline]
            fn to_wire(self) -> String {
                self.$value().to_string()
            }
        }

        impl $crate::generated_code::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::generated_code::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.$value().serialize(serializer)
            }
        }
    };
}
