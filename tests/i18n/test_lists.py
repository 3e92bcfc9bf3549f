"""Lists in messages are written as each language writes them, names between its own marks."""

from __future__ import annotations

from lib.i18n import locale
from lib.model import quoted, say


def test_a_list_in_a_message():
    message = say("Sheets that are not read: {sheets}.", sheets=quoted(["Jobs", "地點"]))
    assert str(message) == "Sheets that are not read: “Jobs”, “地點”."
    assert locale("en").say(message) == "Sheets that are not read: “Jobs” and “地點”."
    assert "「Jobs」和「地點」" in locale("zh-TW").say(message)


def test_an_empty_list_is_nothing():
    assert str(say("Sheets that are not read: {sheets}.", sheets=())) == "Sheets that are not read: ."
