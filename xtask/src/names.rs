//! `cargo xtask explain NAME`: what a name means, and why.

use std::path::PathBuf;

use clap::Args;
use codegen::{Inputs, Unknown};

use crate::failure::Failure;
use crate::{explain, report, sources};

/// More things than this are named in a line each.
const MOST: usize = 2;

/// What is asked for.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// An operationId, a name of the documents (CreateInvite.RoleSid), a JSON pointer, a Rust path
    /// (`Invites::create`); or the number of a rule that a document broke (E0101)
    #[arg(value_name = "NAME")]
    name: String,
    /// A document, or a folder of them [default: spec]
    #[arg(long, value_name = "PATH", value_parser = crate::path)]
    spec: Option<PathBuf>,
}

/// Prints what is known of a name.
pub(crate) fn run(request: &Explain) -> Result<(), Failure> {
    if explain::is_code(&request.name) {
        return explain::code(&request.name);
    }
    let root = sources::root()?;
    let spec = request.spec.clone().unwrap_or_else(|| root.join("spec"));
    let input = sources::read(&root, &spec, None)?;
    let inputs = Inputs { documents: &input.documents, settings: input.settings.as_ref() };
    match codegen::explain(inputs, &request.name)? {
        Ok(found) if found.len() <= MOST => {
            let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
            report::say(&texts.join("\n"));
        }
        Ok(found) => {
            report::say(&format!(
                "{} have this name; ask for one of them:\n",
                report::count(found.len(), "thing")
            ));
            for thing in found {
                let rust = thing.rust.as_deref().unwrap_or("not generated");
                report::say(&format!("  {rust}  {} {}\n", thing.kind, thing.wire));
            }
        }
        Err(Unknown { suggestion }) => {
            let help = match suggestion {
                Some(name) => format!("did you mean `{}`?", name.escape_debug()),
                None => "ask for an operationId, a schema, a JSON pointer or a Rust path".to_owned(),
            };
            let what = format!("nothing is called `{}`", request.name.escape_debug());
            return Err(Failure::new(what, help));
        }
    }
    Ok(())
}
