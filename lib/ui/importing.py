"""Previews and imports under way on a page: they go on when the visitor leaves, and show how far they
are while somebody looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from lib import demo, scoring
from lib.imports import job
from lib.imports.job import Preview
from lib.model import ImportOptions, ImportReport, Progress, PulseError
from lib.ui import background, filters, markup
from lib.ui.background import Task
from lib.ui.here import Here

PATIENCE = 3.0
"""Seconds that a page waits before it shows how far a file is; most files need less."""

_TASKS = "imports-under-way"
_DONE = "import-reports"


def preview(here: Here, data: bytes, name: str, options: ImportOptions) -> Task[Preview]:
    """The dry run of a file, begun."""
    engine, settings, now = here.data.engine, here.settings, here.now

    def work(progress: Progress) -> Preview:
        return job.preview(engine, data, name, options, settings, now, progress)

    return background.start(settings.database_url, name, work)


def begin(here: Here, files: Sequence[tuple[str, bytes, ImportOptions]], drop_demo: bool) -> None:
    """Begins to import files; what becomes of them is collected when all are done."""
    here.require("import")
    engine, settings, now, who = here.data.engine, here.settings, here.now, here.person.id

    def work(name: str, data: bytes, options: ImportOptions, drop: bool, progress: Progress) -> ImportReport:
        if drop:
            demo.clear(engine, who)
        return job.run(engine, data, name, replace(options, who=who), settings, now, progress)

    tasks = []
    for n, (name, data, options) in enumerate(files):
        told = partial(work, name, data, options, drop_demo and n == 0)
        tasks.append(background.start(settings.database_url, name, told))
    st.session_state[_TASKS] = tasks
    background.start(settings.database_url, here.locale.t("Sentiment of comments"), partial(_judge, here))


def _judge(here: Here, progress: Progress) -> None:
    """Judges the comments that came; nobody waits for it."""
    scoring.fill(here.data.engine, here.settings, here.now, "local", progress)


def collect(here: Here) -> None:
    """Turns this visitor's imports into reports once all have ended; until then shows how far they are,
    and anybody else's."""
    tasks: list[Task[ImportReport]] = st.session_state.get(_TASKS, [])
    if tasks and all(task.ended(PATIENCE if task is tasks[0] else 0.5) for task in tasks):
        del st.session_state[_TASKS]
        st.session_state[_DONE] = [_report(task) for task in tasks]
        st.session_state["upload-round"] = st.session_state.get("upload-round", 0) + 1
        filters.follow_data(here)
        st.rerun()


def under_way() -> bool:
    """Whether this visitor's imports are still going on."""
    return bool(st.session_state.get(_TASKS))


def reports() -> list[ImportReport]:
    """What became of this visitor's last imports."""
    return st.session_state.get(_DONE, [])


def _report(task: Task[ImportReport]) -> ImportReport:
    try:
        return task.future.result()
    except PulseError as error:
        return ImportReport(task.name, None, refused=error.message)


def watch(here: Here) -> None:
    """How far the tasks on this store are, kept up to date; the page runs anew when one has ended."""
    if background.running(here.settings.database_url):
        _bars(here)


@st.fragment(run_every=1.0)
def _bars(here: Here) -> None:
    tasks = background.running(here.settings.database_url)
    if len(tasks) < st.session_state.get("tasks-shown", 0):
        st.session_state["tasks-shown"] = len(tasks)
        st.rerun(scope="app")
    st.session_state["tasks-shown"] = len(tasks)
    for task in tasks:
        st.progress(_share(task), markup.plain(_said(here, task)))
    st.html(markup.quiet(here.locale.t("You may leave this page; it goes on.")))


def _share(task: Task) -> float:
    """Reading a file is about half of the work."""
    return 0.5 * task.done / task.total if task.total else 0.0


def _said(here: Here, task: Task) -> str:
    t, seconds = here.locale.t, int(task.seconds())
    if not task.total:
        return t("{file}: waiting", file=task.name)
    if task.done < task.total:
        return t(
            "{file}: {done} of about {total} rows read, {seconds} s",
            file=task.name,
            done=task.done,
            total=task.total,
            seconds=seconds,
        )
    return t(
        "{file}: {n} rows read, the database is taking them over, {seconds} s",
        file=task.name,
        n=task.done,
        seconds=seconds,
    )
