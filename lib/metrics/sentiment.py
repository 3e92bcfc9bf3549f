"""The metrics of comments and mentions. ADD ONE here; the rows they are counted over are those of
`lib.metrics.comment_rows`."""

from __future__ import annotations

from lib.metrics.definition import Fact, Metric, Sum
from lib.model import N_

MINE: tuple[Fact, ...] = ("comment", "mention")
"""Rows that only comments have: those on the brand, those on it and its competitors."""


def _count(id: str, column: str, name: str, definition: str, good: bool | None) -> Metric:
    direction = None if good is None else "up" if good else "down"
    return Metric(id, name, definition, Sum(column, fact="comment"), good=direction)  # type: ignore[arg-type]


COMMENTS = (
    Metric(
        "comments_received",
        N_("Comments received"),
        N_("Comments and mentions of others about the brand; its own replies are left out."),
        Sum(how="rows", fact="comment"),
        good=None,
    ),
    _count(
        "negative_comments",
        "negative",
        N_("Negative comments"),
        N_("Comments judged negative: by a person, by the file's own label, else by Pulse."),
        False,
    ),
    _count(
        "neutral_comments",
        "neutral",
        N_("Neutral comments"),
        N_("Comments judged neutral: by a person, by the file's own label, else by Pulse."),
        None,
    ),
    _count(
        "positive_comments",
        "positive",
        N_("Positive comments"),
        N_("Comments judged positive: by a person, by the file's own label, else by Pulse."),
        True,
    ),
    Metric(
        "net_sentiment",
        N_("Net sentiment"),
        N_("(Positive − negative) ÷ all comments judged, × 100: from −100 to 100."),
        Sum("valence", fact="comment"),
        Sum("valence", "stated", fact="comment"),
        unit="points",
        additive=False,
    ),
    Metric(
        "negative_share",
        N_("Negative share"),
        N_("Negative comments ÷ comments judged, as counted: not yet corrected for errors of judging."),
        Sum("negative", fact="comment"),
        Sum("negative", "stated", fact="comment"),
        unit="ratio",
        good="down",
        additive=False,
    ),
    Metric(
        "mentions",
        N_("Mentions of the tracked set"),
        N_("Comments and mentions of others about the brand and the competitors tracked."),
        Sum(how="rows", fact="mention"),
        good=None,
    ),
    Metric(
        "share_of_voice",
        N_("Share of voice"),
        N_("Mentions of the brand ÷ mentions of the brand and the competitors tracked."),
        Sum("own", fact="mention"),
        Sum(how="rows", fact="mention"),
        unit="ratio",
        additive=False,
    ),
)
