"""The catalog: metrics and dimensions as data. ADD A METRIC OR A DIMENSION here, nowhere else (one of
an account's days in `lib.metrics.daily`).

A metric is a sum, or a ratio of two sums over the posts that state both. `lib.metrics.query` turns
it into SQL, the pages take names, units and definitions from it, and `docs/metrics.md` is made
from it.
"""

from __future__ import annotations

from collections.abc import Iterable

from lib.metrics.daily import DAILY
from lib.metrics.definition import (
    Dimension,
    Fact,
    Metric,
    Sum,
    per_post,
    ratio,
    series,
    total,
)
from lib.metrics.sentiment import COMMENTS, MINE
from lib.model import N_, QueryError, say

KAUSHIK = "Avinash Kaushik, Best Social Media Metrics (2011)"

_METRICS = (
    Metric(
        "posts",
        N_("Posts"),
        N_("How many posts were published in the period."),
        Sum(how="rows"),
        good=None,
    ),
    total(
        "reach",
        N_("Reach (sum of posts)"),
        N_("People reached, added post by post: someone who saw two posts counts twice."),
    ),
    total(
        "views",
        N_("Views"),
        N_("How often posts were shown or played (impressions, where the platform still says so)."),
    ),
    total("reactions", N_("Reactions"), N_("Likes and other reactions.")),
    total("comments", N_("Comments"), N_("Comments and replies.")),
    total("shares", N_("Shares"), N_("Shares, reposts and retweets.")),
    total("saves", N_("Saves"), N_("Saves and bookmarks.")),
    total("clicks", N_("Clicks"), N_("Clicks on posts, all kinds the platform counts.")),
    total(
        "engagements",
        N_("Engagements"),
        N_("Reactions + comments + shares, and saves or clicks where the platform counts them."),
        "Rival IQ, help article 2043672",
    ),
    ratio(
        "engagement_rate_by_reach",
        "engagements",
        "reach",
        N_("Engagement rate by reach"),
        N_("Engagements ÷ reach, both added over the posts that state both."),
        source="Rival IQ, help article 2043672",
    ),
    ratio(
        "engagement_rate_by_views",
        "engagements",
        "views",
        N_("Engagement rate by views"),
        N_("Engagements ÷ views, both added over the posts that state both."),
        source="Rival IQ, help article 2043672",
    ),
    ratio(
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
    per_post("amplification", "shares", N_("Amplification"), N_("Shares per post."), KAUSHIK),
    per_post("conversation", "comments", N_("Conversation"), N_("Comments per post."), KAUSHIK),
    per_post("applause", "reactions", N_("Applause"), N_("Reactions per post."), KAUSHIK),
    ratio("virality", "shares", "reach", N_("Virality rate"), N_("Shares ÷ reach.")),
    per_post("reach_per_post", "reach", N_("Reach per post"), N_("Mean reach of the posts that state it.")),
    per_post("views_per_post", "views", N_("Views per post"), N_("Mean views of the posts that state them.")),
    per_post(
        "engagements_per_post",
        "engagements",
        N_("Engagements per post"),
        N_("Mean engagements of the posts that state any."),
    ),
    per_post("saves_per_post", "saves", N_("Saves per post"), N_("Saves and bookmarks per post.")),
    per_post("clicks_per_post", "clicks", N_("Clicks per post"), N_("Clicks on a post, all kinds counted.")),
    per_post(
        "conversions_per_post",
        "conversions",
        N_("Conversions per post"),
        N_("Actions the platform attributes to a post, per post."),
    ),
    ratio("click_through_rate", "clicks", "views", N_("Click-through rate"), N_("Clicks ÷ views.")),
    total(
        "conversions", N_("Conversions"), N_("Actions the platform attributes to posts, such as sign-ups.")
    ),
    ratio("conversion_rate", "conversions", "clicks", N_("Conversion rate"), N_("Conversions ÷ clicks.")),
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
    *DAILY,
    *COMMENTS,
)

_EVERYWHERE: tuple[Fact, ...] = ("post", "daily", "page_day", *MINE)
_OF_POSTS: tuple[Fact, ...] = ("post", *MINE)

_DIMENSIONS = (
    Dimension("day", N_("Day"), "day", _EVERYWHERE),
    Dimension("week", N_("Week"), "day", _EVERYWHERE),
    Dimension("month", N_("Month"), "day", _EVERYWHERE),
    Dimension("weekday", N_("Weekday"), "number", _EVERYWHERE),
    Dimension("hour", N_("Hour"), "number", _OF_POSTS),
    Dimension("platform", N_("Platform"), facts=_EVERYWHERE),
    Dimension("account", N_("Account"), facts=_EVERYWHERE),
    Dimension("community", N_("Community"), facts=_EVERYWHERE),
    Dimension("content_type", N_("Content type"), facts=_OF_POSTS),
    Dimension("topic", N_("Topic"), facts=_OF_POSTS),
    Dimension("author_kind", N_("Author")),
    Dimension("paid", N_("Paid"), "flag", _OF_POSTS),
    Dimension("sentiment", N_("Sentiment"), facts=MINE),
    Dimension("competitor", N_("Competitor"), facts=MINE),
    Dimension("channel", N_("Channel"), facts=MINE),
)

METRICS = {metric.id: metric for metric in _METRICS}
DIMENSIONS = {dimension.id: dimension for dimension in _DIMENSIONS}


def metric(id: str) -> Metric:
    """The metric of that id. One that is not in the catalog is a daily series under its own name:
    whether there is such a series only the store knows (see `run.fetch`)."""
    return METRICS.get(id) or series(id)


def unknown(id: str, more: Iterable[str]) -> QueryError:
    """What to say of an id that is neither in the catalog nor among the `more` there are."""
    known = ", ".join([*METRICS, *more])
    return QueryError(say("There is no metric “{id}”. Known: {known}", id=id, known=known))


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
