//! Reads the parts of a multipart body.

/// The names and the contents of the parts. A part without a name has an empty one.
pub(crate) fn parts(content_type: &str, body: &[u8]) -> Vec<(String, String)> {
    let Some(boundary) = parameter(content_type, "boundary") else { return Vec::new() };
    let body = String::from_utf8_lossy(body);
    let delimiter = format!("--{boundary}");
    let parts = body.split(delimiter.as_str()).skip(1).take_while(|part| !part.starts_with("--"));
    let part = |part: &str| {
        let (head, content) = part.split_once("\r\n\r\n")?;
        let disposition =
            head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"));
        let name = disposition.and_then(|line| parameter(line, "name")).unwrap_or_default();
        Some((name, content.strip_suffix("\r\n").unwrap_or(content).to_owned()))
    };
    parts.filter_map(part).collect()
}

/// The value of a parameter of a header.
fn parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|parameter| {
        let (found, value) = parameter.trim().split_once('=')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim_matches('"').to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parts_have_names_and_contents() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--x\r\n\
                    content-disposition: form-data; name=\"b\"; filename=\"f\"\r\ncontent-type: text/plain\r\n\r\n\
                    two\r\nlines\r\n--x--\r\n";
        let found = parts("multipart/form-data; boundary=x", body.as_bytes());
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(found, [pair("a", "one"), pair("b", "two\r\nlines")]);
        assert!(parts("multipart/form-data", body.as_bytes()).is_empty());
        assert!(parts("multipart/form-data; boundary=y", b"").is_empty());
    }
}
