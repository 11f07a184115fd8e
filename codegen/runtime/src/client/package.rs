//! The generated crate that a client belongs to.

/// The name, the version and the servers of a generated crate.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// The name in `Cargo.toml`.
    pub name: &'static str,
    /// The version in `Cargo.toml`.
    pub version: &'static str,
    /// The hosts of the OpenAPI documents. A document without a server has the empty string.
    pub hosts: &'static [&'static str],
    /// The token URLs of the OpenAPI documents.
    pub token_urls: &'static [&'static str],
}

#[cfg(test)]
impl Package {
    pub(crate) const TEST: Self = Self {
        name: "test",
        version: "0.1.0",
        hosts: &["https://chat.twilio.com", "https://api.example"],
        token_urls: &["https://login.example/token"],
    };
}
