//! The pages of a list that were requested, so that no page is requested twice.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use reqwest::Url;

/// The requested pages. Each one takes the same memory, however long its URL is.
#[derive(Default)]
pub(super) struct VisitedPages {
    hashers: [RandomState; 2],
    fingerprints: HashSet<[u64; 2]>,
}

impl VisitedPages {
    /// Adds the page at a URL.
    pub(super) fn add(&mut self, url: &Url) {
        let fingerprint = self.fingerprint(url);
        self.fingerprints.insert(fingerprint);
    }

    /// Returns whether the page at a URL was requested.
    pub(super) fn contains(&self, url: &Url) -> bool {
        self.fingerprints.contains(&self.fingerprint(url))
    }

    /// Two independent hashes, so that two URLs have the same fingerprint only once in 2¹²⁸.
    fn fingerprint(&self, url: &Url) -> [u64; 2] {
        self.hashers.each_ref().map(|hasher| hasher.hash_one(url.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_for_a_page_does_not_depend_on_its_url() {
        let mut visited = VisitedPages::default();
        let url = |page: usize| Url::parse(&format!("https://x.example/{}{page}", "y".repeat(5000))).unwrap();
        (0..1000).for_each(|page| visited.add(&url(page)));
        assert!((0..1000).all(|page| visited.contains(&url(page))) && !visited.contains(&url(1000)));
        assert_eq!(visited.fingerprints.len(), 1000);
        assert_eq!(size_of_val(visited.fingerprints.iter().next().unwrap()), 16);
    }
}
