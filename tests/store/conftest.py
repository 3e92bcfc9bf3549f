"""What several tests of the store start from."""

from __future__ import annotations

import shutil

import pytest

from lib.store import engine as engines

LATER = '''"""A later schema."""

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.BigInteger))
'''


@pytest.fixture
def later(tmp_path, monkeypatch):
    """The program of tomorrow, with one more migration."""
    before = engines.head()
    folder = tmp_path / "migrations"
    shutil.copytree(engines.MIGRATIONS, folder)
    (folder / "versions" / "later.py").write_text(LATER.format(before=before))
    monkeypatch.setattr(engines, "MIGRATIONS", folder)
