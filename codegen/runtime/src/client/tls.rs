//! The TLS implementation of the HTTP client. The HTTP client has AWS-LC and the system's library itself. This
//! module adds rustls with ring, which compiles in a fraction of the time of AWS-LC.

use reqwest::ClientBuilder;

use crate::error::Result;

/// Uses the process's default provider of cryptography, or ring. The system's certificates are trusted. The provider
/// does not become the default of the process: other parts of the program choose their own.
#[cfg(all(feature = "rustls", not(feature = "rustls-aws-lc")))]
pub(crate) fn configure(builder: ClientBuilder) -> Result<ClientBuilder> {
    use std::sync::Arc;

    use rustls::crypto::{CryptoProvider, ring};
    use rustls_platform_verifier::BuilderVerifierExt;

    use crate::error::Error;

    let provider =
        CryptoProvider::get_default().map_or_else(|| Arc::new(ring::default_provider()), Arc::clone);
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(Error::tls)?;
    Ok(builder.tls_backend_preconfigured(config.with_no_client_auth()))
}

/// The HTTP client has the implementation of the enabled feature.
#[cfg(not(all(feature = "rustls", not(feature = "rustls-aws-lc"))))]
#[expect(clippy::unnecessary_wraps, reason = "with ring, the configuration can fail")]
pub(crate) fn configure(builder: ClientBuilder) -> Result<ClientBuilder> {
    Ok(builder)
}
