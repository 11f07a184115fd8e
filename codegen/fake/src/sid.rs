//! SIDs: two capital letters and 32 hexadecimal digits.

use std::collections::BTreeMap;

/// The prefix of a type that accepts all kinds of SIDs.
pub(crate) const ANY: &str = "*";

/// Whether a string is a SID with this prefix, or with one of several prefixes that a `|` separates.
pub(crate) fn is_sid(text: &str, prefix: &str) -> bool {
    let without = |prefix: &str| match text.split_at_checked(2) {
        Some((letters, digits)) if prefix == ANY => {
            letters.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(digits)
        }
        _ => text.strip_prefix(prefix),
    };
    let mut digits = prefix.split('|').filter_map(without);
    digits.any(|digits| digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The first of several prefixes.
fn first(prefix: &str) -> &str {
    match prefix.split('|').next() {
        None | Some(ANY) => "XX",
        Some(first) => first,
    }
}

/// The SID of a resource that requests address with a name. Equal names have equal SIDs.
pub(crate) fn of_name(prefix: &str, name: &str) -> String {
    let hash = |seed: u64| {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        name.bytes().fold(seed, step)
    };
    // The first digit distinguishes it from the SIDs that count up.
    let high = hash(0xcbf2_9ce4_8422_2325) | 0xf000_0000_0000_0000;
    format!("{}{high:016x}{:016x}", first(prefix), hash(0x8422_2325_cbf2_9ce4))
}

/// The SIDs of new resources, which count up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counter(BTreeMap<String, u64>);

impl Counter {
    /// The next SID with a prefix.
    pub(crate) fn next(&mut self, prefix: &str) -> String {
        let prefix = first(prefix);
        let number = self.0.entry(prefix.to_owned()).or_default();
        *number += 1;
        format!("{prefix}{number:032x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sids_count_up_and_those_of_names_are_stable() {
        let mut counter = Counter::default();
        let (first, second, other) = (counter.next("IN"), counter.next("IN"), counter.next("CH"));
        assert_eq!(first, "IN00000000000000000000000000000001");
        assert_eq!(second, "IN00000000000000000000000000000002");
        assert_eq!(other, "CH00000000000000000000000000000001");
        assert!(is_sid(&of_name("CH", "general"), "CH"));
        assert_eq!(of_name("CH", "general"), of_name("CH", "general"));
        assert_ne!(of_name("CH", "general"), of_name("CH", "random"));
        assert!(is_sid(&first, "SM|IN") && is_sid(&first, "*") && !is_sid("*", "*"));
        assert_eq!(Counter::default().next("SM|MM"), "SM00000000000000000000000000000001");
        assert!(!is_sid("CH1", "CH") && !is_sid(&first, "CH"));
    }
}
