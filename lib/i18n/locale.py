"""One reader's language: every word, number and date on a page goes through a `Locale`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from numbers import Real
from typing import Any

import babel
from babel.lists import format_list

from lib.i18n import catalog, dates, numbers, vega
from lib.i18n.numbers import DASH, Number
from lib.model import Message

_HAN_BESIDE_LATIN = re.compile(r"(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])")
_STOP_AND_SPACE = re.compile(r"(?<=[。！？]) ")


@dataclass(frozen=True, eq=False)
class Locale:
    """How one language writes things. `locale(tag)` gives the one there is for a tag."""

    language: str
    cldr: babel.Locale
    catalog: NullTranslations

    def t(self, text: str, /, **params: Any) -> str:
        """The text in this language, its braces filled with `params` written in this language."""
        return self._filled(self.catalog.gettext(text), params)

    def n(self, one: str, many: str, n: int, /, **params: Any) -> str:
        """The form of the text that goes with `n`, which fills {n}."""
        return self._filled(self.catalog.ngettext(one, many, n), {"n": n} | params)

    def say(self, message: Message) -> str:
        """A message in this language."""
        return self.t(message.text, **message.params)

    def _filled(self, text: str, params: Mapping[str, Any]) -> str:
        return text.format(**{key: self.write(value) for key, value in params.items()}) if params else text

    def write(self, value: Any) -> str:
        """Any value as it stands in a sentence: messages translated, numbers in full, days with year."""
        if isinstance(value, Message):
            return self.say(value)
        if isinstance(value, str | bool):
            return str(value)
        if isinstance(value, list | tuple):
            return self.list([self.write(each) for each in value])
        if numbers.missing(value):
            return DASH
        if isinstance(value, dt.datetime):
            return self.datetime(value)
        if isinstance(value, dt.date):
            return self.date(value, with_weekday=False, year=True)
        countable = isinstance(value, Real | Decimal)
        return self.number(value) if countable else str(value)

    def number(self, value: Number, digits: int | None = None) -> str:
        """12,345.6: in full, with `digits` decimals, or up to two where none is given."""
        return numbers.number(value, self.cldr, digits)

    def compact(self, value: Number) -> str:
        """12.3萬 / 123K: never more than three significant figures, but for small whole numbers."""
        return numbers.compact(value, self.cldr)

    def percent(self, fraction: Number, digits: int | None = None) -> str:
        """5.2% of 0.052: one decimal, none from 100 % on, unless `digits` says otherwise."""
        return numbers.percent(fraction, self.cldr, digits)

    def change(self, fraction: Number, digits: int | None = None) -> str:
        """+5.2% / −5.2% (U+2212): for text; `st.metric` reads its arrow from an ASCII minus only."""
        return numbers.signed(self.percent(fraction, digits))

    def points(self, fraction: Number, digits: int = 1, *, sign: bool = True) -> str:
        """+0.7 pp / +0.7 個百分點 of 0.007: a difference of two percentages."""
        if fraction is None or numbers.missing(fraction):
            return DASH
        points = self.number(numbers.decimal(fraction) * 100, digits)
        return self.t("{points} pp", points=numbers.signed(points) if sign else points)

    def date(
        self, day: dt.date, with_weekday: bool = True, *, today: dt.date | None = None, year: bool = False
    ) -> str:
        """Sun 22 Nov / 11月22日（日）; with the year where asked for or when `today` is in another."""
        if numbers.missing(day):
            return DASH
        pattern = dates.PATTERNS[with_weekday, year or dates.needs_year((day,), today)]
        return dates.day(day, self.t(pattern), self.cldr)

    def period(
        self, start: dt.date, end: dt.date, *, today: dt.date | None = None, year: bool = False
    ) -> str:
        """1–22 Nov / 11月1日至22日; with the year as in `date`, and always across years."""
        if start == end:
            return self.date(start, with_weekday=False, today=today, year=year)
        return dates.interval(start, end, year or dates.needs_year((start, end), today), self.cldr)

    def datetime(self, instant: dt.datetime) -> str:
        """22 Nov 2026, 14:05 / 2026年11月22日 14:05, in the zone the instant is in."""
        if numbers.missing(instant):
            return DASH
        return dates.instant(instant, self.t(dates.INSTANT), self.cldr)

    def month(self, day: dt.date) -> str:
        """Nov 2026 / 2026年11月."""
        return DASH if numbers.missing(day) else dates.day(day, self.t(dates.MONTH), self.cldr)

    def weekday(self, number: int, short: bool = True) -> str:
        """Sun / 週日 of 7; 1 = Monday, as in ISO 8601."""
        return dates.weekday(number, short, self.cldr)

    def territory(self, code: str) -> str:
        """South Africa / 南非 of ZA; what is no code stays as it is."""
        return self.cldr.territories.get(code, code)

    def hour(self, hour: int) -> str:
        """The start of an hour of the day, 0 to 23: 19:00."""
        return f"{hour:02}:00"

    def list(self, items: Sequence[str]) -> str:
        """a, b and c / a、b 和 c."""
        joined = format_list(items, locale=self.cldr)
        return _HAN_BESIDE_LATIN.sub(" ", joined)

    def sentences(self, said: Iterable[str]) -> str:
        """Sentences one after another; none of a script with full stops of its own needs a space."""
        return _STOP_AND_SPACE.sub("", " ".join(filter(None, said)))

    def vega(self) -> dict[str, Any]:
        """Vega-Lite's `config.locale`: {"number": …, "time": …}."""
        return vega.config(self.cldr, self.t)

    def axis_number(self, value: str = "datum.value") -> str:
        """A Vega expression for an axis's `labelExpr` that counts by 萬 and 億, or by K and M."""
        return vega.axis_number(self.cldr, value)

    @property
    def axis_day(self) -> str:
        """The d3 time format of a day on an axis."""
        return self.t(dates.AXIS_DAY)

    @property
    def axis_month(self) -> str:
        """The d3 time format of a month on an axis."""
        return self.t(dates.AXIS_MONTH)

    @property
    def first_weekday(self) -> int:
        """The weekday a calendar's row begins with: 7 (Sunday) in Taiwan, 1 (Monday) in British English."""
        return self.cldr.first_week_day + 1

    @property
    def name(self) -> str:
        """The language as its own speakers call it: English, 中文."""
        return babel.Locale(self.cldr.language).get_language_name() or self.language

    @property
    def html_lang(self) -> str:
        """The `lang` of a page, exact enough for fonts and screen readers: en, zh-Hant-TW."""
        return self.language if self.language == catalog.SOURCE else str(self.cldr).replace("_", "-")


@cache
def locale(language: str) -> Locale:
    """The locale of a language tag, one of `languages()`; KeyError for others."""
    return Locale(language, catalog.cldr(language), catalog.translations(language))


def negotiate(tag: str | None, default: str) -> str:
    """The language for a browser's tag or list of tags ("zh-Hant-TW", "en-GB,en;q=0.9"), best first."""
    for wanted in (tag or "").replace("_", "-").lower().split(","):
        name = wanted.split(";")[0].strip()
        exact = [known for known in catalog.languages() if known.lower() == name]
        akin = [known for known in catalog.languages() if known.split("-")[0] == name.split("-")[0]]
        if exact or akin:
            return (exact or akin)[0]
    return default
