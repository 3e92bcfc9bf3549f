"""Ids are text. Where a spreadsheet made a number of one, it is known whether digits were lost."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports.words import tidy

_EXPONENT = r"^\d([.,]\d+)?[eE]\+?\d+$"
_LONG_FLOAT = r"^\d{16,}[.,]0*$"
_NONE = pa.array(["undefined", "null", "none", "nan", "n/a", "-", "--"])
_LONG = r"^\d{16,}$"
_ROUNDED = r"^\d{15}0+$"
DIGITS = 15
"""How many digits of a number a spreadsheet keeps."""


def ids(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(ids, null where there is none; mask of the ids of which digits are lost)."""
    texts = tidy(texts)
    rounded = _rounded(texts)
    if pc.all(pc.ascii_is_decimal(texts), min_count=0).as_py():
        return texts, rounded
    texts = _plain(texts)
    lost = pc.match_substring_regex(texts, f"{_EXPONENT}|{_LONG_FLOAT}")
    return texts, pc.fill_null(pc.or_(lost, rounded), False)


def _plain(texts: pa.Array) -> pa.Array:
    """Without what spreadsheets put around a number; null for words that say there is none."""
    texts = pc.replace_substring_regex(texts, r"^(?:'|=\"(.*)\"$)", r"\1")
    if pc.any(pc.match_substring_regex(texts, _EXPONENT)).as_py():
        texts = pa.array([_exact(text) for text in texts.to_pylist()], pa.string())
    texts = pc.replace_substring_regex(texts, r"^(\d{1,15})[.,]0*$", r"\1")
    return pc.if_else(pc.is_in(pc.utf8_lower(texts), _NONE), pa.scalar(None, pa.string()), texts)


def _exact(text: str | None) -> str | None:
    """ "9.39005954986064E+14" says all its digits and becomes the id it was; "6,49E+17" does not."""
    if text is None or not re.match(_EXPONENT, text):
        return text
    digits, exponent = re.split("[eE]", text)
    digits = re.sub("[.,]", "", digits)
    return digits if len(digits) == int(exponent) + 1 <= DIGITS else text


def _rounded(texts: pa.Array) -> pa.Array:
    """When each of several long ids ends in zeros from the sixteenth digit on, Excel rounded them."""
    none = pa.repeat(pa.scalar(False), len(texts))
    for part in (texts.slice(0, 100), texts):  # mostly the first ones show that digits are there
        long = pc.fill_null(pc.match_substring_regex(part, _LONG), False)
        rounded = pc.fill_null(pc.match_substring_regex(part, _ROUNDED), False)
        if not long.equals(rounded):
            return none
    return rounded if (pc.sum(rounded).as_py() or 0) >= 3 else none
