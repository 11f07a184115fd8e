//! Relays in front of a local server: a TLS server, and a proxy for HTTP and HTTPS.

use std::net::SocketAddr;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A TLS server that passes each connection on to a local server.
pub(crate) struct Tls {
    pub(crate) address: SocketAddr,
    certificate: CertificateDer<'static>,
}

impl Tls {
    /// Starts the server with a new certificate for `localhost`.
    pub(crate) async fn start(to: SocketAddr) -> Self {
        Self::start_as("localhost", to).await
    }

    /// Starts the server with a new certificate for this host.
    pub(crate) async fn start_as(host: &str, to: SocketAddr) -> Self {
        let certified = rcgen::generate_simple_self_signed([host.to_owned()]).unwrap();
        let certificate = certified.cert.der().clone();
        let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
        let config = rustls::ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        pass(stream, to).await;
                    }
                });
            }
        });
        Self { address, certificate }
    }

    /// An HTTP client that trusts this server only, and uses the proxy.
    pub(crate) fn http_client(&self, proxy: Option<SocketAddr>) -> reqwest::Client {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let config = rustls::ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(config)
            .redirect(reqwest::redirect::Policy::none());
        let builder = match proxy {
            Some(proxy) => builder.proxy(reqwest::Proxy::all(format!("http://{proxy}")).unwrap()),
            None => builder.no_proxy(),
        };
        builder.build().unwrap()
    }
}

/// Starts a proxy that sends each request and each tunnel to one server, whatever its URL.
pub(crate) async fn proxy(to: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(tunnel(stream, to));
        }
    });
    address
}

/// Responds to `CONNECT`, then passes the bytes on. Any other request is passed on with its head.
async fn tunnel(mut stream: TcpStream, to: SocketAddr) {
    let mut method = [0; 7];
    while stream.peek(&mut method).await.is_ok_and(|length| (1..7).contains(&length)) {
        tokio::task::yield_now().await;
    }
    if &method == b"CONNECT" {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let Ok(byte) = stream.read_u8().await else { return };
            head.push(byte);
        }
        if stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.is_err() {
            return;
        }
    }
    pass(stream, to).await;
}

/// Passes the bytes of both directions on, until either side closes.
async fn pass(mut stream: impl AsyncRead + AsyncWrite + Unpin, to: SocketAddr) {
    if let Ok(mut server) = TcpStream::connect(to).await {
        let _ended = copy_bidirectional(&mut stream, &mut server).await;
    }
}
