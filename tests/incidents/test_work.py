"""Incidents at work, on both engines: opened, acted on, by two people at once, closed, exported."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, datetime, timedelta
from threading import Thread

import pytest
import sqlalchemy as sa

from lib import demo, typeset
from lib.demo import incident
from lib.i18n import locale
from lib.incidents import acts, markdown, pdf, report
from lib.incidents.acts import Desk
from lib.incidents.opening import Alarm, Opening, open_from_alarm, open_incident
from lib.incidents.spans import Teller
from lib.model import PulseError
from lib.settings import Settings
from lib.store import incidents as timelines
from lib.store import write
from lib.store.incident_schema import incident_entry
from tests.factories import bring, posts

AT = datetime(2026, 5, 4, 9, 0)
ALARM = Alarm(
    "share 2026-05-03", date(2026, 5, 3), "severe", AT - timedelta(minutes=5), 0.42, 0.2, 0.12, ("閥件",)
)
BEGAN = datetime(2026, 5, 2, 16)


def after(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


def opened(store, **said) -> int:
    given = {"title": "S1 valve", "kind": "product_fault", "level": "mild", **said}
    return open_incident(store, Opening(**given), AT, "local")


def desk(store, number: int, minutes: float = 10, who: str = "local") -> Desk:
    return Desk(store, number, after(minutes), who)


def refused(do) -> str:
    with pytest.raises(PulseError) as error:
        do()
    return str(error.value)


def test_a_whole_incident_from_opening_to_closing(store):
    number = opened(store, summary="It leaks.", platforms=["facebook"], started=after(-60))
    desk(store, number, 42).moment("acknowledged")
    desk(store, number).done("step-1")
    desk(store, number).draft("Holding", "zh-TW", "我們知道了。")
    key = acts.one(store, number).statements[0].key
    assert "not signed off" in refused(lambda: desk(store, number).publish(key, 1, "Facebook"))
    desk(store, number).sign(key, 1, "Counsel")
    desk(store, number, 70).publish(key, 1, "Facebook", after(65))
    desk(store, number).add("commitment", "Refund", "Support", after(2000))
    promise = acts.one(store, number).of("commitment")[0].key
    desk(store, number, 1500).done(promise, after(1400), "list of refunds")
    desk(store, number).contact(role="Moderator", organisation="Campers", answer="pinned it")
    assert refused(desk(store, number).close) == "Say first when it was resolved."
    desk(store, number, 3000).moment("resolved")
    assert refused(desk(store, number).close).startswith("Write the review first")
    desk(store, number).review("A cold solder joint", "No test of the batch", "")
    desk(store, number).add("action", "Test every batch", "Quality", None)
    desk(store, number, 3100).close()
    found = acts.one(store, number)
    assert found.closed_at == after(3100)
    assert found.moments["stated"] == after(65)
    assert found.of("commitment")[0].done_at == after(1400)
    assert refused(lambda: desk(store, number).change(level="early")).startswith("The incident is closed")
    action = found.of("action")[0].key
    desk(store, number, 9000).done(action)
    assert acts.one(store, number).of("action")[0].done_at == after(9000)
    desk(store, number, 9100).reopen("It leaks again")
    assert acts.one(store, number).closed_at is None


def test_an_alarm_opens_one_incident_whoever_clicks(store):
    made: list[int] = []

    def click() -> None:
        made.append(open_from_alarm(store, ALARM, "product_fault", "Share of complaints", BEGAN, AT, "local"))

    both = [Thread(target=click) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert made == [1, 1]
    (found,) = acts.all_incidents(store)
    assert found.moments == {"started": BEGAN, "detected": ALARM.raised_at}
    assert (found.alarm["share"], found.alarm["drivers"], found.level) == (0.42, ["閥件"], "severe")


def test_two_people_at_once_lose_nothing(store):
    number = opened(store)
    desk(store, number).draft("Holding", "en", "one")
    key = acts.one(store, number).statements[0].key

    def write(who: str) -> None:
        for n in range(5):
            desk(store, number, who=who).note(f"{who} {n}")
            desk(store, number, who=who).reword(key, f"{who} {n}")

    both = [Thread(target=write, args=(who,)) for who in ("Ann", "Bo")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    found = acts.one(store, number)
    notes = {entry.body["text"] for entry in found.timeline if entry.kind == "note"}
    assert notes == {f"{who} {n}" for who in ("Ann", "Bo") for n in range(5)}
    assert len(found.statements[0].versions) == 11
    ids = [entry.id for entry in found.timeline]
    assert ids == sorted(set(ids))


def test_a_change_of_one_field_leaves_the_others_of_somebody_else(store):
    number = opened(store)
    desk(store, number, who="Ann").change(level="severe")
    desk(store, number, who="Bo").change(title="S1 valve leaks")
    desk(store, number, who="Bo").change(title="S1 valve leaks")
    found = acts.one(store, number)
    assert (found.level, found.title) == ("severe", "S1 valve leaks")
    assert [entry.kind for entry in found.timeline].count("changed") == 2, (
        "what stays the same is not written"
    )


def test_nobody_signs_what_was_reworded_meanwhile(store):
    number = opened(store)
    desk(store, number).draft("Holding", "en", "We know of 【what】.")
    key = acts.one(store, number).statements[0].key
    assert "blanks" in refused(lambda: desk(store, number).sign(key, 1, "Counsel"))
    assert desk(store, number).reword(key, "We know of it.") == 2
    assert "version 2 is the newest" in refused(lambda: desk(store, number).sign(key, 1, "Counsel"))
    desk(store, number).sign(key, 2, "Counsel")
    desk(store, number).sign(key, 2, "Somebody else")
    assert [each.role for each in acts.one(store, number).statements[0].signed] == ["Counsel"]


WRONG = {
    "no title": lambda s, n: opened(s, title=" \u200b\n"),
    "a long title": lambda s, n: opened(s, title="x" * 201),
    "no such kind": lambda s, n: opened(s, kind="../breaks"),
    "no such level": lambda s, n: opened(s, level="deadly"),
    "detected before it began": lambda s, n: opened(s, started=AT, detected=after(-1)),
    "from the future": lambda s, n: opened(s, detected=after(2)),
    "a future moment": lambda s, n: desk(s, n).moment("resolved", after(99)),
    "resolved before detected": lambda s, n: desk(s, n).moment("resolved", after(-1)),
    "detected after taken charge of": lambda s, n: (
        desk(s, n).moment("acknowledged"),
        desk(s, n, 20).moment("detected"),
    ),
    "no such moment": lambda s, n: desk(s, n).moment("lunch"),
    "no such task": lambda s, n: desk(s, n).done("step-99"),
    "no such statement": lambda s, n: desk(s, n).reword("s", "x"),
    "no owner": lambda s, n: desk(s, n).add("task", "Look", "", None),
    "no such incident": lambda s, n: desk(s, 99).note("x"),
    "an empty note": lambda s, n: desk(s, n).note(" \n "),
    "no reason": lambda s, n: desk(s, n).drop("step-1", ""),
    "an empty review": lambda s, n: desk(s, n).review("", "x", ""),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_is_refused_in_words_and_not_written(make_url, wrong):
    store = _duck(make_url)
    number = opened(store)
    assert refused(lambda: WRONG[wrong](store, number))
    kinds = [entry.kind for entry in acts.one(store, number).timeline]
    assert kinds in (["opened"], ["opened", "moment"])


def _duck(make_url) -> sa.Engine:
    from lib.store.engine import open_store

    return open_store(make_url("duckdb"))


# --- the demonstration ---


def rows(store) -> int:
    with store.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(incident_entry))


@pytest.fixture
def invented(store) -> int:
    """The number of an import of a demonstration."""
    with write.importing(store, write.Entry("demo", AT, "demo", file="demo")) as batch:
        batch.posts(posts({}))
        return batch.merge().import_id


def test_the_demonstration_has_a_past_incident_that_goes_with_it(store, invented):
    incident.load(store, date(2026, 11, 21), invented)
    (past,) = acts.all_incidents(store)
    assert past.demo
    assert past.closed_at is not None
    assert past.review is not None
    assert {each.state(datetime(2027, 1, 1)) for each in past.items} == {"done"}
    assert past.moments["resolved"] - past.moments["detected"] == timedelta(minutes=171)
    assert [each.state for each in past.statements] == ["published", "published"]
    by_alarm = open_from_alarm(store, ALARM, "product_fault", "Share", BEGAN, AT, "local")
    real = opened(store)
    desk(store, by_alarm).note("of the invented alarm")
    desk(store, real).note("by hand")
    assert demo.clear(store) == 1
    assert [each.number for each in acts.all_incidents(store)] == [real]
    assert rows(store) == 2


def test_an_alarm_over_real_data_is_no_demonstration(store, invented):
    bring(store, posts({"account": "ours"}))
    number = open_from_alarm(store, ALARM, "product_fault", "Share", BEGAN, AT, "local")
    demo.clear(store)
    assert [each.number for each in acts.all_incidents(store)] == [number]


def test_the_mark_moves_with_every_entry(store):
    before = timelines.mark(store)
    number = opened(store)
    between = timelines.mark(store)
    desk(store, number).note("x")
    assert len({before, between, timelines.mark(store)}) == 3


# --- the report ---

EVIL = (
    '<script>alert(1)</script> #eval("1") $x$ *b* [l](javascript:x) `c` @r \\ | https://e.example\n# h\n1. l'
)


@pytest.fixture
def bad(make_url):
    """An incident whose every text is an attack."""
    store = _duck(make_url)
    number = opened(store, title=EVIL, summary=EVIL)
    work = desk(store, number)
    work.note(EVIL)
    work.add("task", EVIL, EVIL, None)
    work.add("commitment", EVIL, EVIL, None)
    work.draft(EVIL, "en", EVIL)
    key = acts.one(store, number).statements[0].key
    work.sign(key, 1, EVIL)
    work.publish(key, 1, EVIL)
    work.contact(role=EVIL, organisation=EVIL, about=EVIL)
    work.review(EVIL, EVIL, EVIL)
    return acts.one(store, number)


def of(incident, language: str) -> report.Report:
    return report.make(incident, None, Teller(locale(language), Settings().zone), after(600))


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_markdown_keeps_every_text_a_text(bad, language):
    text = markdown.write(of(bad, language))
    assert r"\<script\>alert\(1\)" in text
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert all(line.startswith(("# ", "## ")) for line in headings)
    assert len(headings) == 1 + len(of(bad, language).sections)
    assert re.search(r"(?<!\\)[<\[`$*_|@]", text) is None


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_pdf_is_set_with_every_text_a_text(bad, language):
    found = of(bad, language)
    made = pdf.write(found, "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>")
    assert made.startswith(b"%PDF")
    assert any("#eval" in line.text for section in found.sections for line in section.lines)


def test_without_a_chinese_font_the_pdf_says_what_to_do(bad):
    message = refused(lambda: typeset.fonts(asdict(of(bad, "zh-TW")), ["Libertinus Serif"]))
    assert "fonts-noto-cjk" in message
    latin = report.Report("Title", "en", (), ())
    assert typeset.fonts(asdict(latin), ["Libertinus Serif"]) == ["Libertinus Serif"]


def test_the_sentences_of_the_clock(store):
    number = opened(store)
    en, zh = (Teller(locale(language), Settings().zone) for language in ("en", "zh-TW"))
    assert en.urgent(acts.one(store, number), after(10)) == "to be taken charge of within 20 min"
    assert en.urgent(acts.one(store, number), after(95)) == "nobody has taken charge, 1 h 5 min too late"
    desk(store, number, 42).moment("acknowledged")
    found = acts.one(store, number)
    assert en.urgent(found, after(222)) == "taken charge of after 42 min, statement due in 18 min"
    assert zh.urgent(found, after(222)) == "42 分鐘後接手，聲明還有 18 分鐘到期"
    assert [en.span(timedelta(minutes=m)) for m in (0, 59, 60, 1500, 4320)] == [
        "0 min",
        "59 min",
        "1 h",
        "1 d 1 h",
        "3 d",
    ]
