"""The catalog: metrics and dimensions as data. ADD A METRIC OR A DIMENSION here, nowhere else.

A metric is a sum, or a ratio of two sums over the posts that state both. `lib.metrics.query` turns
it into SQL, the pages take names, units and definitions from it, and `docs/metrics.md` is made
from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lib.model import N_, QueryError, say

Fact = Literal["post", "daily", "page_day"]
"""Where rows come from: posts; daily readings of an account; an account's day, with what the posts
published on it gathered and its followers."""

Unit = Literal["count", "people", "ratio", "per_post"]


@dataclass(frozen=True)
class Sum:
    """An aggregate that may be combined by adding.

    `how`: "sum" of a column; "rows" counts rows; "stated" counts the rows that state the column;
    "last" is each account's last reading, added over accounts; "only" is a reading that must never
    be added (unique people); "mean" averages the days. `given` names columns that must be stated
    too; `series` the daily metric it reads.
    """

    column: str = ""
    how: Literal["sum", "rows", "stated", "last", "only", "mean"] = "sum"
    given: tuple[str, ...] = ()
    series: str = ""
    fact: Fact = "post"


@dataclass(frozen=True)
class Metric:
    """A figure people ask for.

    `good` says which direction is good news (None: neither); `additive` whether figures of parts
    add up to the figure of the whole; `source` where the formula comes from.
    """

    id: str
    name: str
    definition: str
    top: Sum
    bottom: Sum | None = None
    unit: Unit = "count"
    good: Literal["up", "down"] | None = "up"
    additive: bool = True
    source: str = ""

    @property
    def fact(self) -> Fact:
        return self.top.fact

    @property
    def is_ratio(self) -> bool:
        return self.bottom is not None


@dataclass(frozen=True)
class Dimension:
    """A way to split or to filter. `facts` says which rows know it."""

    id: str
    name: str
    kind: Literal["day", "number", "text", "flag"] = "text"
    facts: tuple[Fact, ...] = ("post",)


def _total(column: str, name: str, definition: str, source: str = "") -> Metric:
    return Metric(column, name, definition, Sum(column), source=source)


def _ratio(
    id: str, top: str, bottom: str, name: str, definition: str, unit: Unit = "ratio", source: str = ""
) -> Metric:
    """A ratio of sums over the posts that state both numbers."""
    return Metric(
        id, name, definition, Sum(top, given=(bottom,)), Sum(bottom, given=(top,)), unit, "up", False, source
    )


def _per_post(id: str, column: str, name: str, definition: str, source: str = "") -> Metric:
    """A mean over the posts that state the number."""
    return Metric(id, name, definition, Sum(column), Sum(column, "stated"), "per_post", "up", False, source)


def _daily(id: str, name: str, definition: str, good: Literal["up", "down"] | None = "up") -> Metric:
    return Metric(id, name, definition, Sum("value", series=id, fact="daily"), good=good)


KAUSHIK = "Avinash Kaushik, Best Social Media Metrics (2011)"

_METRICS = (
    Metric(
        "posts",
        N_("Posts"),
        N_("How many posts were published in the period."),
        Sum(how="rows"),
        good=None,
    ),
    _total(
        "reach",
        N_("Reach (sum of posts)"),
        N_("People reached, added post by post: someone who saw two posts counts twice."),
    ),
    _total(
        "views",
        N_("Views"),
        N_("How often posts were shown or played (impressions, where the platform still says so)."),
    ),
    _total("reactions", N_("Reactions"), N_("Likes and other reactions.")),
    _total("comments", N_("Comments"), N_("Comments and replies.")),
    _total("shares", N_("Shares"), N_("Shares, reposts and retweets.")),
    _total("saves", N_("Saves"), N_("Saves and bookmarks.")),
    _total("clicks", N_("Clicks"), N_("Clicks on posts, all kinds the platform counts.")),
    _total(
        "engagements",
        N_("Engagements"),
        N_("Reactions + comments + shares, and saves or clicks where the platform counts them."),
        "Rival IQ, help article 2043672",
    ),
    _ratio(
        "engagement_rate_by_reach",
        "engagements",
        "reach",
        N_("Engagement rate by reach"),
        N_("Engagements ÷ reach, both added over the posts that state both."),
        source="Rival IQ, help article 2043672",
    ),
    _ratio(
        "engagement_rate_by_views",
        "engagements",
        "views",
        N_("Engagement rate by views"),
        N_("Engagements ÷ views, both added over the posts that state both."),
        source="Rival IQ, help article 2043672",
    ),
    _ratio(
        "engagement_rate_by_followers",
        "engagements",
        "followers",
        N_("Engagement rate by followers"),
        N_("Engagements ÷ followers of the account on the publish day, over the posts where both are known."),
        source="Rival IQ, help article 2043672",
    ),
    Metric(
        "daily_engagement_rate",
        N_("Daily engagement rate"),
        N_("Mean over days of engagements ÷ followers of that day; a day without a post counts as zero."),
        Sum("rate", "mean", fact="page_day"),
        unit="ratio",
        additive=False,
        source="Fanpage Karma, page performance: engagement",
    ),
    _per_post("amplification", "shares", N_("Amplification"), N_("Shares per post."), KAUSHIK),
    _per_post("conversation", "comments", N_("Conversation"), N_("Comments per post."), KAUSHIK),
    _per_post("applause", "reactions", N_("Applause"), N_("Reactions per post."), KAUSHIK),
    _ratio("virality", "shares", "reach", N_("Virality rate"), N_("Shares ÷ reach.")),
    _per_post("reach_per_post", "reach", N_("Reach per post"), N_("Mean reach of the posts that state it.")),
    _ratio("click_through_rate", "clicks", "views", N_("Click-through rate"), N_("Clicks ÷ views.")),
    _total(
        "conversions", N_("Conversions"), N_("Actions the platform attributes to posts, such as sign-ups.")
    ),
    _ratio("conversion_rate", "conversions", "clicks", N_("Conversion rate"), N_("Conversions ÷ clicks.")),
    Metric(
        "followers",
        N_("Followers"),
        N_("The last known number in the period, of each account, added over accounts."),
        Sum("value", "last", series="followers", fact="daily"),
        unit="people",
        additive=False,
    ),
    Metric(
        "follower_growth",
        N_("Follower growth"),
        N_("Followers gained less followers lost: the sum of the changes from one known day to the next."),
        Sum("change", series="followers", fact="daily"),
        unit="people",
    ),
    _daily("new_followers", N_("New followers"), N_("Follows in the period, those who left not taken off.")),
    _daily("lost_followers", N_("Lost followers"), N_("People who stopped following in the period."), "down"),
    Metric(
        "page_reach",
        N_("Page reach (people)"),
        N_(
            "Different people reached in a day. Shown day by day for one account: unique people never add up."
        ),
        Sum("value", "only", series="page_reach", fact="daily"),
        unit="people",
        additive=False,
    ),
    _daily(
        "page_views",
        N_("Page views"),
        N_("How often anything of the account was shown, as the platform reports it."),
    ),
    _daily("page_visits", N_("Page visits"), N_("How often the page or profile was opened.")),
    _daily(
        "page_interactions", N_("Page interactions"), N_("Interactions with the account's content, by day.")
    ),
    _daily("profile_visits", N_("Profile visits"), N_("How often the profile was opened from posts.")),
    _daily("channel_views", N_("Channel views"), N_("Views of the whole channel, by day.")),
    _daily("messages", N_("Messages"), N_("Messages written by members, by day.")),
)

_EVERYWHERE: tuple[Fact, ...] = ("post", "daily", "page_day")

_DIMENSIONS = (
    Dimension("day", N_("Day"), "day", _EVERYWHERE),
    Dimension("week", N_("Week"), "day", _EVERYWHERE),
    Dimension("month", N_("Month"), "day", _EVERYWHERE),
    Dimension("weekday", N_("Weekday"), "number", _EVERYWHERE),
    Dimension("hour", N_("Hour"), "number"),
    Dimension("platform", N_("Platform"), facts=_EVERYWHERE),
    Dimension("account", N_("Account"), facts=_EVERYWHERE),
    Dimension("community", N_("Community"), facts=_EVERYWHERE),
    Dimension("content_type", N_("Content type")),
    Dimension("topic", N_("Topic")),
    Dimension("author_kind", N_("Author")),
    Dimension("paid", N_("Paid"), "flag"),
)

METRICS = {metric.id: metric for metric in _METRICS}
DIMENSIONS = {dimension.id: dimension for dimension in _DIMENSIONS}


def metric(id: str) -> Metric:
    """The metric of that id; QueryError lists the known ones."""
    if id not in METRICS:
        raise QueryError(say("There is no metric “{id}”. Known: {known}", id=id, known=", ".join(METRICS)))
    return METRICS[id]


def dimension(id: str) -> Dimension:
    """The dimension of that id; QueryError lists the known ones."""
    if id not in DIMENSIONS:
        raise QueryError(
            say("There is no dimension “{id}”. Known: {known}", id=id, known=", ".join(DIMENSIONS))
        )
    return DIMENSIONS[id]


def answers(metric: Metric, dimensions: Iterable[str]) -> bool:
    """Whether the metric's rows know all these dimensions."""
    return all(metric.fact in dimension(id).facts for id in dimensions)
