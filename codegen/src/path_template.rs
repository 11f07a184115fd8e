//! Path templates: `/v1/Things/{Sid}`.

/// The placeholders of a path template, in order.
pub(crate) fn placeholders(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

/// A key of `paths`, as requests contain it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PathTemplate {
    /// The path with its placeholders. All other characters are those of a URL.
    pub(crate) path: String,
    /// The parameters of a query in the key.
    pub(crate) query: Vec<(String, QueryValue)>,
}

/// The value of a parameter of a query in a key of `paths`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum QueryValue {
    Fixed(String),
    /// The value of the placeholder with this name.
    Placeholder(String),
}

impl PathTemplate {
    /// Parses a key. A fragment is not part of a request.
    pub(crate) fn parse(key: &str) -> Self {
        let (key, _fragment) = split_outside(key, '#');
        let (path, query) = split_outside(key, '?');
        let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let query = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let placeholder = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            let value = match placeholder {
                Some(placeholder) => QueryValue::Placeholder(placeholder.to_owned()),
                None => QueryValue::Fixed(decoded(value)),
            };
            (decoded(name), value)
        });
        Self { path: encoded(path), query: query.collect() }
    }

    /// Whether a URL parser resolves a segment of the path, so that no request contains it.
    pub(crate) fn has_dot_segment(&self) -> bool {
        let dots = |segment: &str| segment.to_ascii_lowercase().replace("%2e", ".");
        self.path.split('/').any(|segment| matches!(dots(segment).as_str(), "." | ".."))
    }
}

/// Splits a key at the first such character outside of placeholders.
fn split_outside(key: &str, at: char) -> (&str, Option<&str>) {
    let mut start = 0;
    while let Some(rest) = key.get(start..) {
        let Some(index) = rest.find([at, '{']) else { break };
        let found = start + index;
        match placeholder(key.get(found..).unwrap_or_default()) {
            Some(length) => start = found + length,
            None if rest.get(index..).is_some_and(|rest| rest.starts_with(at)) => {
                return (key.get(..found).unwrap_or_default(), key.get(found + at.len_utf8()..));
            }
            None => start = found + 1,
        }
    }
    (key, None)
}

/// The length of the placeholder at the beginning of a string: a name in braces. The name is also part of the
/// documentation.
fn placeholder(text: &str) -> Option<usize> {
    let (name, _) = text.strip_prefix('{')?.split_once('}')?;
    let is_name = |c: char| c.is_alphanumeric() || " -._~!$&'()*+,;=:@%[]?#".contains(c);
    (!name.is_empty() && name.chars().all(is_name)).then_some(name.len() + 2)
}

/// Encodes all characters that a path cannot contain, except for placeholders.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(c) = rest.chars().next() {
        let is_hex =
            |range| rest.get(range).is_some_and(|hex: &str| hex.chars().all(|c| c.is_ascii_hexdigit()));
        let length = placeholder(rest).unwrap_or(c.len_utf8());
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let is_plain = c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@".contains(c);
        if is_plain || length > c.len_utf8() || (c == '%' && is_hex(1..3)) {
            encoded.push_str(text);
        } else {
            encoded.extend(text.bytes().map(|byte| format!("%{byte:02X}")));
        }
        rest = after;
    }
    encoded
}

/// Decodes a part of a query.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let hex = rest.get(1..3).filter(|_| c == '%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let length = if hex.is_some() { 3 } else { c.len_utf8() };
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        match hex {
            Some(byte) => bytes.push(byte),
            None if c == '+' => bytes.push(b' '),
            None => bytes.extend(text.bytes()),
        }
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let fixed = |name: &str, value: &str| (name.to_owned(), QueryValue::Fixed(value.to_owned()));
        let passed = |name: &str, value: &str| (name.to_owned(), QueryValue::Placeholder(value.to_owned()));
        let table = [
            ("/v1/Things/{Sid}.json", "/v1/Things/{Sid}.json", vec![]),
            ("/a/{b}{c}/{d}.{e}:cancel", "/a/{b}{c}/{d}.{e}:cancel", vec![]),
            ("/a//b/", "/a//b/", vec![]),
            ("/a#b?c", "/a", vec![]),
            ("/a/{b#c}/d", "/a/{b#c}/d", vec![]),
            ("/a?b=c%20d+e&f&g={h}#i", "/a", vec![fixed("b", "c d e"), fixed("f", ""), passed("g", "h")]),
            ("/Your path/ü\"", "/Your%20path/%C3%BC%22", vec![]),
            ("/a%2Fb/50%", "/a%2Fb/50%25", vec![]),
            ("/a/{b", "/a/%7Bb", vec![]),
            ("/a/b}", "/a/b%7D", vec![]),
            ("/a/{}/c", "/a/%7B%7D/c", vec![]),
            ("/a/{b{c}}", "/a/%7Bb{c}%7D", vec![]),
            ("/{a/b}", "/%7Ba/b%7D", vec![]),
            ("/a\n`b`", "/a%0A%60b%60", vec![]),
        ];
        for (key, path, query) in table {
            assert_eq!(PathTemplate::parse(key), PathTemplate { path: path.to_owned(), query }, "{key}");
        }
    }

    #[test]
    fn dot_segments() {
        for (key, has) in
            [("/a/../b", true), ("/a/.", true), ("/a/%2e%2E", true), ("/a/.b", false), ("/...", false)]
        {
            assert_eq!(PathTemplate::parse(key).has_dot_segment(), has, "{key}");
        }
    }
}
