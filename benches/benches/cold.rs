//! The cost of the first build of a crate: the crate and all its dependencies, with optimizations.

use std::collections::BTreeSet;
use std::fs;

use benches::Failure;

use super::{Subject, cargo, children_seconds, command, scratch};

/// The features of our crate that select the TLS implementation.
const TLS: [&str; 3] = ["rustls", "rustls-aws-lc", "native-tls"];

/// Builds each crate once into an empty folder. Prints the CPU time and the number of packages of our crate with each
/// TLS implementation, and the ratios to each other crate.
pub(super) fn measure(ours: &Subject, others: &[Subject]) -> Result<(), Failure> {
    let theirs = others
        .iter()
        .map(|other| Ok((other, first_build(other, &[])?)))
        .collect::<Result<Vec<_>, Failure>>()?;
    for tls in TLS {
        let features = ["--no-default-features", "--features", &format!("{tls},all")];
        let own = first_build(ours, &features)?;
        println!("  {tls:<14} {:.1} s, {} packages", own.seconds, own.packages);
        for (other, theirs) in &theirs {
            let ratio = own.seconds / theirs.seconds;
            println!(
                "    {ratio:.2} of {} ({:.1} s, {} packages)",
                other.name, theirs.seconds, theirs.packages
            );
        }
    }
    Ok(())
}

struct FirstBuild {
    /// CPU time in seconds.
    seconds: f64,
    packages: usize,
}

fn first_build(subject: &Subject, features: &[&str]) -> Result<FirstBuild, Failure> {
    let target = scratch().join("target");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    // Downloads are not part of the measurement.
    cargo(subject, &["fetch"])?;
    let start = children_seconds()?;
    cargo(subject, &[&["build", "--release"], features].concat())?;
    let seconds = children_seconds()? - start;
    Ok(FirstBuild { seconds, packages: packages(subject, features)? })
}

/// Returns the number of packages that the compiler builds, with the crate itself.
fn packages(subject: &Subject, features: &[&str]) -> Result<usize, Failure> {
    let tree = ["tree", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let output = command(subject, &[tree.as_slice(), features].concat())?;
    let lines: BTreeSet<&str> = output.lines().filter(|line| !line.is_empty()).collect();
    Ok(lines.len())
}
