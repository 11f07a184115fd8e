//! Colors for a terminal.

use anstyle::{AnsiColor, Style};

/// Whether a text contains colors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paint {
    /// No colors.
    #[default]
    Plain,
    /// The escape sequences of a terminal.
    Ansi,
}

impl Paint {
    /// A text in a style.
    fn with(self, style: Style, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Ansi => format!("{style}{text}{style:#}"),
        }
    }

    /// A heading.
    pub(super) fn heading(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    /// A breaking part.
    pub(super) fn breaking(self, text: &str) -> String {
        self.with(Style::new().bold().fg_color(Some(AnsiColor::Red.into())), text)
    }

    /// A line with its sign: `-` for the previous state, `+` for the new state.
    pub(super) fn state(self, sign: char, text: &str) -> String {
        let color = match sign {
            '-' => AnsiColor::Red,
            '+' => AnsiColor::Green,
            _ => return format!("{sign} {text}"),
        };
        self.with(Style::new().fg_color(Some(color.into())), &format!("{sign} {text}"))
    }

    /// A secondary part.
    pub(super) fn faint(self, text: &str) -> String {
        self.with(Style::new().dimmed(), text)
    }
}
