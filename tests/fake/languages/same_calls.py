"""The calls of `comparison.rs` with the official Python library: `same_calls.py URL ACCOUNT_SID AUTH_TOKEN`."""

from datetime import datetime, timezone

from fake_client import client
from twilio.base.exceptions import TwilioRestException

SERVICE, CHANNEL, ROLE = "IS" + "a" * 32, "CH" + "a" * 32, "RL" + "a" * 32
INVITE, FLOW, TASK = "IN" + "a" * 32, "FO" + "a" * 32, "WT" + "a" * 32


def call(action):
    """Makes a call. Only the request counts, so an error response is correct."""
    try:
        action()
    except TwilioRestException:
        pass


twilio = client()
invites = [api.services(SERVICE).channels("general").invites for api in (twilio.chat.v1, twilio.chat.v2)]
named = twilio.chat.v2.services(SERVICE).channels("söme + channel%").invites
users = [api.services(SERVICE).users("bob") for api in (twilio.chat.v1, twilio.chat.v2)]
user_channels = users[1].user_channels
channels = twilio.flex_api.v1.channel
read = datetime(2024, 2, 3, 4, 5, 6, tzinfo=timezone.utc)

for api in invites:
    call(lambda: api.create(identity="alice"))
    call(lambda: api.create(identity="ä + b&c=d,e", role_sid=ROLE))
    call(lambda: api.list())
    call(lambda: api.list(identity=["alice", "b,c"], page_size=20))
    call(lambda: api(INVITE).fetch())
    call(lambda: api(INVITE).delete())
call(lambda: named.create(identity="alice"))
call(lambda: users[0].user_channels.list())
call(lambda: user_channels.list(limit=3))
call(lambda: user_channels(CHANNEL).fetch())
call(lambda: user_channels("söme + channel%").fetch())
call(lambda: user_channels(CHANNEL).update(notification_level="muted", last_consumed_message_index=0))
call(lambda: user_channels(CHANNEL).update(last_consumption_timestamp=read))
call(lambda: user_channels(CHANNEL).update())
call(lambda: user_channels(CHANNEL).delete())
call(lambda: user_channels(CHANNEL).delete(x_twilio_webhook_enabled="true"))
call(lambda: channels.list(page_size=50))
call(
    lambda: channels.create(
        flex_flow_sid=FLOW, identity="alice", chat_user_friendly_name="Älice", chat_friendly_name="a chat"
    )
)
call(
    lambda: channels.create(
        flex_flow_sid=FLOW,
        identity="alice",
        chat_user_friendly_name="Alice",
        chat_friendly_name="Chat",
        target="web",
        chat_unique_name="unique",
        pre_engagement_data='{"a": ["b", 1]}',
        task_sid=TASK,
        task_attributes="{}",
        long_lived=True,
    )
)
call(lambda: channels(CHANNEL).fetch())
call(lambda: channels(CHANNEL).delete())
print("passed")
