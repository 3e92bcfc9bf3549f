"""Real exports, where they lie beside the checkout: each is imported or refused for a true reason."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from lib.imports import job
from lib.model import ImportOptions, ImportReport, Tally
from lib.settings import Settings
from lib.store.schema import post_current
from tests.imports.files import NOW

EXPORTS = Path(__file__).resolve().parents[3] / "shared" / "samples" / "exports"
FACEBOOK = EXPORTS / "facebook_business_suite/oigetit/Jan-14-2025_Apr-14-2025_1396269028466733.csv"
KNOWN = ("facebook_business_suite", "instagram_business_suite", "youtube_studio", "x_twitter")
REFUSED = ("Audience.csv", "codingtrain/Chart data.csv", "codingtrain/Table data.csv")

pytestmark = pytest.mark.skipif(
    not EXPORTS.is_dir(), reason="the sample exports (../shared/samples) are not there"
)


@pytest.fixture
def url(make_url) -> str:
    """One engine is enough here: what is tested is the reading."""
    return make_url("duckdb")


def run(store: sa.Engine, file: Path) -> ImportReport:
    return job.run(store, file, file.name, ImportOptions(), Settings(), NOW)


def files(*platforms: str) -> list[Path]:
    return sorted(file for name in platforms for file in (EXPORTS / name).rglob("*") if file.is_file())


def test_the_facebook_file_adds_up(store):
    assert run(store, FACEBOOK).posts == Tally(new=261)
    sums = [
        sa.func.sum(post_current.c[name]) for name in ("reach", "views", "reactions", "comments", "shares")
    ]
    with store.connect() as connection:
        assert tuple(connection.execute(sa.select(*sums)).one()) == (8395, 15982, 87, 20, 20)
    again = run(store, FACEBOOK)
    assert (again.posts, again.rejected) == (Tally(unchanged=261), ())


def test_every_file_of_the_known_platforms_is_imported_or_refused_with_a_reason(store):
    for file in files(*KNOWN):
        report = run(store, file)
        if file.as_posix().endswith(REFUSED):
            assert report.refused is not None, file
            assert "not recognised" not in str(report.refused), file
        else:
            assert report.refused is None, (file, report.refused)
            assert report.posts.new + report.days.new > 0, file
            assert all("no date" in str(reject.reason) for reject in report.rejected), file


def test_files_of_other_platforms_are_refused_and_never_misread(store):
    others = sorted(set(EXPORTS.iterdir()) - {EXPORTS / name for name in KNOWN})
    for file in files(*(folder.name for folder in others)):
        report = run(store, file)
        assert report.refused is not None, file
        assert (report.posts, report.days, report.import_id) == (Tally(), Tally(), None)


def test_ids_of_x_survive(store):
    for file in files("x_twitter"):
        run(store, file)
    query = sa.select(post_current.c.native_id, post_current.c.permalink).where(
        post_current.c.platform == "x"
    )
    with store.connect() as connection:
        rows = connection.execute(query).all()
    assert len(rows) > 500
    assert all(link.endswith("/" + native_id) for native_id, link in rows)
