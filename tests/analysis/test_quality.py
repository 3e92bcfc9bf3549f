"""What of the readings is worth saying: hand-made rows in, findings out."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import pytest

from lib.analysis import checks, rhythm, wild
from lib.analysis.finding import SEVERITIES
from lib.analysis.quality import CHECKS, TELLING, examine
from lib.i18n import locale
from lib.i18n.extract import marked
from lib.imports.report import Logged, log_json, logged
from lib.metrics.quality import Readings
from lib.model import ImportReport, Message, Reject, Tally, say
from lib.settings import ROOT

NOW = datetime(2026, 3, 31, 12)
MONDAY = date(2026, 1, 5)
PAGE = {"platform": "facebook", "account": "page"}
PLATFORMS = {"facebook": "Facebook", "x": "X"}


def said(message: Message) -> str:
    return locale("en").say(message)


def account(**of) -> dict:
    lacks = dict.fromkeys(("hourless", "typeless", "numberless", "impossible", "garbled"), 0)
    row = {**PAGE, "posts": 100, "first": MONDAY, "last": MONDAY, "captured_at": NOW, **lacks, **of}
    return {**row, **{f"{name}_post": 7 if row[name] else None for name in lacks}}


def gap(metric: str = "page_views", **of) -> dict:
    return {**PAGE, "metric": metric, "days": 100, "first": MONDAY, "last": date(2026, 3, 30), "step": 1,
            "tail": 1, "missing": 0, "gap": None, "since": None, "until": None, **of}  # fmt: skip


def photograph(captured_at: datetime = NOW, import_id: int = 1, **of) -> dict:
    return {**PAGE, "import_id": import_id, "rows": 5, "file": "folder/file.csv", "format": "pulse",
            "captured_at": captured_at, "at": captured_at, "source": None, **of}  # fmt: skip


def audience(captured_at: datetime = NOW, import_id: int = 9, **of) -> dict:
    return {**PAGE, "import_id": import_id, "captured_at": captured_at, "last": captured_at.date(),
            "file": "Audience.csv", **of}  # fmt: skip


def brought(id: int, report: Logged) -> dict:
    return {"id": id, "kind": "file", "file": "folder/file.csv", "format": "pulse", "said": report}


# --- audiences ---


@pytest.mark.parametrize(
    ("days", "others", "words"),
    [
        (92, (photograph(),), None),
        (93, (photograph(),), "28 Dec 2025, 93 days older than the newest figures."),
        (93, (photograph(NOW - timedelta(10)),), None),
        (93, (), "28 Dec 2025, 93 days ago."),
    ],
)
def test_an_audience_much_older_than_the_rest_is_named(days, others, words):
    found = list(rhythm.aged([audience(NOW - timedelta(days))], others, NOW))
    assert [said(each.what) for each in found] == ([f"The audience is that of {words}"] if words else [])
    assert [said(each.advice) for each in found] == ["Export the audience again too, and bring it in."] * len(
        found
    )


def test_of_several_photographs_the_newest_counts_and_the_account_is_listed():
    audiences = (audience(NOW - timedelta(300), 3), audience(NOW, 4, file="New.csv"))
    report = examine(Readings(audiences=audiences), NOW, PLATFORMS)
    assert report.findings == ()
    assert [(each.account, each.posts, each.imports, each.file) for each in report.accounts] == [
        ("page", 0, 2, "New.csv")
    ]


# --- posts ---


@pytest.mark.parametrize(
    ("row", "check", "severity"),
    [
        ({"hourless": 3}, "hourless", "know"),
        ({"hourless": 100}, "hourless", "note"),
        ({"typeless": 100}, "typeless", "note"),
        ({"numberless": 1}, "numberless", "know"),
        ({"garbled": 1}, "garbled", "know"),
        ({"impossible": 3}, "impossible", "mend"),
        ({"impossible": 2}, "impossible", "note"),
        ({"impossible": 9, "posts": 1000}, "impossible", "note"),
        ({"impossible": 10, "posts": 1000}, "impossible", "mend"),
    ],
)
def test_what_posts_lack(row, check, severity):
    (found,) = checks.posts([account(**row)])
    assert (found.check, found.severity, found.count, found.post) == (check, severity, row[check], 7)
    assert f"{row[check]:,} of {row.get('posts', 100):,}." in said(found.what)


def test_a_sound_account_has_no_finding():
    assert list(checks.posts([account()])) == []


def test_twins_of_the_same_moment_are_counted_twice():
    row = {**PAGE, "extra": 5, "same": 2, "one": 1, "other": 9, "day": MONDAY}
    twice, again = checks.twins([row])
    assert (twice.severity, twice.count, twice.post) == ("mend", 2, 9)
    assert (again.severity, again.count) == ("note", 3)
    assert list(checks.twins([{**row, "extra": 0, "same": 0}])) == []


def fall(reread: int, fell: int) -> dict:
    one = {"engagements_fell": fell, "engagements_had": 100, "engagements_has": 40, "engagements_post": 3}
    none = {f"reach_{name}": 0 for name in ("fell", "had", "has", "post")}
    return {**PAGE, "reread": reread, **one, **none}


@pytest.mark.parametrize(
    ("reread", "fell", "severity"), [(100, 6, "mend"), (100, 5, "know"), (4, 2, "know"), (4, 3, "mend")]
)
def test_falls_of_many_posts_affect_the_figures(reread, fell, severity):
    (found,) = checks.falls([fall(reread, fell)], ("engagements", "reach"))
    assert (found.severity, found.count, found.post) == (severity, fell, 3)
    assert "from 100 to 40 in all" in said(found.what)


def test_what_the_files_do_not_name():
    """Facebook has a nameless account beside a named one, X only a nameless one, and “meta” is none."""
    accounts = {("facebook", ""), ("facebook", "page"), ("x", ""), ("meta", "page")}
    polls = {**PAGE, "content_type": "poll", "posts": 2, "example": 4}
    found = list(checks.unknown(accounts, [polls], PLATFORMS))
    assert [(each.severity, said(each.what)) for each in found] == [
        ("know", "“meta” is no platform that Pulse knows."),
        ("know", "Files that do not name their account: Facebook."),
        ("note", "Files that do not name their account: X."),
        ("note", "A content type Pulse does not know: “poll” (2)."),
    ]


# --- rhythm ---


def test_the_longest_usual_pause():
    """100 posting days, nine of ten gaps up to 3 days: scale 3/ln 10 = 1.303; ln 100 + ln 1000 = 11.51;
    1.303 × 11.51 = 15.0 days. An account that posts daily is not asked about less than 5 days."""
    assert rhythm.longest_pause(100, 3) == pytest.approx(3 / math.log(10) * math.log(100_000))
    assert rhythm.longest_pause(100, 3) == pytest.approx(15.0)
    assert rhythm.longest_pause(100, 1) == pytest.approx(5.0)
    assert rhythm.longest_pause(20, 0.5) == 5


def pause(length: int, **of) -> dict:
    return gap("posts", tail=3, gap=length, since=MONDAY, until=MONDAY + timedelta(length), **of)


def test_a_pause_is_measured_by_the_accounts_own_rhythm():
    assert list(rhythm.pauses([pause(14)], {})) == []
    (found,) = rhythm.pauses([pause(17), pause(16)], {})
    assert (found.check, found.count, found.days) == (
        "pauses", 2, (MONDAY + timedelta(1), MONDAY + timedelta(16)),
    )  # fmt: skip
    assert list(rhythm.pauses([pause(40, days=19)], {})) == []


def test_an_account_gone_silent():
    """Its last post is of 30 March: 14 days later nothing is unusual, 16 days later it is."""
    key = ("facebook", "page")
    last = datetime(2026, 3, 30)
    assert list(rhythm.pauses([pause(2)], {key: last + timedelta(14)})) == []
    (found,) = rhythm.pauses([pause(2)], {key: last + timedelta(16)})
    assert (found.check, found.days) == ("silent", (last.date(), date(2026, 4, 15)))


def test_missing_days_of_what_is_added_up_affect_the_figures():
    lost = {"missing": 3, "gap": 4, "since": MONDAY, "until": MONDAY + timedelta(4)}
    views, levels = rhythm.missing(
        [gap("page_views", **lost), gap("page_visits", **lost), gap("followers", **lost, account="b")],
        ("followers",),
    )
    assert (views.severity, views.count, views.days) == (
        "mend", 3, (MONDAY + timedelta(1), MONDAY + timedelta(3)),
    )  # fmt: skip
    assert said(views.what).startswith("Page views and Page visits: days without a reading: 3;")
    assert (levels.severity, levels.reading) == ("know", ("facebook", "b", "followers", MONDAY))


def test_missing_days_in_words():
    one = {"missing": 1, "gap": 2, "since": MONDAY, "until": MONDAY + timedelta(2)}
    (found,) = rhythm.missing([gap(**one)], ())
    assert said(found.what) == "Page views: no reading on 6 Jan 2026."
    (found,) = rhythm.missing([gap(**{**one, "missing": 9})], ())
    assert said(found.what) == "Page views: days without a reading: 9, such as 6 Jan 2026."


def test_of_a_series_only_the_longest_gap_is_told():
    long = {"missing": 9, "gap": 8, "since": MONDAY, "until": MONDAY + timedelta(8)}
    short = {"missing": 9, "gap": 3, "since": date(2026, 2, 2), "until": date(2026, 2, 5)}
    (found,) = rhythm.missing([gap(**long), gap(**short)], ())
    assert found.days == (MONDAY + timedelta(1), MONDAY + timedelta(7))


def test_two_stories_of_one_name_are_no_gap_to_mend():
    apart = {"missing": 3603, "gap": 3604, "since": date(2015, 2, 19), "until": date(2025, 1, 1)}
    (found,) = rhythm.missing([gap(**apart)], ())
    assert found.severity == "know"


@pytest.mark.parametrize(
    ("days", "old"),
    [
        ([NOW - timedelta(35)], False),
        ([NOW - timedelta(36)], True),
        # Weekly exports: 2 × 7 + 3 = 17 days.
        ([NOW - timedelta(back) for back in (31, 24, 17)], False),
        ([NOW - timedelta(back) for back in (32, 25, 18)], True),
        # Daily ones: never within a week.
        ([NOW - timedelta(back) for back in (9, 8, 7)], False),
        ([NOW - timedelta(back) for back in (10, 9, 8)], True),
    ],
)
def test_numbers_grow_old_by_the_accounts_rhythm_of_exports(days, old):
    found = list(rhythm.stale([photograph(day) for day in days], [gap("posts")], NOW))
    assert [each.check for each in found] == ["stale"] * old


def test_where_only_days_are_known_the_last_of_them_counts():
    known = gap(last=date(2026, 1, 31))
    (found,) = rhythm.stale([photograph()], [known], NOW)
    assert (found.severity, found.days, found.count) == ("know", (date(2026, 1, 31), NOW.date()), 59)
    assert list(rhythm.stale([photograph()], [known, gap("posts", last=MONDAY)], NOW)) == []


def test_an_account_of_the_past_is_for_the_record():
    (found,) = rhythm.stale([photograph(NOW - timedelta(401))], [], NOW)
    assert found.severity == "note"


def day(value: float, usual: float, z: float, metric: str = "page_views") -> dict:
    return {**PAGE, "metric": metric, "day": MONDAY, "value": value, "usual": usual, "z": z}


@pytest.mark.parametrize(
    ("value", "usual", "z", "severity"),
    [
        (0, 1234, -9, "mend"),
        (100, 1234, -9, "know"),  # 101 / 1235 is a twelfth
        (200, 1234, -9, None),  # a sixth
        (0, 19, -9, None),  # a handful
        (0, 1234, -4.9, None),
        (20_000, 1234, 6, "know"),
        (20_000, 1234, 5.9, None),
        (9_000, 1234, 9, None),  # 7 times
    ],
)
def test_wild_days(value, usual, z, severity):
    found = list(wild.days([day(value, usual, z)]))
    assert [each.severity for each in found] == ([severity] if severity else [])


def test_the_wildest_day_stands_for_its_series():
    rows = [day(0, 1234, -9), {**day(0, 1000, -12), "day": MONDAY + timedelta(7)}]
    (found,) = wild.days(rows)
    assert said(found.what) == (
        "Page views on 12 Jan 2026: 0, where about 1,000 is usual; other days like it: 1."
    )
    assert found.reading == ("facebook", "page", "page_views", MONDAY + timedelta(7))


@pytest.mark.parametrize(("usual", "shown"), [(1234.4, "1,200"), (126, "130"), (87.6, "88"), (9.7, "10")])
def test_what_is_usual_is_said_in_round_numbers(usual, shown):
    (found,) = wild.days([day(100 * usual, usual, 9)])
    assert f"about {shown} is usual" in said(found.what)


@pytest.mark.parametrize(("value", "found"), [(1250, 1), (1249, 0), (800, 1), (801, 0), (1, 1)])
def test_levels_jump_by_a_quarter(value, found):
    assert len(list(wild.steps([day(value, 1000, 20, "followers")]))) == found


def test_small_levels_do_not_jump():
    assert list(wild.steps([day(149, 100, 20, "followers")])) == []


# --- imports ---


def test_rejected_rows():
    reason = say("“{value}” is not a number.", value="many")
    report = Logged(rows=200, rejected=3, first=(12, reason))
    (found,) = examine(Readings(imports=(brought(4, report),)), NOW, PLATFORMS).findings
    assert (found.check, found.severity, found.import_id, found.count) == ("rejected", "mend", 4, 3)
    assert said(found.what) == (
        "Rows of “file.csv” that were rejected: 3 of 200. The first is row 12: “many” is not a number."
    )
    few = Logged(rows=300, rejected=3, first=(12, reason))
    assert examine(Readings(imports=(brought(4, few),)), NOW, PLATFORMS).of("know")


def test_warnings_of_the_same_words_are_told_once():
    repeats = Message(TELLING[0], {"count": 5})
    plain = say("Sheets that are not read: {sheets}.", sheets="a")
    logs = [brought(id, Logged(warnings=(repeats, plain), ignored=50, headers=("a", "b"))) for id in (3, 2)]
    report = examine(Readings(imports=tuple(logs)), NOW, PLATFORMS)
    (found,) = report.findings
    assert (found.check, found.severity, found.import_id, found.count) == ("said", "know", 3, 2)
    assert [(said(each.what), each.imports, each.import_id) for each in report.said] == [
        ("5 rows repeat an earlier row and count once.", 2, 3),
        ("Sheets that are not read: a.", 2, 3),
        ("Columns that are not read: 50 (“a”, “b”).", 2, 3),
    ]


def test_the_telling_warnings_are_ones_that_imports_give():
    texts = {each.text for each in marked(ROOT)}
    assert set(TELLING) <= texts


def test_a_report_is_kept_so_that_it_can_be_said_in_any_language():
    inner = say("{count} rows repeat an earlier row and count once.", count=2)
    warnings = (say("As of {day}: {what}", day=MONDAY, what=inner), say("Both {names}", names=("a", inner)))
    reject = Reject(3, "reach", say("“{value}” is not a number.", value="x"))
    headers = tuple(f"column {n}" for n in range(50))
    report = ImportReport("f.csv", "pulse", 9, Tally(1), rejected=(reject,), warnings=warnings,
                          columns_ignored=headers)  # fmt: skip
    found = logged(log_json(report))
    assert (found.rows, found.rejected, found.first) == (9, 1, (3, reject.reason))
    assert (found.ignored, found.headers) == (50, headers[:40])
    chinese = locale("zh-TW")
    assert [chinese.say(each) for each in found.warnings] == [chinese.say(each) for each in warnings]


@pytest.mark.parametrize("text", [None, "", "no json", "[]", '{"rejected": [{}]}'])
def test_an_unreadable_report_says_nothing(text):
    assert logged(text) == Logged()


def test_reports_of_older_versions_are_read():
    text = '{"rows_read": 9, "rejected": [{"row": 2, "reason": "No {date}."}], "warnings": ["Plain."]}'
    found = logged(text)
    assert (found.rows, found.rejected, str(found.first[1])) == (9, 1, "No {date}.")
    assert found.warnings == (Message("Plain."),)


# --- the report ---


def test_the_gravest_come_first_and_each_account_counts_its_own():
    readings = Readings(
        accounts=(account(numberless=2, typeless=100), account(account="b", impossible=50)),
        gaps=(gap("posts"), gap("page_views"), gap("posts", account="b", first=date(2026, 2, 1))),
        photographs=(photograph(), photograph(NOW, 2, file="later.csv"), photograph(account="b")),
    )
    report = examine(readings, NOW, PLATFORMS)
    assert [(each.severity, each.check) for each in report.findings] == [
        ("mend", "impossible"), ("know", "numberless"), ("note", "typeless"),
    ]  # fmt: skip
    other, page = report.accounts
    assert (other.account, other.found) == ("b", (("mend", 1), ("know", 0), ("note", 0)))
    assert (page.posts, page.series, page.imports, page.file) == (100, 1, 2, "later.csv")
    assert page.found == (("mend", 0), ("know", 1), ("note", 1))


def test_with_a_filter_only_the_accounts_own_imports_speak():
    bad = Logged(rows=10, rejected=5, first=(2, Message("No.")))
    readings = Readings(photographs=(photograph(import_id=1),), imports=(brought(1, bad), brought(2, bad)))
    assert len(examine(readings, NOW, PLATFORMS).findings) == 2
    assert [each.import_id for each in examine(readings, NOW, PLATFORMS, filtered=True).findings] == [1]


def test_every_finding_has_a_known_check_and_severity():
    readings = Readings(
        accounts=(account(hourless=1, typeless=1, numberless=1, impossible=5, garbled=1),),
        twins=({**PAGE, "extra": 2, "same": 1, "one": 1, "other": 2, "day": MONDAY},),
        falls=(fall(9, 9) | {"views_fell": 0},),
        gaps=(pause(90), gap(missing=1, gap=2, since=MONDAY, until=MONDAY + timedelta(2))),
        days=(day(0, 1234, -9),),
        levels=(day(1, 1000, -20, "followers"),),
        photographs=(photograph(NOW - timedelta(100), platform="meta"),),
        audiences=(audience(NOW - timedelta(300), platform="meta"),),
        imports=(brought(1, Logged(9, 1, (2, Message("No.")), (Message(TELLING[3]),))),),
    )
    found = examine(readings, NOW, PLATFORMS).findings
    assert {each.check for each in found} == set(CHECKS) - {"silent"}
    assert {each.severity for each in found} <= set(SEVERITIES)
    assert all(said(each.what) and said(each.advice) for each in found)


def test_no_readings_no_findings():
    report = examine(Readings(), NOW, PLATFORMS)
    assert (report.findings, report.accounts, report.said) == ((), (), ())
