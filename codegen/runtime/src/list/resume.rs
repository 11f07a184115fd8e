//! The URL of a cursor, and the cursor of a URL.

use percent_encoding::percent_decode_str;
use reqwest::Url;

use crate::error::{Error, Result};
use crate::value::{Cursor, is_sid};

/// Returns the position in the page at this URL.
pub(super) fn cursor_at(url: &Url, skip: u64, left: Option<u64>) -> Cursor {
    Cursor::new(url.path(), url.query(), skip, left)
}

/// Returns the URL of a cursor. It must have the host and the path of the list, because a cursor can
/// come from an untrusted source and the credentials are sent to its URL.
pub(super) fn url_of(cursor: &Cursor, list: &Url, template: &str) -> Result<Url> {
    let error = || Error::invalid_request("the cursor belongs to another list; nothing was sent");
    let url = list.join(cursor.target()).map_err(|_| error())?;
    let is_same = url.origin() == list.origin() && is_same_path(&url, list, template);
    if is_same { Ok(url) } else { Err(error()) }
}

/// Returns whether two paths are the same in any encoding. If the list was requested by a name, the
/// server's links can contain the SID instead.
pub(super) fn is_same_path(url: &Url, list: &Url, template: &str) -> bool {
    let (theirs, ours) = (segments(url), segments(list));
    // The segments of a base URL precede the template, so the comparison begins at the end.
    let values = template.split('/').rev().map(|part| part.contains('{')).chain(std::iter::repeat(false));
    theirs.len() == ours.len()
        && theirs
            .iter()
            .rev()
            .zip(ours.iter().rev())
            .zip(values)
            .all(|((theirs, ours), is_value)| theirs == ours || (is_value && is_sid(theirs) && !is_sid(ours)))
}

/// Returns the decoded segments of a path.
fn segments(url: &Url) -> Vec<Vec<u8>> {
    let segments = url.path_segments().into_iter().flatten();
    segments.map(|segment| percent_decode_str(segment).collect()).collect()
}
