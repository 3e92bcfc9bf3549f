"""The demonstration in the reader's language."""

from __future__ import annotations

import re
from datetime import date

import pytest

from lib.analysis.incident.model import Incident
from lib.analysis.incident.state import stand
from lib.demo import incident, said, script, told

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def past() -> Incident:
    return stand(incident.timeline(date(2026, 11, 21), 1, 1))


def of_people(found: Incident) -> str:
    """All that people said in an incident, but for what they published."""
    about = [found.title, found.summary, str(found.review), str(found.contacts)]
    about += [str((each.text, each.owner, each.remark)) for each in found.items if not each.phase]
    return " ".join([*about, *(str((each.signed, each.published)) for each in found.statements)])


def test_every_event_can_be_read_in_english():
    titles = [event.title for event in script.read().events]
    assert all(CHINESE.search(title) for title in titles)
    assert not [title for title in titles if CHINESE.search(said(title, "en"))]


def test_every_watchlist_can_be_read_in_english():
    names = [each["name"] for each in script.document("watchlists")["lists"]]
    assert names
    assert not [name for name in names if CHINESE.search(said(name, "en"))]


def test_the_incident_can_be_read_in_english_and_its_statements_stay(past):
    english = told(past, "en")
    assert CHINESE.search(of_people(past))
    assert not CHINESE.search(of_people(english))
    assert [each.newest for each in english.statements] == [each.newest for each in past.statements]
    assert told(past, "zh-TW").title == past.title


def test_nobody_elses_incident_is_translated(past):
    own = stand(incident.timeline(date(2026, 11, 21), 1, None))
    assert told(own, "en") is own


def test_a_text_without_words_stays_as_it_is():
    assert said("熱拿鐵", "en") == "熱拿鐵"
    assert said("campers", "zh-TW") == "露營社群"
