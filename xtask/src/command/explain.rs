//! `cargo xtask explain`: prints information about a name or about the code of a diagnostic.

mod code;
mod name;

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::input::paths;

/// The arguments of `cargo xtask explain`.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// An operationId, a name of an OpenAPI document (CreateInvite.RoleSid), a JSON pointer, a Rust
    /// path (`Invites::create`), or the code of a diagnostic (E0101)
    #[arg(value_name = "NAME")]
    name: String,
    /// An OpenAPI document, or a folder of them [default: spec]
    #[arg(long, value_name = "PATH", value_parser = paths::argument)]
    spec: Option<PathBuf>,
}

/// Prints the explanation of a code or of a name.
pub(crate) fn run(request: &Explain) -> Result<(), Failure> {
    if code::is_code(&request.name) {
        code::explain(&request.name)
    } else {
        name::explain(&request.name, request.spec.as_deref())
    }
}
