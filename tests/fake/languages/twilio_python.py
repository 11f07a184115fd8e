"""The official Python library on the fake: `twilio_python.py URL ACCOUNT_SID AUTH_TOKEN`.

The first request of DeleteInvite has status 429.
"""

from fake_client import client
from twilio.base.exceptions import TwilioRestException

SERVICE = "IS" + "a" * 32
FLOW = "FO" + "a" * 32


def status(action):
    """The status of the library's own exception."""
    try:
        action()
    except TwilioRestException as error:
        return error.status
    return None


twilio = client()
invites = twilio.chat.v2.services(SERVICE).channels("general").invites
created = [invites.create(identity=f"user{number}") for number in range(5)]
assert [invite.sid for invite in invites.list(page_size=2)] == [invite.sid for invite in created]
assert [invite.identity for invite in invites.list(identity=["user3"])] == ["user3"]
assert created[0].date_created is not None and created[0].service_sid == SERVICE
assert invites(created[0].sid).fetch().identity == "user0"
assert status(lambda: invites(created[0].sid).delete()) == 429
assert invites(created[0].sid).delete()
assert status(lambda: invites(created[0].sid).fetch()) == 404
assert status(lambda: invites.create(identity="")) == 400
assert status(lambda: client("wrong").flex_api.v1.channel("CH" + "a" * 32).fetch()) == 401

channels = twilio.flex_api.v1.channel
channel = channels.create(
    flex_flow_sid=FLOW, identity="alice", chat_user_friendly_name="Alice", chat_friendly_name="Chat"
)
assert channels(channel.sid).fetch().flex_flow_sid == FLOW
assert [found.sid for found in channels.list()] == [channel.sid]
assert channels(channel.sid).delete()
assert channels.list() == []

user_channel = twilio.chat.v2.services(SERVICE).users("bob").user_channels("CH" + "a" * 32)
assert user_channel.update(notification_level="muted").notification_level == "muted"
print("passed")
