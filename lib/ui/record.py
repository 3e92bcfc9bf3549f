"""The record beside a forecast: how often such forecasts were right, which model is shown, how old it is."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.analysis.forecast.models import NAMES
from lib.analysis.forecast.promises import kept
from lib.analysis.forecast.published import BESIDE, Told
from lib.analysis.forecast.verdict import SAME, verdict
from lib.i18n import DASH
from lib.kept_forecasts import Stored
from lib.model import N_
from lib.ui import forecasting, markup, promises
from lib.ui.here import Here
from lib.ui.outlook import Outlook, model

COMPARED = {
    "better": N_("Beats repeating last week by {share}"),
    "worse": N_("Does worse than repeating last week by {share}"),
    "same": N_("Does as well as repeating last week"),
    "unknown": N_("Repeating last week was exact so far, so there is nothing to beat"),
}
"""How a forecast did in its trials, by verdict."""


def standing(here: Here, shown: Outlook) -> None:
    """How often such forecasts were right, which model is shown, and how old the forecast is."""
    if shown.refused is not None and shown.stored is None:
        st.html(markup.empty(here.locale.t("No forecast"), here.locale.say(shown.refused)))
    elif shown.stored is not None:
        told = shown.stored.published.of(model(here, shown.stored))
        st.html(markup.block(_verdict(here, told), " · ".join(_standing(here, shown, shown.stored))))
        if shown.stored.published.without_prophet:
            words = here.locale.t("Prophet cannot be imported here; the forecast goes without it.")
            st.html(markup.notice(words, "warn"))
    if shown.asked is not None and not shown.current and shown.refused is None:
        forecasting.await_(here, shown.asked, shown.stored is not None)


def _verdict(here: Here, told: Told) -> str:
    locale, found = here.locale, told.record
    compared = locale.t(COMPARED[verdict(found)], share=locale.percent(abs(found.gain or 0), 0))
    if found.score.coverage80 is None:
        return compared
    held = locale.n(
        "the band held the truth {held} of the time in {n} trial",
        "the band held the truth {held} of the time in {n} trials",
        found.windows,
        held=locale.percent(found.score.coverage80, 0),
    )
    return locale.t("{compared}; {held}.", compared=compared, held=held)


def _standing(here: Here, shown: Outlook, stored: Stored) -> list[str]:
    t = here.locale.t
    said = [
        t("Shown: {model}", model=t(NAMES[model(here, stored)])) + _against_prophet(here, stored),
        t(
            "made {moment} from data version {n}",
            moment=here.moment(stored.made_at),
            n=str(stored.data_version),
        ),
    ]
    if stored.replayed:
        said.append(t("worked out afterwards, from what was known then"))
    if not shown.current:
        said.append(t("the newest data are version {n}", n=str(here.data.version)))
    return said


def _against_prophet(here: Here, stored: Stored) -> str:
    """How what is shown did beside Prophet, where that is another."""
    made = stored.published
    if made.model == BESIDE or BESIDE not in made.told or model(here, stored) == BESIDE:
        return ""
    ours, prophets = (made.of(each).record.score.mase for each in (made.model, BESIDE))
    if ours is None or not prophets or 1 - ours / prophets < SAME:
        return ""
    share = here.locale.percent(1 - ours / prophets, 0)
    return here.locale.t(" (errors {share} smaller than Prophet’s)", share=share)


def behind(here: Here, shown: Outlook) -> None:
    """The numbers of the record, folded: by week of the horizon, by trial, by model."""
    if shown.stored is None:
        return
    made = shown.stored.published
    told = made.of(model(here, shown.stored))
    t = here.locale.t
    with st.expander(t("How good such forecasts were"), icon=":material/history:"):
        st.html(
            markup.quiet(t("MASE: mean absolute error ÷ that of the week-to-week steps; below 1 is better."))
        )
        _table(here, [*_by_horizon(here, told), *_promised(here, shown)])
        if made.model == model(here, shown.stored):
            st.html(
                markup.quiet(
                    t(
                        "Each trial knew only what came before it; model and band are those it would have "
                        "shown."
                    )
                )
            )
            _table(here, _trials(here, shown.stored))


def _table(here: Here, rows: list[dict[str, str]]) -> None:
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", placeholder=DASH)


def _by_horizon(here: Here, told: Told) -> list[dict[str, str]]:
    t, record = here.locale.t, told.record
    rows = [(t("All"), record.score)]
    rows += [(t("Week {n} ahead", n=n), each) for n, each in enumerate(record.by_week, 1)]
    return [
        {
            t("Horizon"): name,
            "MASE": _number(here, score.mase),
            t("MASE, repeating last week"): _number(here, score.baseline_mase),
            "sMAPE": _number(here, score.smape),
            t("In the 80% band"): _share(here, score.coverage80),
        }
        for name, score in rows
    ]


def _promised(here: Here, shown: Outlook) -> list[dict[str, str]]:
    """What published forecasts came to, by the same measures."""
    t, record = here.locale.t, kept([each for each in promises.load(here, shown) if not each.replayed])
    if not record.steps:
        return []
    name = here.locale.n("Kept promises ({n} forecast)", "Kept promises ({n} forecasts)", record.forecasts)
    return [
        {
            t("Horizon"): name,
            "MASE": _number(here, record.mase),
            t("MASE, repeating last week"): _number(here, record.baseline_mase),
            t("In the 80% band"): _share(here, record.coverage80),
        }
    ]


def _trials(here: Here, stored: Stored) -> list[dict[str, str]]:
    t = here.locale.t
    return [
        {
            t("Trial from"): here.locale.date(each.first, year=True),
            t("Model chosen then"): t(NAMES[each.model]),
            "MASE": _number(here, each.mase),
            t("MASE, repeating last week"): _number(here, each.baseline_mase),
            t("In the 80% band"): _share(here, each.coverage80),
        }
        for each in stored.published.trials
    ]


def _number(here: Here, value: float | None) -> str:
    return DASH if value is None else here.locale.number(value, 2)


def _share(here: Here, value: float | None) -> str:
    return DASH if value is None else here.locale.percent(value, 0)
