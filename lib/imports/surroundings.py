"""What a file does not say itself, gathered from its name, from what a person said, and from the settings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from lib.imports import captured, platforms, pseudonyms, series
from lib.imports.rows import Context
from lib.model import ImportOptions
from lib.settings import Settings


def context(name: str, options: ImportOptions, settings: Settings, now: datetime) -> Context:
    """What is known of the file `name`; `now` is UTC without zone."""
    today = _local(now, settings)
    stated = _local(options.captured_at, settings) if options.captured_at else captured.day_in(name)
    return Context(
        zone=settings.zone,
        today=today,
        until=min(stated or today, today),
        series=series.named_after(name),
        span=captured.span_in(name),
        community=options.community or settings.community,
        platform=platforms.named(options.platform) if options.platform else None,
        account=options.account,
        author_key=partial(pseudonyms.key, Path(settings.author_key)),
    )


def dated(table: pa.Table, moment: datetime, settings: Settings) -> pa.Table:
    """Breakdowns whose file states no day as of the export day."""
    at = table.schema.get_field_index("last_day")
    days = pc.fill_null(table["last_day"], pa.scalar(_local(moment, settings), pa.date32()))
    return table.set_column(at, "last_day", days)


def _local(moment: datetime, settings: Settings) -> date:
    return moment.replace(tzinfo=UTC).astimezone(settings.zone).date()
