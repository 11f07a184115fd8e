//! Errors in XML. The reader needs no valid document: it ignores prefixes, attributes and the case of names.

/// The elements that contain the parts of an error: that of Twilio, that of SOAP, and common ones.
const ERRORS: &[&str] = &["RestException", "Fault", "Error", "Exception"];

/// An error in XML: `<TwilioResponse><RestException><Code>20404</Code>…</RestException></TwilioResponse>`.
pub(super) struct XmlError<'x>(&'x str);

impl<'x> XmlError<'x> {
    /// Returns the error in a document, or `None` if it contains none.
    pub(super) fn find(document: &'x str) -> Option<Self> {
        ERRORS.iter().find_map(|name| content(document, name)).map(Self)
    }

    /// Returns the text of the first of these elements that is not blank, without markup.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        let texts = names.iter().filter_map(|name| Some(plain(content(self.0, name)?)));
        texts.into_iter().find(|text| !text.is_empty())
    }
}

/// Returns the content of the first element with a name. Without an end, it reaches to the end of the document.
fn content<'x>(document: &'x str, name: &str) -> Option<&'x str> {
    let mut rest = document;
    loop {
        let (_, after) = rest.split_once('<')?;
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
            continue;
        }
        rest = after;
        if !is_tag(after, name) {
            continue;
        }
        let (tag, inner) = after.split_once('>')?;
        if tag.ends_with('/') {
            rest = inner;
            continue;
        }
        let ends = inner.match_indices("</");
        let end = ends
            .into_iter()
            .find(|(at, mark)| inner.get(at + mark.len()..).is_some_and(|tag| is_tag(tag, name)));
        return end.map_or(Some(inner), |(at, _)| inner.get(..at));
    }
}

/// Returns whether a tag, without its `<`, has a name.
fn is_tag(tag: &str, name: &str) -> bool {
    let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '/')).unwrap_or(tag.len());
    let found = tag.get(..end).unwrap_or_default();
    found.rsplit(':').next().is_some_and(|local| local.eq_ignore_ascii_case(name))
}

/// Returns the text in the content of an element, with the characters of its references.
fn plain(content: &str) -> String {
    let mut text = String::new();
    let mut rest = content;
    while let Some((before, markup)) = rest.split_once('<') {
        text.push_str(&unescaped(before));
        rest = match markup.strip_prefix("![CDATA[") {
            Some(data) => {
                let (data, after) = data.split_once("]]>").unwrap_or((data, ""));
                text.push_str(data);
                after
            }
            None => markup.split_once('>').map_or("", |(_, after)| after),
        };
    }
    text.push_str(&unescaped(rest));
    text.trim().to_owned()
}

fn unescaped(text: &str) -> String {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(';').and_then(|(reference, after)| Some((character(reference)?, after))) {
            Some((character, after)) => {
                plain.push(character);
                plain.push_str(after);
            }
            None => plain.extend(["&", part]),
        }
    }
    plain
}

/// Returns the character of a reference, without its `&` and `;`.
fn character(reference: &str) -> Option<char> {
    match reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "amp" => Some('&'),
        _ => {
            let number = reference.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_elements_of_an_error() {
        // document → the code, the message
        let table = [
            (
                "<?xml version='1.0'?>\n<TwilioResponse><Code>1</Code><RestException><Code>20404</Code>\
                 <Message>a &lt;b&gt; &amp;lt;</Message><MoreInfo></MoreInfo></RestException></TwilioResponse>",
                Some((Some("20404"), Some("a <b> &lt;"))),
            ),
            (
                "<t:TwilioResponse xmlns:t='x'><t:RestException id='1'>\n<t:Message lang=\"en\"> a\nb </t:Message>\
                 <t:Code>7</t:Code></t:RestException>",
                Some((Some("7"), Some("a\nb"))),
            ),
            ("<Error><!-- <Code>1</Code> --><Code>2</Code><Message/></Error>", Some((Some("2"), None))),
            (
                "<error><message><![CDATA[a <b> &amp;]]> &#39;c&#x27; &no; &</message></error>",
                Some((None, Some("a <b> &amp; 'c' &no; &"))),
            ),
            ("<Error><Message>a <b>bold</b> word</Message></Error>", Some((None, Some("a bold word")))),
            ("<Error><Codes><Code>3</Code></Codes><Message>cut", Some((Some("3"), Some("cut")))),
            ("<Error></Error>", Some((None, None))),
            ("<Error/>", None),
            ("<Error", None),
            ("<Error><!-- <Message>no end of the comment</Message>", Some((None, None))),
            ("<Response><Code>1</Code></Response>", None),
            ("Error: <", None),
            ("", None),
        ];
        for (document, wanted) in table {
            let found =
                XmlError::find(document).map(|error| (error.text(&["Code"]), error.text(&["Message"])));
            let found = found.as_ref().map(|(code, message)| (code.as_deref(), message.as_deref()));
            assert_eq!(found, wanted, "{document}");
        }
    }

    /// Each would take minutes if every `<` were followed by a search to the end of the document.
    #[test]
    fn repeated_beginnings_of_tags_take_linear_time() {
        for part in ["<", "</", "<!--", "<Error/", "<Error/>", "<a", "&"] {
            let parts = part.repeat(256 * 1024 / part.len());
            assert!(XmlError::find(&parts).is_none(), "{part}");
            assert!(XmlError::find(&format!("{parts}>")).is_none(), "{part}");
            let document = format!("<Error>{parts}");
            let error = XmlError::find(&document).unwrap();
            assert_eq!(error.text(&["Code", "Message"]), None, "{part}");
        }
    }
}
