"""A file that takes long: the page answers meanwhile, and what was begun goes on without it."""

from __future__ import annotations

from threading import Event

import pytest

from lib.imports import job
from lib.ui import background, importing
from tests.pages.screen import notices, texts, visit
from tests.pages.test_imports import OURS, button, count, upload


@pytest.fixture
def slow(monkeypatch):
    """Imports wait, with a third of the file read, until they are let go; `told` is set once they wait."""
    go, told = Event(), Event()
    go.told = told
    monkeypatch.setattr(importing, "PATIENCE", 0.0)

    def waiting(real):
        def work(*arguments):
            arguments[-1](1, 3)
            told.set()
            assert go.wait(30)
            return real(*arguments)

        return work

    for name in ("run", "preview"):
        monkeypatch.setattr(job, name, waiting(getattr(job, name)))
    yield go
    go.set()


def ended(place: str) -> None:
    for task in background.running(place):
        assert task.ended(30)


def place() -> str:
    from lib.settings import load

    return load().database_url


def test_the_page_says_how_far_a_file_is_and_takes_it_up_when_it_is_read(own, slow):
    app = upload(visit("imports"), ("posts.csv", OURS))
    said = " ".join(texts(app))
    assert "This file takes longer; it is being looked through." in said
    assert button(app, "Import 0 files").disabled
    assert slow.told.wait(30)
    app.run()
    assert "1 of about 3 rows read" in " ".join(texts(app))
    slow.set()
    ended(place())
    app.run()
    assert "1 new, 0 updated, 0 unchanged" in " ".join(texts(app))


def test_an_import_goes_on_when_its_visitor_leaves(own, slow, monkeypatch):
    slow.set()
    monkeypatch.setattr(importing, "PATIENCE", 30.0)
    app = upload(visit("imports"), ("posts.csv", OURS))
    slow.clear()
    slow.told.clear()
    monkeypatch.setattr(importing, "PATIENCE", 0.0)
    button(app, "Import 1 file").click()
    app.run()
    assert slow.told.wait(30)
    app.run()
    assert "1 of about 3 rows read" in " ".join(texts(app))
    assert app.file_uploader == [] or len(app.file_uploader) == 0
    other = visit("imports")
    assert "1 of about 3 rows read" in " ".join(texts(other)), "whoever looks sees it"
    assert count(own) == 0
    slow.set()
    ended(place())
    assert count(own) == 1, "nobody had to come back"
    app.run()
    assert len(notices(app, "good")) == 1


def test_a_failure_in_the_background_is_told(own, slow, monkeypatch):
    from lib.model import PulseError, say

    def refuse(*arguments):
        raise PulseError(
            say(
                "The format of this file is not recognised. Say what its columns mean, "
                "or name them as in Pulse's template."
            )
        )

    slow.set()
    monkeypatch.setattr(importing, "PATIENCE", 30.0)
    app = upload(visit("imports"), ("posts.csv", OURS))
    monkeypatch.setattr(job, "run", refuse)
    button(app, "Import 1 file").click()
    app.run()
    (said,) = notices(app, "bad")
    assert said.startswith("posts.csv: The format")
