//! Package names and Rust versions that Cargo would reject, or with which the client would not compile.

use crate::name;

/// Crates that every Rust crate can use, and those that the generated code uses. Their names would hide the
/// client in its own examples.
const CRATES: &[&str] = &[
    "alloc",
    "core",
    "proc_macro",
    "serde",
    "serde_json",
    "std",
    "test",
    "twilio_client_fake",
    "twilio_client_runtime",
];

/// Folders in which Cargo writes its output.
const CARGO_FOLDERS: &[&str] = &["build", "deps", "examples", "incremental"];

/// The oldest minor version of Rust 1 that compiles the generated code. It is that of the runtime.
const OLDEST_RUST: u64 = 88;

/// A message and a next step.
type Error = (String, &'static str);

/// The error of a package name.
pub(super) fn name_error(package: &str) -> Option<Error> {
    let is_name = package.starts_with(|first: char| first.is_ascii_alphabetic())
        && package.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !is_name {
        let help = "use letters, digits, `-` and `_`, and begin with a letter";
        return Some((format!("`{}` is not a valid package name", package.escape_debug()), help));
    }
    let ident = package.replace('-', "_");
    let lower = ident.to_lowercase();
    let message = if name::is_keyword(&ident) || ident == "Self" {
        format!("`{package}` is a keyword of Rust")
    } else if CRATES.contains(&lower.as_str()) {
        format!("`{package}` is the name of a crate that every client can use")
    } else if CARGO_FOLDERS.contains(&lower.as_str()) {
        format!("Cargo uses the name `{package}` for its own files")
    } else if name::is_device(&lower) {
        format!("`{package}` is a reserved file name on Windows")
    } else {
        return None;
    };
    Some((message, "choose another name, for example `twilio-client`"))
}

/// The error of a Rust version.
pub(super) fn rust_version_error(version: &str) -> Option<Error> {
    let parts: Option<Vec<u64>> = version.split('.').map(number).collect();
    match parts.as_deref() {
        Some([1, minor] | [1, minor, _]) if *minor >= OLDEST_RUST => None,
        Some([0 | 1, _] | [0 | 1, _, _]) => {
            let message = format!("the client does not compile with Rust {version}");
            Some((message, "use `1.88` or a newer version"))
        }
        Some([_, _] | [_, _, _]) => {
            Some((format!("there is no Rust {version}"), "use a version of Rust 1, for example `1.88`"))
        }
        _ => {
            let message = format!("`{}` is not a valid Rust version", version.escape_debug());
            Some((message, "use two or three numbers, for example `1.88`"))
        }
    }
}

/// A number without a sign and leading zeros, as Cargo requires.
fn number(part: &str) -> Option<u64> {
    let is_canonical = part == "0" || !part.starts_with(['0', '+']);
    part.parse().ok().filter(|_| is_canonical)
}

#[cfg(test)]
mod tests {
    use super::{OLDEST_RUST, name_error, rust_version_error};

    #[test]
    fn package_names() {
        for name in ["twilio-client", "twilio_client", "Twilio", "a1", "tests", "stdx", "con1", "com0"] {
            assert_eq!(name_error(name), None, "{name}");
        }
        let rejected = [
            ("is not a valid package name", "|1a|_|r#a|tést|a b"),
            ("is a keyword", "self|Self|crate|super|async|gen|abstract|fn"),
            ("is the name of a crate", "std|Std|core|alloc|test|proc-macro|serde|serde-json"),
            ("is the name of a crate", "twilio-client-runtime|twilio_client_runtime"),
            ("Cargo uses the name", "build|Examples"),
            ("is a reserved file name on Windows", "con|COM1"),
        ];
        for (wanted, names) in rejected {
            for name in names.split('|') {
                let (message, _) = name_error(name).unwrap_or_else(|| panic!("{name}"));
                assert!(message.contains(wanted), "{name}: {message}");
            }
        }
    }

    #[test]
    fn rust_versions() {
        for version in ["1.88", "1.88.0", "1.88.1", "1.90", "1.100.2"] {
            assert_eq!(rust_version_error(version), None, "{version}");
        }
        let rejected = [
            ("there is no Rust", "2.0|3.1.4"),
            ("does not compile", "1.87|1.87.9|0.99|1.0"),
            ("is not a valid", "|1|1.|1.088|1.+88|01.88|1.88.0.0|1.88-beta|1.99999999999999999999| 1.88"),
        ];
        for (wanted, versions) in rejected {
            for version in versions.split('|') {
                let (message, _) = rust_version_error(version).unwrap_or_else(|| panic!("{version}"));
                assert!(message.contains(wanted), "{version}: {message}");
            }
        }
    }

    /// The manifest of the runtime declares the oldest version.
    #[test]
    fn the_oldest_rust_version_is_that_of_the_runtime() {
        let manifest: toml::Table = include_str!("../../runtime/Cargo.toml").parse().unwrap();
        let oldest = format!("1.{OLDEST_RUST}");
        assert_eq!(manifest["package"]["rust-version"].as_str(), Some(oldest.as_str()));
        assert!(rust_version_error("1.0").unwrap().1.contains(&oldest));
    }
}
