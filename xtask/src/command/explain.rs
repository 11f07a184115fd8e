//! `explain`: prints information about a name, about a diagnostic or about a change.

mod change;
mod code;
mod name;

use clap::Args;

use crate::failure::Failure;
use crate::input::project::ProjectArguments;

/// The arguments of `explain`.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// An operationId, a name of an OpenAPI document (CreateInvite.RoleSid), a JSON pointer, a Rust
    /// path (`Invites::create`), the code or name of a diagnostic (E0101, unknown-keyword), or a rule or
    /// a fingerprint of the report (page-size-lowered, 8c5b3a7210ce)
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    project: ProjectArguments,
}

/// Prints the explanation of a diagnostic, of a change or of a name.
pub(crate) fn run(request: &Explain) -> Result<(), Failure> {
    let Explain { name, project } = request;
    if code::is_code(name) {
        return code::explain(name);
    }
    if change::is_fingerprint(name) {
        return change::explain_fingerprint(name, project);
    }
    if change::explain_rule(name) {
        return Ok(());
    }
    name::explain(name, project)
}
