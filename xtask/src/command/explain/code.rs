//! Explains the code of a diagnostic: the rule, its reason, and how to fix a document.

use codegen::Code;

use crate::failure::Failure;
use crate::terminal;

/// Whether the argument has the form of a code.
pub(super) fn is_code(argument: &str) -> bool {
    let digits = argument.strip_prefix(['E', 'e']);
    digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Prints the explanation of a code.
pub(super) fn explain(argument: &str) -> Result<(), Failure> {
    let Some(code) = Code::parse(argument) else {
        let help = match codegen::nearest_code(argument) {
            Some(near) => format!("did you mean `{near}` ({})?", near.name()),
            None => "use the code of a diagnostic, such as `E0101`".to_owned(),
        };
        return Err(Failure::usage(format_args!("the code `{argument}` does not exist"), help));
    };
    terminal::say(&format!("{}\n", code.explanation()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_letter_and_four_digits() {
        for (argument, expected) in [
            ("E0101", true),
            ("e9999", true),
            ("E01", false),
            ("ListUser", false),
            ("E01a1", false),
            ("", false),
        ] {
            assert_eq!(is_code(argument), expected, "{argument}");
        }
    }

    #[test]
    fn an_unknown_code_suggests_a_similar_one() {
        for (argument, suggestion) in [
            ("E0110", "did you mean `E0101`"),
            ("E1101", "did you mean `E0101`"),
            ("nonsense", "use the code"),
        ] {
            let failure = explain(argument).err().map(|failure| failure.to_string()).unwrap_or_default();
            assert!(failure.contains(suggestion), "{failure}");
        }
    }
}
