//! Documentation of items that the OpenAPI document does not describe, from their names.

use crate::name;

/// The verbs of a resource's operations, and the third person of each.
const VERBS: &[(&str, &str)] = &[
    ("create", "Creates"),
    ("delete", "Deletes"),
    ("fetch", "Fetches"),
    ("patch", "Updates"),
    ("update", "Updates"),
];

/// The purpose of an operation: `Lists user channels.`, `Fetches an invite.`
///
/// If the name of the method is not a known verb, the sentence uses the verb of the operationId. If the
/// operationId has no known verb, the sentence only names the operation.
pub(crate) fn operation(verb: &str, noun: &str, id: &str) -> String {
    let is_known = |verb: &str| verb == "list" || VERBS.iter().any(|(known, _)| *known == verb);
    let first = name::words(id).into_iter().next().unwrap_or_default();
    let verb = if is_known(verb) { verb } else { &first };
    if verb == "list" {
        return format!("Lists {}.", name::prose(&name::plural(noun)));
    }
    match VERBS.iter().find(|(known, _)| *known == verb) {
        Some((_, does)) => format!("{does} {}.", name::with_article(&name::prose(noun))),
        None => format!("Performs the operation `{}`.", name::shown(id)),
    }
}

/// The purpose of a handle: `Operations on user channels.` The noun of a resource with a single instance is
/// singular.
pub(crate) fn handle(noun: &str, accessor: &str) -> String {
    let shown = name::prose(accessor);
    if name::prose(noun) == shown && !name::is_plural(&shown) {
        format!("Operations on the {shown}.")
    } else {
        format!("Operations on {shown}.")
    }
}

/// The description of a model: `A user channel.`
pub(crate) fn model(rust: &str) -> String {
    capitalized(&format!("{}.", noun_of(rust)))
}

/// The description of an enum: `A user channel status.`
pub(crate) fn open_enum(rust: &str) -> String {
    format!("{} The server may add values.", model(rust))
}

/// The description of a union.
pub(crate) fn union(rust: &str) -> String {
    capitalized(&format!("{}: one of several types.", noun_of(rust)))
}

/// The description of a SID type: the identified resource and the format.
pub(crate) fn sid(prefix: &str, noun: &str) -> String {
    // The noun of a SID that is named after its prefix is unknown.
    let of = if noun.is_empty() {
        "A SID".to_owned()
    } else {
        format!("The SID of {}", name::with_article(&name::prose(noun)))
    };
    format!("{of}: `{prefix}` and 32 hexadecimal digits.")
}

/// The description of a resource: `User channels.`
pub(crate) fn resource(accessor: &str) -> String {
    capitalized(&format!("{}.", name::prose(accessor)))
}

fn noun_of(rust: &str) -> String {
    name::with_article(&name::prose(rust))
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations() {
        let table = [
            ("list", "task", "ListTask", "Lists tasks."),
            ("list", "usage_record_today", "ListUsageRecordToday", "Lists usage records today."),
            ("list", "assigned_add_on", "ListAssignedAddOn", "Lists assigned add-ons."),
            ("create", "invite", "CreateInvite", "Creates an invite."),
            ("fetch", "user_channel", "FetchUserChannel", "Fetches a user channel."),
            ("update", "settings", "UpdateSettings", "Updates settings."),
            ("patch", "user", "PatchUser", "Updates a user."),
            ("delete", "ip_address", "DeleteIpAddress", "Deletes an IP address."),
            ("all", "task", "ListTask", "Lists tasks."),
            ("listen_thing", "thing", "listenThing", "Performs the operation `listenThing`."),
            ("get", "thing", "a`b", "Performs the operation `a'b`."),
        ];
        for (verb, noun, id, wanted) in table {
            assert_eq!(operation(verb, noun, id), wanted);
        }
    }

    #[test]
    fn other_items() {
        assert_eq!(handle("user_channel", "user_channels"), "Operations on user channels.");
        assert_eq!(handle("balance", "balance"), "Operations on the balance.");
        assert_eq!(handle("settings", "settings"), "Operations on settings.");
        assert_eq!(model("UserChannel"), "A user channel.");
        assert_eq!(model("IpAddress"), "An IP address.");
        assert_eq!(open_enum("TaskStatus"), "A task status. The server may add values.");
        assert_eq!(union("Shape"), "A shape: one of several types.");
        assert_eq!(sid("IN", "invite"), "The SID of an invite: `IN` and 32 hexadecimal digits.");
        assert_eq!(sid("ZZ", ""), "A SID: `ZZ` and 32 hexadecimal digits.");
        assert_eq!(resource("sip_domains"), "SIP domains.");
    }
}
