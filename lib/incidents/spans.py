"""Incidents in words: levels, spans of time, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from lib.analysis.incident.clock import Reading, clock
from lib.analysis.incident.model import LEVELS, Incident, Text, said
from lib.i18n import Locale
from lib.model import N_

TAKEN = {
    "detect": N_("detected after {span}"),
    "acknowledge": N_("taken charge of after {span}"),
    "state": N_("first statement after {span}"),
    "resolve": N_("resolved after {span}"),
}
RUNNING = {
    "acknowledge": N_("to be taken charge of within {span}"),
    "state": N_("statement due in {span}"),
    "resolve": N_("to be resolved within {span}"),
}
LATE = {
    "acknowledge": N_("nobody has taken charge, {span} too late"),
    "state": N_("statement overdue by {span}"),
    "resolve": N_("resolution overdue by {span}"),
}
UNITS = (N_("{n} d"), N_("{n} h"), N_("{n} min"))


@dataclass(frozen=True)
class Teller:
    """Tells of incidents in one language and time zone."""

    locale: Locale
    zone: ZoneInfo

    def words(self, text: Text) -> str:
        """Words of a person, or of a playbook in the reader's language."""
        return said(text, self.locale.language)

    def moment(self, instant: datetime | None) -> str:
        """An instant (UTC without zone) in the community's time zone; empty for none."""
        if instant is None:
            return ""
        return self.locale.datetime(instant.replace(tzinfo=UTC).astimezone(self.zone))

    def level(self, incident: Incident) -> str:
        """How grave it is."""
        return self.locale.t(LEVELS[incident.level])

    def span(self, span: timedelta) -> str:
        """A span of time in its two largest units: 42 min, 3 h 5 min, 2 d 4 h."""
        minutes = int(abs(span).total_seconds() // 60)
        values = (minutes // 1440, minutes // 60 % 24, minutes % 60)
        first = next((at for at, value in enumerate(values) if value), 2)
        shown = [at for at in range(first, min(first + 2, 3)) if values[at] or at == first]
        return " ".join(self.locale.t(UNITS[at], n=values[at]) for at in shown)

    def reading(self, reading: Reading) -> str:
        """One time of the clock as a part of a sentence; empty where nothing can be said."""
        if reading.taken is not None:
            return self.locale.t(TAKEN[reading.id], span=self.span(reading.taken))
        if reading.left is None or reading.id not in RUNNING:
            return ""
        late = reading.left < timedelta(0)
        return self.locale.t((LATE if late else RUNNING)[reading.id], span=self.span(reading.left))

    def urgent(self, incident: Incident, now: datetime) -> str:
        """The clock in a few words: what was done last, and the next time that runs."""
        read = clock(incident.moments, incident.targets, now)
        ours = [read[id] for id in ("acknowledge", "state", "resolve")]
        done = [each for each in ours if each.taken is not None]
        runs = [each for each in ours if each.left is not None]
        told = [self.reading(each) for each in (*done[-1:], *runs[:1])]
        return (
            self.locale.t("{first}, {then}", first=told[0], then=told[1]) if len(told) == 2 else "".join(told)
        )
