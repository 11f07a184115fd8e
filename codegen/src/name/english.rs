//! English word rules: plurals, singulars, articles, and how a name reads in a sentence.

use super::words::words;

/// Nouns without a plural.
const UNCOUNTABLE: &[&str] = &["billing", "data", "information", "media", "metadata", "people", "pricing"];

/// Adverbs of time, which follow a noun and have no plural.
const TIMES: &[&[&str]] = &[
    &["all", "time"],
    &["daily"],
    &["hourly"],
    &["last", "month"],
    &["monthly"],
    &["this", "month"],
    &["today"],
    &["tomorrow"],
    &["weekly"],
    &["yearly"],
    &["yesterday"],
];

/// Plurals of nouns that end with `i` or `u`. Most other words that end with `is` or `us` are singular: `status`.
const PLURALS_IN_IS_AND_US: &[&str] = &[
    "apis", "cpus", "emojis", "emus", "eus", "gpus", "gurus", "kpis", "menus", "mtus", "pois", "skis",
    "skus", "taxis", "tpus", "uris", "vcpus",
];

/// Plurals that do not end with `s`.
const IRREGULAR: &[(&str, &str)] = &[
    ("analysis", "analyses"),
    ("axis", "axes"),
    ("child", "children"),
    ("criterion", "criteria"),
    ("diagnosis", "diagnoses"),
    ("hypothesis", "hypotheses"),
    ("man", "men"),
    ("synopsis", "synopses"),
    ("woman", "women"),
];

/// Words that are not spelled in small letters.
const SPELLINGS: &[(&str, &str)] = &[
    ("a2p", "A2P"),
    ("api", "API"),
    ("aws", "AWS"),
    ("byoc", "BYOC"),
    ("http", "HTTP"),
    ("id", "ID"),
    ("ip", "IP"),
    ("mms", "MMS"),
    ("oauth", "OAuth"),
    ("otp", "OTP"),
    ("sid", "SID"),
    ("sids", "SIDs"),
    ("sip", "SIP"),
    ("sms", "SMS"),
    ("sso", "SSO"),
    ("uri", "URI"),
    ("url", "URL"),
    ("us", "US"),
];

/// Pairs of words that have a hyphen between them.
const HYPHENATED: &[(&str, &str)] =
    &[("add", "on"), ("add", "ons"), ("opt", "in"), ("opt", "out"), ("toll", "free")];

/// Abbreviations that are pronounced as words, not letter by letter.
const SPOKEN_AS_WORDS: &[&str] = &["SID", "SIDs", "SIP"];

/// `invite` → `invites`, `category` → `categories`. A plural stays. Of a compound, the noun that
/// counts changes: `code_of_conduct` → `codes_of_conduct`, `record_today` → `records_today`.
///
/// The words of the noun are separated by `_` or by a space.
pub(crate) fn plural(noun: &str) -> String {
    let separator = if noun.contains('_') { "_" } else { " " };
    let words: Vec<&str> = noun.split(separator).collect();
    let end = words.iter().position(|word| *word == "of").unwrap_or(words.len());
    let (counted, rest) = words.split_at_checked(end).unwrap_or((&words, &[]));
    let time = TIMES.iter().find(|time| counted.ends_with(time)).map_or(0, |time| time.len());
    let Some((head, before)) = counted.get(..counted.len() - time).and_then(<[_]>::split_last) else {
        return noun.to_owned(); // nothing but a time
    };
    let head = plural_word(head);
    let time = counted.get(counted.len() - time..).unwrap_or_default();
    let words: Vec<&str> = before.iter().chain([&head.as_str()]).chain(time).chain(rest).copied().collect();
    words.join(separator)
}

fn plural_word(word: &str) -> String {
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| word.ends_with(suffix));
    if ends(UNCOUNTABLE) || PLURALS_IN_IS_AND_US.contains(&word) {
        return word.to_owned();
    }
    if let Some((_, plural)) = IRREGULAR.iter().find(|(one, many)| *one == word || *many == word) {
        return (*plural).to_owned();
    }
    if ends(&["ss", "us", "is", "x", "z", "ch", "sh"]) {
        return format!("{word}es");
    }
    if word.ends_with('s') {
        return word.to_owned();
    }
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}

/// `question_sids` → `question_sid`: the name of one item of a list.
pub(crate) fn singular(noun: &str) -> String {
    let start = noun.rfind(['_', ' ']).map_or(0, |at| at + 1);
    let (before, last) = noun.split_at_checked(start).unwrap_or(("", noun));
    if PLURALS_IN_IS_AND_US.contains(&last) {
        return noun.strip_suffix('s').unwrap_or(noun).to_owned();
    }
    if let Some((one, _)) = IRREGULAR.iter().find(|(_, many)| *many == last) {
        return format!("{before}{one}");
    }
    if let Some(stem) = noun.strip_suffix("ies") {
        return format!("{stem}y");
    }
    for suffix in ["sses", "uses", "xes", "ches", "shes"] {
        if noun.ends_with(suffix) {
            return noun.strip_suffix("es").unwrap_or(noun).to_owned();
        }
    }
    match noun.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => noun.to_owned(),
    }
}

/// A name as it reads in a sentence: `sip_domain` and `SipDomain` → `SIP domain`, `add_on` →
/// `add-on`.
pub(crate) fn prose(name: &str) -> String {
    let words = words(name);
    let mut text = String::new();
    let mut before = "";
    for word in &words {
        let spelling =
            SPELLINGS.iter().find(|(small, _)| small == word).map_or(word.as_str(), |(_, set)| set);
        if HYPHENATED.contains(&(before, word)) {
            text.push('-');
        } else if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(spelling);
        before = word;
    }
    text
}

/// A noun with its article, as it sounds: `an invite`, `a user`, `an SMS`. A plural has no article.
pub(crate) fn with_article(noun: &str) -> String {
    if is_plural(noun) {
        return noun.to_owned();
    }
    let article = if begins_with_a_vowel(noun) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Whether a noun is a plural or uncountable.
pub(crate) fn is_plural(noun: &str) -> bool {
    plural(noun) == noun
}

fn begins_with_a_vowel(noun: &str) -> bool {
    let word = noun.split([' ', '-']).next().unwrap_or_default();
    let is_abbreviation = word.len() > 1 && !word.contains(|c: char| c.is_ascii_lowercase());
    if is_abbreviation && !SPOKEN_AS_WORDS.contains(&word) {
        return word.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X', '8']);
    }
    let word = word.to_ascii_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    if begins(&["eu", "one", "once", "uni", "us", "ut"]) {
        return false; // as in "you" and "one"
    }
    word.starts_with(['a', 'e', 'i', 'o', 'u']) || begins(&["hour", "honest", "honor", "heir"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals() {
        let table = [
            ("invite", "invites"),
            ("user_channel", "user_channels"),
            ("category", "categories"),
            ("address", "addresses"),
            ("status", "statuses"),
            ("key", "keys"),
            ("code_of_conduct", "codes_of_conduct"),
            ("usage_record_daily", "usage_records_daily"),
            ("usage_record_monthly", "usage_records_monthly"),
            ("usage_record_yearly", "usage_records_yearly"),
            ("usage_record_today", "usage_records_today"),
            ("usage_record_yesterday", "usage_records_yesterday"),
            ("usage_record_all_time", "usage_records_all_time"),
            ("usage record last month", "usage records last month"),
            ("run_time", "run_times"),
            ("menu", "menus"),
            ("sku", "skus"),
            ("rest_api", "rest_apis"),
            ("campus", "campuses"),
            ("child", "children"),
            ("analysis", "analyses"),
        ];
        for (one, many) in table {
            assert_eq!(plural(one), many);
            assert_eq!(plural(many), many, "the plural of a plural");
        }
        let unchanged =
            ["settings", "media", "codes_of_conduct", "billing", "org_billing", "daily", "all_time"];
        for noun in unchanged {
            assert_eq!(plural(noun), noun);
        }
        for (one, many) in table.iter().filter(|(one, _)| !one.contains("of_") && !one.contains("usage")) {
            assert_eq!(singular(many), *one);
        }
    }

    #[test]
    fn sentences() {
        let table = [
            ("invite", "an invite"),
            ("user_channel", "a user channel"),
            ("usage_record", "a usage record"),
            ("unread_message", "an unread message"),
            ("unit", "a unit"),
            ("sms", "an SMS"),
            ("sip_domain", "a SIP domain"),
            ("url", "a URL"),
            ("IpAddress", "an IP address"),
            ("us_app_to_person", "a US app to person"),
            ("byoc_trunk", "a BYOC trunk"),
            ("assigned_add_on", "an assigned add-on"),
            ("toll_free_number", "a toll-free number"),
            ("hour", "an hour"),
            ("house", "a house"),
            ("settings", "settings"),
            ("media", "media"),
            ("a", "an a"),
        ];
        for (name, wanted) in table {
            assert_eq!(with_article(&prose(name)), wanted);
        }
    }
}
