"""What a breakdown splits, and by what: the catalog of the figures and the dimensions of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib.metrics.catalog import METRICS
from lib.model import N_


@dataclass(frozen=True)
class Measure:
    """A figure that files split into parts. `state`: it holds as of a day, not over a period. `people`: the
    same person may stand in several parts, so the parts do not add up."""

    id: str
    name: str
    state: bool = False
    people: bool = False


_KNOWN = (
    Measure("followers", METRICS["followers"].name, state=True),
    Measure("active_followers", N_("Active followers"), people=True),
    Measure("channel_views", METRICS["channel_views"].name),
    Measure("watch_hours", N_("Watch time in hours")),
    Measure("joins", N_("Joins")),
    Measure("new_followers", METRICS["new_followers"].name),
    Measure("participators", N_("Members who took part"), people=True),
    Measure("readers", N_("Members who read"), people=True),
    Measure("chatters", N_("Members who wrote"), people=True),
    Measure("messages", METRICS["messages"].name),
    Measure("site_views", METRICS["site_views"].name),
    Measure("sessions", METRICS["sessions"].name),
    Measure("active_users", METRICS["active_users"].name, people=True),
    Measure("new_users", METRICS["new_users"].name, people=True),
    Measure("event_count", N_("Events")),
    Measure("key_events", METRICS["key_events"].name),
)
MEASURES: Mapping[str, Measure] = {each.id: each for each in _KNOWN}
"""The figures by id, in the order of the page."""

STATES = tuple(each.id for each in _KNOWN if each.state)

DIMENSIONS: Mapping[str, str] = {
    "age_gender": N_("Age and gender"),
    "age": N_("Age"),
    "gender": N_("Gender"),
    "country": N_("Country"),
    "city": N_("City"),
    "language": N_("Language"),
    "hour": N_("Hour of the day"),
    "channel_group": N_("Channel of the visit"),
    "first_channel_group": N_("Channel of the first visit"),
    "source_medium": N_("Source of the visit"),
    "first_source_medium": N_("Source of the first visit"),
    "traffic_source": N_("Traffic source"),
    "external_source": N_("External source"),
    "referring_domain": N_("Referring site"),
    "invite_link": N_("Invitation"),
    "tenure": N_("Length of membership"),
    "subscription": N_("Subscription"),
    "subscription_source": N_("Source of the subscription"),
    "returning": N_("New and returning viewers"),
    "watch_behavior": N_("Viewers by habit"),
    "text_channel": N_("Text channel"),
    "page_path": N_("Address of the page"),
    "page_title": N_("Title of the page"),
    "landing_page": N_("Landing page"),
    "content_group": N_("Content group"),
    "hostname": N_("Host name"),
    "event": N_("Event"),
    "device": N_("Device"),
    "operating_system": N_("Operating system"),
    "browser": N_("Browser"),
    "content_type": N_("Content type"),
    "playback_location": N_("Place of playback"),
    "player": N_("Player"),
    "product": N_("YouTube product"),
    "playlist": N_("Playlist"),
    "sharing_service": N_("Sharing service"),
    "subtitles": N_("Subtitles"),
    "translation": N_("Use of translation"),
}
"""What files split by: id → name, in the order of the page."""

BY = "by_"
"""Before a dimension's id: the field of the column that names the parts."""

SHARE = "_share"
"""Behind a figure's id: the field of a column of shares of it."""

_EXCLUSIVE = {("participators", each) for each in ("device", "country", "tenure")}
"""Figures of people whose parts exclude each other."""


def adds_up(metric: str, dimension: str) -> bool:
    """Whether the parts of a figure are parts of one sum."""
    return not MEASURES[metric].people or (metric, dimension) in _EXCLUSIVE


def fields(columns: Iterable[str]) -> list[str]:
    """Of the fields of a table those that name parts."""
    return [name for name in columns if name.startswith(BY)]


def figures(columns: Iterable[str]) -> list[str]:
    """Of the fields of a table those that hold figures which breakdowns know, as numbers or shares."""
    return [name for name in columns if name.removesuffix(SHARE) in MEASURES]
