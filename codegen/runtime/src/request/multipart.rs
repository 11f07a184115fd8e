//! `multipart` bodies.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io;

use super::encode::Pairs;
use crate::value::{FilePart, OpenContent};

/// A `multipart` body. The fields of the call's form are its first parts.
#[derive(Clone)]
pub(crate) struct Multipart {
    /// The media type, without the boundary.
    media_type: &'static str,
    /// The string between the parts. All attempts use the same one.
    boundary: String,
    /// The media types of the parts with these names.
    part_types: Vec<(&'static str, &'static str)>,
    parts: Vec<Part>,
}

/// One part.
#[derive(Clone)]
struct Part {
    name: Cow<'static, str>,
    content: PartContent,
}

/// The content of a part that is not a field of the form.
#[derive(Clone)]
pub(super) enum PartContent {
    /// The text of a JSON value.
    Json(String),
    File(FilePart),
}

impl Multipart {
    pub(super) fn new(media_type: &'static str) -> Self {
        Self { media_type, boundary: boundary(), part_types: Vec::new(), parts: Vec::new() }
    }

    /// Sets the media type of the parts with this name.
    pub(super) fn set_type(&mut self, name: &'static str, media_type: &'static str) {
        self.part_types.push((name, media_type));
    }

    /// Sets the part with this name. A second value replaces the first.
    pub(super) fn set(&mut self, name: &'static str, content: PartContent) {
        self.parts.retain(|part| part.name != name);
        self.add(name.into(), content);
    }

    /// Adds a part.
    pub(super) fn add(&mut self, name: Cow<'static, str>, content: PartContent) {
        self.parts.push(Part { name, content });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The value of the header `Content-Type`.
    pub(crate) fn content_type(&self) -> String {
        format!("{}; boundary={}", self.media_type, self.boundary)
    }

    /// Returns whether all files can still be sent.
    pub(super) fn is_available(&self) -> bool {
        self.files().all(FilePart::is_available)
    }

    /// The JSON texts of the parts.
    pub(super) fn json_texts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match &part.content {
            PartContent::Json(text) => Some(text.as_str()),
            PartContent::File(_) => None,
        })
    }

    /// The names of the parts that are not fields of the form.
    pub(super) fn names(&self) -> impl Iterator<Item = &Cow<'static, str>> {
        self.parts.iter().map(|part| &part.name)
    }

    /// The files that are text, and the names of the files.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.files().filter_map(FilePart::text).chain(self.files().filter_map(FilePart::name))
    }

    fn files(&self) -> impl Iterator<Item = &FilePart> {
        self.parts.iter().filter_map(|part| match &part.content {
            PartContent::File(file) => Some(file),
            PartContent::Json(_) => None,
        })
    }

    /// Returns the pieces of the body in their order. It opens the files.
    pub(super) fn pieces(&self, form: &Pairs) -> io::Result<Vec<OpenContent>> {
        let mut pieces = Vec::new();
        // The bytes since the last piece.
        let mut bytes = Vec::new();
        for (name, value) in form {
            let head = self.head(name, "", self.part_type(name));
            bytes.extend_from_slice(format!("{head}{}\r\n", value.text()).as_bytes());
        }
        for Part { name, content } in &self.parts {
            let documented = self.part_type(name);
            match content {
                PartContent::Json(text) => {
                    let head = self.head(name, "", documented.or(Some("application/json")));
                    bytes.extend_from_slice(format!("{head}{text}").as_bytes());
                }
                PartContent::File(file) => {
                    let file_name = format!("; filename=\"{}\"", escaped(file.name().unwrap_or(name)));
                    let media_type = file.media_type().or(documented).unwrap_or("application/octet-stream");
                    bytes.extend_from_slice(self.head(name, &file_name, Some(media_type)).as_bytes());
                    match file.open()? {
                        OpenContent::Bytes(content) => bytes.extend_from_slice(&content),
                        content => {
                            pieces.push(OpenContent::Bytes(std::mem::take(&mut bytes).into()));
                            pieces.push(content);
                        }
                    }
                }
            }
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        pieces.push(OpenContent::Bytes(bytes.into()));
        Ok(pieces)
    }

    /// The media type in the OpenAPI document of the parts with this name.
    fn part_type(&self, name: &str) -> Option<&str> {
        let found = self.part_types.iter().find(|(other, _)| *other == name);
        found.map(|(_, media_type)| *media_type)
    }

    /// Returns the boundary before a part and the headers of the part.
    fn head(&self, name: &str, file_name: &str, media_type: Option<&str>) -> String {
        let (boundary, name) = (&self.boundary, escaped(name));
        let mut head =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file_name}\r\n");
        if let Some(media_type) = media_type {
            head.push_str("Content-Type: ");
            // A line break would begin another header.
            head.extend(media_type.chars().filter(|c| !c.is_control()));
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        head
    }
}

/// A name with the escapes of the HTML standard. Other characters are sent as UTF-8.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns a string that no content contains: 128 bits from the random keys of std's hash maps.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("part-{:016x}{:016x}", random(), random())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(multipart: &Multipart, form: &[(&'static str, &str)]) -> String {
        let form = form.iter().map(|(name, value)| ((*name).into(), (*value).to_owned().into())).collect();
        let pieces = multipart.pieces(&form).unwrap();
        let text = pieces.into_iter().map(|piece| match piece {
            OpenContent::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            OpenContent::File(..) | OpenContent::Stream(..) => "(file)".to_owned(),
        });
        text.collect::<String>().replace(&multipart.boundary, "B").replace("\r\n", "|")
    }

    #[test]
    fn each_part_has_a_name_and_a_media_type() {
        let mut multipart = Multipart::new("multipart/form-data");
        multipart.set_type("b", "text/csv");
        multipart.set_type("photo", "image/png");
        multipart.set("c", PartContent::Json("[]".to_owned()));
        multipart.set("c", PartContent::Json("{}".to_owned()));
        multipart.add("photo".into(), PartContent::File(FilePart::new(b"\x01").file_name("é\"\r\n.png")));
        multipart.add("photo".into(), PartContent::File(FilePart::new("").content_type("image/gif\r\nX: y")));
        let expected = "--B|Content-Disposition: form-data; name=\"a\"||3\n4|\
            --B|Content-Disposition: form-data; name=\"b\"|Content-Type: text/csv||x;y|\
            --B|Content-Disposition: form-data; name=\"c\"|Content-Type: application/json||{}|\
            --B|Content-Disposition: form-data; name=\"photo\"; filename=\"é%22%0D%0A.png\"|\
            Content-Type: image/png||\u{1}|\
            --B|Content-Disposition: form-data; name=\"photo\"; filename=\"photo\"|\
            Content-Type: image/gifX: y|||\
            --B--|";
        assert_eq!(sent(&multipart, &[("a", "3\n4"), ("b", "x;y")]), expected);
    }

    #[test]
    fn each_body_has_another_boundary() {
        let (one, other) = (Multipart::new("multipart/mixed"), Multipart::new("multipart/mixed"));
        assert_ne!(one.boundary, other.boundary);
        assert_eq!(one.clone().boundary, one.boundary);
        assert_eq!(one.content_type(), format!("multipart/mixed; boundary={}", one.boundary));
        assert_eq!(sent(&one, &[]), "--B--|");
    }
}
