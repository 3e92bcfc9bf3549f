"""Secrets are taken out of whatever a library says, in each form it may take."""

from __future__ import annotations

import pytest

from lib.model import Message
from lib.settings import Secrets
from lib.sync import scrub

PASSWORD = "p@ss/wörd+1"
URL = "postgresql://reader:p%40ss%2Fw%C3%B6rd%2B1@db.example/crm"
KEY_LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"
GOOGLE = {
    "client_email": "pulse@example.org",
    "private_key_id": "0123abcd",
    "private_key": f"-----BEGIN PRIVATE KEY-----\n{KEY_LINE}\n-----END PRIVATE KEY-----\n",
}
SECRETS = Secrets({"crm": URL, "broken": "no url at all"}, GOOGLE)


@pytest.mark.parametrize(
    "said",
    [
        f"could not connect to {URL}",
        f'password authentication failed: "{PASSWORD}"',
        "dsn: p%40ss%2Fw%C3%B6rd%2B1",
        "near 'no url at all'",
        f"bad key {KEY_LINE!r}",
        repr(GOOGLE["private_key"]),
        "key 0123abcd is unknown",
    ],
)
def test_no_form_of_a_secret_is_left(said):
    left = scrub.text(said, SECRETS)
    assert "•••" in left
    for part in (PASSWORD, "p%40ss", KEY_LINE, "0123abcd", "no url at all"):
        assert part not in left


def test_the_rest_stays():
    said = "pulse@example.org may not see the sheet at db.example -----BEGIN"
    assert scrub.text(said, SECRETS) == said
    assert scrub.text(said, Secrets()) == said


def test_a_short_password_does_not_eat_every_word():
    secrets = Secrets({"crm": "postgresql://u:a@h/d"})
    assert scrub.text("an apple", secrets) == "an apple"
    assert scrub.text("at postgresql://u:a@h/d", secrets) == "at •••"


def test_messages_keep_their_form():
    said = scrub.message(Message("{text}: {count}", {"text": PASSWORD, "count": 3}), SECRETS)
    assert (said.text, dict(said.params)) == ("{text}: {count}", {"text": "•••", "count": 3})
