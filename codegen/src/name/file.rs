//! The names of files.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::case::snake;

/// A noun as the name of a file and module: `1password` → `n1password`, `größe` → `grosse`. Rust rejects other
/// characters than those of ASCII in the name of a module's file, and file systems normalize them differently.
/// Windows has devices of some names.
pub(crate) fn file(noun: &str) -> String {
    let file = snake(&ascii(noun));
    // Every module imports the runtime, under the name `rt`.
    let is_taken = is_device(&file) || ["rt", "twilio_client_runtime"].contains(&file.as_str());
    if is_taken { format!("{file}_") } else { file }
}

/// Whether Windows has a device of this name, in lower case.
pub(crate) fn is_device(name: &str) -> bool {
    const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    let is_port = port.is_some_and(|port| port.len() == 1 && port != "0" && port.parse::<u8>().is_ok());
    is_port || DEVICES.contains(&name)
}

/// A name without its accents. A letter without a replacement has its code point: `名` becomes `u540d`.
fn ascii(name: &str) -> String {
    let mut ascii = String::new();
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            c if c.is_ascii() => ascii.push(c),
            'ß' => ascii.push_str("ss"),
            'æ' | 'Æ' => ascii.push_str("ae"),
            'œ' | 'Œ' => ascii.push_str("oe"),
            'ø' | 'Ø' => ascii.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => ascii.push('d'),
            'ł' | 'Ł' => ascii.push('l'),
            'þ' | 'Þ' => ascii.push_str("th"),
            'ı' => ascii.push('i'),
            c => ascii.extend(["_u", &format!("{:x}", u32::from(c)), "_"]),
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files() {
        let table = [
            ("1password_com_events", "n1password_com_events"),
            ("aux", "aux_"),
            ("rt", "rt_"),
            ("größe", "grosse"),
            ("e\u{301}tat_é", "etat_e"),
            ("名前", "u540d_u524d"),
            ("ключ_a", "u43a_u43b_u44e_u447_a"),
        ];
        for (noun, name) in table {
            assert_eq!(file(noun), name);
        }
    }
}
