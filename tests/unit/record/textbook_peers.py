"""Two programs by the textbook on a virtual clock, written from the assignment and from nothing else.

They share no code with the engine nor with the marker, and write the logs that a student's program would. `plant` makes
one of them wrong.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

FOREVER = 10_000


@dataclass(frozen=True)
class Lesson:
    """One transfer. `talk` is what travels: (side, bytes), each once the one before has arrived; side 0 opens."""

    recovery: str = "oldest"
    mss: int = 1000
    segments: int = 5
    timeout_s: float = 0.2
    drop: float = 0.1
    acknowledgement_drop: float = 0.0
    delay_s: float = 0.01
    seed: int = 1
    talk: tuple[tuple[int, int], ...] = ((0, 20_500),)
    close_in_one: bool = False
    absolute: bool = True
    plant: str = ""

    @property
    def window(self) -> int:
        return self.mss if self.recovery == "stop-and-wait" else self.mss * self.segments


@dataclass
class Row:
    event: str
    time_s: float
    kind: str
    sequence: int
    length: int
    acknowledgement: int


@dataclass(frozen=True)
class Packet:
    kind: str
    start: int
    length: int = 0
    acknowledged: int = 0
    answers: int | None = None


@dataclass
class Peer:
    world: World
    side: int
    isn: int
    rows: list[Row] = field(default_factory=list)
    # Sending.
    end: int = 0
    base: int = 0
    high: int = 0
    again: int | None = None
    duplicates: int = 0
    timer_at_s: float | None = None
    backoff: int = 1
    starts: dict[int, int] = field(default_factory=dict)
    own_timers: dict[int, float] = field(default_factory=dict)
    fin_sent: bool = False
    fin_acknowledged: bool = False
    finishing: bool = False
    # Receiving.
    cumulative: int = 0
    beyond: dict[int, int] = field(default_factory=dict)
    peer_fin: bool = False
    established: bool = False
    answered: int = 0
    planted: int = 0

    @property
    def other(self) -> Peer:
        return self.world.peers[1 - self.side]

    def plants(self, name: str, times: int = FOREVER) -> bool:
        """Whether to go wrong in this way now."""
        if self.world.lesson.plant != name or self.planted >= times:
            return False
        self.planted += 1
        return True

    # What leaves.

    def put(self, packet: Packet) -> None:
        lesson, rng = self.world.lesson, self.world.rng
        lost = packet.kind == "D" and rng.random() < lesson.drop
        lost = lost or (packet.answers is not None and rng.random() < lesson.acknowledgement_drop)
        self.note("drop" if lost else "snd", packet, mine=True)
        if not lost:
            self.world.at(self.world.now_s + lesson.delay_s, lambda: self.other.take(packet))

    def note(self, event: str, packet: Packet, *, mine: bool) -> None:
        source, target = (self, self.other) if mine else (self.other, self)
        acknowledgement = target.isn + 1 + packet.acknowledged if packet.kind != "S" else 0
        sequence = source.isn if "S" in packet.kind else source.isn + 1 + packet.start
        self.rows.append(Row(event, self.world.now_s, packet.kind, sequence, packet.length, acknowledgement))

    def data(self, start: int) -> None:
        stop = self.starts[start]
        self.put(Packet("D", start, stop - start, self.cumulative))
        now_s, timeout_s = self.world.now_s, self.world.lesson.timeout_s
        if self.world.lesson.recovery == "selective-repeat":
            self.own_timers[start] = now_s + timeout_s * (0.5 if self.plants("early own timer") else 1)
            self.watch()
        elif self.timer_at_s is None:
            self.start_timer()

    def push(self) -> None:
        """Send what the window allows."""
        lesson = self.world.lesson
        if not self.established:
            return
        while True:
            if self.again is not None and self.again < self.high:
                at = self.again
                if self.starts[at] - self.base > lesson.window:
                    break
                self.again = self.starts[at]
                if at != self.base and self.plants("skips one while going back", 1):
                    continue
                self.data(at)
                continue
            self.again = None
            if not self.may_send():
                break
            if self.plants("swaps two", 1) and self.high + 2 * lesson.mss < self.end:
                first, self.high = self.high, self.high + lesson.mss
                self.fresh()
                self.starts[first] = first + lesson.mss
                self.data(first)
                continue
            self.fresh()
        if self.finishing and not self.fin_sent and self.base == self.high == self.end:
            self.fin_sent = True
            start = self.end + (5 if self.plants("wrong number of FIN") else 0)
            self.put(Packet("R" if self.plants("reset") else "F", start, 0, self.cumulative))

    def may_send(self) -> bool:
        lesson = self.world.lesson
        size = min(lesson.mss, self.end - self.high)
        window = lesson.window
        if self.world.lesson.plant == "beyond the window":
            window += lesson.mss
        whole = size == lesson.mss or self.base == self.high or not self.world.speaks_later(self.side)
        return size > 0 and self.high + size - self.base <= window and whole

    def fresh(self) -> None:
        size = min(self.world.lesson.mss, self.end - self.high)
        if self.high and self.plants("short in the middle", 1):
            size //= 2
        elif self.high and self.high + size < self.end and self.plants("too large", 1):
            size += 1
        start, self.high = self.high, self.high + size
        self.starts[start] = self.high
        self.data(start)

    # The one timer.

    def start_timer(self) -> None:
        timeout_s = self.world.lesson.timeout_s * self.backoff
        timeout_s *= 0.5 if self.plants("early timer") else 2 if self.plants("late timer") else 1
        self.timer_at_s = self.world.now_s + timeout_s
        self.watch()

    def watch(self) -> None:
        for due_s in [self.timer_at_s, *self.own_timers.values()]:
            if due_s is not None:
                self.world.at(due_s, self.look)

    def look(self) -> None:
        now_s = self.world.now_s
        for start, due_s in list(self.own_timers.items()):
            if due_s <= now_s and start >= self.base:
                if self.plants("forgets an own timer", 1):
                    self.own_timers[start] = now_s + 1.5 * self.world.lesson.timeout_s
                    self.watch()
                    continue
                self.data(start)
        if self.timer_at_s is None or self.timer_at_s > now_s:
            return
        if self.plants("doubles the time-out"):
            self.backoff *= 2
        self.timer_at_s = None
        if self.world.lesson.recovery == "go-back-n":
            if self.plants("goes back for one only"):
                self.data(self.base)
                return
            self.again = self.base
            self.push()
        elif self.plants("all again at the time-out"):
            for start in [start for start in self.starts if start >= self.base]:
                self.data(start)
        elif self.plants("newest at the time-out"):
            self.data(max(self.starts))
        else:
            self.data(self.base)

    # What comes.

    def take(self, packet: Packet) -> None:
        self.note("rcv", packet, mine=False)
        if packet.kind == "S":
            wrong = 1 if self.plants("SYN+ACK acknowledges too much") else 0
            self.put(Packet("SA", -1, 0, wrong))
        elif packet.kind == "SA":
            self.established = self.other.established = True
            if not self.plants("no third step"):
                self.put(Packet("A", 0, 0, -1 if self.plants("third step acknowledges too little") else 0))
            self.world.talk()
        elif packet.kind == "D":
            self.take_data(packet)
        elif packet.kind in ("F", "FA"):
            self.heard(packet)
            self.take_fin(packet)
        elif packet.kind == "A":
            self.heard(packet)

    def take_data(self, packet: Packet) -> None:
        start, stop = packet.start, packet.start + packet.length
        out_of_order = start > self.cumulative
        before = self.cumulative
        keeps = self.world.lesson.recovery not in ("go-back-n", "stop-and-wait")
        if self.world.lesson.plant == "receiver keeps nothing":
            keeps = False
        if self.world.lesson.plant == "receiver keeps":
            keeps = True
        if start <= self.cumulative:
            self.cumulative = max(self.cumulative, stop)
        elif keeps:
            self.beyond[start] = stop
        while ready := [at for at in self.beyond if at <= self.cumulative]:
            for at in ready:
                self.cumulative = max(self.cumulative, self.beyond.pop(at))
        self.answered += 1
        if self.plants("no acknowledgement out of order") and out_of_order:
            return
        if self.world.lesson.plant == "every second acknowledged" and self.answered % 2 and self.cumulative < 15_000:
            return
        number = before if self.cumulative > 3000 and self.plants("old number", 1) else self.cumulative
        self.put(Packet("A", self.high, 0, number, start))
        if self.plants("acknowledges twice", 1):
            self.put(Packet("A", self.high, 0, number, start))
        self.world.talk()

    def take_fin(self, packet: Packet) -> None:
        if packet.start == self.cumulative:
            self.cumulative += 1
            self.peer_fin = True
        in_one = self.world.lesson.close_in_one and not self.fin_sent and self.end == self.base
        if self.plants("FIN without an acknowledgement"):
            return
        if not in_one:
            self.put(Packet("A", self.end, 0, self.cumulative + (1 if self.plants("too much after FIN") else 0)))
        if self.plants("no FIN of the receiver"):
            return
        if in_one:
            self.fin_sent = True
            self.put(Packet("FA", self.end, 0, self.cumulative))
        self.finishing = True
        self.push()

    def heard(self, packet: Packet) -> None:
        lesson = self.world.lesson
        if packet.answers is not None and lesson.plant != "again though acknowledged":
            self.own_timers.pop(packet.answers, None)
        stop = min(packet.acknowledged, self.high)
        if stop > self.base:
            self.base = stop
            self.duplicates = 0
            self.backoff = 1
            self.again = max(self.again, stop) if self.again is not None else None
            self.own_timers = {start: due_s for start, due_s in self.own_timers.items() if start >= stop}
            if not self.plants("timer runs on at new data") or self.base == self.high:
                self.timer_at_s = None
            if self.base < self.high and lesson.recovery != "selective-repeat" and self.timer_at_s is None:
                self.start_timer()
            if self.plants("acknowledged data again", 1):
                self.data(0)
        elif packet.acknowledged == self.base < self.high and lesson.recovery == "oldest" and packet.kind == "A":
            self.duplicates += 1
            threshold = 2 if self.plants("second duplicate") else 3
            if self.duplicates == threshold and not self.plants("no fast retransmit"):
                self.data(max(self.starts) if self.plants("newest at the third duplicate") else self.base)
        self.push()


class World:
    """The clock, the link and both peers."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.rng = random.Random(f"{replace(lesson, plant='')}")
        self.now_s = 0.0
        self.order = 0
        self.events: list[tuple[float, int, Callable[[], None]]] = []
        bases = (self.rng.randrange(1 << 31), self.rng.randrange(1 << 31)) if lesson.absolute else (0, 0)
        self.peers = [Peer(self, side, isn) for side, isn in enumerate(bases)]
        self.step = -1
        self.ends = [0, 0]

    def at(self, time_s: float, action: Callable[[], None]) -> None:
        self.order += 1
        heapq.heappush(self.events, (time_s, self.order, action))

    def speaks_later(self, side: int) -> bool:
        return any(each == side for each, _ in self.lesson.talk[self.step + 1 :])

    def talk(self) -> None:
        """The next message, if the one before has arrived."""
        while self.step < len(self.lesson.talk):
            if self.step >= 0:
                side, _ = self.lesson.talk[self.step]
                if self.peers[1 - side].cumulative < self.ends[side]:
                    return
            self.step += 1
            if self.step == len(self.lesson.talk):
                self.peers[0].finishing = True
                self.peers[0].push()
                return
            side, size = self.lesson.talk[self.step]
            self.ends[side] += size
            self.peers[side].end += size
            self.peers[side].push()

    def run(self) -> None:
        opener = self.peers[0]
        opener.put(Packet("S", -1))
        if opener.plants("data before SYN+ACK", 1):
            opener.end, opener.starts[0], opener.high = 0, self.lesson.mss, self.lesson.mss
            opener.data(0)
        while self.events and self.now_s < 600:
            self.now_s, _, action = heapq.heappop(self.events)
            action()


def run(lesson: Lesson) -> tuple[list[Row], list[Row]]:
    """The rows of both logs."""
    world = World(lesson)
    world.run()
    return world.peers[0].rows, world.peers[1].rows
