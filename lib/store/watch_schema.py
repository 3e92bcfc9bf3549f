"""The tables of the watch: its budgets, the alarms it raised, watchlists, messages to be sent.

A `watch` is named: empty for all comments, `community:NAME`, `list:ID` for a watchlist. Nothing here is a
fact: it is made again from the facts whenever they change, but for what people decided and what was sent.
"""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

watch_setting = sa.Table(
    "watch_setting",
    metadata,
    sa.Column("watch", sa.Text, primary_key=True),
    sa.Column("budget_days", sa.Double, nullable=False),
    sa.Column("anchor", sa.Date),  # the day from which a person had the usual learnt anew
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)

watch_state = sa.Table(
    "watch_state",
    metadata,
    sa.Column("watch", sa.Text, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),  # the data version it was worked out from
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("since", sa.Date),
    sa.Column("day", sa.Date),  # the newest day judged
    sa.Column("value", sa.Double),
    sa.Column("usual", sa.Double),
    sa.Column("at", sa.DateTime, nullable=False),
)

watch_alarm = sa.Table(
    "watch_alarm",
    metadata,
    sa.Column("watch", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("level", sa.Text, nullable=False),  # when it was raised
    sa.Column("peak", sa.Text, nullable=False),  # the highest so far
    sa.Column("value", sa.Double, nullable=False),
    sa.Column("usual", sa.Double, nullable=False),
    sa.Column("began", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("budget_days", sa.Double, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),  # the data version that raised it first
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("withdrawn_at", sa.DateTime),  # the data no longer raise it
)

watch_limits = sa.Table(
    "watch_limits",
    metadata,
    sa.Column("fingerprint", sa.Text, primary_key=True),
    sa.Column("limits", sa.Text, nullable=False),  # JSON
)

watchlist = sa.Table(
    "watchlist",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # brand, keyword, competitor
    sa.Column("mode", sa.Text, nullable=False),  # words, pattern
    sa.Column("body", sa.Text, nullable=False),  # one word or pattern a line
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),  # what is said, and to whom: never twice
    sa.Column("channel", sa.Text, nullable=False),  # email, webhook, line
    sa.Column("recipient", sa.Text, nullable=False),  # an address, or the place in the secrets file
    sa.Column("message", sa.Text, nullable=False),  # JSON
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("attempts", sa.BigInteger, nullable=False),
    sa.Column("next_at", sa.DateTime, nullable=False),
    sa.Column("delivered_at", sa.DateTime),
    sa.Column("error", sa.Text),
)
