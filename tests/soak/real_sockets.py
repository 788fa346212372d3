"""Real rounds with a pair of `PTPSocket`: both write and read, and each ends in its own way, politely or at once."""

from __future__ import annotations

import enum
import random
import socket
import struct
import threading
import time
import warnings
from dataclasses import dataclass, field

from ptp_core.config import ConditionerSettings
from ptp_core.errors import ConnectionFailed, EndpointFailed, PtpError, ResetCode, UndeliveredWarning
from ptp_core.network.socket import PTPSocket
from tests.soak import draws
from tests.soak.promises import Promise, Tally
from tests.soak.relay import Relay
from tests.soak.residue import wait_for_threads

LARGEST_BYTES = 6_000_000
SLOWEST_BPS = 8e6
CLASSROOM_BYTES = 100_000
PATIENCE_S = 40.0
# Both sides finished: what is left is at most a peer that keeps its direction open.
GONE_WITHIN_S = 90.0


class Manner(enum.Enum):
    """How an application ends."""

    POLITELY = "says that it has finished, and reads to the end"
    AT_ONCE = "closes with everything still on its way"
    LINGERING = "closes and waits for it"
    ABORTING = "aborts"


@dataclass
class Application:
    """What one side does, and what it saw; the round reads it once both threads have ended."""

    name: str
    sock: PTPSocket
    data: bytes
    manner: Manner
    rng: random.Random
    accepted_bytes: int = 0
    received: bytearray = field(default_factory=bytearray)
    heard_end: bool = False
    errors: list[BaseException] = field(default_factory=list)

    def start(self) -> list[threading.Thread]:
        """Write and read, on a thread each."""
        threads = [
            threading.Thread(target=work, name=f"soak-{self.name}", daemon=True) for work in (self._write, self._read)
        ]
        for thread in threads:
            thread.start()
        return threads

    def _write(self) -> None:
        try:
            view = memoryview(self.data)
            while view:
                size = self.sock.send(view[: self.rng.choice((1, 1000, 65_536, 1 << 20))])
                self.accepted_bytes += size
                view = view[size:]
            match self.manner:
                case Manner.POLITELY:
                    self.sock.shutdown(socket.SHUT_WR)
                case Manner.LINGERING:
                    self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 5))
                case Manner.ABORTING:
                    self.sock.abort(ResetCode.CANCELLED, "soak")
                case Manner.AT_ONCE:
                    pass
        except (PtpError, TimeoutError) as error:
            self.errors.append(error)
        if self.manner is not Manner.POLITELY:
            self.sock.close()

    def _read(self) -> None:
        try:
            while piece := self.sock.recv(65_536):
                self.received += piece
            self.heard_end = True
        except (PtpError, TimeoutError) as error:
            self.errors.append(error)


class SocketRound:
    """Draws everything at the beginning; `run` raises Broken."""

    def __init__(self, seed: int, tally: Tally) -> None:
        self._rng = random.Random(seed)
        self._tally = tally
        self._settings = draws.settings(self._rng)

    def run(self) -> None:
        """Connect, let both do as they like, wait until nothing of it is left, then what was promised."""
        rng = self._rng
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            with PTPSocket(self._settings, conditioner=self._link()) as listener:
                listener.listen(("127.0.0.1", 0))
                listener.settimeout(PATIENCE_S)
                relay = Relay(listener.local_address, random.Random(rng.random()), repeated=rng.choice((0.0, 0.02)))
                try:
                    applications = self._meet(listener, relay if rng.random() < 0.6 else None)
                    self._let_them(applications, relay)
                    listener.close()
                    left = wait_for_threads("ptp-", GONE_WITHIN_S)
                finally:
                    relay.close()
        self._tally.hold(Promise.BOUNDED, not left, f"{left} live on; {_story(applications)}")
        self._check(applications, warned)

    def _meet(self, listener: PTPSocket, relay: Relay | None) -> list[Application]:
        rng = self._rng
        most_bytes = LARGEST_BYTES if self._settings.discovers_path_mtu else CLASSROOM_BYTES
        client = PTPSocket(self._settings, conditioner=self._link())
        client.settimeout(PATIENCE_S)
        client.connect(relay.address if relay is not None else listener.local_address)
        server, _ = listener.accept()
        server.settimeout(PATIENCE_S)
        return [
            Application(
                name,
                sock,
                rng.randbytes(draws.size_up_to(rng, most_bytes) if rng.random() < 0.8 else 0),
                rng.choice((Manner.POLITELY, *Manner)),
                random.Random(rng.random()),
            )
            for name, sock in (("client", client), ("server", server))
        ]

    def _let_them(self, applications: list[Application], relay: Relay) -> None:
        threads = [thread for application in applications for thread in application.start()]
        for _ in range(self._rng.choice((0, 1, 3))):
            time.sleep(self._rng.uniform(0.0, 0.5))
            if self._rng.random() < 0.6:
                relay.rebind()
            else:
                relay.silence(True)
                time.sleep(self._rng.uniform(0.0, 0.5))
                relay.silence(False)
        ends_s = time.monotonic() + 2 * PATIENCE_S
        for thread in threads:
            thread.join(max(0.0, ends_s - time.monotonic()))
        self._tally.hold(
            Promise.BOUNDED, not any(thread.is_alive() for thread in threads), f"A call blocks; {_story(applications)}"
        )
        for application in applications:
            application.sock.close()

    def _check(self, applications: list[Application], warned: list[warnings.WarningMessage]) -> None:
        story = _story(applications)
        strange = [str(warning.message) for warning in warned if warning.category is not UndeliveredWarning]
        self._tally.hold(Promise.NO_ACCIDENT, not strange, str(strange))
        undelivered = sum(warning.category is UndeliveredWarning for warning in warned)
        for sender, receiver in (applications, applications[::-1]):
            accepted, received = sender.data[: sender.accepted_bytes], bytes(receiver.received)
            self._tally.hold(Promise.PREFIX, accepted.startswith(received), story)
            faults = [error for error in receiver.errors if isinstance(error, ConnectionFailed | EndpointFailed)]
            self._tally.hold(Promise.NO_ACCIDENT, not faults, f"{faults}")
            if receiver.heard_end:
                self._tally.hold(Promise.WHOLE, received == accepted, story)
            if receiver.manner is not Manner.POLITELY:
                continue
            if sender.manner is not Manner.ABORTING:
                # The link is bearable: whatever the sender's way of closing, all of it comes.
                self._tally.hold(Promise.WHOLE, received == accepted == sender.data, f"{undelivered} warnings; {story}")
            elif received != accepted:
                self._tally.hold(Promise.TOLD, bool(receiver.errors), story)

    def _link(self) -> ConditionerSettings:
        return draws.link(self._rng, bearable=True, slowest_bps=SLOWEST_BPS, longest_delay_s=0.03)


def _story(applications: list[Application]) -> str:
    return "; ".join(
        f"{a.name} {a.manner.value}, wrote {a.accepted_bytes} of {len(a.data)}, got {len(a.received)}, {a.errors!r}"
        for a in applications
    )
