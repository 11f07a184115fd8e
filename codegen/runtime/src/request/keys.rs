//! The keys in the names of parameters, fields and parts. The key of a map is part of a name, and can be personal data.

use std::borrow::Cow;

use crate::value::is_name;

/// Returns whether a key looks like the name of a property or the index of an element.
pub(crate) fn is_property(key: &str) -> bool {
    let is_index = key.len() < 4 && key.bytes().all(|byte| byte.is_ascii_digit());
    is_index || is_name(&key.replace(['-', '.', '$'], "_"))
}

/// Returns the keys in a name: those of `name[key][key]`, or `key` and `name.key`. A name of the OpenAPI document has
/// none.
#[expect(clippy::ptr_arg, reason = "a borrowed name is one of the OpenAPI document")]
pub(super) fn keys<'n>(name: &'n Cow<'static, str>) -> impl Iterator<Item = &'n str> {
    let dynamic = match name {
        Cow::Borrowed(_) => None,
        Cow::Owned(name) => Some(name.as_str()),
    };
    let bracketed = dynamic.filter(|name| name.ends_with(']')).and_then(|name| name.split_once('['));
    let in_brackets = bracketed.into_iter().flat_map(|(_, keys)| keys.trim_end_matches(']').split("]["));
    let plain = dynamic.filter(|_| bracketed.is_none());
    let after_prefix = plain.and_then(|name| name.split_once('.')).map(|(_, key)| key);
    in_brackets.chain(plain).chain(after_prefix)
}

/// Returns a name with `…` in place of the keys that do not look like the names of properties.
#[expect(clippy::ptr_arg, reason = "a borrowed name is one of the OpenAPI document")]
pub(super) fn printed(name: &Cow<'static, str>) -> String {
    let hidden = keys(name).filter(|key| !key.is_empty() && !is_property(key));
    hidden.fold(name.to_string(), |printed, key| printed.replace(key, "…"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_maps_are_not_printed() {
        // name → the keys, and the printed name
        let table = [
            ("filter[apiKey]", "apiKey", "filter[apiKey]"),
            ("filter[ann@example.com][0][x-y]", "ann@example.com 0 x-y", "filter[…][0][x-y]"),
            ("ann@example.com", "ann@example.com com", "…"),
            ("AddOns.+15550100.key", "AddOns.+15550100.key +15550100.key", "…"),
            ("Parameter1.Name", "Parameter1.Name Name", "Parameter1.Name"),
            ("a[b", "a[b", "…"),
            ("filter[]", "", "filter[]"),
        ];
        for (name, wanted, shown) in table {
            let name = Cow::Owned(name.to_owned());
            assert_eq!(keys(&name).collect::<Vec<_>>().join(" "), wanted);
            assert_eq!(printed(&name), shown);
        }
        let documented = Cow::Borrowed("DateCreated<");
        assert_eq!((keys(&documented).count(), printed(&documented).as_str()), (0, "DateCreated<"));
    }
}
