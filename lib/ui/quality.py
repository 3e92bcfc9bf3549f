"""What the page Data quality shows: the verdict, the findings, the accounts, what was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from lib.analysis.finding import Finding, Severity
from lib.analysis.quality import CHECKS, Account, Report, examine
from lib.i18n import DASH
from lib.imports import platforms
from lib.metrics import examples
from lib.metrics import quality as readings
from lib.metrics.examples import Example, Origin
from lib.model import N_, Period, Query
from lib.ui import markup, periods, quality_markup
from lib.ui.cached import keep
from lib.ui.here import Here
from lib.ui.quality_markup import Card
from lib.ui.view import to_url

ASKED = ("platform", "account", "community")
"""The filters that say of which accounts; the others say which posts, which is not the question."""

TITLES: dict[Severity, str] = {
    "mend": N_("Affects the figures"),
    "know": N_("Worth knowing"),
    "note": N_("For the record"),
}
PAGES = {"imports": N_("Imports"), "posts": N_("See the posts"), "sources": N_("Sources")}
AT_ONCE = 8


@dataclass(frozen=True)
class Quality:
    """The report, and the row of a file behind each example."""

    report: Report
    origins: dict[Example, Origin]


def load(here: Here) -> Quality:
    """Every check over the accounts asked for, kept until the data or the day change."""
    where = tuple((id, values) for id, values in here.view.filters if id in ASKED)
    of = Query((), where=where, as_of=here.view.as_of, scope=here.data.scope)
    now = here.now if of.as_of is None else here.data.captured_at(of.as_of) or here.now

    def make() -> Quality:
        names = {id: each.name for id, each in platforms.load().items()}
        report = examine(readings.read(here.data.engine, of), now, names, filtered=bool(where))
        return Quality(report, examples.find(here.data.engine, [f.example for f in report.findings], of))

    return keep(here.data, f"quality {of} {now.date()}", make)


def verdict(here: Here, found: Quality) -> str:
    """Whether the figures can be relied on."""
    mend, know = (len(found.report.of(severity)) for severity in ("mend", "know"))
    if mend:
        return here.locale.n(
            "{n} thing affects the figures, and can be mended.",
            "{n} things affect the figures, and can be mended.",
            mend,
        )
    if know:
        return here.locale.n(
            "The figures can be relied on; {n} thing is worth knowing.",
            "The figures can be relied on; {n} things are worth knowing.",
            know,
        )
    return here.locale.t("Nothing to mend: the figures can be relied on.")


def scope(here: Here, found: Quality) -> None:
    """What the verdict is about."""
    t, report = here.locale.t, found.report
    words = [t("All days count here, and of the filters only platform, account and community.")]
    told = report.of("mend")
    ill = {(each.platform, each.account) for each in told if each.account is not None}
    if ill and all(each.account is not None for each in told) and len(ill) < len(report.accounts):
        said = t(
            "What affects the figures is in {n} of {total} accounts; the others can be relied on.",
            n=len(ill),
            total=len(report.accounts),
        )
        words.insert(0, said)
    st.html(markup.quiet(here.locale.sentences(words)))


def findings(here: Here, found: Quality) -> None:
    """The findings by severity; what is only for the record is folded."""
    for severity in ("mend", "know"):
        told = found.report.of(severity)
        if told:
            st.html(markup.block(f"{here.locale.t(TITLES[severity])} · {here.locale.number(len(told))}"))
            _cards(here, found, told[:AT_ONCE])
        if told[AT_ONCE:]:
            with st.expander(here.locale.t("{n} more", n=len(told) - AT_ONCE), icon=":material/expand_more:"):
                _cards(here, found, told[AT_ONCE:])


def _cards(here: Here, found: Quality, told: Sequence[Finding]) -> None:
    st.html(quality_markup.findings([_card(here, each, found.origins) for each in told]))


def _card(here: Here, found: Finding, origins: dict[Example, Origin]) -> Card:
    act = found.act if found.act in PAGES else None
    return Card(
        found.severity,
        here.locale.say(found.what),
        " · ".join(_where(here, found, origins.get(found.example))),
        here.locale.say(found.advice),
        _address(here, found) if act else "",
        here.locale.t(PAGES[act]) if act else "",
    )


def _where(here: Here, found: Finding, origin: Origin | None) -> list[str]:
    t, locale = here.locale.t, here.locale
    words = [t(CHECKS[found.check])] if found.platform is None else [here.name("platform", found.platform)]
    if found.account is not None:
        words.append(_name(here, found.account, words[0]))
    if found.days is not None:
        words.append(locale.period(*found.days, year=True))
    if origin is not None:
        file = t("Demonstration data") if origin.file == "demo" else origin.file.rpartition("/")[2]
        words.append(t("for example {file}, row {row}", file=file, row=str(origin.row or DASH)))
    if found.import_id is not None:
        words.append(t("import no. {number}", number=str(found.import_id)))
    return words


def _name(here: Here, account: str, platform: str) -> str:
    """The account beside its platform, which its name then need not repeat."""
    if not account:
        return here.locale.t("account not stated")
    return here.name("account", account).removesuffix(f" · {platform}")


def _address(here: Here, found: Finding) -> str:
    """Where something is done about it: the page, and for posts the view that holds them."""
    view = here.view
    for dimension, value in (("platform", found.platform), ("account", found.account)):
        view = view.filtered(dimension, [value]) if value else view
    if found.act == "posts" and found.days is not None:
        view = replace(view, preset=periods.CUSTOM, period=Period(*found.days))
    page = "content" if found.act == "posts" else found.act
    return f"{page}?{urlencode(to_url(view), doseq=True)}"


def accounts(here: Here, found: Quality) -> None:
    """Each account: what there is of it, from which imports, and how many findings."""
    t = here.locale.t
    st.html(markup.block(t("Accounts"), t("What there is of each, and what brought it.")))
    table = pd.DataFrame([_account(here, each) for each in found.report.accounts])
    st.dataframe(table, hide_index=True, width="stretch", placeholder=DASH)


def _account(here: Here, of: Account) -> dict[str, Any]:
    t, locale, counts = here.locale.t, here.locale, dict(of.found)
    platform = here.name("platform", of.platform)
    days = locale.period(of.first, of.last, year=True) if of.first and of.last else ""
    return {
        t("Platform"): platform,
        t("Account"): _name(here, of.account, platform),
        t("Affects the figures"): counts.get("mend", 0),
        t("Worth knowing"): counts.get("know", 0),
        t("Posts"): of.posts,
        t("Daily series"): of.series,
        t("Days"): days,
        t("Numbers as of"): here.moment(of.captured_at),
        t("Imports in force"): of.imports,
        t("Newest file"): t("Demonstration data") if of.file == "demo" else of.file,
    }


def record(here: Here, found: Quality) -> None:
    """What is there for the record: how sources are, what imports said, what was checked."""
    t, report = here.locale.t, found.report
    told = report.of("note")
    if told:
        title = f"{t(TITLES['note'])} · {here.locale.number(len(told))}"
        with st.expander(title, icon=":material/notes:"):
            _cards(here, found, told)
    if report.said:
        with st.expander(t("What imports said of their files"), icon=":material/chat_bubble:"):
            rows = [
                {
                    t("What"): here.locale.say(each.what),
                    t("Imports"): each.imports,
                    t("Newest file"): each.file,
                    t("No."): each.import_id,
                }
                for each in report.said
            ]
            st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    with st.expander(t("What was checked"), icon=":material/checklist:"):
        times = Counter(each.check for each in report.findings)
        rows = [{t("Check"): t(name), t("Found"): times[id]} for id, name in CHECKS.items()]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=38 + 35 * len(rows))
