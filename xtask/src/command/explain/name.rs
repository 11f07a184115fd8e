//! Explains a name: the item, its other names, and the reasons for them.

use codegen::ExplainError;

use crate::failure::Failure;
use crate::input::project::{Project, ProjectArguments};
use crate::terminal;

/// The upper bound for the items that are explained in full. More items are listed, one per line.
const MAX_EXPLAINED: usize = 2;

/// Prints the items with a name.
pub(super) fn explain(name: &str, arguments: &ProjectArguments) -> Result<(), Failure> {
    let input = Project::find(arguments)?.read()?;
    match codegen::explain(input.inputs(), name) {
        Ok(found) if found.len() <= MAX_EXPLAINED => {
            let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
            terminal::say(&texts.join("\n"));
        }
        Ok(found) => {
            let items = terminal::count(found.len(), "item");
            terminal::say(&format!("{items} have this name; explain one of them:\n"));
            for item in found {
                let rust = item.rust.as_deref().unwrap_or("not generated");
                terminal::say(&format!("  {rust}  {} {}\n", item.kind, item.wire));
            }
        }
        Err(ExplainError::Diagnostics(diagnostics)) => return Err(diagnostics.into()),
        Err(ExplainError::UnknownName { suggestion }) => {
            let help = match suggestion {
                Some(name) => format!("did you mean `{}`?", terminal::name(&name)),
                None => "use an operationId, a schema, a JSON pointer or a Rust path".to_owned(),
            };
            return Err(Failure::new(format_args!("no item has the name `{}`", terminal::name(name)), help));
        }
    }
    Ok(())
}
