"""Reports say what their pages say: the same answer and figures, in both languages, on one to three pages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from typer.testing import CliRunner

from lib import cli, typeset
from lib.access.policy import Forbidden
from lib.clock import now
from lib.model import PulseError, Scope
from lib.person import LOCAL, Person
from lib.reports import pdf, picture
from lib.settings import Settings
from lib.store import audit, links, report_plans
from lib.store.links import Link
from lib.ui import content, mailing, reporting, taking
from tests.factories import bring, posts
from tests.pages.conftest import ONE_DAY
from tests.pages.screen import cards, headline, visit
from tests.reports.paper import Paper, bare

TEA = Person("p1", "Tea", "viewer", Scope(("tea",)))


def at(store, person: Person, page: str, given):
    """Where somebody is. Answers are kept by the database's address: each store needs its own."""
    settings = Settings(database_url=store.url.render_as_string(hide_password=False))
    return reporting.visit(store, settings, person, page, given, now())


def report(store, page: str, person: Person = LOCAL, **params: str):
    given = {key: [value] for key, value in params.items()}
    return reporting.make(at(store, person, page, given))


def read(made) -> Paper:
    return Paper(pdf.write(made))


@pytest.mark.parametrize("language", ["en", "zh-TW"])
@pytest.mark.parametrize("page", list(reporting.PAGES))
def test_a_report_says_what_its_page_says(use, page, language):
    store = use("demo")
    made = report(store, page, lang=language)
    paper, app = read(made), visit(page, language, lang=language)
    assert 1 <= len(paper.pages) <= pdf.MOST_PAGES
    assert paper.embedded
    assert not paper.pictures
    assert bare(made.content.answer) in paper.text
    if page != "trends":  # whose page waits for a forecast
        assert unescape(headline(app)) == made.content.answer
    shown = cards(app)
    for label, value in shown.items():
        assert bare(unescape(label)) in paper.text
        assert bare(unescape(value)) in paper.text
    assert len(made.content.charts) >= 1
    assert bare(made.gaps) in paper.text
    assert all(bare(each) in paper.text for each in made.content.unknown)
    assert all(bare(each.title) in paper.text for each in made.content.charts)


def test_the_texts_of_charts_are_texts(use):
    (chart,) = report(use("demo"), "overview", lang="en").content.charts
    assert "<image" not in chart.svg
    assert "Nov</text>" in chart.svg


HOSTILE = (
    '#eval("1+1") #image("/etc/passwd")',
    "= Heading *bold* _it_ $x^2$ `code` <label> @ref // no comment",
    "\\u{1F600} ] } ) #[ #{ panic() }",
    "月亮" * 3000,
)


def hostile(store) -> None:
    rows = [
        {
            "day": ONE_DAY - timedelta(n),
            "text": text,
            "topic": "#topic[*]",
            "account_name": "#panic()",
            "reach": 900 - n,
            "views": 900,
            "engagements": 9 + n,
        }
        for n, text in enumerate(HOSTILE)
    ]
    bring(store, posts(*rows))


@pytest.mark.parametrize("page", ["overview", "content"])
def test_words_of_people_are_words(own, page):
    hostile(own)
    paper = read(report(own, page, lang="en", period="all"))
    for text in HOSTILE[:3]:
        assert bare(text) in paper.text
    assert "月亮月亮" in paper.text
    assert len(paper.pages) <= pdf.MOST_PAGES


def test_a_long_list_is_cut_to_three_pages_and_says_so(use):
    made = report(use("demo"), "content", lang="en")
    (table,) = made.content.tables
    rows = tuple((*each[:3], "word " * 60, *each[4:]) for each in table.rows) * 3
    long = replace(made.content, tables=(replace(table, rows=rows, total=99),) * 3)
    paper = read(replace(made, content=long))
    assert len(paper.pages) <= pdf.MOST_PAGES
    assert "/99" in paper.text


@pytest.mark.parametrize(("page", "path"), [("overview", "/"), ("content", "/content")])
def test_a_report_links_to_its_page_as_the_server_knows_it(use, page, path):
    link = reporting.link(at(use("one"), LOCAL, page, {"lang": ["en"]}))
    assert link.startswith(f"http://localhost:8501{path}?lang=en&")


def test_nothing_brought_in_is_said(use):
    made = report(use("empty"), "overview", lang="en")
    assert made.content.answer == "Nothing has been brought in yet."
    assert read(made).text


def test_one_day_says_what_cannot_be_compared(use):
    made = report(use("one"), "overview", lang="en")
    said = " ".join(made.content.unknown)
    assert "nothing to compare with" in said
    assert "No source states in this view: Followers" in said


def test_a_reader_gets_no_more_than_their_scope(own):
    rows = [
        {"community": name, "account": name, "topic": name, "text": f"{name} words", "reach": 10}
        for name in ("tea", "coffee")
    ]
    bring(own, posts(*rows))
    for page in reporting.PAGES:
        made = report(own, page, TEA, lang="en", period="all", community="coffee")
        assert "coffee" not in str(made), page
        assert any("Only what its reader may see" in each for each in made.content.unknown)
    assert "tea words" in str(report(own, "content", TEA, lang="en", period="all"))


def test_without_a_chinese_font_it_names_the_package(use, monkeypatch):
    monkeypatch.setattr(typeset, "families", lambda: ("Libertinus Serif",))
    with pytest.raises(PulseError) as error:
        pdf.write(report(use("demo"), "overview", lang="zh-TW"))
    assert "fonts-noto-cjk" in str(error.value)


def test_the_command_writes_a_link_of_a_page(own, tmp_path):
    hostile(own)
    file = tmp_path / "report.pdf"
    link = "https://pulse.example/content?lang=zh-TW&period=all&platform=facebook"
    done = CliRunner().invoke(cli.app, ["report", "--view", link, "--out", str(file), "--json"])
    said = json.loads(done.stdout)
    assert (said["page"], said["language"], said["file"]) == ("content", "zh-TW", str(file))
    paper = Paper(file.read_bytes())
    assert len(paper.pages) == said["pages"]
    assert "平台：Facebook" in paper.text
    assert bare(said["answer"]) in paper.text
    failed = CliRunner().invoke(cli.app, ["report", "--page", "goals", "--out", str(file)])
    assert failed.exit_code == 1
    assert "There is no report of the page “goals”" in failed.output


def command(link: str, file, *more: str):
    return CliRunner().invoke(
        cli.app, ["report", "--view", link, "--out", str(file), "--lang", "en", "--json", *more]
    )


def shared(store, **changes) -> Link:
    params = {"from": [str(ONE_DAY)], "to": [str(ONE_DAY)], "period": ["custom"], "platform": ["facebook"]}
    made = Link("content", params, "A day", 1, "local", "local", LOCAL.scope, now())
    return links.make(store, replace(made, **changes))


def test_the_command_writes_a_link_that_was_shared(own, tmp_path):
    file, day = tmp_path / "report.pdf", {"day": ONE_DAY, "engagements": 5}
    bring(own, posts({**day, "reach": 100, "text": "then"}))
    frozen, live = shared(own, as_of=1), shared(own)
    bring(own, posts({**day, "native_id": "2", "reach": 900, "text": "later"}, {**day, "platform": "x"}))
    for link, version, told in ((frozen, 1, "1 post"), (live, 2, "2 posts")):
        said = json.loads(command(f"https://pulse.example/?v={link.id}", file).stdout)
        assert (said["page"], said["data_version"]) == ("content", version)
        paper = Paper(file.read_bytes()).text
        assert bare(told) in paper
        assert "then" in paper
        assert ("later" in paper) is (link is live)
        assert "Platform:Facebook" in paper
    # Its visitor went on to another page; and whoever writes the command may name one.
    onward = f"https://pulse.example/overview?v={live.id}&from={ONE_DAY}&to={ONE_DAY}"
    assert json.loads(command(onward, file).stdout)["page"] == "overview"
    named = command(f"/?v={frozen.id}", file, "--page", "overview")
    assert (json.loads(named.stdout)["page"], json.loads(named.stdout)["data_version"]) == ("overview", 1)


def test_the_command_refuses_a_link_that_does_not_open(own, tmp_path):
    file = tmp_path / "report.pdf"
    bring(own, posts({"day": ONE_DAY, "reach": 100}))
    revoked = shared(own)
    links.revoke(own, revoked.id, now(), "local")
    ended = shared(own, who="p9", owner="p9")
    for id, reason in (
        (shared(own, expires=now() - timedelta(1)).id, "has expired"),
        (revoked.id, "was revoked"),
        (ended.id, "no longer has access"),
        ("x" * 12, "no such link"),
    ):
        refused = command(f"https://pulse.example/content?v={id}", file)
        assert refused.exit_code == 1
        assert reason in refused.output
    assert not file.exists()


def test_what_is_taken_along_is_in_the_audit_log(own):
    hostile(own)
    here = replace(at(own, LOCAL, "overview", {"lang": ["en"]}), person=TEA)
    assert taking._taken(here, "posts.csv", lambda: b"made") == b"made"
    line = audit.lines(own)[0]
    assert (line.who, line.action, line.facts) == ("p1", "export", {"page": "overview", "file": "posts.csv"})
    nobody = replace(here, person=replace(TEA, role="stranger"))
    with pytest.raises(Forbidden):
        taking._taken(nobody, "posts.csv", lambda: b"made")
    assert len([each for each in audit.lines(own) if each.action == "export"]) == 1


def test_a_chart_is_a_picture_under_its_finding(use):
    here = at(use("demo"), LOCAL, "content", {"lang": ["zh-TW"]})
    rate = content.leading_rate(here)
    drawn = content.drawn(here, rate, "content_type", content.ranking(here, rate, "content_type"))
    made = taking._png(here, drawn.chart.to_dict(validate=False), drawn.title, drawn.subtitle)
    width, height = (int.from_bytes(made[at : at + 4]) for at in (16, 20))
    assert made.startswith(b"\x89PNG")
    assert width >= 640 * picture.SCALE
    assert height > 100


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_the_page_offers_its_report(use, language):
    use("one")
    app = visit("overview", language)
    labels = {button.proto.label for button in app.get("download_button")}
    wanted = {"en": "Download PDF", "zh-TW": "下載 PDF"}[language]
    assert wanted not in labels  # closed: nothing is made
    assert {"en": "Download XLSX", "zh-TW": "下載 XLSX"}[language] in labels


def test_only_managers_plan_reports(own):
    hostile(own)
    params = {"lang": ["en"], "period": ["28d"], "platform": ["facebook"]}
    viewer = at(own, TEA, "overview", params)
    for act in (lambda: mailing._plan(viewer, (1,), "week", "en"), lambda: mailing._end(viewer, 1)):
        with pytest.raises(Forbidden):
            act()
    assert report_plans.running(own) == []
    manager = at(own, replace(LOCAL, id="p1", role="manager"), "overview", params)
    mailing._plan(manager, (1, 2), "month", "zh-TW")
    (plan,) = report_plans.running(own)
    assert (plan.page, plan.language, plan.people, plan.scope) == ("overview", "zh-TW", (1, 2), LOCAL.scope)
    assert (plan.params["platform"], "lang" in plan.params) == (["facebook"], False)
    mailing._end(manager, plan.id)
    assert report_plans.running(own) == []
