"""Runs a scenario for real: through UDP sockets of this computer, each with a conditioner that is the scenario's link.

One of the settings after the other, each with a connection of its own on loopback, and a recording of both its sides.
Chance is the link's; the time is the real one, so that no two runs are the same to the last event. Blocking: a thread
for each side does what may wait, and whoever calls looks at `check` some hundred times a second, which ends it by
raising; both sides are then aborted and joined.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ptp_core.errors import PtpError, ResetCode
from ptp_core.laboratory.comparison import Result
from ptp_core.laboratory.contenders import Contender
from ptp_core.laboratory.links import Link
from ptp_core.laboratory.running import EVENTS_KEPT, NOT_DONE, Lane, Outcome
from ptp_core.laboratory.scenario import Scenario
from ptp_core.network.link_control import LinkControl
from ptp_core.network.socket import PTPSocket
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transport.statistics import TransportStatistics

LONGEST_S: Final = 60.0
_LOOPBACK: Final = "127.0.0.1"
_SAMPLE_EVERY_S: Final = 0.01
_PIECE_BYTES: Final = 65_536
_JOIN_S: Final = 2.0
# After the last byte the sides say goodbye; whoever looks sees that too.
_GOODBYE_S: Final = 0.5


def run_for_real(
    scenario: Scenario,
    *,
    tell: Callable[[float], None] = lambda share: None,
    check: Callable[[], None] = lambda: None,
    link: Callable[[], Link] | None = None,
) -> Outcome:
    """Run all of it. What the time machine does, and sharing a link, is for simulations: here neither happens.

    `link` may give another one than the scenario's while it runs, which then counts at once; the recordings have it.
    """
    lanes = []
    newest = link or (lambda: scenario.link)
    for place, contender in enumerate(scenario.contenders):

        def tell_share(share: float, place: int = place) -> None:
            tell((place + share) / len(scenario.contenders))

        lanes.append(_RealRun(scenario, contender, place, newest).run(tell_share, check))
    return Outcome(scenario, tuple(lanes), None, scenario.interventions)


class _RealRun:
    """One of the settings."""

    def __init__(self, scenario: Scenario, contender: Contender, place: int, link: Callable[[], Link]) -> None:
        settings = scenario.settings_of(contender)
        self._scenario = scenario
        self._place = place
        self._newest_link = link
        self._link = link()
        seeded = self._seeded()
        self._there, self._back = LinkControl(seeded.there), LinkControl(seeded.back)
        about = About(connection=f"real-{place + 1}", title=contender.name, began_unix_s=time.time())
        self._contender = contender
        self._size_bytes = scenario.size_of(contender)
        self._recording = Recording(about, event_capacity=EVENTS_KEPT)
        self._recorders = {side: Recorder(self._recording, side) for side in Side}
        self._listener = PTPSocket(
            settings, conditioner=self._back, segment_observer=lambda: self._recorders[Side.RECEIVER]
        )
        self._sender = PTPSocket(
            settings, conditioner=self._there, segment_observer=lambda: self._recorders[Side.SENDER]
        )
        self._accepted: PTPSocket | None = None
        self._received_bytes = 0
        self._finished_s: float | None = None
        self._error: PtpError | None = None

    def run(self, tell: Callable[[float], None], check: Callable[[], None]) -> Lane:
        """Until both sides are done, or it is enough."""
        self._listener.listen((_LOOPBACK, 0))
        began_s = time.monotonic()
        threads = [
            threading.Thread(target=self._receive, name="ptp-laboratory-receiver", daemon=True),
            threading.Thread(target=self._send, name="ptp-laboratory-sender", daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            self._watch(threads, began_s, tell, check)
            sender = self._sender.statistics()
        finally:
            self._end(threads)
        return Lane(self._contender, self._result(sender, began_s), self._recording)

    def _watch(
        self,
        threads: list[threading.Thread],
        began_s: float,
        tell: Callable[[float], None],
        check: Callable[[], None],
    ) -> None:
        until_s = began_s + LONGEST_S
        while time.monotonic() < until_s and self._error is None:
            check()
            self._look_at_link()
            tell(min(self._received_bytes / self._size_bytes, 1.0))
            self._sample()
            if not any(thread.is_alive() for thread in threads):
                until_s = min(until_s, time.monotonic() + _GOODBYE_S)
                if self._recording.ended:
                    break
            threads[0].join(_SAMPLE_EVERY_S) if threads[0].is_alive() else time.sleep(_SAMPLE_EVERY_S)

    def _look_at_link(self) -> None:
        newest = self._newest_link()
        if newest is not self._link:
            self._link = newest
            seeded = self._seeded()
            self._there.change(seeded.there)
            self._back.change(seeded.back)

    def _seeded(self) -> Link:
        return replace(self._scenario, link=self._link).link_of((self._place,))

    def _sample(self) -> None:
        now_s = time.monotonic()
        for side, sock in ((Side.SENDER, self._sender), (Side.RECEIVER, self._accepted)):
            if sock is not None:
                self._recorders[side].sample(now_s, sock.statistics())

    def _send(self) -> None:
        try:
            self._sender.connect(self._listener.local_address)
            piece = bytes(_PIECE_BYTES)
            left = self._size_bytes
            while left:
                left -= self._sender.send(piece[: min(left, _PIECE_BYTES)])
            self._sender.shutdown()
        except PtpError as error:
            self._error = self._error or error

    def _receive(self) -> None:
        try:
            self._accepted, _ = self._listener.accept()
            while piece := self._accepted.recv(_PIECE_BYTES):
                self._received_bytes += len(piece)
                if self._received_bytes >= self._size_bytes:
                    self._finished_s = time.monotonic()
            self._accepted.shutdown()
        except PtpError as error:
            self._error = self._error or error

    def _end(self, threads: list[threading.Thread]) -> None:
        for sock in (self._sender, self._accepted):
            if sock is not None:
                if self._finished_s is None:
                    sock.abort(ResetCode.CANCELLED)
                sock.close()
        self._listener.close()
        for thread in threads:
            thread.join(_JOIN_S)
        self._recording.ended = True

    def _result(self, sender: TransportStatistics, began_s: float) -> Result:
        wire = self._recording.samples(Side.SENDER).values("bytes_on_wire")
        problem = ""
        if self._finished_s is None:
            problem = self._error.message if self._error is not None else NOT_DONE(seconds=f"{LONGEST_S:.0f}")
        return Result(
            name=self._contender.name,
            size_bytes=self._size_bytes,
            received_bytes=self._received_bytes,
            seconds=None if self._finished_s is None else self._finished_s - began_s,
            segments_sent=sender.segments_sent,
            sent_again_timeout=sender.retransmitted_timeout,
            sent_again_fast=sender.retransmitted_fast,
            sent_again_needlessly=sender.retransmitted_spurious,
            lost=sender.conditioner_dropped,
            overflowed=None,
            too_large=None,
            wire_bytes=int(wire[-1]) if len(wire) else 0,
            mean_queued_s=None,
            longest_queued_s=None,
            problem=problem,
        )
