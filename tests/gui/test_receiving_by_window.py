"""Receiving by the window, with a fake engine: listening, offers, the code, and changes of mind."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.laboratory_values import FIRST_CHOICES, LaboratoryValues
from app.main_window import Page
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.config import AcceptPolicy, ConflictPolicy, CongestionAlgorithm, Profile
from ptp_core.errors import PortUnavailable
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk
from tests.gui.fake_engine import on_worker


@pytest.mark.parametrize("accept", [True, False])
def test_an_offer_is_asked_inside_the_window(desk: Desk, accept: bool) -> None:
    server = desk.start()
    _transfer, offer = server.offer()
    desk.qtbot.waitUntil(desk.window.offers.isVisible)
    assert offer.wait(0) is None
    button = desk.window.offers.accept_button if accept else desk.window.offers.decline_button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    answer = offer.wait(0)
    assert answer is not None
    assert answer.accepted is accept
    assert not desk.window.offers.isVisible()


def test_an_offer_that_the_peer_takes_back_is_not_asked_any_more(desk: Desk) -> None:
    transfer, _offer = desk.start().offer()
    desk.qtbot.waitUntil(desk.window.offers.isVisible)
    transfer.tell(TransferState.CANCELLED, message="studio-pc cancelled.")
    desk.qtbot.waitUntil(lambda: not desk.window.offers.isVisible())
    assert desk.window.messages.text() == "studio-pc cancelled."


def test_a_stranger_without_a_file_gets_no_row_but_a_sentence(desk: Desk) -> None:
    transfer, _offer = desk.start().offer(name="")
    desk.window.offers.withdraw(transfer.transfer_id)
    transfer.tell(TransferState.FAILED, message="A stranger entered a wrong code.")
    desk.qtbot.waitUntil(lambda: "wrong code" in desk.window.messages.text())
    assert desk.window.transfers.snapshots() == []


def test_the_code_is_shown_and_follows_the_engine(desk: Desk) -> None:
    desk.start()
    engine, page = desk.session.engine, desk.window.receive_page
    shown = page.code_display
    assert shown.code() == engine.code.current()
    before = shown.code()
    threading.Thread(target=engine.code.take, name="ptp-fake").start()
    desk.qtbot.waitUntil(lambda: shown.code() != before)
    assert shown.code() == engine.code.current()


def test_receiving_can_be_switched_off_and_on(desk: Desk) -> None:
    server = desk.start()
    page = desk.window.receive_page
    page.receiving_switched.emit(False)
    desk.qtbot.waitUntil(lambda: server.closed)
    assert page.address_texts() == []
    assert not desk.settings.receiving
    page.receiving_switched.emit(True)
    desk.qtbot.waitUntil(lambda: bool(page.address_texts()))
    assert desk.parts.servers[-1] is not server


def test_listening_that_breaks_is_said_and_also_when_it_works_again(desk: Desk) -> None:
    desk.start()
    page, tell = desk.window.receive_page, desk.parts.listening_changed
    assert tell is not None
    before = page.address_texts()
    on_worker(tell, PortUnavailable("Port 7700 is in use.", hint="Close the other program."))
    desk.qtbot.waitUntil(lambda: page.address_texts() == [])
    said = page.status_text()
    assert said.startswith("Nobody can send to this computer now: Port 7700 is in use. Close the other program.")
    assert "use another port" in said
    assert page.other_port_button.isVisibleTo(page)
    on_worker(tell, None)
    desk.qtbot.waitUntil(lambda: page.address_texts() == before)
    assert page.status_text().startswith("Ready to receive")
    assert not page.other_port_button.isVisibleTo(page)


def test_a_port_in_use_is_said_on_the_page_with_a_way_out(desk: Desk) -> None:
    desk.parts.listen_error = PortUnavailable("UDP port 7700 is in use by another program.")
    desk.window.show_page(Page.RECEIVE)
    desk.session.start()
    page = desk.window.receive_page
    desk.qtbot.waitUntil(page.other_port_button.isVisible)
    QTest.mouseClick(page.other_port_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: bool(page.address_texts()))
    assert desk.parts.servers[-1].listen.port == 0
    assert desk.settings.port == 40_000
    assert all(text.endswith(":40000") for text in page.address_texts())


def test_choices_reach_the_server_and_the_settings(desk: Desk, tmp_path: Path) -> None:
    server = desk.start()
    page = desk.window.receive_page
    page.accept_chosen.emit(AcceptPolicy.KNOWN)
    assert server.accept is AcceptPolicy.KNOWN
    other = tmp_path / "other"
    other.mkdir()
    page.folder_chosen.emit(other)
    desk.qtbot.waitUntil(lambda: desk.settings.folder == other)
    assert server.directory == other
    page.conflict_chosen.emit(ConflictPolicy.SKIP)
    assert server.on_conflict is ConflictPolicy.SKIP
    # None of these needs another listener.
    assert desk.parts.servers == [server]
    assert not server.closed


def test_a_class_is_let_in_by_one_code_and_counted_until_the_switch_goes_off(desk: Desk) -> None:
    desk.start()
    code, page = desk.session.engine.code, desk.window.receive_page
    shown = page.code_display.code()
    page.class_switch.click()

    def come() -> None:
        for _ in range(3):
            with code.take() as attempt:
                attempt.succeeded()

    threading.Thread(target=come, name="ptp-fake").start()
    desk.qtbot.waitUntil(lambda: page.admitted_label.text() == "Let in so far: 3")
    assert page.code_display.code() == shown
    page.class_switch.click()
    assert page.code_display.code() not in ("", shown)
    assert page.admitted_label.text() == ""


def test_new_values_wait_until_nothing_is_being_received(desk: Desk) -> None:
    server = desk.start()
    transfer, offer = server.offer()
    desk.qtbot.waitUntil(desk.window.offers.isVisible)
    classroom = LaboratoryValues(
        choices=replace(FIRST_CHOICES, profile=Profile.CLASSROOM),
        conditioner_on=True,
        faults=ConditionerSettings(drop=0.25, seed=9),
    )
    desk.window.laboratory_page.values_changed.emit(classroom)
    assert not server.closed
    offer.accept()
    transfer.tell(TransferState.TRANSFERRING)
    transfer.tell(TransferState.DONE)
    desk.qtbot.waitUntil(lambda: len(desk.parts.servers) == 2)
    assert server.closed
    options = desk.parts.servers[-1].options
    assert options.transport.congestion is CongestionAlgorithm.FIXED
    assert (options.faults.drop, options.faults.seed, options.faults.data_only) == (0.25, 9, True)
    desk.qtbot.waitUntil(lambda: bool(desk.window.receive_page.address_texts()))


def test_another_link_alone_lets_the_listener_be(desk: Desk) -> None:
    server = desk.start()
    values = LaboratoryValues(conditioner_on=True, faults=ConditionerSettings(drop=0.25))
    desk.window.laboratory_page.values_changed.emit(values)
    assert server.options.faults.drop == 0.25
    desk.window.laboratory_page.values_changed.emit(LaboratoryValues())
    assert not server.options.faults.active
    desk.qtbot.wait(0)
    assert desk.parts.servers == [server]
    assert not server.closed


def test_the_window_listens_on_every_address_of_both_families(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.listening.local_addresses", lambda: ["192.0.2.7", "2001:db8::7", "127.0.0.1"])
    assert desk.start().listen.host == ""
    shown = desk.window.receive_page.address_texts()
    assert shown == ["192.0.2.7:7700", "[2001:db8::7]:7700"], "the loopback is nothing to read out"


def test_who_declines_is_not_told_of_it_and_the_next_offer_comes_in_its_place(desk: Desk) -> None:
    server = desk.start()
    window = desk.window
    first, _offer = server.offer()
    _second, waiting = server.offer()
    desk.qtbot.waitUntil(window.offers.isVisible)
    QTest.mouseClick(window.offers.decline_button, Qt.MouseButton.LeftButton)
    first.tell(TransferState.DECLINED, message="scan.tiff was declined.")
    row = window.transfers.row(first.transfer_id)
    assert row is not None
    desk.qtbot.waitUntil(lambda: row.snapshot.state is TransferState.DECLINED)
    assert not window.messages.isVisible()
    # Where it was declined by a rule, one is told.
    third, _offer = server.offer()
    third.tell(TransferState.DECLINED, message="scan.tiff was declined.", hint="Nobody answered for 5 minutes.")
    desk.qtbot.waitUntil(window.messages.isVisible)
    waiting.decline()


def test_offers_that_wait_are_declined_at_the_end(desk: Desk) -> None:
    _transfer, offer = desk.start().offer()
    desk.qtbot.waitUntil(desk.window.offers.isVisible)
    desk.end()
    answer = offer.wait(0)
    assert answer is not None
    assert not answer.accepted


def test_a_downloads_folder_that_is_missing_is_made(desk: Desk, tmp_path: Path) -> None:
    desk.settings.folder = tmp_path / "Downloads"
    assert desk.start().directory.is_dir()


@pytest.mark.parametrize("page", Page)
def test_a_busy_port_is_said_wherever_one_is_with_a_button_that_mends_it(desk: Desk, page: Page) -> None:
    desk.parts.listen_error = PortUnavailable("UDP port 7700 is in use by another program.")
    desk.window.show_page(page)
    desk.session.start()
    desk.qtbot.waitUntil(lambda: "port 7700 is in use" in desk.window.messages.text())
    assert desk.window.messages.isVisible()
    assert desk.window.page() is page
    QTest.mouseClick(desk.window.messages.action_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: bool(desk.parts.servers) and desk.window.messages.text() == "")
    assert desk.parts.servers[-1].listen.port == 0
