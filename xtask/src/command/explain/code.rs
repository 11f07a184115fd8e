//! Explains a diagnostic: the rule, its reason, how to fix a document, and its level.

use codegen::{Code, Level};

use crate::failure::Failure;
use crate::terminal;

/// Whether the argument has the form of a code, or is the name of a diagnostic.
pub(super) fn is_code(argument: &str) -> bool {
    let digits = argument.strip_prefix(['E', 'e']);
    let is_digit = |byte: u8| byte.is_ascii_digit();
    digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(is_digit))
        || Code::parse(argument).is_some()
}

/// Prints the explanation of a code or name.
pub(super) fn explain(argument: &str) -> Result<(), Failure> {
    let Some(code) = Code::parse(argument) else {
        let help = match codegen::nearest_code(argument) {
            Some(near) => format!("did you mean `{near}` ({})?", near.name()),
            None => "use the code of a diagnostic, such as `E0101`".to_owned(),
        };
        return Err(Failure::usage(format_args!("the code `{argument}` does not exist"), help));
    };
    terminal::say(&format!("{}\n\n{}\n", code.explanation(), level(code)));
    Ok(())
}

/// Returns the name of a diagnostic, its level, and the setting that changes it.
fn level(code: Code) -> String {
    let (name, level) = (code.name(), code.level());
    let article = if level == Level::Error { "an" } else { "a" };
    if !code.is_configurable() {
        return format!("`{name}` is always {article} {level}.");
    }
    let other = match level {
        Level::Error => "warn",
        Level::Warning => "deny",
    };
    format!(
        "`{name}` is {article} {level}. To change its level, set `allow`, `warn` or `deny` in `codegen.toml`:\n\n\
         ```toml\n[lints]\n{name} = \"{other}\"\n```"
    )
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
            ("unknown-keyword", true),
            ("unknown-keywords", false),
        ] {
            assert_eq!(is_code(argument), expected, "{argument}");
        }
    }

    #[test]
    fn the_explanation_shows_the_level_and_the_setting() {
        for (name, expected) in [
            ("invalid-syntax", "`invalid-syntax` is always an error."),
            ("unknown-keyword", "`unknown-keyword` is an error. To change"),
            ("ambiguous-paths", "[lints]\nambiguous-paths = \"deny\""),
        ] {
            let text = Code::parse(name).map(level).unwrap_or_default();
            assert!(text.contains(expected), "{text}");
        }
    }

    #[test]
    fn an_unknown_code_suggests_a_similar_one() {
        for (argument, suggestion) in [
            ("E1010", "did you mean `E0110`"),
            ("E011", "did you mean `E0011`"),
            ("nonsense", "use the code"),
        ] {
            let failure = explain(argument).err().map(|failure| failure.to_string()).unwrap_or_default();
            assert!(failure.contains(suggestion), "{failure}");
        }
    }
}
