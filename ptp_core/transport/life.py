"""Where a connection is in its life: its state, how it ends, and what its application is told of that.

Plain state; the connection decides what happens and this remembers it. Times in seconds.
"""

from __future__ import annotations

from collections import deque

from ptp_core.errors import PtpError
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.events import Established, Event, PeerFinished, Terminated
from ptp_core.transport.farewell import Farewell
from ptp_core.transport.states import HANDSHAKING, Input, State, following_state
from ptp_core.transport.told import Told
from ptp_core.wire.handshake import Reset

_FIN_UNACKNOWLEDGED = frozenset({State.FIN_WAIT_1, State.CLOSING, State.LAST_ACK})
_BOTH_FINISHED = frozenset({State.CLOSING, State.LAST_ACK})


class Life:
    """`error` says why the connection ended, None for a graceful close; `farewell` is set once it ended otherwise.

    `told` hears of each new state.
    """

    def __init__(self, told: Told | None = None) -> None:
        self.state = State.CLOSED
        self.error: PtpError | None = None
        self.farewell: Farewell | None = None
        self.peer_finished_told = False
        self.time_wait_ends_s: float | None = None
        self._time_wait_since_s = 0.0
        self._events: deque[Event] = deque()
        self._told = told

    @property
    def is_open(self) -> bool:
        """Whether the handshake is complete and the connection is not over."""
        return self.state is not State.CLOSED and self.state not in HANDSHAKING and self.farewell is None

    @property
    def is_over(self) -> bool:
        """Whether nothing is left but perhaps a farewell."""
        return self.state is State.CLOSED or self.farewell is not None

    @property
    def done(self) -> bool:
        """Whether there is not even a farewell to say any more."""
        return self.state is State.CLOSED and (self.farewell is None or self.farewell.deadline_s is None)

    @property
    def awaits_last_word(self) -> bool:
        """Whether both sides have said that they will send no more."""
        return self.state in _BOTH_FINISHED

    def move(self, received: Input) -> None:
        """Go where the table says; raises ValueError for an input that this state has no row for."""
        before, self.state = self.state, following_state(self.state, received)
        if self._told is not None and self.state is not before:
            self._told(EventKind.STATE_CHANGED, text=self.state.value)

    def next_event(self) -> Event | None:
        """The next thing that the application should know, or None."""
        return self._events.popleft() if self._events else None

    def established(self, peer_fingerprint: bytes) -> None:
        """The handshake is complete."""
        self.move(Input.HANDSHAKE_COMPLETE)
        self._events.append(Established(peer_fingerprint))

    def peer_finished(self, time_wait_s: float, now_s: float) -> None:
        """The peer's FIN and everything before it has come; TIME-WAIT would last so long."""
        self.peer_finished_told = True
        self.move(Input.RECEIVE_FIN)
        self._events.append(PeerFinished())
        self._wait_for_stragglers(time_wait_s, now_s)

    def fin_acknowledged(self, time_wait_s: float, now_s: float) -> None:
        """Everything that was sent, FIN included, has been acknowledged; may be called again."""
        if self.state not in _FIN_UNACKNOWLEDGED:
            return
        self.move(Input.FIN_ACKNOWLEDGED)
        if self.state is State.CLOSED:
            self._events.append(Terminated(None))
        self._wait_for_stragglers(time_wait_s, now_s)

    def handle_timer(self, now_s: float) -> None:
        """Leave TIME-WAIT when it has lasted."""
        if self.time_wait_ends_s is not None and now_s >= self.time_wait_ends_s:
            self.time_wait_ends_s = None
            self.move(Input.TIME_WAIT_OVER)
            self._events.append(Terminated(None))

    def end(self, error: PtpError | None, farewell: Reset | None, now_s: float, *, answer: bool) -> None:
        """It is over at once; `farewell` is what the peer is told, as an `answer` to its own reset or not."""
        self.error = error
        self.move(Input.TERMINATE)
        self.time_wait_ends_s = None
        self.farewell = Farewell(farewell, now_s, once=answer)
        self._events.append(Terminated(error))

    def say_no_more(self, now_s: float) -> None:
        """A farewell that is still being said is broken off."""
        self.farewell = Farewell(None, now_s, once=False)

    def shorten_time_wait(self, time_wait_s: float) -> None:
        """TIME-WAIT ends so long after the newest word that began it, if not sooner."""
        if self.time_wait_ends_s is not None:
            self.time_wait_ends_s = min(self.time_wait_ends_s, self._time_wait_since_s + time_wait_s)

    def _wait_for_stragglers(self, time_wait_s: float, now_s: float) -> None:
        if self.state is State.TIME_WAIT:
            self._time_wait_since_s = now_s
            self.time_wait_ends_s = now_s + time_wait_s
