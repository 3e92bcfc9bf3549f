"""The metrics of an account's days, as exports state them. ADD ONE here and in `imports.spec`."""

from __future__ import annotations

from lib.metrics.definition import Metric, Sum, Unit, daily
from lib.model import N_


def _only(id: str, name: str, definition: str, unit: Unit = "people") -> Metric:
    """A reading of one account on one day that must not be added to others."""
    return Metric(
        id, name, definition, Sum("value", "only", series=id, fact="daily"), unit=unit, additive=False
    )


DAILY = (
    daily("new_followers", N_("New followers"), N_("Follows in the period, those who left not taken off.")),
    daily("lost_followers", N_("Lost followers"), N_("People who stopped following in the period."), "down"),
    _only(
        "page_reach",
        N_("Page reach (people)"),
        N_(
            "Different people reached in a day. Shown day by day for one account: unique people never add up."
        ),
    ),
    _only(
        "page_viewers",
        N_("Page viewers (people)"),
        N_("Different people who saw the account's content in a day; unique people never add up."),
    ),
    _only(
        "page_visitors",
        N_("Page visitors (people)"),
        N_("Different people who opened the page or looked into the server in a day; they never add up."),
    ),
    daily("link_clicks", N_("Link clicks"), N_("Clicks on links of the account's content, by day.")),
    daily("page_clicks", N_("Page clicks"), N_("All clicks on the account's content, by day.")),
    daily(
        "page_views",
        N_("Page views"),
        N_("How often anything of the account was shown, as the platform reports it."),
    ),
    daily("page_visits", N_("Page visits"), N_("How often the page or profile was opened.")),
    daily(
        "page_interactions", N_("Page interactions"), N_("Interactions with the account's content, by day.")
    ),
    daily(
        "page_reactions",
        N_("Reactions by day"),
        N_("Reactions to the account's content on each day, those taken back taken off."),
    ),
    daily(
        "page_comments",
        N_("Comments by day"),
        N_("Comments on the account's content on each day, those deleted taken off."),
    ),
    daily(
        "page_shares",
        N_("Shares by day"),
        N_("Shares of the account's content on each day, those taken back taken off."),
    ),
    daily(
        "page_saves",
        N_("Saves by day"),
        N_("Saves of the account's content on each day, those taken back taken off."),
    ),
    daily("profile_visits", N_("Profile visits"), N_("How often the profile was opened from posts.")),
    daily("channel_views", N_("Channel views"), N_("Views of the whole channel, by day.")),
    daily("video_views", N_("Video views"), N_("Views of all the account's videos, by day.")),
    daily("messages", N_("Messages"), N_("Messages written by members, by day.")),
    daily("voice_minutes", N_("Voice minutes"), N_("Minutes that members spoke in voice channels.")),
    daily("muted", N_("Members who muted"), N_("Members who muted the server, by day."), "down"),
    daily(
        "joins_by_discovery",
        N_("Joins by discovery"),
        N_("Members who joined through the platform's own directory of servers."),
    ),
    daily("joins_by_invite", N_("Joins by invite"), N_("Members who joined through an invite.")),
    daily(
        "joins_by_link", N_("Joins by own link"), N_("Members who joined through the server's own address.")
    ),
    _only(
        "communicating_share",
        N_("Share of visitors who wrote"),
        N_("Of the day's visitors, those who wrote or spoke."),
        "ratio",
    ),
    _only(
        "new_communicating_share",
        N_("Share of new members who wrote"),
        N_("Of the day's new members, those who wrote or spoke on their first day."),
        "ratio",
    ),
    _only(
        "opening_share",
        N_("Share of new members who looked around"),
        N_("Of the day's new members, those who opened several channels on their first day."),
        "ratio",
    ),
    _only(
        "retained_share",
        N_("Share of new members who came back"),
        N_("Of the day's new members, those who came back in the following week."),
        "ratio",
    ),
    Metric(
        "target_reach",
        N_("Reachable friends"),
        N_("Friends whom a message targeted by gender, age or region can reach: the last known number."),
        Sum("value", "last", series="target_reach", fact="daily"),
        unit="people",
        additive=False,
    ),
    Metric(
        "blocked",
        N_("Friends who blocked"),
        N_("People who block the account: the last known number in the period."),
        Sum("value", "last", series="blocked", fact="daily"),
        unit="people",
        good="down",
        additive=False,
    ),
    daily("site_views", N_("Website views"), N_("Pages viewed on the website.")),
    daily("sessions", N_("Website sessions"), N_("Visits to the website.")),
    _only(
        "active_users",
        N_("Active users (people)"),
        N_("Different people who used the website in a day; they never add up."),
    ),
    _only(
        "active_users_7_days",
        N_("Active users in 7 days (people)"),
        N_("Different people who used the website in the 7 days up to each day."),
    ),
    _only(
        "active_users_28_days",
        N_("Active users in 28 days (people)"),
        N_("Different people who used the website in the 28 days up to each day."),
    ),
    daily("new_users", N_("New users"), N_("People who used the website for the first time.")),
    daily("key_events", N_("Key events"), N_("Actions on the website that count as goals.")),
)
