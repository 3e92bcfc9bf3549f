"""When somebody with rights by a group last signed in, and by which groups."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "group_visit",
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("groups", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
