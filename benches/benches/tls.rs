//! The CPU time of the client over each TLS implementation: handshakes, fetches and pages, relative to rustls with ring.
//!
//! `cargo bench -p twilio-client-benches --features tls --bench tls`. The work of the server does not count.

#[path = "tls/relay.rs"]
mod relay;

use std::hint::black_box;
use std::sync::Arc;

use benches::rounds::{self, Target};
use benches::server::{Server, Settings};
use benches::{Failure, ours, process};
use reqwest::{Certificate, ClientBuilder};
use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs, ring};
use rustls_platform_verifier::Verifier;
use tokio::runtime::{Builder, Runtime};

use crate::relay::Relay;

const ROUNDS: usize = 41;
/// The requests in one round.
const REQUESTS: u32 = 100;
/// The pages in one round.
const PAGES: u32 = 20;
const PAGE_SIZE: u32 = 1000;

/// A TLS implementation. Each verifies the certificate with the certificates of the system and that of the server.
#[derive(Clone, Copy)]
enum Tls {
    Ring,
    AwsLc,
    Native,
}

fn main() -> Result<(), Failure> {
    let server = Server::start(Settings { pages: 1, page_size: PAGE_SIZE as usize, ..Settings::default() })?;
    let relay = Relay::start(server.address())?;
    let bench = Bench {
        runtime: Builder::new_current_thread().enable_all().build()?,
        base: format!("https://localhost:{}", relay.address.port()),
        relay,
    };
    for (name, tls) in [("rustls-aws-lc", Tls::AwsLc), ("native-tls", Tls::Native)] {
        println!("{name}");
        rounds::head("rustls with ring");
        let handshakes = bench.fetches(tls, Connections::New)?;
        let fetches = bench.fetches(tls, Connections::Kept)?;
        let pages = bench.pages(tls)?;
        // The targets of the default: no other implementation takes less than half of its time.
        rounds::line("handshakes with one fetch, CPU time", Target::AtLeast(0.5), &handshakes);
        rounds::line("single fetches on a warm connection, CPU time", Target::AtLeast(0.5), &fetches);
        rounds::line("pages of 1000 invites, CPU time", Target::AtLeast(0.5), &pages);
        for (side, seconds) in [
            (name, [handshakes.fastest(), fetches.fastest()]),
            ("rustls", [handshakes.fastest_of_other(), fetches.fastest_of_other()]),
        ] {
            let [handshakes, fetches] = seconds.map(|seconds| f64::from(REQUESTS) / seconds);
            println!("{side}: {handshakes:.0} handshakes and {fetches:.0} fetches per second of CPU time");
        }
    }
    Ok(())
}

/// Whether a connection serves several requests.
#[derive(Clone, Copy)]
enum Connections {
    New,
    Kept,
}

struct Bench {
    runtime: Runtime,
    base: String,
    relay: Relay,
}

impl Bench {
    fn client(&self, tls: Tls, connections: Connections) -> Result<reqwest::Client, Failure> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // A request for the address of a name runs in another thread.
            .resolve("localhost", self.relay.address);
        let builder = match connections {
            Connections::New => builder.pool_max_idle_per_host(0),
            Connections::Kept => builder,
        };
        Ok(self.configured(builder, tls)?.build()?)
    }

    fn configured(&self, builder: ClientBuilder, tls: Tls) -> Result<ClientBuilder, Failure> {
        let provider = match tls {
            Tls::Native => {
                let certificate = Certificate::from_der(&self.relay.certificate)?;
                return Ok(builder.tls_backend_native().tls_certs_merge([certificate]));
            }
            Tls::Ring => ring::default_provider(),
            Tls::AwsLc => aws_lc_rs::default_provider(),
        };
        Ok(builder.tls_backend_preconfigured(self.rustls(Arc::new(provider))?))
    }

    fn rustls(&self, provider: Arc<CryptoProvider>) -> Result<ClientConfig, Failure> {
        let roots = [self.relay.certificate.clone()];
        let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider))?;
        Ok(ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth())
    }

    /// The times of fetches over one implementation and over rustls with ring.
    fn fetches(&self, tls: Tls, connections: Connections) -> Result<rounds::Times, Failure> {
        let client = |tls| ours::invites_over(&self.base, self.client(tls, connections)?);
        let (mine, other, sid) = (client(tls)?, client(Tls::Ring)?, ours::invite_sid()?);
        let fetch = |invites| {
            self.runtime.block_on(async {
                for _ in 0..REQUESTS {
                    black_box(ours::fetch(invites, &sid).await?);
                }
                Ok(())
            })
        };
        rounds::compare_seconds(
            ROUNDS,
            || process::own_cpu_seconds(|| fetch(&mine)),
            || process::own_cpu_seconds(|| fetch(&other)),
        )
    }

    /// The times of pages over one implementation and over rustls with ring.
    fn pages(&self, tls: Tls) -> Result<rounds::Times, Failure> {
        let client = |tls| ours::invites_over(&self.base, self.client(tls, Connections::Kept)?);
        let (mine, other) = (client(tls)?, client(Tls::Ring)?);
        let list = |invites| {
            self.runtime.block_on(async {
                for _ in 0..PAGES {
                    black_box(ours::first_page(invites, PAGE_SIZE).await?);
                }
                Ok(())
            })
        };
        rounds::compare_seconds(
            ROUNDS,
            || process::own_cpu_seconds(|| list(&mine)),
            || process::own_cpu_seconds(|| list(&other)),
        )
    }
}
