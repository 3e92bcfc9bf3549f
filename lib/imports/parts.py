"""The names of parts, made comparable across files and languages: countries, genders, the rest as written."""

from __future__ import annotations

import re
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from babel import Locale

from lib.imports import formats
from lib.imports.words import fold, tidy, translate

_LANGUAGES = (
    "en",
    "zh_Hant_TW",
    "zh_Hant_HK",
    "zh_Hans",
    "ja",
    "ko",
    "de",
    "pt_BR",
    "pt",
    "es",
    "sv",
    "fr",
    "it",
)
_ALSO = {
    "usa": "US", "united states of america": "US", "uk": "GB", "turkey": "TR", "czech republic": "CZ",
    "hong kong": "HK", "macau": "MO", "macao": "MO", "myanmar": "MM", "ivory coast": "CI", "russia": "RU",
    "south korea": "KR", "swaziland": "SZ", "macedonia": "MK", "palestine": "PS",
}  # fmt: skip
ADDRESS = r"[^@\s/?=&]+(@|%40)[^@\s/?=&]+\.[A-Za-z]{2,}"
"""What an e-mail address looks like inside a name."""


def named(texts: pa.Array, dimension: str) -> pa.Array:
    """The parts' names: ISO codes of countries, `women`, `men` and `other` of genders; "" where none is
    stated."""
    plain = pc.replace_substring_regex(pc.fill_null(tidy(texts), ""), r"^'(.*)'$", r"\1")
    if dimension == "country":
        return translate(plain, lambda text: _countries().get(fold(text), text))
    if dimension == "gender":
        return translate(plain, lambda text: gender(text) or text)
    return plain


def gender(text: str) -> str | None:
    """`women`, `men` or `other`; None for another word."""
    return formats.genders().get(fold(text))


def age(text: str) -> str:
    """An age group in plain signs: 18-24 of "18–24 years", 65+ of "65 歲以上"."""
    ages = re.findall(r"\d{1,3}", fold(text))
    if len(ages) == 2:
        return "-".join(ages)
    return f"{ages[0]}+" if len(ages) == 1 else text.strip()


@cache
def _countries() -> dict[str, str]:
    """Folded name in the languages of exports → ISO code of two letters."""
    found = dict(_ALSO)
    for language in _LANGUAGES:
        names = Locale.parse(language).territories.items()
        found |= {fold(name): code for code, name in names if re.fullmatch("[A-Z]{2}", code)}
    return {code.casefold(): code for code in set(found.values())} | found
