"""The commands about incidents: what they answer, and the files they write."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from lib import cli
from lib.demo import incident
from lib.settings import Settings
from lib.store.engine import open_store
from tests.test_docs import documents


@pytest.fixture
def home(tmp_path, monkeypatch, make_url):
    """A store with the demonstration's past incident; commands write into this folder."""
    url = make_url("duckdb")
    for name, value in {"database_url": url, "run_dir": str(tmp_path), "backups": str(tmp_path)}.items():
        monkeypatch.setenv(f"PULSE_{name.upper()}", value)
    monkeypatch.chdir(tmp_path)
    store = open_store(url)
    incident.load(store, date(2026, 11, 24), 1)
    store.dispose()
    return tmp_path


def call(*arguments: str, fails: bool = False):
    done = CliRunner().invoke(cli.app, list(arguments))
    assert (done.exit_code == 0) != fails, done.output
    return done.stdout


def test_incidents_answer_as_documented(home):
    (example,) = documents()["incidents"]
    assert json.loads(call("incidents", "--json")) == example
    assert "service_outage" in call("incidents")


def test_an_incident_tells_its_timeline(home):
    found = json.loads(call("incident", "1", "--json"))
    assert found["timeline"][0]["kind"] == "opened"
    assert {each["kind"] for each in found["timeline"]} >= {"moment", "published", "review", "closed"}


def test_incidents_are_told_as_they_stood(home):
    def asked(*arguments):
        return json.loads(call(*arguments, "--json"))

    assert asked("incidents", "--as-of", "2025-09-18") == []
    (then,) = asked("incidents", "--as-of", "2025-09-19T20:20")  # opened at 20:12, taken charge of at 20:18
    assert (then["state"], then["clock"]["acknowledge"]["status"], then["clock"]["resolve"]["status"]) == (
        "open", "met", "running",
    )  # fmt: skip
    found = asked("incident", "1", "--as-of", "2025-09-19T20:20")
    assert max(each["at"] for each in found["timeline"]) < "2025-09-19T12:20"
    assert asked("incidents", "--as-of", "0") == asked("incidents")  # version 0 lasts: nothing was brought in


@pytest.mark.parametrize(("language", "word"), [("en", "## Checklist"), ("zh-TW", "## 檢核表")])
def test_a_report_is_written_in_either_language(home, language, word):
    answer = json.loads(call("incident", "1", "--out", "r.md", "--language", language, "--json"))
    assert word in (home / "r.md").read_text("utf-8")
    assert answer == {"number": 1, "out": str(home / "r.md"), "bytes": (home / "r.md").stat().st_size}
    (example,) = documents()["incident"]
    assert list(answer) == list(example)


def test_a_report_is_written_as_pdf(home):
    call("incident", "1", "--out", "r.pdf")
    assert (home / "r.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "arguments",
    [
        ("2",),
        ("1", "--out", "r.doc"),
        ("1", "--language", "tlh"),
        ("1", "--out", "no/such/place.md"),
        ("1", "--as-of", "2025-09-18"),
        ("1", "--as-of", "soon"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said(home, arguments):
    answer = json.loads(call("incident", *arguments, "--json", fails=True))
    assert answer["error"]


def test_the_default_language_is_the_one_that_is_set(home, monkeypatch):
    assert Settings().language == "zh-TW"
    assert "檢核表" in call("incident", "1")
    monkeypatch.setenv("PULSE_LANGUAGE", "en")
    assert "Checklist" in call("incident", "1")
