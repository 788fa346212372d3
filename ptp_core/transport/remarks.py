"""Why a segment is sent again, what a congestion control is doing and in which state a connection is, in words: on a
screen and in records.

A record keeps the words alone; `remark_of` knows them again, so that whoever reads one words them in another language.
Pure values and functions.
"""

from __future__ import annotations

from typing import Final

from ptp_core.sentences import declare, matched, phrase
from ptp_core.transport.states import State

_CONTEXT: Final = "recording"

TIME_OUT = declare("remark-time-out", "time-out, {time} ms after the last news", context=_CONTEXT)
TIMER_STARTED = declare("remark-timer-started", "time-out, {time} ms after the timer was started", context=_CONTEXT)
TIMER_RESTARTED = declare(
    "remark-timer-restarted", "time-out, {time} ms after the timer was restarted", context=_CONTEXT
)
OWN_TIME_OUT = declare("remark-own-time-out", "time-out of segment {number} for itself", context=_CONTEXT)
THIRD_DUPLICATE = declare("remark-third-duplicate", "third duplicate acknowledgement of {number}", context=_CONTEXT)
WENT_BACK = declare("remark-went-back", "went back to {number}", context=_CONTEXT)
SILENCE = declare("remark-silence", "silence: the newest segment once more", context=_CONTEXT)()
OVERTAKEN = declare("remark-overtaken", "lost: what was sent later has arrived", context=_CONTEXT)()
SECOND_COPY = declare("remark-second-copy", "at the end, a second copy", context=_CONTEXT)()
SENT_AGAIN = declare("remark-sent-again", "{remark}: {number} sent again", context=_CONTEXT)

SLOW_START = phrase("slow start", context=_CONTEXT)
AVOIDANCE = phrase("congestion avoidance", context=_CONTEXT)
FIXED_WINDOW = phrase("fixed window", context=_CONTEXT)
START_UP = phrase("start-up", context=_CONTEXT)
DRAIN = phrase("drain", context=_CONTEXT)
PROBE = phrase("probe", context=_CONTEXT)
PROBE_RTT = phrase("probe-rtt", context=_CONTEXT)

_STATES: Final = tuple(phrase(state.value, context=_CONTEXT) for state in State)

_WHOLE: Final = (
    *(SILENCE, OVERTAKEN, SECOND_COPY, SLOW_START, AVOIDANCE, FIXED_WINDOW),
    *(START_UP, DRAIN, PROBE, PROBE_RTT),
    *_STATES,
)
_KINDS: Final = (
    TIME_OUT,
    TIMER_STARTED,
    TIMER_RESTARTED,
    OWN_TIME_OUT,
    THIRD_DUPLICATE,
    WENT_BACK,
    *(each.kind for each in _WHOLE),
)


def remark_of(text: str) -> str:
    """The sentence whose words these are; any other text as it is."""
    return matched(text, _KINDS)
