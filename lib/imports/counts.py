"""Counts as platforms write them: unknown is null and never 0, and what is no count is said."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports.words import trim
from lib.model import Message, say

LARGEST = 10**15

UNKNOWN = pa.array(
    [
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        "nan",
        "n/a",
        "na",
        "#n/a",
        "null",
        "none",
        "nil",
        "undefined",
        "unknown",
        "無",
        "不適用",
    ]
)
"""How exports say that they do not know a number (in lower case)."""

_GROUPED = r"^\d{1,3}([, '’]\d{3})+(\.0+)?$"
_COMMA_IS_DECIMAL = r"^-?(0,\d+|\d+,(\d{1,2}|\d{4,})|\d{1,3}(\.\d{3})+,\d+)$"
_NOTHING = pa.scalar(None, pa.string())


def counts(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(counts as int64 with null for unknown, mask of the cells that are no counts)."""
    texts = trim(texts)
    simple = pc.and_(pc.ascii_is_decimal(texts), pc.less_equal(pc.binary_length(texts), 15))
    if not pc.all(pc.or_(simple, pc.equal(texts, ""))).as_py():
        texts = pc.if_else(simple, texts, _plain(texts))
        simple = pc.match_substring_regex(texts, r"^[0-9]{1,15}$")
    numbers = pc.cast(pc.if_else(simple, texts, _NOTHING), pa.int64())
    wrong = pc.and_not(pc.invert(simple), pc.is_in(texts, UNKNOWN))
    return numbers, pc.fill_null(wrong, False)


def _plain(texts: pa.Array) -> pa.Array:
    """Full width, grouping and empty decimals taken away: "１,234" and "1 234" and "1234.0" are 1234."""
    texts = trim(pc.utf8_lower(pc.utf8_normalize(texts, "NFKC")))
    texts = pc.replace_substring_regex(texts, r"^'", "")
    grouped = pc.match_substring_regex(texts, _GROUPED)
    texts = pc.if_else(grouped, pc.replace_substring_regex(texts, r"[, '’]", ""), texts)
    if _dots_group(texts):
        texts = pc.replace_substring(texts, ".", "")
    texts = pc.replace_substring_regex(texts, r"^(\d+)(\.0*|,00?)$", r"\1")
    return pc.replace_substring_regex(texts, r"^0+(\d)", r"\1")


def _dots_group(texts: pa.Array) -> bool:
    """Whether dots group the digits, as in German, Spanish and Portuguese: then three digits follow each
    dot, no number of four digits goes without one, and the digits behind are not all zeros."""
    dotted = pc.match_substring(texts, ".")
    grouped = pc.match_substring_regex(texts, r"^[1-9]\d{0,2}(\.\d{3})+$")
    if not pc.any(grouped).as_py() or not dotted.equals(grouped):
        return False
    ungrouped = pc.match_substring_regex(texts, r"^\d{4,}$")
    zeros = pc.match_substring_regex(texts.filter(grouped), r"^\d{1,3}\.000$")
    return not pc.any(ungrouped).as_py() and not pc.all(zeros).as_py()


def dots_could_group(texts: pa.Array) -> bool:
    """Whether decimals could be thousands: each of several numbers has its dot before three digits, as in
    "1.234"."""
    filled = texts.filter(pc.match_substring(texts, "."))
    return len(filled) > 1 and _dots_group(trim(texts))


def why(value: str) -> Message:
    """Why a cell is no count."""
    plain = value.strip().lstrip("'")
    if re.match(r"^[-−–]\s?[\d.,]+$", plain):
        return say("“{value}” is negative, which a count cannot be.", value=value)
    if re.match(r"^\d+[.,]\d+$", plain):
        return say("“{value}” is not a whole number.", value=value)
    if re.match(r"^[\d,. ]{16,}$", plain):
        return say("“{value}” is too large to be a count.", value=value)
    return say("“{value}” is not a number.", value=value[:80])


def changes(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """As `counts`, of whole numbers that may be negative."""
    minus = pc.match_substring_regex(trim(texts), r"^'?[-−–]\s?\d")
    numbers, wrong = counts(pc.if_else(minus, pc.replace_substring_regex(texts, r"[-−–]\s?", ""), texts))
    return pc.if_else(minus, pc.negate(numbers), numbers), wrong


def decimals(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(numbers as float64 with null for unknown, mask of the cells that are none); "29.41%" is
    0.2941. A comma is the decimal sign where one of the cells shows that it is."""
    plain = trim(pc.utf8_lower(pc.utf8_normalize(trim(texts), "NFKC")))
    plain = pc.replace_substring_regex(pc.replace_substring_regex(plain, "^'", ""), "[−–]", "-")
    percent = pc.ends_with(plain, "%")
    plain = trim(pc.replace_substring_regex(plain, "%$", ""))
    if pc.any(pc.match_substring_regex(plain, _COMMA_IS_DECIMAL)).as_py():
        plain = pc.replace_substring(pc.replace_substring(plain, ".", ""), ",", ".")
    grouped = pc.match_substring_regex(plain, r"^-?\d{1,3}([, '’]\d{3})+(\.\d+)?$")
    plain = pc.if_else(grouped, pc.replace_substring_regex(plain, r"[, '’]", ""), plain)
    simple = pc.match_substring_regex(plain, r"^[-+]?\d{1,15}(\.\d*)?(e[-+]?\d{1,2})?$")
    numbers = pc.cast(pc.if_else(simple, plain, _NOTHING), pa.float64())
    numbers = pc.if_else(percent, pc.divide(numbers, 100.0), numbers)
    return numbers, pc.and_not(pc.invert(simple), pc.is_in(plain, UNKNOWN))


def shares(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """As `decimals`, of percents with or without their sign, as fractions."""
    return decimals(pc.binary_join_element_wise(pc.replace_substring_regex(texts, r"\s*%?\s*$", ""), "%", ""))
