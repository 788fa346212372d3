"""Several connections through one link, on a virtual clock: who gets how much of it, and how long the queue is.

Each flow is a client that sends without end, or a given number of bytes, to a server of its own. Forward all share one
`Conditioner`, and another one back. Both ends are an `EndpointCore`, the code that runs over UDP, on a `Host`. The run
follows from the link's seed and the settings, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ptp_core.config import ConditionerSettings
from ptp_core.network.conditioner import Conditioner
from ptp_core.simulation.flow import End, Flow
from ptp_core.simulation.host import Host, HostSettings
from ptp_core.simulation.intervention import Interventions
from ptp_core.transport.trace import DropCause

IP_UDP_BYTES = 28


class Bottleneck:
    """The flows, their link, and the clock. `link` is the forward direction, `back` the other one.

    Without `back` what comes back has the same delay, loss and MTU, and no bound to its rate. `interventions` do to
    single transmissions what nobody but a person would. `after_step` is called each time that all have acted; what it
    raises ends the run.
    """

    def __init__(
        self,
        link: ConditionerSettings,
        flows: list[Flow],
        *,
        back: ConditionerSettings | None = None,
        host: HostSettings = HostSettings(),  # noqa: B008
        interventions: Interventions | None = None,
    ) -> None:
        self.now_s = 100.0
        self._started_s = self.now_s
        self._settings = link
        self._back_settings = back or ConditionerSettings(
            delay_s=link.delay_s, drop=link.drop, seed=link.seed + 1, mtu_bytes=link.mtu_bytes
        )
        self.link = Conditioner(link)
        self.back = Conditioner(self._back_settings)
        self.flows = flows
        self.after_step: Callable[[], None] = lambda: None
        self._interventions = interventions
        self._started: set[int] = set()
        for number, flow in enumerate(flows):
            flow.near = self._end(flow, number, host, is_client=True)
            flow.far = self._end(flow, number, host, is_client=False)

    @property
    def elapsed_s(self) -> float:
        """Time since the beginning."""
        return self.now_s - self._started_s

    @property
    def queued_bytes(self) -> float:
        """What waits in the bottleneck's queue now."""
        return self.link.backlog_bytes(self.now_s)

    @property
    def submitted(self) -> int:
        """Datagrams that were sent forward."""
        return sum(flow.carried.submitted for flow in self.flows)

    @property
    def overflowed(self) -> int:
        """Those of them that the queue had no room for."""
        return sum(flow.carried.overflowed for flow in self.flows)

    def change_link(self, **changes: float) -> None:
        """From now on the forward direction is another one; what is on its way stays."""
        self._settings = replace(self._settings, **changes)  # type: ignore[arg-type]
        self.link.change(self._settings)

    def all_finished(self) -> bool:
        """Whether every receiver has its file."""
        return all(flow.finished_s is not None for flow in self.flows)

    def all_over(self) -> bool:
        """Whether every connection has come to its end, however."""
        return len(self._started) == len(self.flows) and all(flow.over for flow in self.flows)

    def run(self, seconds: float, *, until: Callable[[], bool] | None = None) -> None:
        """Let time pass until so long after the beginning, or until the condition holds; may be called again.

        Without another one, the condition is that every flow has finished.
        """
        ends_s = self._started_s + seconds
        reached = until or self.all_finished
        while self.now_s <= ends_s:
            for number, flow in enumerate(self.flows):
                if number not in self._started and self.now_s >= self._started_s + flow.starts_s:
                    self._started.add(number)
                    flow.far.begin(self.now_s)
                    flow.near.begin(self.now_s)
            self._deliver()
            for number, flow in enumerate(self.flows):
                if number in self._started:
                    self._act(flow)
            self.after_step()
            if reached():
                return
            following = self._next_time()
            if following is None:
                return
            self.now_s = max(self.now_s, following)

    def stop_observing(self) -> None:
        """Whoever observes a flow is told that nothing follows."""
        for flow in self.flows:
            flow.near.stop_observing()
            flow.far.stop_observing()

    def _end(self, flow: Flow, number: int, host: HostSettings, *, is_client: bool) -> End:
        seed = 1000 * self._settings.seed + 2 * number + (not is_client)
        return End(
            flow,
            number,
            Host(host, seed),
            is_client=is_client,
            # What a congestion control draws comes from the connection's number: small ones make each flow another.
            random_bits=lambda _bits: 2 * number + 1 + is_client,
            clock=lambda: self.now_s,
            leave=lambda datagram: self._submit(number, datagram, forward=is_client),
            observer=flow.near_observer if is_client else flow.far_observer,
        )

    def _deliver(self) -> None:
        for link, to_server in ((self.link, True), (self.back, False)):
            for datagram, address in link.poll(self.now_s):
                flow = self.flows[address[1]]
                (flow.far if to_server else flow.near).host.arrive(datagram)

    def _act(self, flow: Flow) -> None:
        if flow.application.read(flow.server, self.now_s, self.elapsed_s):
            flow.far.look(self.now_s)
        if flow.application.answer(flow.server, self.now_s):
            flow.far.wake(self.now_s)
        for end in (flow.near, flow.far):
            turn_s = end.host.turn_at(end.wanted_s, self.now_s)
            if turn_s is not None and turn_s <= self.now_s:
                apply = (lambda: flow.application.write(flow.client, self.now_s)) if end is flow.near else _nothing
                end.turn(apply, self.now_s)

    def _submit(self, number: int, datagram: bytes, *, forward: bool) -> DropCause | None:
        flow = self.flows[number]
        link, settings, carried = (
            (self.link, self._settings, flow.carried)
            if forward
            else (self.back, self._back_settings, flow.carried_back)
        )
        overrule = None
        if self._interventions is not None:
            overrule = self._interventions.overrule(number, datagram, from_sender=forward)
        waiting_bytes = link.backlog_bytes(self.now_s)
        passed = link.submit(datagram, ("flow", number), self.now_s, overrule)
        carried.submitted += 1
        carried.wire_bytes += len(datagram) + IP_UDP_BYTES
        if passed:
            if settings.rate_bps:
                queued_s = waiting_bytes * 8 / settings.rate_bps
                carried.queued_s += queued_s
                carried.longest_queued_s = max(carried.longest_queued_s, queued_s)
            return None
        # Chance loses some of those that would not have fitted first.
        if link.drop_cause is DropCause.QUEUE_FULL:
            carried.overflowed += 1
        elif link.drop_cause is DropCause.TOO_LARGE:
            carried.too_large += 1
        else:
            carried.lost += 1
        return link.drop_cause

    def _next_time(self) -> float | None:
        times = [
            self._started_s + flow.starts_s for number, flow in enumerate(self.flows) if number not in self._started
        ]
        for number in self._started:
            flow = self.flows[number]
            for end, link in ((flow.near, self.back), (flow.far, self.link)):
                turn_s = end.host.turn_at(end.wanted_s, self.now_s, link.next_deadline())
                if turn_s is not None:
                    times.append(turn_s)
            reading_s = flow.application.next_read_s(flow.server)
            if reading_s is not None:
                times.append(reading_s)
        return min(times, default=None)


def _nothing() -> None:
    """What the application of a receiver does in a turn."""
