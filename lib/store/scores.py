"""How texts were judged, and what people said of comments: both are lines of the log, so that whatever
changes a figure moves the data version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from lib.model import PulseError, say
from lib.store import log
from lib.store.comment_schema import (
    LABELS,
    SCORES,
    comment_current,
    comment_label,
    comment_score,
    score_run,
)
from lib.store.log import Entry
from lib.store.stage import Stage
from lib.store.write import entering


@dataclass(frozen=True)
class Judge:
    """Whose judgements: an engine and its version."""

    engine: str
    version: str


@dataclass(frozen=True)
class Labelled:
    """What a person said of a comment, and how the comment was chosen: `unsure` (where the engine was
    least sure) or `random`."""

    comment_id: int
    label: str
    drawn: str


def in_force(engine: sa.Engine, as_of: int | None = None) -> Judge | None:
    """The judge of the last run, up to a data version; None before the first."""
    select = sa.select(score_run.c.engine, score_run.c.version).order_by(score_run.c.number.desc()).limit(1)
    if as_of is not None:
        select = select.where(score_run.c.number <= as_of)
    with engine.connect() as connection:
        row = connection.execute(select).one_or_none()
    return None if row is None else Judge(*row)


def waiting(engine: sa.Engine, judge: Judge | None) -> int:
    """How many different texts a judge has not judged yet; of nobody, all."""
    rows = _unjudged(judge).subquery()
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(rows)) or 0


def unjudged(engine: sa.Engine, judge: Judge | None, at_once: int) -> Iterator[tuple[list[int], list[str]]]:
    """The different texts a judge has not judged yet (of nobody, all), in portions of so many: their
    numbers, and they themselves."""
    last = -1
    while True:
        select = _unjudged(judge).where(comment_current.c.text_id > last)
        select = select.order_by(comment_current.c.text_id).limit(at_once)
        with engine.connect() as connection:
            rows = connection.execute(select).all()
        if not rows:
            return
        last = rows[-1].text_id
        yield [row.text_id for row in rows], [row.text for row in rows]


def _unjudged(judge: Judge | None) -> sa.Select:
    select = sa.select(comment_current.c.text_id, sa.func.min(comment_current.c.text).label("text"))
    # What was erased has the number of its text still, and nothing to judge.
    select = select.where(comment_current.c.text_id.is_not(None), comment_current.c.text.is_not(None))
    if judge is not None:
        done = sa.select(comment_score.c.text_id).where(*_by(judge))
        select = select.where(comment_current.c.text_id.not_in(done))
    return select.group_by(comment_current.c.text_id)


def _by(judge: Judge) -> list[sa.ColumnElement[bool]]:
    return [comment_score.c.engine == judge.engine, comment_score.c.version == judge.version]


def keep(
    engine: sa.Engine,
    judge: Judge,
    parts: Iterable[pa.Table],
    at: datetime,
    who: str,
    anew: bool = False,
) -> int:
    """Keeps judgements (tables of the schema SCORES) and puts the judge in force; gives how many are
    new. What the judge said of a text before stays, unless all is judged `anew`: then what it says now
    counts, and how many it judged is given.

    Texts that were erased cannot be judged again: what the judge in force until now said of them goes on.
    """
    parts, before = list(parts), in_force(engine)
    with entering(engine) as connection:
        number = log.append(connection, Entry("scores", at, who, file=judge.engine, format=judge.version))
        stage = _staged(connection, parts)
        if stage.rows:
            _insert(connection, judge, stage, number, anew)
        count = stage.rows if anew else _brought(connection, number)
        if before is not None and before != judge:
            _carry(connection, before, judge, number)
        values = {"engine": judge.engine, "version": judge.version, "texts": count}
        connection.execute(score_run.insert().values(number=number, **values))
    return count


def _staged(connection: sa.Connection, parts: Iterable[pa.Table]) -> Stage:
    stage = Stage(connection, "staged_score", SCORES, comment_score)
    for part in parts:
        stage.add(part)
    return stage


def _insert(connection: sa.Connection, judge: Judge, stage: Stage, number: int, anew: bool) -> None:
    stage.open()
    staged = stage.table
    if anew:
        # What is said again stays under its old number: a view of before shows it still.
        told = [staged.c[name] == comment_score.c[name] for name in ("label", "score", "confidence")]
        other = sa.exists().where(staged.c.text_id == comment_score.c.text_id, sa.not_(sa.and_(*told)))
        connection.execute(comment_score.delete().where(*_by(judge), other))
    done = sa.select(comment_score.c.text_id).where(*_by(judge))
    fresh = sa.select(sa.literal(number, sa.BigInteger), *[staged.c[name] for name in SCORES.names])
    fresh = fresh.where(staged.c.text_id.not_in(done))
    connection.execute(comment_score.insert().from_select(["number", *SCORES.names], fresh))
    stage.drop()


def _brought(connection: sa.Connection, number: int) -> int:
    mine = sa.select(sa.func.count()).select_from(comment_score).where(comment_score.c.number == number)
    return connection.scalar(mine) or 0


def _carry(connection: sa.Connection, before: Judge, judge: Judge, number: int) -> None:
    """Lets the judgements of erased texts go on under another judge, so that no figure changes."""
    done = sa.select(comment_score.c.text_id).where(*_by(judge))
    id, text = comment_current.c.text_id, comment_current.c.text
    erased = sa.select(id).where(id.is_not(None)).group_by(id).having(sa.func.count(text) == 0)
    now: dict[str, Any] = {
        "number": sa.literal(number, sa.BigInteger),
        "engine": sa.literal(judge.engine),
        "version": sa.literal(judge.version),
    }
    names = [each.name for each in comment_score.c]
    told = sa.select(*[now.get(name, comment_score.c[name]) for name in names]).where(
        *_by(before), comment_score.c.text_id.in_(erased), comment_score.c.text_id.not_in(done)
    )
    connection.execute(comment_score.insert().from_select(names, told))


def teach(engine: sa.Engine, labels: Iterable[Labelled], at: datetime, who: str) -> int:
    """Keeps what a person said of comments: one line of the log. Gives its number. PulseError for a
    label that is none."""
    rows = [vars(each) for each in labels]
    wrong = [row["label"] for row in rows if row["label"] not in LABELS]
    if wrong or not rows:
        raise PulseError(say("A label is one of {known}, not “{value}”.", known=LABELS, value=str(wrong[:1])))
    with entering(engine) as connection:
        number = log.append(connection, Entry("labels", at, who))
        values = [{**row, "number": number, "who": who, "at": at} for row in rows]
        connection.execute(comment_label.insert(), values)
    return number
