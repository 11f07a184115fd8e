//! Twilio's error numbers of the chat and Flex resources, to compare with
//! [`Error::code`](crate::Error::code).
//!
//! Each constant links to Twilio's page about the error, which is the source of its description. The
//! list is not complete: Twilio adds numbers, and no page describes 50211, 50213, 70002 and the
//! numbers above 50601. Of the numbers 504xx, only those of chat members are listed, because
//! Conversations uses the others.

/// Declares constants in ascending order, each with a link to its page.
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
    /// A parameter of the request has a name that the operation does not accept.
    UNKNOWN_PARAMETERS = 20001;
    /// The credentials are wrong, belong to another account or region, or do not allow this.
    PERMISSION_DENIED = 20003;
    /// The resource exists but does not support this HTTP method.
    METHOD_NOT_ALLOWED = 20004;
    /// The resource does not exist: it was deleted, or the path is wrong.
    NOT_FOUND = 20404;
    /// The account has too many concurrent requests. Twilio did not process this one, so it can be
    /// repeated after a wait.
    TOO_MANY_REQUESTS = 20429;
    /// The Flex channel does not exist.
    FLEX_CHANNEL_NOT_FOUND = 45204;
    /// The chat user is already in the Flex channel. The usual cause is a repeated request.
    FLEX_USER_ALREADY_MEMBER = 45206;
    /// The user does not exist in the chat service.
    USER_NOT_FOUND = 50200;
    /// The chat service already has a user with this identity.
    USER_ALREADY_EXISTS = 50201;
    /// The request does not specify a user.
    USER_SID_NOT_PROVIDED = 50202;
    /// Twilio reserves this identity.
    IDENTITY_RESERVED = 50203;
    /// The request does not contain `Identity`.
    IDENTITY_NOT_PROVIDED = 50204;
    /// The user's role does not allow setting the role.
    USER_UNAUTHORIZED_TO_SET_ROLE = 50205;
    /// The identity has the form of a user's SID, which is not allowed.
    IDENTITY_LIKE_USER_SID = 50206;
    /// The identity is too long.
    IDENTITY_TOO_LONG = 50207;
    /// The user is in the maximum number of channels.
    USER_CHANNEL_LIMIT_EXCEEDED = 50208;
    /// The chat service does not support this type of binding.
    INVALID_BINDING_TYPE = 50209;
    /// The chat service does not support this notification level.
    INVALID_NOTIFICATION_LEVEL = 50210;
    /// The user is already invited to this channel.
    USER_ALREADY_INVITED = 50212;
    /// The user is in the maximum number of conversations.
    USER_CONVERSATION_LIMIT_EXCEEDED = 50214;
    /// The user is not a member of this channel.
    USER_NOT_MEMBER = 50400;
    /// The request does not specify a member.
    MEMBER_SID_NOT_PROVIDED = 50401;
    /// The channel does not have this member.
    MEMBER_NOT_FOUND = 50402;
    /// The channel has the maximum number of members.
    CHANNEL_MEMBER_LIMIT_EXCEEDED = 50403;
    /// The channel already has a member with this identity.
    MEMBER_ALREADY_EXISTS = 50404;
    /// The format of `LastConsumptionTimestamp` is invalid.
    INVALID_LAST_CONSUMPTION_TIMESTAMP = 50405;
    /// The format of `LastConsumedMessageIndex` is invalid.
    INVALID_LAST_CONSUMED_MESSAGE_INDEX = 50406;
    /// The request does not specify an invite.
    INVITE_SID_NOT_PROVIDED = 50600;
    /// The invite does not exist.
    INVITE_NOT_FOUND = 50601;
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn the_numbers_are_unique_and_ascending() {
        assert!(ALL.is_sorted_by(|one, next| one < next), "{ALL:?}");
    }
}
