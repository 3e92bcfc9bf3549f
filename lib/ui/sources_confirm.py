"""How what was found is read: the format or the mapping, what would come in, the name, the interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from lib.imports import job, platforms
from lib.imports.job import Preview
from lib.model import ImportOptions, PulseError
from lib.sources.upload import Upload
from lib.store.sources import Kind, Source, all_sources
from lib.sync import declare, pin
from lib.ui import mapping_form, markup, reports
from lib.ui.here import Here
from lib.ui.sources_words import INTERVALS, every
from lib.ui.words import format_name, platform_name

Keep = Callable[[Here, Source], None]

_PREVIEWS = "source-previews"
USUAL = 60
"""Minutes between two reads, unless somebody says otherwise."""


def read(here: Here, kind: Kind, address: Mapping[str, Any], upload: Upload, key: str, keep: Keep) -> None:
    """The first rows as they will be read, and the button that keeps the source."""
    t = here.locale.t
    unknown = _preview(here, upload, {}).report.format is None
    options = said(here, key, platform=not unknown)  # the mapping form asks for it
    found = _preview(here, upload, options)
    if found.report.format is None and found.headers:
        mapped = mapping_form.draw(here, f"{key}-{upload.sha256[:8]}", found)
        if mapped is None:
            return
        options = {**options, "mapping": mapped}
        found = _preview(here, upload, options)
    _show(here, found)
    if found.report.refused is not None:
        return
    name, minutes = name_and_interval(here, key, upload.name, t("Read"))
    if st.button(t("Connect"), type="primary", icon=":material/add_link:", key=f"{key}-keep"):
        made = source(here, kind, name or upload.name, address, options, minutes)
        try:
            made = pin.decided(here.data.engine, made, upload)
        except PulseError as error:
            st.html(markup.notice(here.locale.say(error.message), "bad"))
            return
        keep(here, made)


def said(here: Here, key: str, platform: bool = True) -> dict[str, Any]:
    """What the source does not say itself; every part may stay empty."""
    t = here.locale.t
    columns = st.columns(3 if platform else 2)
    account = columns[-2].text_input(t("Account"), placeholder=t("As in the data"), key=f"{key}-account")
    community = columns[-1].text_input(
        t("Community"), placeholder=here.name("community", "main"), key=f"{key}-community"
    )
    given: dict[str, Any] = {"account": account.strip(), "community": community.strip()}
    if platform:
        given["platform"] = columns[0].selectbox(
            t("Platform"),
            list(platforms.load()),
            index=None,
            format_func=lambda id: platform_name(id, here.locale),
            placeholder=t("As in the data"),
            key=f"{key}-platform",
        )
    return {name: value for name, value in given.items() if value}


def name_and_interval(here: Here, key: str, name: str, label: str) -> tuple[str, int | None]:
    """What to call it, and how often it is read or expected."""
    left, right = st.columns(2)
    chosen = left.text_input(here.locale.t("Name"), name, max_chars=80, key=f"{key}-name")
    choices = list(INTERVALS)
    minutes = right.selectbox(
        label,
        choices,
        index=choices.index(USUAL),
        format_func=lambda minutes: every(minutes, here.locale),
        key=f"{key}-every",
    )
    return chosen.strip(), minutes


def source(
    here: Here,
    kind: Kind,
    name: str,
    address: Mapping[str, Any],
    options: Mapping[str, Any],
    minutes: int | None = None,
) -> Source:
    """A source by what the form says, with an id of its own."""
    taken = {each.id for each, _ in all_sources(here.data.engine)}
    return Source(declare.new_id(name, taken), kind, name[:80], address, here.now, options, minutes)


def _preview(here: Here, upload: Upload, options: Mapping[str, Any]) -> Preview:
    """The dry run, once for an upload, its options and the data version."""
    kept = st.session_state.setdefault(_PREVIEWS, {})
    key = (upload.sha256, repr(options), here.data.version)
    if key not in kept:
        kept.clear() if len(kept) > 20 else None
        wanted = replace(ImportOptions(**options), captured_at=here.now)
        kept[key] = job.preview_upload(here.data.engine, upload, wanted, here.settings, here.now)
    return kept[key]


def _show(here: Here, found: Preview) -> None:
    t, report = here.locale.t, found.report
    if report.refused is not None:
        st.html(markup.notice(here.locale.say(report.refused), "bad"))
    else:
        known = format_name(report.format, here.locale)
        head = t("recognised as: {format}", format=known) if known else t("read by your mapping")
        st.html(markup.quiet(f"{head} · {reports.counts(here, report)}"))
    reports.warnings(here, report)
    reports.rejects(here, report, "source-trial")
    if found.sample is not None and found.sample.num_rows:
        frame = found.sample.to_pandas().dropna(axis="columns", how="all").head(8)
        with st.expander(t("First rows, as they will be read"), icon=":material/table:"):
            st.dataframe(
                frame.rename(columns=lambda name: mapping_form.field_name(str(name), here.locale)),
                hide_index=True,
                width="stretch",
            )
