//! Patterns of names.

/// Whether a string matches a pattern. `*` matches any characters, including none.
pub(crate) fn matches_glob(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        let Some((_, after)) = text.split_once(part) else { return false };
        text = after;
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::matches_glob;

    #[test]
    fn patterns() {
        let table = [
            ("ListInvite", "ListInvite", true),
            ("List", "ListInvite", false),
            ("*Invite", "ListInvite", true),
            ("List*", "ListInvite", true),
            ("/v2/*/Invites*", "/v2/Services/{S}/Invites/{Sid}", true),
            ("/v2/*/Invites", "/v2/Services/{S}/Invites/{Sid}", false),
            ("a*b*c", "abbc", true),
            ("a*a", "a", false),
            ("*", "", true),
        ];
        for (pattern, text, wanted) in table {
            assert_eq!(matches_glob(pattern, text), wanted, "{pattern} {text}");
        }
    }
}
