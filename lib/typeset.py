"""Typst sets our documents. Words are handed over as data, so nothing in them is ever markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lib.model import PulseError, say

FAMILIES = (
    "Noto Sans TC",
    "Noto Sans CJK TC",
    "PingFang TC",
    "Microsoft JhengHei",
    "Source Han Sans TC",
    "Source Han Sans TW",
    "Heiti TC",
    "Noto Serif CJK TC",
    "PMingLiU",
    "WenQuanYi Micro Hei",
    "Arial Unicode MS",
)
"""Families with Taiwan's characters, the best first."""

LATIN = ("Libertinus Serif",)
"""What Typst brings along."""

_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def pdf(template: Path, name: str, document: Mapping[str, Any], pictures: Mapping[str, str]) -> bytes:
    """A document as PDF: the template finds it as JSON under `sys.inputs.NAME`, and SVG pictures under
    their names. `language` in it is its language. PulseError when no font here has its characters."""
    made = compile(template, name, document, pictures, "pdf")
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF")
    return made


def compile(
    template: Path, name: str, document: Mapping[str, Any], pictures: Mapping[str, str], format: Any
) -> Any:
    """As `pdf`, in any format of Typst's; "png" gives a list, a picture a page, where there are several."""
    import typst

    lang, _, region = str(document["language"]).partition("-")
    data = {
        **document,
        "fonts": fonts(document, families()),
        "lang": lang,
        "region": region.lower() or "gb",
    }
    given = {name: json.dumps(data, ensure_ascii=False), **pictures}
    return typst.compile(template.read_bytes(), format=format, sys_inputs=given)


@cache
def families() -> tuple[str, ...]:
    """The font families on this machine, and Typst's own."""
    import typst

    return tuple(typst.Fonts().families())


def fonts(document: object, there: Sequence[str]) -> list[str]:
    """The families to set a document with, of those there are: one with Chinese characters first, where
    there is one. PulseError where there is none and the document has such characters."""
    chinese = [name for name in FAMILIES if name in there]
    if not chinese and any(map(_CHINESE.search, _texts(document))):
        raise PulseError(
            say(
                "No font with Chinese characters was found on the server, and the PDF needs one. Install "
                "Noto Sans CJK (Debian: fonts-noto-cjk)."
            )
        )
    return [*chinese[:1], *LATIN]


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value
