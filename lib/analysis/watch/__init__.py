"""The watch over the share of negative comments: alarms within a stated budget of false ones.

A combined Shewhart–CUSUM chart for binomial counts (Reynolds & Stoumbos 1999; Morais & Pacheco 2006) on an
anchored baseline; limits by simulation on the community's own history; see docs/watch.md.
"""

from lib.analysis.watch.counts import Counts, counts
from lib.analysis.watch.delay import Delay, delays
from lib.analysis.watch.episodes import Alarm
from lib.analysis.watch.limits import LEVELS, LONGEST, RARER, SHORTEST, Limits
from lib.analysis.watch.replay import Judged, State, Watch, watch
from lib.analysis.watch.stages import Kept

__all__ = [
    "LEVELS",
    "LONGEST",
    "RARER",
    "SHORTEST",
    "Alarm",
    "Counts",
    "Delay",
    "Judged",
    "Kept",
    "Limits",
    "State",
    "Watch",
    "counts",
    "delays",
    "watch",
]
