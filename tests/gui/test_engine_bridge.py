"""The bridge: every fact, only the newest statistics, at most ten times a second, whatever the workers do."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.engine_bridge import EngineBridge
from ptp_core.direction import Direction
from ptp_core.transfer.offer import OfferDetails, PendingOffer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from tests.gui.fake_engine import on_worker


def snapshot(
    transfer_id: int = 1, state: TransferState = TransferState.TRANSFERRING, sent: int = 0
) -> TransferSnapshot:
    return TransferSnapshot(
        transfer_id=transfer_id,
        direction=Direction.SEND,
        state=state,
        name="holiday.mov",
        peer_name="red-laptop",
        peer_address="192.0.2.7:7700",
        bytes_total=1 << 40,
        bytes_sent=sent,
    )


class Ears:
    """What the window was told, and when."""

    def __init__(self, bridge: EngineBridge) -> None:
        self.states: list[TransferSnapshot] = []
        self.statistics: list[tuple[float, tuple[TransferSnapshot, ...]]] = []
        self.offers: list[PendingOffer] = []
        self.threads: set[bool] = set()
        bridge.state_changed.connect(self._hear_state)
        bridge.statistics_changed.connect(lambda batch: self.statistics.append((time.monotonic(), batch)))
        bridge.offer_arrived.connect(self.offers.append)

    def _hear_state(self, heard: TransferSnapshot) -> None:
        self.threads.add(QThread.currentThread().isMainThread())
        self.states.append(heard)


@pytest.fixture
def bridge(qtbot: QtBot) -> EngineBridge:
    return EngineBridge()


def test_every_change_of_state_arrives_in_order_and_on_the_gui_thread(bridge: EngineBridge, qtbot: QtBot) -> None:
    ears = Ears(bridge)
    states = [
        TransferState.CONNECTING,
        TransferState.AUTHENTICATING,
        TransferState.WAITING,
        TransferState.TRANSFERRING,
        TransferState.VERIFYING,
        TransferState.DONE,
    ]

    def work() -> None:
        for state in states:
            for sent in range(50):
                bridge.transfer_changed(snapshot(state=state, sent=sent))

    on_worker(work)
    qtbot.waitUntil(lambda: len(ears.states) == len(states))
    assert [heard.state for heard in ears.states] == states
    assert ears.threads == {True}
    bridge.close()


def test_a_slow_window_finds_only_the_newest_statistics_of_each_transfer(bridge: EngineBridge, qtbot: QtBot) -> None:
    ears = Ears(bridge)

    def work() -> None:
        for sent in range(10_000):
            for transfer_id in (1, 2, 3):
                bridge.transfer_changed(snapshot(transfer_id, sent=sent))

    on_worker(work)
    qtbot.waitUntil(lambda: bool(ears.statistics))
    assert len(ears.states) == 3
    newest = {heard.transfer_id: heard.bytes_sent for heard in ears.statistics[-1][1]}
    assert newest == {1: 9999, 2: 9999, 3: 9999}
    assert len(ears.statistics) == 1
    bridge.close()


def test_statistics_come_at_most_ten_times_a_second(bridge: EngineBridge, qtbot: QtBot) -> None:
    ears = Ears(bridge)
    stop = threading.Event()

    def work() -> None:
        sent = 0
        while not stop.wait(0.002):
            sent += 1
            bridge.transfer_changed(snapshot(sent=sent))

    worker = threading.Thread(target=work, name="ptp-fake")
    worker.start()
    try:
        qtbot.waitUntil(lambda: len(ears.statistics) >= 6)
    finally:
        stop.set()
        worker.join(5)
    moments = [moment for moment, _batch in ears.statistics]
    # Timers may be late, which makes a following gap look short; over several gaps the rate holds.
    assert moments[-1] - moments[0] >= 0.1 * (len(moments) - 1) - 0.03
    sent = [batch[0].bytes_sent for _moment, batch in ears.statistics]
    assert sent == sorted(sent)
    bridge.close()


def test_the_final_snapshot_is_the_last_word(bridge: EngineBridge, qtbot: QtBot) -> None:
    ears = Ears(bridge)

    def work() -> None:
        bridge.transfer_changed(snapshot(sent=1))
        bridge.transfer_changed(snapshot(sent=2))
        bridge.transfer_changed(snapshot(state=TransferState.DONE, sent=3))
        bridge.transfer_changed(snapshot(sent=4))

    on_worker(work)
    qtbot.waitUntil(lambda: len(ears.states) == 2)
    assert ears.states[-1].bytes_sent == 3
    qtbot.wait(150)
    assert ears.statistics == []
    assert len(ears.states) == 2
    bridge.close()


def test_numbers_larger_than_32_bits_survive_the_signals(bridge: EngineBridge, qtbot: QtBot) -> None:
    ears = Ears(bridge)
    large = replace(snapshot(sent=5_000_000_000_000), transfer_id=1 << 40)
    on_worker(bridge.transfer_changed, large)
    qtbot.waitUntil(lambda: bool(ears.states))
    assert ears.states == [large]
    bridge.close()


def test_offers_that_nobody_will_see_are_declined(bridge: EngineBridge, qtbot: QtBot) -> None:
    before, after = _offer(1), _offer(2)
    on_worker(bridge.offer_received, before)
    bridge.close()
    on_worker(bridge.offer_received, after)
    for offer in (before, after):
        answer = offer.wait(0)
        assert answer is not None
        assert not answer.accepted
    bridge.close()


def _offer(transfer_id: int) -> PendingOffer:
    return PendingOffer(
        OfferDetails(
            transfer_id=transfer_id,
            name="a",
            size_bytes=1,
            peer_name="b",
            peer_address="c",
            peer_known=True,
            fingerprint_words="d",
            directory=Path("/"),
            free_bytes=1,
        )
    )
