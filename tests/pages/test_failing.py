"""What goes wrong is said in words, in its own place; nothing of the inside shows."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.model import PulseError, say
from lib.ui import parts
from tests.factories import bring, posts
from tests.pages.screen import SHELL, cards, notices, texts, visit


def fail(error: Exception):
    def part(*_: object, **__: object):
        raise error

    return part


def test_a_failing_part_leaves_the_others(use, monkeypatch):
    use("demo")
    monkeypatch.setattr(parts, "figure", fail(RuntimeError("secret detail")))
    app = visit()
    (error,) = notices(app, "bad")
    assert "could not be drawn" in error
    assert cards(app)
    assert "Top posts" in texts(app)
    assert not any("secret" in text for text in texts(app))
    assert len(app.exception) == 0


def test_a_parts_own_reason_is_said_in_the_readers_language(use, monkeypatch):
    use("demo")
    reason = say("“{metric}” cannot be split or filtered by {dimension}.", metric="reach", dimension="hour")
    monkeypatch.setattr(parts, "figure", fail(PulseError(reason)))
    for language, word in (("en", "cannot be split"), ("zh-TW", "reach")):
        app = visit(language=language)
        assert notices(app, "bad") == []
        assert word in notices(app, "warn")[0]
        assert cards(app)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "This page could not be drawn."), ("zh-TW", "這一頁無法顯示。")]
)
def test_what_no_part_catches_is_said_in_the_readers_language(language, words):
    def page():
        from lib.ui import mishap

        mishap.shown(RuntimeError("secret detail"))

    app = AppTest.from_function(page)
    app.context = {"locale": language}
    (said,) = notices(app.run(), "bad")
    assert said.startswith(words)
    assert "secret" not in said


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/nothing", "duckdb:nonsense"])
def test_no_database_is_said_in_words(monkeypatch, tmp_path, url):
    monkeypatch.setenv("PULSE_DATABASE_URL", url)
    monkeypatch.setenv("PULSE_BACKUPS", str(tmp_path))
    app = visit_shell()
    assert len(app.exception) == 0
    (error,) = notices(app, "bad")
    assert "Traceback" not in error


def visit_shell():
    """The first run alone: there is no page to turn to."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.context = {"locale": "en"}
    return app.run()


def test_what_comes_in_from_elsewhere_is_seen_at_once(own):
    bring(own, posts({"reach": 100, "engagements": 5}))
    app = visit(compare="none")
    assert cards(app)["Posts"] == "1"
    bring(own, posts(*[{"reach": 100, "engagements": 5}] * 3))
    app.run()
    assert cards(app)["Posts"] == "3"
