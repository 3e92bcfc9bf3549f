"""The words of the demonstration's events and incident in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from lib.analysis.incident.model import Incident
from lib.analysis.incident.state import stand
from lib.demo.script import FOLDER
from lib.store.incidents import Entry

PUBLISHED = "statement"
"""The entry whose words are the public's: they stay as they went out."""


@cache
def words(language: str) -> Mapping[str, str]:
    """What the demonstration says → the same in a language; empty where nothing is translated."""
    path = FOLDER / f"words.{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def said(text: str, language: str) -> str:
    """A text of the demonstration in a language; as it is where that has no words for it."""
    return words(language).get(text, text)


def told(found: Incident, language: str) -> Incident:
    """The demonstration's incident in a language; any other as it is."""
    if not found.demo or not words(language):
        return found
    return stand([_entry(each, language) for each in found.timeline])


def _entry(entry: Entry, language: str) -> Entry:
    return entry if entry.kind == PUBLISHED else replace(entry, body=_body(entry.body, language))


def _body(value: Any, language: str) -> Any:
    if isinstance(value, str):
        return said(value, language)
    if isinstance(value, Mapping):
        return {key: _body(each, language) for key, each in value.items()}
    return [_body(each, language) for each in value] if isinstance(value, list) else value
