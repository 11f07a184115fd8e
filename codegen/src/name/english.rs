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

/// Plurals that no rule forms.
const IRREGULAR: &[(&str, &str)] = &[
    ("analysis", "analyses"),
    ("axis", "axes"),
    ("child", "children"),
    ("crisis", "crises"),
    ("criterion", "criteria"),
    ("diagnosis", "diagnoses"),
    ("foot", "feet"),
    ("half", "halves"),
    ("hypothesis", "hypotheses"),
    ("knife", "knives"),
    ("leaf", "leaves"),
    ("life", "lives"),
    ("man", "men"),
    ("mouse", "mice"),
    ("parenthesis", "parentheses"),
    ("quiz", "quizzes"),
    ("shelf", "shelves"),
    ("synopsis", "synopses"),
    ("thesis", "theses"),
    ("tooth", "teeth"),
    ("wife", "wives"),
    ("woman", "women"),
];

/// Further plurals, of nouns that have a regular plural too or whose singular no rule finds.
const OTHER_PLURALS: &[(&str, &str)] = &[
    ("alias", "aliases"),
    ("appendix", "appendices"),
    ("atlas", "atlases"),
    ("bias", "biases"),
    ("cache", "caches"),
    ("canvas", "canvases"),
    ("gas", "gases"),
    ("index", "indices"),
    ("lens", "lenses"),
    ("matrix", "matrices"),
    ("person", "people"),
    ("potato", "potatoes"),
    ("tomato", "tomatoes"),
    ("vertex", "vertices"),
];

/// Nouns that end with `ie`. The plurals of most other nouns that end with `ies` have a singular with `y`.
const IN_IE: &[&str] = &[
    "birdie", "brownie", "calorie", "cookie", "foodie", "freebie", "genie", "goalie", "hoodie", "movie",
    "newbie", "pixie", "prairie", "rookie", "selfie", "smoothie", "zombie",
];

/// Singular nouns that end with `s`, beside those that end with `ss`, `us` or `is`, and abbreviations.
const SINGULAR_IN_S: &[&str] = &[
    "alias",
    "always",
    "atlas",
    "bias",
    "canvas",
    "diabetes",
    "gas",
    "kubernetes",
    "lens",
    "news",
    "series",
    "species",
];

/// Words that are not spelled in small letters.
const SPELLINGS: &[(&str, &str)] = &[
    ("a2p", "A2P"),
    ("api", "API"),
    ("aws", "AWS"),
    ("byoc", "BYOC"),
    ("csv", "CSV"),
    ("dns", "DNS"),
    ("faq", "FAQ"),
    ("gps", "GPS"),
    ("html", "HTML"),
    ("http", "HTTP"),
    ("https", "HTTPS"),
    ("iban", "IBAN"),
    ("id", "ID"),
    ("ip", "IP"),
    ("json", "JSON"),
    ("jwt", "JWT"),
    ("mfa", "MFA"),
    ("mms", "MMS"),
    ("oauth", "OAuth"),
    ("otp", "OTP"),
    ("pdf", "PDF"),
    ("rss", "RSS"),
    ("saml", "SAML"),
    ("sdk", "SDK"),
    ("sid", "SID"),
    ("sids", "SIDs"),
    ("sip", "SIP"),
    ("sms", "SMS"),
    ("sql", "SQL"),
    ("ssh", "SSH"),
    ("ssl", "SSL"),
    ("sso", "SSO"),
    ("tls", "TLS"),
    ("uri", "URI"),
    ("url", "URL"),
    ("us", "US"),
    ("uuid", "UUID"),
    ("vpn", "VPN"),
    ("xml", "XML"),
];

/// Pairs of words that have a hyphen between them.
const HYPHENATED: &[(&str, &str)] =
    &[("add", "on"), ("add", "ons"), ("opt", "in"), ("opt", "out"), ("toll", "free")];

/// Abbreviations that are pronounced as words, not letter by letter.
const SPOKEN_AS_WORDS: &[&str] = &["SAML", "SID", "SIDs", "SIP"];

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
    let without_s = || noun.strip_suffix('s').unwrap_or(noun).to_owned();
    if SINGULAR_IN_S.contains(&last) || is_abbreviation_in_s(last) {
        return noun.to_owned();
    }
    if let Some((one, _)) = IRREGULAR.iter().chain(OTHER_PLURALS).find(|(_, many)| *many == last) {
        return format!("{before}{one}");
    }
    if PLURALS_IN_IS_AND_US.contains(&last) || is_plural_of_use(last) {
        return without_s();
    }
    if let Some(stem) = noun.strip_suffix("ies") {
        // `pie`, `tie`.
        let is_in_ie =
            last.len() <= "pies".len() || IN_IE.iter().any(|one| last.strip_suffix('s') == Some(one));
        return if is_in_ie { without_s() } else { format!("{stem}y") };
    }
    for suffix in ["sses", "uses", "xes", "zzes", "ches", "shes"] {
        if noun.ends_with(suffix) {
            return noun.strip_suffix("es").unwrap_or(noun).to_owned();
        }
    }
    match noun.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => noun.to_owned(),
    }
}

/// Whether the plural of a word that ends with `use`: `houses`, `clauses`. The plurals of most others that end with
/// `uses` have a singular with `us`: `statuses`.
fn is_plural_of_use(word: &str) -> bool {
    ["auses", "ouses"].iter().any(|end| word.ends_with(end))
        || ["abuses", "excuses", "fuses", "muses", "reuses", "uses"].contains(&word)
}

/// Whether a word is an abbreviation whose last letter is an S: `sms`.
fn is_abbreviation_in_s(word: &str) -> bool {
    SPELLINGS.iter().any(|(small, spelling)| *small == word && spelling.ends_with('S'))
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
    // `x` and `s3` are spoken letter by letter too.
    let is_letter = !word.chars().nth(1).is_some_and(char::is_alphabetic);
    let word_in_capitals = word.to_ascii_uppercase();
    if (is_abbreviation || is_letter) && !SPOKEN_AS_WORDS.contains(&word) {
        return ["11", "18"].contains(&word)
            || word_in_capitals
                .starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X', '8']);
    }
    let word = word.to_ascii_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    let has_prefix_un = begins(&["unid", "unim", "unin"]) && !begins(&["unidi"]);
    if begins(&["eu", "one", "once", "ubi", "uni", "us", "uti"]) && !has_prefix_un && !begins(&["oner"]) {
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
    fn singulars() {
        let table = [
            ("addresses", "address"),
            ("user_statuses", "user_status"),
            ("aliases", "alias"),
            ("buses", "bus"),
            ("boxes", "box"),
            ("caches", "cache"),
            ("batches", "batch"),
            ("causes", "cause"),
            ("warehouses", "warehouse"),
            ("uses", "use"),
            ("children", "child"),
            ("cookies", "cookie"),
            ("categories", "category"),
            ("ties", "tie"),
            ("indices", "index"),
            ("indexes", "index"),
            ("people", "person"),
            ("quizzes", "quiz"),
            ("responses", "response"),
            ("sizes", "size"),
        ];
        for (many, one) in table {
            assert_eq!(singular(many), one);
            assert_eq!(singular(one), one, "the singular of a singular");
        }
        for noun in
            ["data", "media", "metadata", "series", "news", "sms", "dns", "user_address", "access", "bias"]
        {
            assert_eq!(singular(noun), noun);
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
            ("Address", "an address"),
            ("User", "a user"),
            ("mms", "an MMS"),
            ("mfa_factor", "an MFA factor"),
            ("json_value", "a JSON value"),
            ("saml_provider", "a SAML provider"),
            ("utterance", "an utterance"),
            ("utility", "a utility"),
            ("uninstallation", "an uninstallation"),
            ("university", "a university"),
            ("x_coordinate", "an x coordinate"),
            ("s3_bucket", "an s3 bucket"),
            ("v2_key", "a v2 key"),
            ("settings", "settings"),
            ("media", "media"),
            ("a", "an a"),
        ];
        for (name, wanted) in table {
            assert_eq!(with_article(&prose(name)), wanted);
        }
    }
}
