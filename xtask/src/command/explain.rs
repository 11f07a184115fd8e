//! `explain`: prints information about a name or about a diagnostic.

mod code;
mod name;

use clap::Args;

use crate::failure::Failure;
use crate::input::project::ProjectArguments;

/// The arguments of `explain`.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// An operationId, a name of an OpenAPI document (CreateInvite.RoleSid), a JSON pointer, a Rust
    /// path (`Invites::create`), or the code or name of a diagnostic (E0101, unknown-keyword)
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    project: ProjectArguments,
}

/// Prints the explanation of a diagnostic or of a name.
pub(crate) fn run(request: &Explain) -> Result<(), Failure> {
    if code::is_code(&request.name) {
        code::explain(&request.name)
    } else {
        name::explain(&request.name, &request.project)
    }
}
