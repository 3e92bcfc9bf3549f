"""Words made comparable: what people and platforms write differently and mean alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_BREAKS = np.frombuffer(b"\t\n\r", np.uint8)
_CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"

LONGEST = 10_000
"""How many characters of a text are kept."""


def fold(text: str) -> str:
    """A word without its accidents: width, case, soft hyphens, zero-width and double spaces."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _SPACE.sub(" ", plain).strip().strip("\"'").casefold()


def trim(texts: pa.Array) -> pa.Array:
    """Without the spaces at both ends."""
    return pc.utf8_trim_whitespace(texts)


def tidy(texts: pa.Array) -> pa.Array:
    """Texts without control characters, at most LONGEST characters long; null where nothing is left."""
    if not pc.max(pc.binary_length(texts)).as_py():
        return pa.nulls(len(texts), pa.string())
    if _controlled(texts):
        texts = pc.replace_substring_regex(texts, _CONTROLS, "")
    texts = trim(texts)
    extent = pc.min_max(pc.binary_length(texts)).as_py()
    if (extent["max"] or 0) > LONGEST:
        texts = pc.utf8_slice_codeunits(texts, 0, LONGEST)
    if extent["min"]:
        return texts
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _controlled(texts: pa.Array) -> bool:
    """Whether control characters stand in texts: asked of their bytes, which are many times quicker to go
    through than the texts."""
    _, ends, data = texts.buffers()
    first, last = np.frombuffer(ends, np.int32)[[texts.offset, texts.offset + len(texts)]]
    found = np.frombuffer(data or b"", np.uint8)[first:last]
    low = found[found < ord(" ")]
    return bool((found == 0x7F).any() or np.isin(low, _BREAKS, invert=True).any())


def overlong(texts: pa.Array) -> int:
    """How many texts `tidy` would cut."""
    return pc.sum(pc.greater(pc.utf8_length(trim(texts)), LONGEST)).as_py() or 0


def translate(texts: pa.Array, say_it: Callable[[str], str | None]) -> pa.Array:
    """Each different text translated once."""
    coded = texts.dictionary_encode()
    meanings = [None if text is None else say_it(text) for text in coded.dictionary.to_pylist()]
    return pa.array(meanings, pa.string()).take(coded.indices)
