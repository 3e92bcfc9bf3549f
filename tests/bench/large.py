"""A large file: the memory its import needs beside a tenth of it, and pages opened meanwhile."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb

from lib import demo
from lib.settings import ROOT
from lib.store.engine import open_store
from tests.bench import browser as chrome
from tests.bench import data, server
from tests.bench.results import Row

VISITS = 8


def measure(folder: Path, rows: int, last: date) -> list[Row]:
    """Rows for a file of so many rows, in stores of its own; the demonstration ends on `last`."""
    folder.mkdir()
    files = {count: folder / f"posts{count}.csv" for count in (rows, rows // 10)}
    for count, file in files.items():
        duckdb.sql(data.POSTS.format(rows=count, file=file))
    peaks = {count: [_peak(folder, file, n) for n in range(3)] for count, file in files.items()}
    what = f"import of a CSV, {rows:,} rows: most memory of the command"
    memory = Row(what, f"the same with {rows // 10:,} rows", "MB", peaks[rows], peaks[rows // 10])
    return [memory, _busy(folder, files[rows], rows, last)]


def _settings(folder: Path, name: str) -> dict[str, str]:
    made = folder / name
    made.mkdir()
    return {
        "PULSE_DATABASE_URL": f"duckdb:///{made / 'pulse.duckdb'}",
        "PULSE_BACKUPS": str(made),
        "PULSE_RUN_DIR": str(made),
    }


def _import(file: Path, settings: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "lib", "import", str(file), "--json"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL)


def _peak(folder: Path, file: Path, n: int) -> float:
    """Megabytes that the command held at most, in an empty store."""
    running, peak = _import(file, _settings(folder, f"{file.stem}-{n}")), 0
    while running.poll() is None:
        # What a child inherits of its parent's peak is not in /proc, unlike in its resource usage.
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{running.pid}/status").read_text())
        peak = max(peak, int(found[1]) if found else 0)
        time.sleep(0.05)
    if running.returncode:
        raise RuntimeError("The import failed")
    return peak / 1024


def _busy(folder: Path, file: Path, rows: int, last: date) -> Row:
    """The overview opened while the app imports, beside the same app at rest."""
    settings = _settings(folder, "busy")
    engine = open_store(settings["PULSE_DATABASE_URL"])
    demo.load(engine, 10_000, end=last)
    engine.dispose()
    days = (last - timedelta(n) for n in range(1, 10_000))
    rest, busy = [], []
    with server.pulse(folder / "busy", settings["PULSE_DATABASE_URL"]) as app, chrome.chromium() as browser:

        def visit() -> float:
            end = next(days)
            with chrome.cold(browser) as page:
                address = f"/?lang=en&period=custom&from={end - timedelta(27)}&to={end}"
                return chrome.opened(page, app.url + address, chrome.OVERVIEW) * 1000

        visit()
        rest += [visit() for _ in range(VISITS)]
        running = _import(file, settings | {"PULSE_RUN_DIR": str(folder / "busy" / "run")})
        while running.poll() is None:
            busy.append(visit())
    what = f"overview, while {rows:,} rows are imported: until painted"
    return Row(what, "the same app, nothing imported", "ms", busy, rest)
