"""Numbers as people read them: rounded half up, with a real minus sign, "—" for what is not known."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from numbers import Integral
from typing import Any

import babel
from babel.numbers import format_decimal

DASH = "—"
"""Stands where there is no value."""

MINUS = "−"

Number = int | float | Decimal | None


def missing(value: Any) -> bool:
    """Whether there is nothing to show: None, NaN, NaT, NA or an infinity."""
    if value is None:
        return True
    try:
        return bool(value != value) or (isinstance(value, float) and math.isinf(value))
    except TypeError:  # pandas.NA has no truth value
        return True


def decimal(value: int | float | Decimal) -> Decimal:
    """The number as it is written, so that 0.125 rounds as a reader would round it."""
    if isinstance(value, Decimal):
        return value
    return Decimal(int(value)) if isinstance(value, Integral) else Decimal(str(float(value)))


def rounded(value: Decimal, digits: int) -> Decimal:
    """The number with so many decimals, never a negative zero."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + Decimal(0)


def significant(value: Decimal, figures: int = 3) -> Decimal:
    """The number with so many significant figures."""
    return rounded(value, figures - 1 - value.adjusted()) if value else value


def number(value: Number, cldr: babel.Locale, digits: int | None = None) -> str:
    """12,345.6: grouped in full, with `digits` decimals, or up to two where none is given."""
    if value is None or missing(value):
        return DASH
    exact = rounded(decimal(value), 2 if digits is None else digits)
    fraction = "##" if digits is None else "0" * digits
    return format_decimal(exact, f"#,##0.{fraction}".rstrip("."), cldr).replace("-", MINUS)


@cache
def units(cldr: babel.Locale) -> tuple[tuple[int, str], ...]:
    """The steps a language counts large numbers in, largest first: (10 ** 8, "億"), (10 ** 4, "萬")."""
    steps: dict[str, int] = {}
    for magnitude, pattern in cldr.compact_decimal_formats["short"]["other"].items():
        if suffix := pattern.suffix[0]:
            steps.setdefault(suffix, int(magnitude))
    return tuple((step, suffix) for suffix, step in reversed(steps.items()))


def compact(value: Number, cldr: babel.Locale) -> str:
    """12.3萬, 123K: at most three significant figures; whole numbers below the first unit in full."""
    if value is None or missing(value):
        return DASH
    exact = decimal(value)
    smallest = units(cldr)[-1][0]
    if abs(exact) < smallest and exact == exact.to_integral_value():
        return number(exact, cldr, 0)
    short = significant(exact)
    for step, suffix in units(cldr):
        if abs(short) >= step:
            return number(short / step, cldr) + suffix
    return number(short, cldr, max(0, -int(short.normalize().as_tuple().exponent)))


def percent(fraction: Number, cldr: babel.Locale, digits: int | None = None) -> str:
    """5.2%: with one decimal, and none from 100 % on, unless `digits` says otherwise."""
    if fraction is None or missing(fraction):
        return DASH
    hundredths = decimal(fraction) * 100
    if digits is None:
        digits = 1 if abs(rounded(hundredths, 1)) < 100 else 0
    pattern = cldr.percent_formats[None]
    return pattern.prefix[0] + number(hundredths, cldr, digits) + pattern.suffix[0]


def signed(text: str) -> str:
    """The formatted number with a plus where it is above zero."""
    plain = text.startswith((MINUS, DASH)) or not any(digit in text for digit in "123456789")
    return text if plain else f"+{text}"
