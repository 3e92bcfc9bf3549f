"""Pure: tables as CSV that a spreadsheet opens rightly and cannot be made to run."""

from __future__ import annotations

import pandas as pd

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV
    Injection); numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS):
        return "'" + value
    return value


def csv_bytes(table: pd.DataFrame) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads Chinese; every text made safe."""
    made = table.rename(columns=safe)
    for name in made.columns:
        if not pd.api.types.is_numeric_dtype(made[name].dtype):
            made[name] = made[name].astype(object).map(safe)
    return made.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
