//! The keys that link a page of a list to the next page. This is the only table of them.
//!
//! The runtime reads these keys in a response, and the generator looks for them in the schema of a
//! response, so a list that the generator detects is a list that the runtime continues. Each key is
//! read beside the items and inside [`META`]. The generator includes this file: it contains constants only.

/// The object beside the items that describes the page.
pub(crate) const META: &str = "meta";

/// The URL of the next page. If a page has several of them, the first in this list counts.
pub(crate) const NEXT_LINKS: &[&str] = &["next_page_url", "next_page_uri", "nextPageUrl", "nextPageUri"];

/// The token of the next page. If a page has several of them, the first in this list counts.
pub(crate) const NEXT_TOKENS: &[&str] = &["next_token", "nextToken", "next_page_token", "nextPageToken"];

/// Whether there is a next page.
pub(crate) const HAS_NEXT: &[&str] = &["has_next", "hasNext"];

/// The number of items in the whole list.
pub(crate) const TOTALS: &[&str] = &["total", "total_count", "totalCount"];
