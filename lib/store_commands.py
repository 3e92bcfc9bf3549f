"""What the commands about the store as a whole do; as `lib.commands`, for which they are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from lib import asked, sentiment_commands
from lib import demo as demonstration
from lib.analysis.quality import examine
from lib.answers import Answer, finding_lines, of_finding
from lib.clock import now
from lib.i18n import check as translations
from lib.imports import formats as known_formats
from lib.imports import platforms
from lib.incidents import playbooks
from lib.metrics import examples, run
from lib.metrics import quality as readings
from lib.model import EVERYTHING, Progress, Query, QueryError, say
from lib.settings import Settings
from lib.store import verify
from lib.store.engine import head, revision


def demo(
    engine: sa.Engine,
    settings: Settings,
    posts: int = demonstration.DEFAULT_POSTS,
    seed: int = 1,
    clear: bool = False,
    progress: Progress | None = None,
) -> Answer:
    """Loads the demonstration data in place of what there is of it, or removes all of it."""
    gone = demonstration.clear(engine, "command")
    if clear:
        return Answer({"cleared": gone}, [f"Demonstration data removed ({gone} imports)."])
    yesterday = datetime.now(settings.zone).date() - timedelta(1)
    outcome = demonstration.load(engine, posts, seed, yesterday, progress=progress)
    sentiment_commands.judged_after_import(engine, settings)
    made = run.extent(engine, scope=EVERYTHING).posts
    return Answer(
        {"posts": made, "import_id": outcome.import_id}, [f"Demonstration data loaded: {made} posts."]
    )


def quality(
    engine: sa.Engine, settings: Settings, where: list[str], progress: Progress | None = None
) -> Answer:
    """How far the data can be relied on: each finding with an example and what to do."""
    filters = asked.where(where)
    if {id for id, _ in filters} - {"platform", "account", "community"}:
        raise QueryError(say("Data quality is asked by platform, account or community."))
    of = Query((), where=filters, scope=EVERYTHING)
    names = {id: each.name for id, each in platforms.load().items()}
    report = examine(readings.read(engine, of), now(), names, filtered=bool(filters))
    origins = examples.find(engine, [each.example for each in report.findings], of)
    rows = [of_finding(each, origins.get(each.example)) for each in report.findings]
    return Answer(rows, finding_lines(rows))


def check(
    engine: sa.Engine, settings: Settings, deep: bool = False, progress: Progress | None = None
) -> Answer:
    """Looks whether the database, the settings, the formats and the translations are in order."""
    found = {
        "database": [] if revision(engine) == head() else ["the schema is not the newest: run migrate"],
        "settings": sentiment_commands.notes(settings),
        "formats": [*known_formats.problems(), *playbooks.problems()],
        "translations": translations.problems(),
    }
    if deep:
        found["derived tables"] = verify.differences(engine)
    lines = [f"{name}: {'; '.join(faults) if faults else 'in order'}" for name, faults in found.items()]
    return Answer(found, lines, 1 if any(found.values()) else 0)


def migrate(engine: sa.Engine, settings: Settings, progress: Progress | None = None) -> Answer:
    """Opening the store has migrated it already; says where it stands."""
    now_at = revision(engine)
    return Answer({"revision": now_at}, [f"The schema is at {now_at}, the newest."])


COMMANDS: dict[str, Callable[..., Answer]] = {
    "demo": demo,
    "quality": quality,
    "check": check,
    "migrate": migrate,
}
