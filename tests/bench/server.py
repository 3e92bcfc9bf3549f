"""Servers to measure: Pulse on a store of its own, and an otherwise empty app on the same settings."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lib.settings import ROOT

EMPTY_APP = 'import streamlit as st\napp = st.App("page.py")\n'
EMPTY_PAGE = """
import streamlit as st
names = ["Facebook", "Instagram", "YouTube", "LINE", "Discord", "Forum"]
st.markdown("Platform: " + (", ".join(st.sidebar.multiselect("Platform", names)) or "all"))
"""


@dataclass(frozen=True)
class Server:
    """A running server. `cpu` is what its process has used."""

    url: str
    pid: int

    def cpu(self) -> float:
        """CPU seconds of all threads since the start, those that have ended included (Linux)."""
        return time.clock_gettime((~self.pid << 3) | 2)


@contextmanager
def pulse(folder: Path, database: str) -> Iterator[Server]:
    """Pulse, with a store and files of its own."""
    settings = {
        "PULSE_DATABASE_URL": database,
        "PULSE_BACKUPS": str(folder / "backups"),
        "PULSE_RUN_DIR": str(folder / "run"),
    }
    with _serve(ROOT, settings, folder / "pulse.log") as server:
        yield server


@contextmanager
def empty(folder: Path) -> Iterator[Server]:
    """An app with one filter and one line of text, on Pulse's own configuration."""
    (folder / ".streamlit").mkdir(parents=True)
    shutil.copy(ROOT / ".streamlit" / "config.toml", folder / ".streamlit")
    (folder / "app.py").write_text(EMPTY_APP)
    (folder / "page.py").write_text(EMPTY_PAGE)
    with _serve(folder, {}, folder / "empty.log") as server:
        yield server


@contextmanager
def _serve(folder: Path, settings: dict[str, str], log: Path) -> Iterator[Server]:
    port = _free_port()
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.headless", "true"]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | settings, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            url = f"http://localhost:{port}"
            _wait(f"{url}/_stcore/health", process, log)
            yield Server(url, process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")
