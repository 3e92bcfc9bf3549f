"""Where translations live: one .po file a language, read as it is, with no compiled twin to keep in step."""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

import babel
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent / "locales"
SOURCE = "en"
"""The language the texts in the code are written in."""

_SOURCE_CLDR = babel.Locale("en", "GB")


@cache
def _known() -> dict[str, babel.Locale]:
    """Each language's tag and its CLDR data: English, and a folder a language beside this file."""
    found = [babel.Locale.parse(path.parts[-3]) for path in sorted(FOLDER.glob("*/LC_MESSAGES/pulse.po"))]
    return {SOURCE: _SOURCE_CLDR} | {f"{each.language}-{each.territory}": each for each in found}


def languages() -> tuple[str, ...]:
    """The tags of the languages there are: "en" first, then one for each catalog."""
    return tuple(_known())


def cldr(language: str) -> babel.Locale:
    """The CLDR data of a language; KeyError for one without a catalog."""
    return _known()[language]


def po_file(language: str) -> Path:
    """Where the translations into a language are."""
    return FOLDER / str(cldr(language)) / "LC_MESSAGES" / "pulse.po"


def read(language: str) -> Catalog:
    """The catalog of a language as translators see it."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=cldr(language), abort_invalid=True)


def translations(language: str) -> NullTranslations:
    """The catalog of a language, ready to look texts up in; fuzzy entries are left out."""
    if language == SOURCE:
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read(language))
    compiled.seek(0)
    return GNUTranslations(compiled)
