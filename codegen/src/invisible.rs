//! Characters that are not visible, or that change how the characters around them are shown.
//!
//! They could make one string look like another. Documentation and identifiers omit them, and diagnostics
//! escape them.

use std::ops::RangeInclusive;

/// Unicode's `Default_Ignorable_Code_Point` and `Bidi_Control`, the separators of lines and
/// paragraphs, and the marks of interlinear annotations; in ascending order.
const RANGES: &[RangeInclusive<char>] = &[
    '\u{00AD}'..='\u{00AD}',   // soft hyphen
    '\u{034F}'..='\u{034F}',   // combining grapheme joiner
    '\u{061C}'..='\u{061C}',   // Arabic letter mark
    '\u{115F}'..='\u{1160}',   // Hangul fillers
    '\u{17B4}'..='\u{17B5}',   // Khmer inherent vowels
    '\u{180B}'..='\u{180F}',   // Mongolian variation selectors
    '\u{200B}'..='\u{200F}',   // zero-width characters, marks of direction
    '\u{2028}'..='\u{202E}',   // separators, embeddings and overrides of direction
    '\u{2060}'..='\u{206F}',   // invisible operators, isolates, deprecated format characters
    '\u{3164}'..='\u{3164}',   // Hangul filler
    '\u{FE00}'..='\u{FE0F}',   // variation selectors
    '\u{FEFF}'..='\u{FEFF}',   // zero-width no-break space
    '\u{FFA0}'..='\u{FFA0}',   // halfwidth Hangul filler
    '\u{FFF0}'..='\u{FFFB}',   // reserved characters, interlinear annotations
    '\u{1BCA0}'..='\u{1BCA3}', // shorthand format controls
    '\u{1D173}'..='\u{1D17A}', // musical format controls
    '\u{E0000}'..='\u{E0FFF}', // tags, variation selectors
];

/// Whether a character is a control character or one of [`RANGES`].
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control() || RANGES.iter().any(|range| range.contains(&c))
}

/// A string on one line: control characters are spaces, and other invisible characters are U+FFFD.
pub(crate) fn plain(text: &str) -> String {
    let visible = text.chars().map(|c| match c {
        c if c.is_control() => ' ',
        c if is_invisible(c) => '\u{FFFD}',
        c => c,
    });
    visible.collect()
}

#[cfg(test)]
mod tests {
    use super::{is_invisible, plain};

    #[test]
    fn a_plain_string_has_one_line_and_no_invisible_characters() {
        assert_eq!(plain("a\n\u{1B}b é"), "a  b é");
        for c in ['\u{061C}', '\u{200B}', '\u{202E}', '\u{206A}', '\u{E0041}'] {
            assert_eq!(plain(&format!("a{c}b")), "a\u{FFFD}b", "{c:?}");
        }
    }

    #[test]
    fn bounds_of_the_unicode_ranges() {
        let invisible: &[(u32, u32)] = &[
            (0x0000, 0x001F),
            (0x007F, 0x009F),
            (0x00AD, 0x00AD),
            (0x034F, 0x034F),
            (0x061C, 0x061C),
            (0x115F, 0x1160),
            (0x17B4, 0x17B5),
            (0x180B, 0x180F),
            (0x200B, 0x200F),
            (0x2028, 0x202E),
            (0x2060, 0x206F),
            (0x3164, 0x3164),
            (0xFE00, 0xFE0F),
            (0xFEFF, 0xFEFF),
            (0xFFA0, 0xFFA0),
            (0xFFF0, 0xFFFB),
            (0x1BCA0, 0x1BCA3),
            (0x1D173, 0x1D17A),
            (0xE0000, 0xE0FFF),
        ];
        for code in 0..=0x10_FFFF {
            let Some(c) = char::from_u32(code) else { continue };
            let wanted = invisible.iter().any(|(first, last)| (*first..=*last).contains(&code));
            assert_eq!(is_invisible(c), wanted, "U+{code:04X}");
        }
    }

    #[test]
    fn letters_spaces_and_signs_are_visible() {
        for c in ['a', ' ', '\u{00A0}', 'é', 'ß', '中', '🙂', '\u{0301}', '—', '\u{FFFC}', '\u{FFFD}']
        {
            assert!(!is_invisible(c), "{c:?}");
        }
    }
}
