//! Strings as a reader understands them: without percent-encoding, JSON escapes and character references.

/// A character, and the bytes of the original string that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) character: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The maximum number of encodings around each other that are decoded.
const MAX_LEVELS: usize = 4;

/// Returns the string, and the strings that result if it is decoded once, twice and so on.
pub(super) fn readings(text: &str) -> Vec<Vec<Unit>> {
    let units = text.char_indices().map(|(start, character)| Unit {
        character,
        start,
        end: start + character.len_utf8(),
    });
    let mut readings = vec![units.collect::<Vec<_>>()];
    while readings.len() < MAX_LEVELS {
        let Some(last) = readings.last() else { break };
        let next = decoded(last);
        if next.len() == last.len() {
            break;
        }
        readings.push(next);
    }
    readings
}

fn decoded(units: &[Unit]) -> Vec<Unit> {
    let mut decoded = Vec::with_capacity(units.len());
    let mut rest = units;
    while let Some((first, after)) = rest.split_first() {
        let taken = match first.character {
            '%' => percent(rest, &mut decoded),
            '\\' => escape(rest, &mut decoded),
            '&' => reference(rest, &mut decoded),
            _ => 0,
        };
        if taken == 0 {
            decoded.push(*first);
            rest = after;
        } else {
            rest = rest.get(taken..).unwrap_or_default();
        }
    }
    decoded
}

/// Adds a character that comes from these units. Returns their number.
fn add(units: &[Unit], count: usize, character: char, decoded: &mut Vec<Unit>) -> usize {
    let (Some(first), Some(last)) = (units.first(), units.get(count - 1)) else { return 0 };
    decoded.push(Unit { character, start: first.start, end: last.end });
    count
}

fn hexadecimal(units: &[Unit], at: usize, digits: usize) -> Option<u32> {
    let units = units.get(at..at + digits)?;
    units.iter().try_fold(0, |number, unit| Some(number * 16 + unit.character.to_digit(16)?))
}

/// Decodes the percent-encoded bytes of one character.
fn percent(units: &[Unit], decoded: &mut Vec<Unit>) -> usize {
    let mut bytes = Vec::new();
    while bytes.len() < 4 {
        let at = bytes.len() * 3;
        let is_encoded = units.get(at).is_some_and(|unit| unit.character == '%');
        let Some(byte) = hexadecimal(units, at + 1, 2).filter(|_| is_encoded) else { break };
        bytes.extend(u8::try_from(byte));
        let character = str::from_utf8(&bytes).ok().and_then(|text| text.chars().next());
        if let Some(character) = character {
            return add(units, bytes.len() * 3, character, decoded);
        }
    }
    0
}

/// Decodes an escape of a JSON string.
fn escape(units: &[Unit], decoded: &mut Vec<Unit>) -> usize {
    let Some(kind) = units.get(1).map(|unit| unit.character) else { return 0 };
    let character = match kind {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '"' | '\\' | '/' | '\'' => kind,
        'u' => {
            let Some(high) = hexadecimal(units, 2, 4) else { return 0 };
            if let Some(character) = char::from_u32(high) {
                return add(units, 6, character, decoded);
            }
            let is_pair = units.get(6).is_some_and(|unit| unit.character == '\\')
                && units.get(7).is_some_and(|unit| unit.character == 'u');
            let low = hexadecimal(units, 8, 4).filter(|low| is_pair && (0xdc00..0xe000).contains(low));
            let pair = low.and_then(|low| {
                char::from_u32(0x1_0000 + ((high.checked_sub(0xd800)? & 0x3ff) << 10) + (low - 0xdc00))
            });
            return pair.map_or(0, |character| add(units, 12, character, decoded));
        }
        _ => return 0,
    };
    add(units, 2, character, decoded)
}

/// Decodes a character reference of HTML or XML.
fn reference(units: &[Unit], decoded: &mut Vec<Unit>) -> usize {
    let Some(length) = units.iter().take(12).position(|unit| unit.character == ';') else { return 0 };
    let name: String = units.iter().take(length).skip(1).map(|unit| unit.character).collect();
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let character = match name.as_str() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        name => name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(digits) => number(digits, 16),
            None => number(digits, 10),
        }),
    };
    character.map_or(0, |character| add(units, length + 1, character, decoded))
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn each_encoding_is_decoded_also_inside_of_another() {
        let table = [
            ("a%40b", "a@b"),
            ("%C3%A9%c3%a9", "éé"),
            ("%2540", "@"),
            (r"a\u0040b\/\n", "a@b/\n"),
            (r"\ud83d\ude00", "😀"),
            (r"%5Cu0040", "@"),
            ("&lt;&#64;&#x40;&amp;lt;", "<@@<"),
            ("100% & more \\ %zz %C3 \\ud800 &;", "100% & more \\ %zz %C3 \\ud800 &;"),
        ];
        for (text, wanted) in table {
            let last: String = readings(text).last().unwrap().iter().map(|unit| unit.character).collect();
            assert_eq!(last, wanted, "{text}");
        }
    }

    #[test]
    fn each_character_has_its_place_in_the_original() {
        let units = readings("x%C3%A9y").pop().unwrap();
        let places: Vec<_> = units.iter().map(|unit| (unit.character, unit.start, unit.end)).collect();
        assert_eq!(places, [('x', 0, 1), ('é', 1, 7), ('y', 7, 8)]);
    }
}
