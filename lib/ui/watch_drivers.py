"""What drives an alarm, and the way to make an incident of it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pandas as pd
import streamlit as st

from lib import watches
from lib.analysis.watch import Alarm
from lib.analysis.watch.drivers import Driver
from lib.i18n import DASH
from lib.incidents import opening, playbooks
from lib.metrics.watched import captions
from lib.model import N_
from lib.ui import incident_desk, markup
from lib.ui import opening as addresses
from lib.ui.here import Here
from lib.ui.watch import Shown
from lib.ui.words import platform_name

KINDS = {
    "topic": N_("Topic"),
    "platform": N_("Platform"),
    "post": N_("Post"),
    "channel": N_("Channel"),
    "word": N_("Word"),
}

DRIVES, DROVE = N_("What drives the alarm of {day}"), N_("What drove the alarm of {day}")


def driving(here: Here, shown: Shown) -> None:
    """What drives the newest alarm."""
    t, alarm = here.locale.t, shown.alarm
    if alarm is None:
        return
    st.html(markup.block(*driving_words(here, alarm)))
    if not shown.drivers:
        st.html(markup.quiet(t("No topic, platform, post or word stands out.")))
        return
    rows = driver_rows(here, shown)
    tall = 38 + 35 * len(rows)
    # The names of posts are long: they get the room that the numbers do not need.
    narrow = {name: st.column_config.Column(width="small") for name in rows[0] if name != t("Name")}
    columns = {**narrow, t("Name"): st.column_config.Column(width="medium")}
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        placeholder=DASH,
        height=tall,
        column_config=columns,
    )


def driving_words(here: Here, alarm: Alarm) -> tuple[str, str]:
    """The heading of what drives, or drove, an alarm, and what it was compared with."""
    t, day = here.locale.t, here.locale.date(alarm.date, year=True)
    title = t(DRIVES if alarm.until is None else DROVE, day=day)
    return title, t("its days against the eight weeks before; points of the negative share")


def driver_rows(here: Here, shown: Shown) -> list[dict[str, Any]]:
    """What drives the newest alarm, under headers in the reader's language."""
    titles = _titles(here, shown)
    return [_driver(here, each, titles) for each in shown.drivers]


def _titles(here: Here, shown: Shown) -> dict[str, str]:
    posts = [each.name for each in shown.drivers if each.kind == "post"]
    return captions(here.data.engine, shown.look.of, posts) if posts else {}


def _driver(here: Here, of: Driver, titles: dict[str, str]) -> dict[str, Any]:
    t, name = here.locale.t, titles.get(of.name, of.name)
    if of.kind == "platform":
        name = platform_name(of.name, here.locale)
    return {
        t("What"): t(KINDS[of.kind]),
        t("Name"): name,
        t("Part of the rise"): here.locale.points(of.points),
        t("Negative comments"): of.negative,
        t("Before"): of.before_negative,
    }


def incident(here: Here, shown: Shown) -> None:
    """Makes an incident of the newest alarm, or leads to the one that was made of it."""
    alarm, t = shown.alarm, here.locale.t
    if alarm is None or here.view.as_of is not None or not here.may("incident"):
        return
    with here.data.engine.connect() as connection:
        number = opening.opened_by(connection, _id(here, shown))
    if number is not None:
        st.html(
            markup.links(
                [
                    (
                        t("Incident {n} was opened of this alarm", n=str(number)),
                        addresses.incident(here, number),
                    )
                ]
            )
        )
        return
    teller, known = incident_desk.teller(here), playbooks.usable()
    kinds = {id: teller.words(book.name) for id, book in known.items()}
    with st.popover(t("Open an incident"), icon=":material/add_alert:"):
        kind = st.selectbox(t("Kind"), list(kinds), format_func=kinds.__getitem__, key="watch-kind")
        words = t("More negative comments since {day}", day=here.locale.date(alarm.began, year=True))
        title = st.text_input(t("What happened, in a few words"), words, key="watch-title")
        st.button(t("Open the incident"), on_click=_open, args=(here, shown, kind, title), key="watch-open")


def _id(here: Here, shown: Shown) -> str:
    """The alarm as an incident knows it: who sees a part of the comments has alarms of their own."""
    assert shown.alarm is not None
    part = "".join(f" {id}={','.join(values)}" for id, values in here.data.scope.limits.items())
    return f"{shown.look.name}@{shown.alarm.date.isoformat()}{part}"


def _open(here: Here, shown: Shown, kind: str, title: str) -> None:
    alarm = shown.alarm
    assert alarm is not None
    began = datetime.combine(alarm.began, time(), here.settings.zone).astimezone(UTC).replace(tzinfo=None)
    judged = next((each for each in shown.look.watch.days if each.day == alarm.date), None)
    titles, of = _titles(here, shown), watches.community(shown.look.name)
    handed = opening.Alarm(
        _id(here, shown),
        alarm.date,
        alarm.peak,
        here.now,
        alarm.share,
        judged.limit if judged else None,
        alarm.usual,
        [_name(here, each, titles) for each in shown.drivers],
        incident_desk.about(here, [each.name for each in shown.drivers if each.kind == "platform"]),
        [of] if of else here.data.scope.communities or (),
    )

    def do() -> None:
        here.require("incident")
        opening.open_from_alarm(here.data.engine, handed, kind, title, began, here.now, here.who)

    incident_desk.attempt(here, do, here.locale.t("Opened, with the steps of its playbook."))


def _name(here: Here, of: Driver, titles: dict[str, str]) -> str:
    name = platform_name(of.name, here.locale) if of.kind == "platform" else titles.get(of.name, of.name)
    return f"{here.locale.t(KINDS[of.kind])}: {name}"
