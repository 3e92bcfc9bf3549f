"""A page of a view as a report: made of what the page itself computes, on whoever's behalf."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import sqlalchemy as sa

from lib.access import share
from lib.access.policy import sees_all
from lib.charts.palette import LIGHT
from lib.i18n import languages, locale
from lib.metrics.catalog import DIMENSIONS
from lib.model import N_, Message, PulseError, say
from lib.person import Person
from lib.reports.model import Content, Report, clipped
from lib.settings import Settings
from lib.ui import freshness, live, parts, report_audience, report_pages, report_watch, shared
from lib.ui.cached import opened
from lib.ui.here import Here, known
from lib.ui.view import COMPARISONS, FILTERS, LINK, Params, from_url, to_url


@dataclass(frozen=True)
class Page:
    """A page that can be reported. `always`: also where the view holds no posts."""

    title: str
    make: Callable[[Here], Content]
    always: bool = False


PAGES: Mapping[str, Page] = {
    "overview": Page(N_("Overview"), report_pages.of_overview),
    "trends": Page(N_("Trends"), report_pages.of_trends),
    "content": Page(N_("Content"), report_pages.of_content),
    "posting_times": Page(N_("Posting times"), report_watch.of_posting_times),
    "audience": Page(N_("Audience"), report_audience.of_audience, always=True),
    "watch": Page(N_("Sentiment watch"), report_watch.of_watch, always=True),
}
"""The pages that can be reported, by the name in their address."""

START = "overview"


def address(url: str) -> tuple[str, dict[str, list[str]]]:
    """The page and the parameters that an address names, whole or from its path on; the start page
    where it names none."""
    found = urlsplit(url)
    return found.path.strip("/").rpartition("/")[2] or START, parse_qs(found.query)


def visit(
    engine: sa.Engine, settings: Settings, person: Person, page: str, asked: Params, now: datetime
) -> Here:
    """Where somebody would be who opened a page with these parameters, or a link made for others; `now` is
    UTC without zone. PulseError for a link that does not open."""
    link = next(iter(asked.get(LINK, ())), "")
    if link:
        through = share.find(engine, settings, link, now)
        # As on screen: a bare link leads to its own page; its visitor may have gone on to another.
        page = page if "from" in asked else through.link.page
        person, asked = share.within(person, through), share.params(through, asked, person)
    data = opened(engine, settings, person.scope)
    there = known(data, now.replace(tzinfo=UTC).astimezone(settings.zone).date())
    if link:
        there = replace(there, choices=shared.known(there.choices, through), link=link)
    view, _ = from_url(asked, there, settings.language)
    return Here(view, data, locale(view.language), LIGHT, settings, now, person, page=page)


def link(here: Here) -> str:
    """The address of the visitor's view."""
    page = "" if here.page == START else here.page
    return f"{here.settings.url.rstrip('/')}/{page}?{urlencode(to_url(here.view), doseq=True)}"


def make(here: Here) -> Report:
    """The report of the visitor's page in this view, in its language. PulseError for a page that has none."""
    page = here.page
    if page not in PAGES:
        raise PulseError(_unknown(page))
    here = replace(here, palette=LIGHT)
    kind, t = PAGES[page], here.locale.t
    content = _content(here, kind)
    gaps = [clipped(each) for each in (*_common(here), *content.unknown)]
    told = tuple(dict.fromkeys(gaps)) or (t("No gap is known in these figures."),)
    demo = t("Demonstration data: invented figures of an invented brand.")
    return Report(
        t(kind.title),
        here.locale.language,
        tuple((label, clipped(value)) for label, value in _facts(here)),
        replace(content, unknown=told),
        t("What is not known"),
        demo if here.data.extent.demo else "",
    )


def _unknown(page: str) -> Message:
    english = locale("en")
    names = english.list([each for each in PAGES])
    return say(
        "There is no report of the page “{page}”; there are reports of {pages}.", page=page, pages=names
    )


def _content(here: Here, kind: Page) -> Content:
    if not kind.always and parts.nothing(here):
        return Content(parts.standing(here), unknown=_nothing(here))
    if here.data.extent.last is None:
        return Content(parts.standing(here))
    return kind.make(here)


def _nothing(here: Here) -> tuple[str, ...]:
    if here.data.extent.last is None:
        return ()
    return (here.locale.t("Nothing in this period and with these filters."),)


def _facts(here: Here) -> Iterator[tuple[str, str]]:
    t, view, moment = here.locale.t, here.view, here.moment
    yield t("Period"), here.locale.period(view.period.start, view.period.end, year=True)
    if view.before is not None:
        was = here.locale.period(view.before.start, view.before.end, year=True)
        yield t("Compared with"), f"{was} ({t(COMPARISONS[view.compare])})"
    said = [_limit(here, id, values) for id in FILTERS.values() if (values := view.chosen(id))]
    yield t("Filters"), " · ".join(said) or t("Everything, unfiltered")
    version = here.data.version if view.as_of is None else view.as_of
    captured = here.data.captured_at(view.as_of)
    if captured is not None:
        stood = t("version {n}", n=str(version))
        yield t("Data as of"), " · ".join([moment(captured), stood, *live.ages(here)])
    yield t("Report made"), f"{moment(here.now)} ({here.settings.zone})"


def _limit(here: Here, dimension: str, values: Sequence[str]) -> str:
    names = [here.name(dimension, each) for each in values]
    return here.locale.t("{name}: {values}", name=here.locale.t(DIMENSIONS[dimension].name), values=names)


def _common(here: Here) -> Iterator[str]:
    """What is missing whatever the page."""
    t, scope = here.locale.t, here.data.scope
    if not sees_all(scope):
        seen = [_limit(here, id, values) for id, values in scope.limits.items()]
        yield t("Only what its reader may see is counted: {limits}.", limits=" · ".join(seen))
    troubled, count = freshness.troubled(here)
    if troubled:
        yield freshness.trouble(here, troubled, count)
    left_out = live.left_out(here)
    if left_out:
        yield t("Without {sources}", sources=left_out)
    past = here.data.live.left_out(here.query("posts")) if here.data.live else []
    if past:
        yield t("A view of the past shows what was imported; it goes without {sources}.", sources=past)
    for account, source in here.data.twice if here.view.as_of is None else ():
        yield t(
            "The posts of {account} were imported for days on which “{source}” has them too; those in both "
            "count twice.",
            account=here.name("account", account),
            source=source,
        )


def tongue(language: str) -> str:
    """A language there is, or PulseError."""
    if language not in languages():
        raise PulseError(
            say("There is no language “{text}”; there are {known}.", text=language, known=list(languages()))
        )
    return language
