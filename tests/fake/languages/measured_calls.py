"""The CPU time of calls of the official Python library: `measured_calls.py URL ACCOUNT_SID AUTH_TOKEN`.

Prints the version of the library. Then it reads `fetch COUNT` and `list COUNT` from its standard input, and prints the
CPU time of each command in seconds.
"""

import sys
import time

from fake_client import client

import twilio

SERVICE = "IS" + "a" * 32
INVITE = "IN" + "0" * 32


invites = client().chat.v1.services(SERVICE).channels("CH" + "a" * 32).invites


def run(command, count):
    """Makes the calls of a command."""
    if command == "fetch":
        for _ in range(count):
            assert invites(INVITE).fetch().sid == INVITE
    else:
        assert sum(1 for _ in invites.stream(page_size=1000)) == count


print(twilio.__version__, flush=True)
for line in sys.stdin:
    command, count = line.split()
    start = time.process_time()
    run(command, int(count))
    print(time.process_time() - start, flush=True)
