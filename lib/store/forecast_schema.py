"""The tables of published forecasts, of the views they are asked for, and of trials that are kept."""

from __future__ import annotations

import sqlalchemy as sa

from lib.store.schema import metadata

forecast = sa.Table(
    "forecast",
    metadata,
    sa.Column("view", sa.Text, primary_key=True),  # the key of metric, filters, grain and horizon
    sa.Column("data_version", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("fingerprint", sa.Text, primary_key=True),  # of the history it was made of
    sa.Column("until_version", sa.BigInteger, nullable=False),  # nothing of that changed up to there
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("made_version", sa.BigInteger, nullable=False),  # the newest version when it was made
    sa.Column("document", sa.Text, nullable=False),  # JSON: lines, band, trials, record
)

forecast_view = sa.Table(
    "forecast_view",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("asked", sa.Text, nullable=False),  # JSON: the view
    sa.Column("asked_at", sa.DateTime, nullable=False),
    sa.Column("done_version", sa.BigInteger, nullable=False),
    sa.Column("done_at", sa.DateTime),
    sa.Column("error", sa.Text),  # JSON: a Message
    sa.Column("leased_until", sa.DateTime),  # some process is at work on it until then
)

forecast_trial = sa.Table(
    "forecast_trial",
    metadata,
    sa.Column("seen", sa.Text, primary_key=True),  # the fingerprint of all that the trial could see
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("document", sa.Text, nullable=False),  # JSON: the models' lines
)
