"""The chance of reaching a goal as a page asks for it: worked out aside, kept by data version, never waited
for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

import streamlit as st

from lib import goals
from lib.goals import Chance, Stood
from lib.model import Progress
from lib.ui import background, markup
from lib.ui.background import Task
from lib.ui.here import Here

POLL = 2.0
"""Seconds between two looks whether a chance that somebody waits for is there."""

MOST = 200
"""Chances that are kept."""

_tasks: OrderedDict[tuple, Task[Chance]] = OrderedDict()
_lock = Lock()


def of(here: Here, stood: Stood) -> Chance | None:
    """A goal's chance; None while it is being worked out."""
    standing = stood.standing
    if standing.reached is not None or goals.horizon(standing, stood.subject.history) is None:
        return goals.chance(stood)
    data = here.data
    key = (data.place, data.version, data.scope, here.view.as_of, standing.goal, standing.period)
    with _lock:
        if key not in _tasks:
            _tasks[key] = background.start(f"chance {data.place}", str(standing.goal.number), _work(stood))
        _tasks.move_to_end(key)
        while len(_tasks) > MOST:
            _tasks.popitem(last=False)
        task = _tasks[key]
    return task.future.result() if task.ended() else None


def _work(stood: Stood) -> Callable[[Progress], Chance]:
    def work(_: Progress) -> Chance:
        return goals.chance(stood)

    return work


@st.fragment(run_every=POLL)
def wait(here: Here, waiting: list[Stood]) -> None:
    """Says that chances are being worked out, and draws the page anew when they are there."""
    if all(of(here, each) is not None for each in waiting):
        st.rerun(scope="app")
    st.html(markup.quiet(here.locale.t("The chances are being worked out; they appear here by themselves.")))
