"""The app as it is run for people: a process of its own on a free port, with its own files."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from lib import remote
from lib.model import PulseError
from lib.settings import ROOT, Settings

PATIENCE = 120
"""Seconds to wait for a start, on a machine busy with other tests."""


@dataclass(frozen=True)
class Server:
    """A running app: where it is reached, its settings, its process and what it said."""

    port: int
    settings: Settings
    process: subprocess.Popen
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to speak of the same database."""
        return environment(self.settings)

    def said(self) -> str:
        """The output so far."""
        return self.log.read_text("utf-8", "replace")

    def ask(self, command: str, **arguments: Any) -> Any:
        """Has the app do a command, as `python -m lib` does while the app holds the database; gives its
        document, None where it could not be done."""
        try:
            answer = remote.call(self.settings, command, arguments)
        except PulseError:
            return None
        assert answer is not None, "the app takes no commands"
        return answer.document

    def stop(self) -> None:
        """Ends this process and waits for it."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def settings_in(folder: Path) -> Settings:
    """Settings whose files all lie in a folder."""
    return Settings(
        database_url=f"duckdb:///{folder / 'pulse.duckdb'}",
        backups=str(folder / "backups"),
        run_dir=str(folder / "run"),
    )


def environment(settings: Settings) -> dict[str, str]:
    """The environment of a process with these settings and no other of ours."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PULSE_", "STREAMLIT_"))
    }
    given = {
        name: str(value) for name, value in asdict(settings).items() if value != getattr(Settings(), name)
    }
    return kept | {f"PULSE_{name.upper()}": value for name, value in given.items()}


def start(folder: Path, *arguments: str, **changes: Any) -> Server:
    """Starts the app on the database in the folder, with changed settings and more arguments for
    Streamlit, and waits until it is ready."""
    settings = replace(settings_in(folder), **changes)
    port, log = _free_port(), folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *arguments, "--server.port", str(port)],
            cwd=ROOT,
            env=environment(settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(port, settings, process, log)
    _wait(server)
    return server


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait(server: Server) -> None:
    end = time.monotonic() + PATIENCE
    while server.process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{server.url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    server.stop()
    raise RuntimeError(f"The app did not start:\n{server.said()}")
