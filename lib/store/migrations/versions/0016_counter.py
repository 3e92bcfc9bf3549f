"""The last numbers given, so that none is given twice; the log of imports repeats no note's words."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_SAID = ("link.who", "saved_view.who", "report_plan.who", "import_log.who", "audit.who", "audit.what")
_NUMBER = re.compile(r"(p|g|group )(\d{1,9})(?: |$)")
_TABLES = {"p": "person", "g": "group_right", "group ": "group_right"}


def upgrade() -> None:
    counter = op.create_table(
        "counter",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("last", sa.BigInteger, nullable=False),
    )
    for name, last in _given(op.get_bind()).items():
        op.get_bind().execute(counter.insert().values(name=name, last=last))
    op.execute("UPDATE import_log SET file = NULL WHERE kind = 'note'")


def _given(connection: sa.Connection) -> dict[str, int]:
    """The highest numbers of people and groups that anything still names, removed ones too."""
    given: dict[str, int] = {}
    for table, column in (each.split(".") for each in _SAID):
        texts = sa.select(sa.column(column, sa.Text)).select_from(sa.table(table)).distinct()
        for text in connection.scalars(texts):
            if found := _NUMBER.match(text or ""):
                name = _TABLES[found[1]]
                given[name] = max(given.get(name, 0), int(found[2]))
    return given
