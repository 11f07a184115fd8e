//! The macro that declares the fields of a model.

/// Reads and writes a struct as a JSON object, and implements `Debug`. An entry is the name of a field, and then, after
/// `=`:
///
/// - the property, if it has another name: `kind = "type"`
/// - `required`: an object without the property is an error. Without this word, the field is an `Option`
/// - `optional`: the object does not contain the property if the field is `None`. Without this word, it is null
/// - `nullable`: the field is an `Option` of an `Option` or of JSON. The outer one is `None` if the object does not
///   contain the property. If the property is null, the inner one is `None`, or the JSON is null
/// - `hidden`: `Debug` hides the value
///
/// `..name` is the field of the additional properties.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($name:ident { $($field:ident $(= $($property:literal)? $($mark:ident)*)?),* $(,)? }) => {
        $crate::generated_code::model!(@read $name {
            $($field [$($($property)?)?] [$($($mark)*)?])*
        });
        $crate::generated_code::model!(@serialize $name {
            $($field $(= $($property)? $($mark)*)?),*
        });
    };
    ($name:ident {
        $($field:ident $(= $($property:literal)? $($mark:ident)*)?,)* ..$additional:ident $(= $hidden:ident)? $(,)?
    }) => {
        $crate::generated_code::model!(@read $name {
            $($field [$($($property)?)?] [$($($mark)*)?])* ..$additional [$($hidden)?]
        });

        impl $crate::generated_code::serde::Serialize for $name {
            fn serialize<S: $crate::generated_code::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::generated_code::serde::ser::SerializeMap as _;
                let mut object = serializer.serialize_map(None)?;
                $($crate::generated_code::model!(
                    @write object.serialize_entry(
                        $crate::generated_code::model!(@property $field $($($property)?)?), &self.$field
                    ), (self.$field) $($($mark)*)?
                );)*
                $crate::generated_code::write_additional(&self.$additional, &mut object)?;
                object.end()
            }
        }
    };
    (@serialize $name:ident { $($field:ident $(= $($property:literal)? $($mark:ident)*)?),* $(,)? }) => {
        impl $crate::generated_code::serde::Serialize for $name {
            fn serialize<S: $crate::generated_code::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::generated_code::serde::ser::SerializeStruct as _;
                let length = $crate::generated_code::count_written(&[
                    $($crate::generated_code::model!(@is_written (self.$field) $($($mark)*)?)),*
                ]);
                let mut object = serializer.serialize_struct(stringify!($name), length)?;
                $($crate::generated_code::model!(
                    @write object.serialize_field(
                        $crate::generated_code::model!(@property $field $($($property)?)?), &self.$field
                    ), (self.$field) $($($mark)*)?
                );)*
                object.end()
            }
        }
    };
    (@read $name:ident { $($field:ident [$($property:literal)?] [$($mark:ident)*])* $(..$additional:ident [$($hidden:ident)?])? }) => {
        const _: () = {
            #[allow(non_camel_case_types, reason = "the variants have the names of the fields")]
            pub enum __Field {
                $($field),*
            }

            impl $crate::generated_code::Model for $name {
                type Field = __Field;
                const NAME: &'static str = stringify!($name);
                const PROPERTIES: &'static [&'static str] =
                    &[$($crate::generated_code::model!(@property $field $($property)?)),*];
                const FIELDS: &'static [__Field] = &[$(__Field::$field),*];
                const REQUIRED: &'static [bool] = &[$($crate::generated_code::model!(@required $($mark)*)),*];
                const HAS_ADDITIONAL: bool = $crate::generated_code::model!(@has $($additional)?);

                #[inline]
                fn read<'de, A: $crate::generated_code::serde::de::MapAccess<'de>>(
                    &mut self,
                    field: &__Field,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    match *field {
                        $(__Field::$field => {
                            self.$field = $crate::generated_code::model!(@value (map.next_value()?) $($mark)*);
                            Ok(())
                        })*
                    }
                }

                $(fn read_additional<'de, A: $crate::generated_code::serde::de::MapAccess<'de>>(
                    &mut self,
                    property: String,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    $crate::generated_code::insert_additional(&mut self.$additional, property, map)
                })?
            }
        };

        impl<'de> $crate::generated_code::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::generated_code::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::generated_code::read_model(deserializer)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::generated_code::debug_fields(f, stringify!($name), &[
                    $((stringify!($field), $crate::generated_code::debug!(@shown (self.$field) $($mark)*)),)*
                    $((stringify!($additional), $crate::generated_code::debug!(@shown (self.$additional) $($hidden)?)),)?
                ])
            }
        }
    };
    (@property $field:ident) => { stringify!($field) };
    (@property $field:ident $property:literal) => { $property };
    (@required) => { false };
    (@required required $($mark:ident)*) => { true };
    (@required $other:ident $($mark:ident)*) => { $crate::generated_code::model!(@required $($mark)*) };
    (@value $value:tt) => { $value };
    (@value $value:tt nullable $($mark:ident)*) => { Some($value) };
    (@value $value:tt $other:ident $($mark:ident)*) => {
        $crate::generated_code::model!(@value $value $($mark)*)
    };
    (@is_written $value:tt) => { true };
    (@is_written $value:tt optional $($mark:ident)*) => { $value.is_some() };
    (@is_written $value:tt $other:ident $($mark:ident)*) => {
        $crate::generated_code::model!(@is_written $value $($mark)*)
    };
    (@write $written:expr, $value:tt) => { $written? };
    (@write $written:expr, $value:tt optional $($mark:ident)*) => {
        if $value.is_some() {
            $written?;
        }
    };
    (@write $written:expr, $value:tt $other:ident $($mark:ident)*) => {
        $crate::generated_code::model!(@write $written, $value $($mark)*)
    };
    (@has) => { false };
    (@has $additional:ident) => { true };
}
