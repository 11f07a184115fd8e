//! The patterns of SIDs.

use crate::ir::Prefix;

/// The prefix of a SID pattern: `^IN[0-9a-fA-F]{32}$` → `IN`.
pub(crate) fn prefix(pattern: &str) -> Option<Prefix> {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let pattern = pattern.strip_suffix('$').unwrap_or(pattern);
    let (prefix, rest) = pattern.split_at_checked(2)?;
    let digits = ["[0-9a-fA-F]{32}", "[a-fA-F0-9]{32}", "[0-9a-f]{32}", "[a-f0-9]{32}", "[0-9A-Fa-f]{32}"];
    Prefix::new(prefix).filter(|_| digits.contains(&rest))
}

#[cfg(test)]
mod tests {
    use super::prefix;
    use crate::ir::Prefix;

    #[test]
    fn patterns() {
        let table = [
            ("^IN[0-9a-fA-F]{32}$", Some("IN")),
            ("OR[0-9a-f]{32}", Some("OR")),
            ("^(SM|MM)[0-9a-fA-F]{32}$", None),
            ("^[a-zA-Z]{2}[0-9a-fA-F]{32}$", None),
            ("^BU[0-9a-fA-F]{32}(,BU[0-9a-fA-F]{32}){0,19}$", None),
            ("^aia_.*", None),
            ("é", None),
        ];
        for (pattern, wanted) in table {
            assert_eq!(prefix(pattern).as_ref().map(Prefix::as_str), wanted, "{pattern}");
        }
    }
}
