//! `cargo xtask explain E0101`: what a rule is, why it is one, and how to mend a document.

use codegen::Code;

use crate::failure::Failure;
use crate::report;

/// Whether the argument is the number of a rule, known or not.
pub(crate) fn is_code(argument: &str) -> bool {
    let digits = argument.strip_prefix(['E', 'e']);
    digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Prints the text of a rule.
pub(crate) fn code(argument: &str) -> Result<(), Failure> {
    let Some(code) = Code::parse(argument) else {
        let help = match codegen::nearest_code(argument) {
            Some(near) => format!("did you mean `{near}` ({})?", near.name()),
            None => "give the number that stands beside a fault, as in `E0101`".to_owned(),
        };
        return Err(Failure::usage(format_args!("there is no rule `{argument}`"), help));
    };
    report::say(&format!("{}\n", code.explanation()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_rules_are_recognized() {
        for (argument, is) in [
            ("E0101", true),
            ("e9999", true),
            ("E01", false),
            ("ListUser", false),
            ("E01a1", false),
            ("", false),
        ] {
            assert_eq!(is_code(argument), is, "{argument}");
        }
    }

    #[test]
    fn an_unknown_number_leads_to_a_near_one() {
        for (argument, wanted) in [
            ("E0110", "did you mean `E0101`"),
            ("E1101", "did you mean `E0101`"),
            ("nonsense", "give the number"),
        ] {
            let failure = code(argument).err().map(|failure| failure.to_string()).unwrap_or_default();
            assert!(failure.contains(wanted), "{failure}");
        }
    }
}
