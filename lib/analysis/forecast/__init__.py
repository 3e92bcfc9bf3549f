"""Forecasts that show their record: a history in, a line with its band and its trials out."""

from lib.analysis.forecast.forecasting import CHOICES, Forecast, Point, forecast
from lib.analysis.forecast.history import History, Marks, TooShort, daily, weekly
from lib.analysis.forecast.models import NAMES
from lib.analysis.forecast.prophet import available as prophet_available
from lib.analysis.forecast.record import Record, Score
from lib.analysis.forecast.trials import Trial, trials

__all__ = [
    "CHOICES",
    "NAMES",
    "Forecast",
    "History",
    "Marks",
    "Point",
    "Record",
    "Score",
    "TooShort",
    "Trial",
    "daily",
    "forecast",
    "prophet_available",
    "trials",
    "weekly",
]
