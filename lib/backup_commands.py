"""What the commands about backups do; as `lib.commands`, for which they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib.answers import Answer
from lib.clock import now
from lib.model import Progress, PulseError, say
from lib.settings import Settings
from lib.store import audit, restore
from lib.store import backup as backups
from lib.store.changing import changing
from lib.store.engine import open_store

_WHO = "command"


def backup(
    engine: sa.Engine, settings: Settings, out: str | None = None, progress: Progress | None = None
) -> Answer:
    """Writes the whole database into one file, while others go on working."""
    if out is None:
        file = backups.save(engine, Path(settings.backups), "backup")
    else:
        file = _named(engine, Path(out))
        backups.write(engine, file)
    with changing(engine) as connection:
        audit.write(connection, now(), _WHO, "backup", "saved", file=file.name)
    size = file.stat().st_size
    return Answer({"file": str(file), "bytes": size}, [f"{file}: {size:,} bytes"])


def _named(engine: sa.Engine, file: Path) -> Path:
    ending = backups.suffix(engine)
    if file.suffix != ending:
        raise PulseError(say("A backup of this database ends in {ending}.", ending=ending))
    if file.exists():
        raise PulseError(say("{file} is there already; choose another name.", file=str(file)))
    return file


def put_back(
    _: None, settings: Settings, file: str, yes: bool = False, progress: Progress | None = None
) -> Answer:
    """Replaces the whole database by a backup; the app must not be running."""
    if not yes:
        raise PulseError(
            say("This replaces all that is in the database. Say --yes if that is what you want.")
        )
    revision, kept = restore.put_back(settings.database_url, Path(file), Path(settings.backups))
    engine = open_store(settings.database_url)
    with changing(engine) as connection:
        audit.write(connection, now(), _WHO, "restore", "restored", file=Path(file).name)
    engine.dispose()
    lines = [f"{file} is the database now."]
    if kept is not None:
        lines.append(f"What was there before is kept in {kept}.")
    found: dict[str, Any] = {"file": file, "revision": revision, "kept": None if kept is None else str(kept)}
    return Answer(found, lines)


COMMANDS: dict[str, Callable[..., Answer]] = {"backup": backup, "restore": put_back}
