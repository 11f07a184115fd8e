//! A TLS server in front of a local server, with a new certificate.

use std::net::SocketAddr;
use std::sync::Arc;

use benches::Failure;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::NoServerSessionStorage;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A TLS server for `localhost`, which runs until the program ends.
pub(super) struct Relay {
    pub(super) address: SocketAddr,
    pub(super) certificate: CertificateDer<'static>,
}

impl Relay {
    /// Starts the server in a separate thread. It resumes no session, so each connection has a full handshake.
    pub(super) fn start(to: SocketAddr) -> Result<Self, Failure> {
        let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
        let certificate = certified.cert.der().clone();
        let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der())?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)?;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::spawn(move || runtime.block_on(accept(listener, acceptor, to)));
        Ok(Self { address, certificate })
    }
}

async fn accept(listener: std::net::TcpListener, acceptor: TlsAcceptor, to: SocketAddr) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(serve(stream, acceptor.clone(), to));
    }
}

/// Passes the bytes of both directions on, until either side closes.
async fn serve(stream: TcpStream, acceptor: TlsAcceptor, to: SocketAddr) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut server = TcpStream::connect(to).await?;
    server.set_nodelay(true)?;
    let mut stream = acceptor.accept(stream).await?;
    copy_bidirectional(&mut stream, &mut server).await?;
    Ok(())
}
