"""All tables of the database: importing this has declared every one of them."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store import (
    breakdown_schema,  # noqa: F401
    comment_schema,  # noqa: F401
    counter_schema,  # noqa: F401
    forecast_schema,  # noqa: F401
    goal_schema,  # noqa: F401
    incident_schema,  # noqa: F401
    link_schema,  # noqa: F401
    note_schema,  # noqa: F401
    people_schema,  # noqa: F401
    report_schema,  # noqa: F401
    slot_schema,  # noqa: F401
    view_schema,  # noqa: F401
    watch_schema,  # noqa: F401
)
from lib.store.schema import metadata

REVISION = "alembic_version"
"""The table in which Alembic keeps the schema's revision."""


def there(connection: sa.Connection) -> list[str]:
    """The names of our tables that the database has, sorted; other people's tables stay out."""
    found = set(sa.inspect(connection).get_table_names())
    return sorted(found & {*metadata.tables, REVISION})
