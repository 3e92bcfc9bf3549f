"""Shares of a whole as platforms write them: percentages, or fractions, which only their sum tells apart."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import counts
from lib.imports.words import trim
from lib.model import Message, say

_ALL = 1.005
"""The most that fractions of one whole add up to: each is rounded."""

_DATE = re.compile(
    r"\d{1,2}[-./ ]?\s?[^\W\d_]{3,}\.?|[^\W\d_]{3,}\.?[-./ ]?\s?\d{1,2}|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}"
    r"|\d{1,2}月\d{1,2}日"
)


def shares(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(shares as fractions with null for unknown, mask of the cells that are none) of all shares of a whole,
    or of the largest of them. "12.5" among cells that add up to more than 1 is 0.125."""
    signed = pc.any(pc.match_substring_regex(texts, r"[%％]\s*$")).as_py()
    values, wrong = counts.shares(texts) if signed else counts.decimals(texts)
    if not signed and not _fractions(values, texts):
        values = pc.divide(values, 100.0)
    values = pa.array(np.round(values.to_numpy(zero_copy_only=False), 12), pa.float64(), from_pandas=True)
    beyond = pc.or_(pc.less(values, 0.0), pc.greater(values, _ALL))
    return values, pc.or_(wrong, pc.fill_null(beyond, False))


def _fractions(values: pa.Array, texts: pa.Array) -> bool:
    """Whether the numbers are fractions: they add up to one; or to less, where percentages would have one
    decimal and these have more."""
    total = pc.sum(values).as_py() or 0.0
    if total > _ALL:
        return False
    return total >= 0.99 or bool(pc.any(pc.match_substring_regex(trim(texts), r"[.,]\d{2,}$")).as_py())


def is_figure(text: str) -> bool:
    """Whether a cell holds a share, or one that a spreadsheet turned into a date."""
    _, wrong = counts.decimals(pa.array([text]))
    return not wrong[0].as_py() or bool(_DATE.fullmatch(text.strip()))


def why(value: str) -> Message:
    """Why a cell is no share."""
    if _DATE.fullmatch(value.strip()):
        return say(
            "A spreadsheet turned the figure into the date “{value}” and it is lost; upload the file as the "
            "platform wrote it.",
            value=value[:80],
        )
    if re.fullmatch(r"\s*-?[\d.,]+\s*[%％]?\s*", value):
        return say("“{value}” is no share of a whole: it lies outside 0 to 100%.", value=value[:80])
    return say("“{value}” is not a number.", value=value[:80])
