"""Uploading: what each file is recognised as, what it would change, and the import itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any

import pandas as pd
import streamlit as st

from lib.imports import formats, platforms
from lib.imports.job import Preview
from lib.model import FileRefused, ImportOptions
from lib.sources import archive
from lib.sources.scan import Raw
from lib.ui import importing, mapping_form, markup
from lib.ui.here import Here
from lib.ui.reports import counts, rejects, warnings
from lib.ui.words import format_name, platform_name

TYPES = ("csv", "tsv", "txt", "xlsx", "xls", "xml", "json", "zip")


@dataclass(frozen=True)
class Incoming:
    """An uploaded file and what is said about it."""

    key: str
    name: str
    data: bytes
    options: ImportOptions


def section(here: Here) -> None:
    """Upload, recognise, preview, import; then what came of it."""
    importing.collect(here)
    _results(here)
    if importing.under_way():
        importing.watch(here)
        return
    files = _uploader(here)
    _choose(here, files)
    importing.watch(here)


def _choose(here: Here, files: list[Any]) -> None:
    if not files:
        return
    common = _common(here)
    ready = []
    arrived = [incoming for file in files for incoming in _arrived(here, file, common)]
    for incoming in arrived:
        with st.container(border=True):
            found = _file(here, incoming)
        if found is not None:
            ready.append(found)
    _import_button(here, ready, len(arrived))


def _uploader(here: Here) -> list[Any]:
    t = here.locale.t
    words = json.dumps(t("Choose files"), ensure_ascii=False)
    st.html(f"<style>.stApp {{ --choose-files: {words}; }}</style>")
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        files = st.file_uploader(
            t(
                "Exports of your platforms: CSV, Excel, JSON or ZIP, {size} MB at most; drop or choose them.",
                size=here.settings.max_upload_mb,
            ),
            type=list(TYPES),
            accept_multiple_files=True,
            key=f"upload-{st.session_state.get('upload-round', 0)}",
            max_upload_size=here.settings.max_upload_mb,
        )
    right.download_button(
        t("Template"),
        ("\ufeff" + formats.template()).encode(),
        file_name="pulse-template.csv",
        mime="text/csv",
        icon=":material/description:",
        help=t("Our own column names: any subset with an id or a link, and a date, imports without asking."),
        on_click="ignore",
        width="stretch",
    )
    return files


def _arrived(here: Here, file: Any, common: ImportOptions) -> list[Incoming]:
    """The file itself, or each file of an archive."""
    data = file.getvalue()
    raw = Raw(data, file.name)
    if not archive.is_archive(raw):
        return [Incoming(file.file_id, file.name, data, common)]
    kept = st.session_state.setdefault("unpacked", {})
    if file.file_id not in kept:
        kept.clear()
        kept[file.file_id] = _unpacked(here, raw)
    found, refused = kept[file.file_id]
    for said in refused:
        st.html(markup.notice(said, "bad"))
    return [Incoming(f"{file.file_id}/{name}", name, data, common) for name, data in found]


def _unpacked(here: Here, raw: Raw) -> tuple[list[tuple[str, bytes]], list[str]]:
    """An archive's files, and in words what of it was refused."""
    found, refused = [], []
    try:
        for member in archive.members(raw):
            if member.refused is not None:
                refused.append(f"{member.name}: {here.locale.say(member.refused)}")
            elif member.file is not None:
                found.append((member.name, member.file.read_bytes()))
    except FileRefused as refusal:
        refused.append(f"{raw.name}: {here.locale.say(refusal.message)}")
    return found, refused


def _common(here: Here) -> ImportOptions:
    """What the person says about all files at once; every part may stay empty."""
    t = here.locale.t
    with st.expander(t("What the files do not say"), icon=":material/tune:"):
        columns = st.columns(4)
        day = columns[0].date_input(
            t("Export day"),
            value=None,
            format="YYYY/MM/DD",
            help=t("When the numbers were true. Left empty: from the file's name, else now."),
        )
        platform = columns[1].selectbox(
            t("Platform"),
            list(platforms.load()),
            index=None,
            format_func=lambda id: platform_name(id, here.locale),
            placeholder=t("As in the file"),
        )
        account = columns[2].text_input(t("Account"), placeholder=t("As in the file"))
        community = columns[3].text_input(t("Community"), placeholder=here.name("community", "main"))
    return ImportOptions(
        captured_at=_end_of(day, here) if day else None,
        platform=platform,
        account=account.strip() or None,
        community=community.strip() or None,
    )


def _end_of(day: Any, here: Here) -> datetime:
    local = datetime.combine(day, time(23, 59, 59), here.settings.zone)
    return min(local.astimezone(UTC).replace(tzinfo=None), here.now)


def _file(here: Here, incoming: Incoming) -> Incoming | None:
    """One file's card; gives it back when it can be imported."""
    found = _preview(here, incoming)
    if found is not None and found.report.format is None and found.headers:
        mapped = mapping_form.draw(here, incoming.key, found)
        if mapped is None:
            return None
        incoming = replace(incoming, options=replace(incoming.options, mapping=mapped))
        found = _preview(here, incoming)
    if found is None:
        st.html(
            markup.block(incoming.name, here.locale.t("This file takes longer; it is being looked through."))
        )
        return None
    _show(here, incoming, found)
    return incoming if found.report.refused is None else None


def _preview(here: Here, incoming: Incoming) -> Preview | None:
    """The dry run, once for a file, its options and the data version; None while it is under way."""
    kept = st.session_state.setdefault("previews", {})
    key = (incoming.key, repr(incoming.options), here.data.version)
    if key not in kept:
        kept.clear() if len(kept) > 50 else None
        kept[key] = importing.preview(here, incoming.data, incoming.name, incoming.options)
    with st.spinner(markup.plain(here.locale.t("Reading {file} …", file=incoming.name))):
        return kept[key].future.result() if kept[key].ended(importing.PATIENCE) else None


def _show(here: Here, incoming: Incoming, found: Preview) -> None:
    t, report = here.locale.t, found.report
    known = format_name(report.format, here.locale)
    said = t("recognised as: {format}", format=known) if known else ""
    st.html(markup.block(incoming.name, said))
    if report.refused is not None:
        st.html(markup.notice(here.locale.say(report.refused), "bad"))
    else:
        st.html(markup.quiet(counts(here, report)))
    warnings(here, report)
    rejects(here, report, f"preview-{incoming.key}")
    if found.sample is not None and found.sample.num_rows:
        with st.expander(t("First rows, as they will be read"), icon=":material/table:"):
            st.dataframe(_sample(here, found), hide_index=True, width="stretch")


def _sample(here: Here, found: Preview) -> pd.DataFrame:
    frame = found.sample.to_pandas() if found.sample is not None else pd.DataFrame()
    shown = frame.dropna(axis="columns", how="all").head(8)
    return shown.rename(columns=lambda name: mapping_form.field_name(str(name), here.locale))


def _import_button(here: Here, ready: list[Incoming], uploaded: int) -> None:
    t = here.locale.t
    demo = here.data.extent.demo
    drop = demo and st.checkbox(t("Remove the demonstration data first"), value=True)
    label = here.locale.n("Import {n} file", "Import {n} files", len(ready))
    if st.button(label, type="primary", disabled=not ready, icon=":material/upload:"):
        importing.begin(here, [(each.name, each.data, each.options) for each in ready], drop)
        importing.collect(here)
        st.rerun()
    if uploaded > len(ready):
        left = uploaded - len(ready)
        st.html(markup.quiet(here.locale.n("{n} file is not ready.", "{n} files are not ready.", left)))


def _results(here: Here) -> None:
    """What the last import did, until the next upload."""
    for n, report in enumerate(importing.reports()):
        if report.refused is not None:
            said = f"{report.file}: {here.locale.say(report.refused)}"
            st.html(markup.notice(said, "bad"))
        else:
            said = f"{report.file}: {counts(here, report)}"
            st.html(markup.notice(said, "good"))
        warnings(here, report)
        rejects(here, report, f"done-{n}")
