"""The sources at a glance: one sentence, then each source with its moments and what can be done."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import zip_longest

import streamlit as st

from lib.clock import now
from lib.i18n import DASH
from lib.model import N_
from lib.sync import declare, freshness, uploads
from lib.sync.freshness import Standing
from lib.ui import filters, markup, sources_manage, sources_markup, sources_schedule
from lib.ui import freshness as notes
from lib.ui.here import Here
from lib.ui.sources_markup import Line
from lib.ui.sources_words import KINDS, every

RUNNING_SHOWN_EVERY = 2.0
"""Seconds between two looks while a source is being read."""

OLD = 7
"""Days after which an upload's age belongs into the headline."""

STATUS = {
    "fresh": ("good", N_("Fresh")),
    "late": ("warn", N_("Overdue")),
    "failing": ("bad", N_("Cannot be read")),
    "paused": ("quiet", N_("Paused")),
    "new": ("quiet", N_("Nothing yet")),
}


def load(here: Here) -> list[Standing]:
    """Every source as it stands now, those in trouble first."""
    asked = sources_schedule.schedule(here.settings).running()
    live = {each.name: each for each in here.data.live.standing()} if here.data.live else {}
    found = []
    for each in freshness.standings(here.data.engine, now()):
        if each.source.kind == "live" and each.source.name in live:
            each = freshness.in_place(each, live[each.source.name].as_of, live[each.source.name].error)
        found.append(replace(each, running=each.running or each.source.id in asked))
    return freshness.urgent(found)


def answer(here: Here, found: list[Standing]) -> str:
    """How fresh the sources are, in a sentence."""
    return " · ".join([*_answer(here, found), *_old_upload(here)])


def _answer(here: Here, found: list[Standing]) -> list[str]:
    troubled = freshness.troubled(found)
    if not found:
        return [here.locale.t("No source is connected; the data comes in by upload")]
    if troubled:
        return [notes.trouble(here, troubled, len(found), dated=False)]
    counts = Counter(each.status for each in found)
    said = [_fresh(here, found, counts["fresh"])] if counts["fresh"] else []
    if counts["paused"]:
        said.append(here.locale.n("{n} source is paused", "{n} sources are paused", counts["paused"]))
    if counts["new"]:
        said.append(
            here.locale.n(
                "{n} source has brought nothing yet", "{n} sources have brought nothing yet", counts["new"]
            )
        )
    return said


def _fresh(here: Here, found: list[Standing], fresh: int) -> str:
    """How many are fresh, and how old the oldest of their numbers are."""
    if fresh < len(found):
        said = here.locale.n("{n} source is fresh", "{n} sources are fresh", fresh)
    else:
        said = here.locale.n("The source is fresh", "All {n} sources are fresh", fresh)
    moments = [each.as_of for each in found if each.status == "fresh" and each.as_of is not None]
    if len(moments) < 2:
        return (
            here.locale.t("{said}, as of {moment}", said=said, moment=here.moment(moments[0]))
            if moments
            else said
        )
    return here.locale.t("{said}, as of {moment} or later", said=said, moment=here.moment(min(moments)))


def _old_upload(here: Here) -> list[str]:
    """The upload that has waited longest for a newer one, when that is worth a word."""
    found = _uploaded(here)
    days = (now() - found[0].as_of).days if found else 0
    if days < OLD:
        return []
    return [
        here.locale.n(
            "{account}: uploaded numbers {n} day old",
            "{account}: uploaded numbers {n} days old",
            days,
            account=_account(here, found[0]),
        )
    ]


def section(here: Here, found: list[Standing]) -> None:
    """The sources one below the other; looked at again and again while one is being read."""
    watched = sources_schedule.awaited() or any(each.running for each in found)
    st.fragment(_section, run_every=RUNNING_SHOWN_EVERY if watched else None)(here, watched)


def _section(here: Here, watched: bool) -> None:
    found = load(here)
    if watched and not any(each.running for each in found):
        sources_schedule.seen()
        notes.forget()
        filters.follow_data(here)
        st.rerun()  # what was read is in force: the whole page is drawn anew
    for pair in zip_longest(found[::2], found[1::2]):
        for column, each in zip(st.columns(2), pair, strict=True):
            if each is not None:
                with column.container(border=True, key=f"source-{each.source.id}"):
                    st.html(sources_markup.source(_line(here, each)))
                    sources_manage.buttons(here, each)


def _line(here: Here, found: Standing) -> Line:
    t, source, state = here.locale.t, found.source, found.state
    tone, status = STATUS[found.status]
    facts = [(t("Numbers as of"), here.moment(found.as_of) or DASH)]
    if source.kind not in ("live", "push"):
        facts += [
            (t("Last run"), here.moment(state.run_at) or DASH),
            (t("Next run"), _next(here, found)),
        ]
    return Line(
        name=source.name,
        tone="quiet" if found.running else tone,
        status=t("Reading …") if found.running else t(status),
        about=" · ".join(filter(None, [t(KINDS[source.kind]), declare.where(source), _rhythm(here, found)])),
        facts=facts,
        trouble=_trouble(here, found),
    )


def _rhythm(here: Here, found: Standing) -> str:
    return "" if found.source.kind == "live" else every(found.source.every_minutes, here.locale)


def _next(here: Here, found: Standing) -> str:
    if found.next_run is None:
        return DASH
    return here.moment(max(found.next_run, now()))


def _trouble(here: Here, found: Standing) -> str:
    if found.state.error is not None:
        said = here.locale.say(found.state.error)
        if found.state.ok_at is None:
            return said
        kept = here.locale.t("The numbers as of {moment} stay in force.", moment=here.moment(found.as_of))
        return f"{said} {kept}"
    if found.status == "late":
        return here.locale.t("It has sent or brought nothing for longer than it should.")
    return ""


def by_hand(here: Here) -> None:
    """The accounts that people upload, the oldest numbers first."""
    t = here.locale.t
    found = _uploaded(here)
    if not found:
        return
    st.html(markup.block(t("By upload"), t("The newest export day of each account that people bring in.")))
    lines = [
        (_account(here, each), here.moment(each.as_of), _age(here, (now() - each.as_of).days))
        for each in found
    ]
    st.html(sources_markup.accounts(lines))


def _uploaded(here: Here) -> list[uploads.Uploaded]:
    return here.keep("uploaded", lambda: uploads.uploaded(here.data.engine))


def _account(here: Here, found: uploads.Uploaded) -> str:
    name = found.account_name or found.account
    return " · ".join(filter(None, [here.name("platform", found.platform), name]))


def _age(here: Here, days: int) -> str:
    if days < 1:
        return here.locale.t("less than a day old")
    return here.locale.n("{n} day old", "{n} days old", days)
