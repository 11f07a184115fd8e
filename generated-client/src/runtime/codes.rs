//! Twilio's own error numbers that the chat and Flex resources give: what
//! [`Error::code`](super::Error::code) is compared with.
//!
//! Each links to Twilio's page about it, from which its meaning is taken. The list is not complete:
//! Twilio adds numbers, and 50211, 50213, those above 50601, and 70002 are not here, since no page
//! was found that says what they mean. Of 504xx only those of chat members are here; Conversations
//! uses the others.

/// Constants in ascending order, each with the address of its page.
macro_rules! codes {
    ($($(#[doc = $text:literal])+ $name:ident = $code:literal;)+) => {
        $(
            $(#[doc = $text])+
            #[doc = concat!("\n\n<https://www.twilio.com/docs/api/errors/", $code, ">")]
            pub const $name: u32 = $code;
        )+

        #[cfg(test)]
        const ALL: &[u32] = &[$($name),+];
    };
}

codes! {
    /// A parameter of the request has a name that the operation does not know.
    UNKNOWN_PARAMETERS = 20001;
    /// The credentials are wrong, belong to another account or region, or do not allow this.
    PERMISSION_DENIED = 20003;
    /// The resource is there, but does not take this HTTP method.
    METHOD_NOT_ALLOWED = 20004;
    /// There is no such resource: it never existed, or was deleted, or the path is wrong.
    NOT_FOUND = 20404;
    /// The account has too many requests under way; this one was not processed, so it can be
    /// repeated after a wait.
    TOO_MANY_REQUESTS = 20429;
    /// There is no such Flex channel.
    FLEX_CHANNEL_NOT_FOUND = 45204;
    /// The chat user is in the Flex channel already, which most often means a repeated request.
    FLEX_USER_ALREADY_MEMBER = 45206;
    /// There is no such user in the chat service.
    USER_NOT_FOUND = 50200;
    /// The chat service has a user of this identity already.
    USER_ALREADY_EXISTS = 50201;
    /// The request does not say which user is meant.
    USER_SID_NOT_PROVIDED = 50202;
    /// The identity is one that Twilio keeps for itself.
    IDENTITY_RESERVED = 50203;
    /// The request lacks `Identity`.
    IDENTITY_NOT_PROVIDED = 50204;
    /// The user's role does not allow setting the role.
    USER_UNAUTHORIZED_TO_SET_ROLE = 50205;
    /// The identity looks like the SID of a user, which is not allowed.
    IDENTITY_LIKE_USER_SID = 50206;
    /// The identity is longer than Twilio takes.
    IDENTITY_TOO_LONG = 50207;
    /// The user is in as many channels as the service allows.
    USER_CHANNEL_LIMIT_EXCEEDED = 50208;
    /// The type of the binding is none that chat has.
    INVALID_BINDING_TYPE = 50209;
    /// The notification level is none that chat has.
    INVALID_NOTIFICATION_LEVEL = 50210;
    /// The user is invited to this channel already.
    USER_ALREADY_INVITED = 50212;
    /// The user is in as many conversations as the service allows.
    USER_CONVERSATION_LIMIT_EXCEEDED = 50214;
    /// The user is not a member of this channel.
    USER_NOT_MEMBER = 50400;
    /// The request does not say which member is meant.
    MEMBER_SID_NOT_PROVIDED = 50401;
    /// There is no such member of this channel.
    MEMBER_NOT_FOUND = 50402;
    /// The channel has as many members as the service allows.
    CHANNEL_MEMBER_LIMIT_EXCEEDED = 50403;
    /// The channel has a member of this identity already.
    MEMBER_ALREADY_EXISTS = 50404;
    /// `LastConsumptionTimestamp` is not in a form that Twilio reads.
    INVALID_LAST_CONSUMPTION_TIMESTAMP = 50405;
    /// `LastConsumedMessageIndex` is not in a form that Twilio reads.
    INVALID_LAST_CONSUMED_MESSAGE_INDEX = 50406;
    /// The request does not say which invite is meant.
    INVITE_SID_NOT_PROVIDED = 50600;
    /// There is no such invite.
    INVITE_NOT_FOUND = 50601;
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_number_is_there_once_and_in_order() {
        assert!(ALL.is_sorted_by(|one, next| one < next), "{ALL:?}");
    }
}
