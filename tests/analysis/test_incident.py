"""Incidents by hand: the clock, the way back to the usual, the state of a timeline, the library."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lib.analysis.incident.clock import clock
from lib.analysis.incident.library import Wanted, search
from lib.analysis.incident.model import said
from lib.analysis.incident.recovery import AFTER, BEFORE, CALM, FEW, LEAST, Day, pooled, recover
from lib.analysis.incident.state import stand
from lib.store.incidents import Entry

AT = datetime(2026, 5, 4, 9, 0)
TARGETS = {"acknowledge": 30, "state": 120, "resolve": 1440}
BEGAN = date(2026, 5, 4)


def after(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


# --- the clock ---


def test_the_four_times_by_hand():
    moments = {
        "started": after(-25),
        "detected": AT,
        "acknowledged": after(42),
        "stated": after(97),
        "resolved": after(3000),
    }
    read = clock(moments, TARGETS, after(5000))
    taken = {id: each.taken.total_seconds() / 60 for id, each in read.items()}
    assert taken == {"detect": 25, "acknowledge": 42, "state": 97, "resolve": 3000}
    assert [each.status for each in read.values()] == ["taken", "missed", "met", "missed"]
    assert all(each.left is None for each in read.values())


def test_a_clock_that_runs_says_what_is_left_and_what_is_late():
    read = clock({"detected": AT, "acknowledged": after(12)}, TARGETS, after(102))
    assert (read["acknowledge"].status, read["acknowledge"].taken) == ("met", timedelta(minutes=12))
    assert (read["state"].status, read["state"].left) == ("running", timedelta(minutes=18))
    assert read["state"].due == after(120)
    late = clock({"detected": AT}, TARGETS, after(31))["acknowledge"]
    assert (late.status, late.left) == ("overdue", timedelta(minutes=-1))


def test_exactly_in_time_is_in_time():
    read = clock({"detected": AT, "acknowledged": after(30)}, TARGETS, after(30))
    assert read["acknowledge"].status == "met"
    assert clock({"detected": AT}, TARGETS, after(30))["acknowledge"].status == "running"


def test_what_cannot_be_said_is_not_said():
    read = clock({"started": AT}, {}, after(10))
    assert read["detect"].status == "waiting"
    assert read["state"].status == "unknown"
    turned = clock({"detected": AT, "acknowledged": after(-5)}, TARGETS, after(10))
    assert (turned["acknowledge"].status, turned["acknowledge"].taken) == ("unknown", None)


# --- the way back ---


def days(*shares: tuple[int, int], first: date) -> list[Day]:
    return [Day(first + timedelta(n), comments, bad) for n, (comments, bad) in enumerate(shares)]


USUAL = days(*[(100, 10)] * BEFORE, first=BEGAN - timedelta(BEFORE))
"""Eight weeks of exactly 10 % of 100 comments: the band of 100 comments is 10 % ± 3 × 3 points."""


def test_back_on_the_first_day_after_the_last_one_outside():
    shares = [40, 35, 18, 25, 19, 10, 9, 11, 10, 12, 8, 10]
    found = recover([*USUAL, *days(*[(100, bad) for bad in shares], first=BEGAN)], BEGAN)
    assert found is not None
    assert found.usual == pytest.approx(0.10)
    since = [point for point in found.points if point.day >= BEGAN]
    assert since[0].high == pytest.approx(0.19)
    assert since[0].low == pytest.approx(0.01)
    # 18 % lies inside, but 25 % follows; 19 % lies on the edge, which is inside, and begins 8 calm days.
    assert [point.outside for point in since[:5]] == [True, True, False, True, False]
    assert (found.back, found.days, found.calm) == (BEGAN + timedelta(4), 4, 8)
    assert (found.worst.day, found.worst.share) == (BEGAN, 0.40)


def test_a_return_needs_calm_days_behind_it():
    short = days((100, 40), *[(100, 10)] * (CALM - 1), first=BEGAN)
    found = recover([*USUAL, *short], BEGAN)
    assert (found.back, found.calm, found.left) == (None, CALM - 1, True)
    one_more = [*short, Day(BEGAN + timedelta(CALM), 100, 10)]
    assert recover([*USUAL, *one_more], BEGAN).back == BEGAN + timedelta(1)


def test_a_share_that_never_left_has_nothing_to_come_back_from():
    found = recover([*USUAL, *days(*[(100, 12)] * 10, first=BEGAN)], BEGAN)
    assert (found.left, found.back, found.days) == (False, None, None)


def test_few_comments_make_a_wide_band_and_are_taken_together():
    few = days((5, 3), (5, 3), (10, 4), (30, 3), (7, 7), first=BEGAN)
    assert [(p.first, p.day, p.comments, p.negative) for p in pooled(few)] == [
        (BEGAN, BEGAN + timedelta(2), 20, 10),
        (BEGAN + timedelta(3), BEGAN + timedelta(3), 30, 3),
    ]
    assert FEW == 20
    since = [p for p in recover([*USUAL, *few], BEGAN).points if p.day >= BEGAN]
    assert since[0].high == pytest.approx(0.10 + 3 * (0.09 / 20) ** 0.5)


def test_a_swing_beyond_chance_widens_the_band():
    """Shares of 4 % and 16 % in turn: scores of −2 and 2, whose mean step is 4, so 4 / 1.128 deviations."""
    swinging = days(*[(100, 4), (100, 16)] * (BEFORE // 2), first=BEGAN - timedelta(BEFORE))
    found = recover([*swinging, Day(BEGAN, 100, 30)], BEGAN)
    assert found.points[-1].high == pytest.approx(0.10 + 3 * 0.03 * 4 / 1.128)


def test_without_enough_comments_before_there_is_no_usual():
    assert recover([Day(BEGAN - timedelta(1), LEAST - 1, 5), Day(BEGAN, 50, 20)], BEGAN) is None
    assert recover([], BEGAN) is None
    assert recover([Day(BEGAN - timedelta(BEFORE + 1), 5000, 5)], BEGAN) is None


def test_days_long_after_are_not_looked_at():
    far = Day(BEGAN + timedelta(AFTER + 1), 100, 90)
    assert recover([*USUAL, far], BEGAN).points[-1].day < BEGAN


def test_no_negative_comment_before_is_no_share_of_nothing():
    found = recover([*days(*[(100, 0)] * 10, first=BEGAN - timedelta(10)), Day(BEGAN, 100, 30)], BEGAN)
    assert found.usual == pytest.approx(0.5 / 1000)
    assert found.points[-1].outside


# --- the state of a timeline ---

STEP = {"key": "step-1", "text": {"en": "Look", "zh-TW": "看"}, "owner": {"en": "Lead", "zh-TW": "負責人"}}
OPENED = {
    "title": "Valve",
    "kind": "product_fault",
    "kind_name": {"en": "Product fault", "zh-TW": "產品瑕疵"},
    "level": "mild",
    "summary": "It leaks.",
    "platforms": ["facebook"],
    "targets": TARGETS,
    "moments": {"detected": AT.isoformat()},
    "steps": [{**STEP, "why": "", "phase": "hour", "due": after(15).isoformat()}],
}


def timeline(*later: tuple, number: int = 1, **opened) -> list[Entry]:
    """An opened incident, and entries (kind, item, minutes, body) after it."""
    first = Entry(number, "opened", AT, "local", body={**OPENED, **opened}, id=1)
    made = [
        Entry(number, kind, after(minutes), "local", item, None, body, id=n)
        for n, (kind, item, minutes, body) in enumerate(later, 2)
    ]
    return [first, *made]


def test_a_timeline_says_how_it_stands():
    found = stand(
        timeline(
            ("moment", "acknowledged", 42, {}),
            ("changed", "", 50, {"level": "severe"}),
            ("done", "step-1", 20, {"remark": "seen"}),
            ("item", "item-3", 60, {"group": "commitment", "text": "Refund", "owner": "Support"}),
            ("note", "", 61, {"text": "A call."}),
        )
    )
    assert (found.level, found.title, found.moments["acknowledged"]) == ("severe", "Valve", after(42))
    (step,), (promise,) = found.of("task"), found.of("commitment")
    assert (step.state(after(99)), step.done_at, step.remark) == ("done", after(20), "seen")
    assert promise.state(after(99)) == "open"
    assert len(found.timeline) == 6


def test_an_item_is_overdue_after_its_time_and_can_be_dropped_or_taken_back():
    assert [stand(timeline()).items[0].state(after(m)) for m in (15, 16)] == ["open", "overdue"]
    dropped = stand(timeline(("dropped", "step-1", 5, {"why": "no product"})))
    assert dropped.items[0].state(after(99)) == "dropped"
    assert dropped.overdue(after(99)) == ()
    back = stand(timeline(("done", "step-1", 5, {}), ("undone", "step-1", 6, {})))
    assert back.items[0].state(after(7)) == "open"
    later = {"owner": "Ann's team", "due": after(60).isoformat()}
    moved = stand(timeline(("assigned", "step-1", 5, later))).items[0]
    assert (moved.owner, moved.state(after(59))) == ("Ann's team", "open")


def test_a_signature_is_of_one_wording():
    wording = {"title": "Holding", "language": "en", "text": "one"}
    draft, signed = ("statement", "s", 1, wording), ("signed", "s", 2, {"version": 1, "role": "Counsel"})
    assert [stand(timeline(*lines)).statements[0].state for lines in ([draft], [draft, signed])] == [
        "draft",
        "signed",
    ]
    reworded = stand(timeline(draft, signed, ("statement", "s", 3, {"text": "two"}))).statements[0]
    assert (reworded.state, reworded.newest.text, len(reworded.versions)) == ("draft", "two", 2)
    assert reworded.signed[0].role == "Counsel", "the earlier signature stays in the record"


def test_the_first_publication_stops_the_clock_of_the_statement():
    lines = [
        ("statement", "s", 1, {"title": "Holding", "language": "en", "text": "one"}),
        ("signed", "s", 2, {"version": 1, "role": "Counsel"}),
        ("published", "s", 90, {"version": 1, "where": "Facebook"}),
        ("published", "s", 95, {"version": 1, "where": "Web"}),
    ]
    found = stand(timeline(*lines))
    assert found.moments["stated"] == after(90)
    assert [each.where for each in found.statements[0].published] == ["Facebook", "Web"]


def test_opened_again_it_is_neither_closed_nor_resolved():
    closed = [("moment", "resolved", 9, {}), ("closed", "", 10, {})]
    assert stand(timeline(*closed)).closed_at == after(10)
    again = stand(timeline(*closed, ("reopened", "", 20, {"text": "It leaks again."})))
    assert (again.closed_at, "resolved" in again.moments) == (None, False)


def test_words_of_a_playbook_are_told_in_the_readers_language():
    assert [said(STEP["text"], language) for language in ("en", "zh-TW", "ja")] == ["Look", "看", "Look"]
    assert said("as written", "zh-TW") == "as written"


# --- the library ---


@pytest.fixture(scope="module")
def past():
    reviewed = ("review", "", 10, {"causes": "Cold solder", "gaps": "No test", "worked": ""})
    return [
        stand(timeline(reviewed, ("closed", "", 20, {}))),
        stand(timeline(number=2, title="Late parcels", kind="service_outage", platforms=[])),
    ]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [2, 1]),
        (Wanted("SOLDER valve"), [1]),
        (Wanted("產品瑕疵"), []),
        (Wanted("solder parcels"), []),
        (Wanted(kind="service_outage"), [2]),
        (Wanted(platforms=("facebook", "x")), [1]),
        (Wanted(first=after(21)), [2]),
        (Wanted(last=after(-1)), []),
        (Wanted(first=after(19), last=after(30)), [2, 1]),
    ],
)
def test_past_incidents_are_found_by_words_kind_platform_and_days(past, wanted, numbers):
    assert [each.number for each in search(past, wanted, "en")] == numbers


def test_the_kind_is_searched_in_the_readers_language(past):
    assert len(search(past, Wanted("產品瑕疵"), "zh-TW")) == 2
