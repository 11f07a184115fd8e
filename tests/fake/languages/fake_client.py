"""The client of the official Python library on the fake."""

import sys

try:
    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client
except ImportError:
    print("skipped: the Python package `twilio` is not installed")
    sys.exit(0)

URL, ACCOUNT_SID, AUTH_TOKEN = sys.argv[1:]


class FakeHttpClient(TwilioHttpClient):
    """Sends each request to the fake, with the host as the first segment of the path."""

    def request(self, method, url, *arguments, **options):
        if not url.startswith(URL):
            url = f"{URL}/{url.split('://', 1)[1]}"
        return super().request(method, url, *arguments, **options)


def client(auth_token=AUTH_TOKEN):
    return Client(ACCOUNT_SID, auth_token, http_client=FakeHttpClient())
