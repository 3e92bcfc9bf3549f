"""What was measured: medians with their spread, and the table of ratios made of them."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from statistics import median

from lib.docs import table

PACKAGES = ("streamlit", "duckdb", "sqlalchemy", "pandas", "pyarrow", "altair", "playwright")


@dataclass(frozen=True)
class Row:
    """One line of the table: repeated measures of ours and of the yardstick, in the same unit."""

    what: str
    yardstick: str
    unit: str
    ours: Sequence[float]
    theirs: Sequence[float]

    @property
    def ratio(self) -> float:
        """How many times the yardstick; for rows/s above 1 is better, for times below."""
        return median(self.ours) / median(self.theirs)


def markdown(rows: Sequence[Row]) -> str:
    """The table, with machine, versions and date under it."""
    head = ["what", "Pulse: median (least to most)", "yardstick", "its median (least to most)", "ratio", "n"]
    lines = [
        [
            row.what,
            _measures(row.ours, row.unit),
            row.yardstick,
            _measures(row.theirs, row.unit),
            f"{row.ratio:.2f}",
            str(len(row.ours)),
        ]
        for row in rows
    ]
    return f"{table(head, lines)}\n\n{machine(PACKAGES)}"


def _measures(values: Sequence[float], unit: str) -> str:
    middle, least, most = (_number(each) for each in (median(values), min(values), max(values)))
    return f"**{middle}** {unit} ({least} to {most})"


def _number(value: float) -> str:
    """Three significant figures."""
    if value >= 1000:
        digits = len(str(int(value))) - 3
        return f"{round(value, -digits):,.0f}"
    return f"{value:.3g}"


def machine(packages: Sequence[str]) -> str:
    """When and on what it was measured, with the packages' versions."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"Measured on {date.today().isoformat()}: {os.cpu_count()} CPUs, {_memory()} GB, "
        f"{platform.system()} {platform.machine()}; Python {platform.python_version()}, {versions}."
    )


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
