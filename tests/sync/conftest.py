"""Sheets whose rows a test writes."""

from __future__ import annotations

import pytest

from lib.sync.readers import READERS
from tests.sync.readings import HEADER, ROW, Readings


@pytest.fixture
def readings(monkeypatch) -> Readings:
    """One sheet `s` with a post; every sheet of the test is read from here."""
    made = Readings({"s": (HEADER, ROW)})
    monkeypatch.setitem(READERS, "sheet", made.reader)
    return made
