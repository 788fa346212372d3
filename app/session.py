"""One window and its engine: who tells whom what, from opening to the last thread's end.

Order of an end, always the same: no more jobs, no more news, the window goes, the engine is closed on a thread of its
own (every one of its threads ends within two seconds), the worker is joined, `closed`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog

from app.background import Background
from app.controllers.attending import AttendingController
from app.controllers.computer import ComputerController
from app.controllers.counting import CountingController
from app.controllers.history import HistoryController
from app.controllers.nearby import NearbyController
from app.controllers.news import NewsController
from app.controllers.preferences import Parts, PreferencesController
from app.controllers.problems import ProblemsController
from app.controllers.receiving import ReceivingController
from app.controllers.recordings import RecordingsController
from app.controllers.sending import SendingController
from app.controllers.staying import Leaving, StayingController
from app.controllers.texts import TextsController
from app.controllers.values import ValuesController
from app.dialogs.about import AboutDialog
from app.dialogs.questions import CloseQuestion
from app.engine import CLOSE_LIMIT_S, Engine
from app.engine_bridge import EngineBridge
from app.laboratory.bench import exercises_in
from app.laboratory_values import LaboratoryValues
from app.language import language_of_window, spoken_language
from app.main_window import MainWindow, Page
from app.settings import Settings
from app.staying.desktop import Desktop
from app.staying.file_manager import FileManager
from app.surroundings import Surroundings
from app.transfer_actions import is_running
from ptp_core.errors import PtpError
from ptp_core.history.entry import HistoryEntry
from ptp_core.history.history import History
from ptp_core.links.link import PtpLink
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.snapshot import TransferSnapshot

EngineFactory = Callable[[EngineBridge, LaboratoryValues], Engine]


class Session(QObject):
    """GUI thread only. `window` is its window; `engine` and `bridge` serve tests and the demonstration. `reopens` says
    whether this ends with its window alone: the program goes on with another session, `before` which this one was.

    Signals:
        ending(): nothing new is begun any more.
        closed(): everything has ended.
    """

    ending = Signal()
    closed = Signal()
    _engine_closed = Signal()

    def __init__(
        self,
        settings: Settings,
        make_engine: EngineFactory,
        *,
        values: LaboratoryValues | None = None,
        surroundings: Surroundings | None = None,
        before: Session | None = None,
    ) -> None:
        """`values` replaces what the settings remember of the laboratory, for this session. Without `surroundings`
        nobody is looked for, nothing noted, and no computer kept awake. This one goes on with the engine of `before`,
        which has closed, and with all that it does; else it makes one."""
        super().__init__()
        self._settings = settings
        self._closing = False
        self.reopens = False
        self._finished = False
        self._before = before
        self._opens_anew = values is None
        self._engine_open = False
        self._looked_at: list[Path] = []
        self.bridge: EngineBridge = before.bridge if before is not None else EngineBridge()
        self.bridge.setParent(self)
        self.engine: Engine = (
            before.engine if before is not None else make_engine(self.bridge, values or settings.laboratory)
        )
        self.window = MainWindow()
        self._work = Background("ptp-window-worker", self)
        self._attending_work = Background("ptp-window-attending", self)
        window, engine, work = self.window, self.engine, self._work
        around = surroundings or Surroundings()
        history = History(around.history) if around.history is not None else None
        self.sending = SendingController(engine, settings, window.send_page, work, self)
        self.receiving = ReceivingController(engine, settings, window.receive_page, window.offers, work, self)
        self.attending = AttendingController(history, around.awake, self._attending_work, self)
        self.history = HistoryController(history, self._attending_work, self)
        self.nearby = NearbyController(
            engine, settings, window.send_page, history, around.browser, self._attending_work, self
        )
        self.recordings = RecordingsController(self)
        self.texts = TextsController(settings, window.send_page, work, window)
        self._counting = CountingController(window.send_page, self)
        self._values = ValuesController(engine, settings, window, values, self.running, self)
        desktop = around.desktop() if around.desktop is not None else Desktop()
        self.staying = StayingController(window, window.transfers, settings, desktop, self)
        self.news = NewsController(
            window,
            engine,
            sending=self.sending,
            receiving=self.receiving,
            texts=self.texts,
            attending=self.attending,
            staying=self.staying,
            parent=self,
        )
        self._files = FileManager(desktop.bus, self)
        self._problems = ProblemsController(
            window, sending=self.sending, receiving=self.receiving, texts=self.texts, files=self._files, parent=self
        )
        self._computer = ComputerController(engine, work, self)
        self.preferences = PreferencesController(self._preferences_parts(desktop), work, self)
        self._closing_timer = QTimer(self)
        self._closing_timer.setSingleShot(True)
        self._closing_timer.timeout.connect(self._finish)
        self._connect()
        engine.set_at_once(settings.at_once)
        self.sending.limit_all(settings.limit_bps)
        window.queue_bar.show_values(settings.at_once, settings.limit_bps)
        window.details.show_recording(settings.keeps_recordings)

    def start(self, *, hidden: bool = False) -> None:
        """Show the window, or with `hidden` only its icon in the tray, and open the engine behind it."""
        self.window.restore(self._settings.geometry, self._settings.splitter)
        self.window.details.show_tab(self._settings.details_tab)
        self.window.show_details(self._settings.details_open)
        self.staying.start(hidden=hidden)
        before, self._before = self._before, None
        if before is not None and before._engine_open:
            self._go_on(before)
        else:
            self._work.run(self.engine.open, lambda _nothing: self._opened(), self._not_opened)
        self.bridge.go_on()

    def fill_in(self, link: PtpLink) -> None:
        """Put a link's address and code on the Send page; what is to be sent, and whether, is the person's."""
        self.window.send_page.fill_in(link)

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files and folders on the Send page, to those that are there; exercises alone are opened instead."""
        if paths and exercises_in(list(paths)) == list(paths):
            self.window.open_exercises(paths)
            return
        self.window.show_page(Page.SEND)
        self.window.send_page.add_files(paths)

    def running(self) -> list[TransferSnapshot]:
        """The transfers that closing would interrupt."""
        return [snapshot for snapshot in self.window.transfers.snapshots() if is_running(snapshot)]

    @Slot()
    def ask_to_close(self) -> None:
        """What closing the window does: it may go on in the tray; else, in mid-transfer, it asks first."""
        if self._closing:
            return
        leaving = self.staying.leave(self.running())
        if leaving is Leaving.END:
            self.shut_down()
        elif leaving is Leaving.ASK:
            self.ask_to_quit()

    @Slot()
    def ask_to_quit(self) -> None:
        """End the program; in mid-transfer it asks first."""
        running = self.running()
        if running and not self._closing:
            self.staying.present()
            if not CloseQuestion.ask(self.window, running):
                return
        self.shut_down()

    @Slot()
    def reopen(self) -> None:
        """Close the window; the program then opens one anew, as the settings are by now. What the engine does goes on
        meanwhile, and what it was told to do is done first."""
        self._work.run(lambda: None, lambda _nothing: self._hand_over(), self._not_opened)

    def _hand_over(self) -> None:
        if not self._closing:
            self.reopens = True
            self._end(self._let_go)

    @Slot()
    def _speak_anew(self) -> None:
        """Open the window anew in the language of the settings."""
        if language_of_window(None, self._settings.language) == spoken_language():
            return
        if self._opens_anew:
            self.reopen()
        else:
            self.window.messages.show_notice(self.tr("The language changes when PTP is opened the next time."))

    @Slot()
    def shut_down(self) -> None:
        """End everything, without a question; `closed` follows, within about two seconds. May be called twice."""
        if not self._closing:
            self._end(self._close_engine)

    def _end(self, last: Callable[[], None]) -> None:
        self._closing = True
        self.ending.emit()
        self._settings.details_open = self.window.details_wanted
        self._settings.details_tab = self.window.details.tab()
        self._settings.geometry, self._settings.splitter = self.window.state()
        self._settings.save()
        self._work.close(0)
        # What has ended is to be noted, even if the window has not heard of it yet.
        self.bridge.catch_up()
        self.attending.close()
        self._attending_work.close(0, drain=True)
        if self.reopens:
            self.bridge.rest()
        else:
            self.bridge.close()
            self.receiving.close()
        self.window.details.close_views()
        self.staying.close()
        self._looked_at = [window.path for window in self.recordings.windows]
        self.recordings.close(0)
        self._counting.close(0)
        self.window.laboratory.close_all()
        for dialog in self.window.findChildren(QDialog):
            dialog.reject()
        self.window.hide()
        self._closing_timer.start(round((CLOSE_LIMIT_S + 0.5) * 1000))
        threading.Thread(target=last, name="ptp-window-closing", daemon=True).start()

    def _close_engine(self) -> None:
        self.engine.close()
        self._let_go()

    def _let_go(self) -> None:
        self.nearby.end()
        # Emitting posts an event to the GUI thread; the bounded timer is there if this never comes.
        self._engine_closed.emit()

    @Slot()
    def _finish(self) -> None:
        if self._finished:
            return
        self._finished = True
        self._closing_timer.stop()
        self._work.close(0.5)
        self._attending_work.close(0.5)
        self.recordings.close(0.5)
        self._counting.close(0.5)
        self.window.close_now()
        self.closed.emit()

    def _connect(self) -> None:
        window, bridge = self.window, self.bridge
        bridge.state_changed.connect(self.news.hear)
        bridge.statistics_changed.connect(self.news.hear_statistics)
        self.news.heard.connect(self._values.show_conditioner)
        bridge.offer_arrived.connect(self.receiving.ask)
        bridge.code_renewed.connect(self.receiving.show_code)
        bridge.listening_broken.connect(self.receiving.show_broken)
        bridge.listening_mended.connect(self.receiving.show_mended)
        window.close_wanted.connect(self.ask_to_close)
        window.quit_wanted.connect(self.ask_to_quit)
        window.computer_wanted.connect(lambda: self._computer.open(window))
        window.history_wanted.connect(lambda: self.history.open(window))
        window.settings_wanted.connect(lambda: self.preferences.open(window))
        self.preferences.changed.connect(self._show_settings)
        self.preferences.shown_otherwise.connect(self.news.show_all)
        self.preferences.language_chosen.connect(self._speak_anew)
        self.preferences.problem.connect(window.messages.show_problem)
        window.details.record_wanted.connect(self.preferences.record)
        window.about_wanted.connect(lambda: AboutDialog(window).open())
        window.recordings_wanted.connect(self._open_recordings)
        window.save_recording_wanted.connect(
            lambda: self.recordings.save_shown(
                window.details.viewing.recording, window.details.shown_name(), window, window.messages
            )
        )
        window.retry_wanted.connect(self.sending.retry)
        bridge.queue_ordered.connect(window.transfers.arrange)
        bridge.queue_broken.connect(window.messages.show_problem)
        window.transfers.pause_requested.connect(self.sending.pause)
        window.transfers.resume_requested.connect(self.sending.resume)
        window.transfers.retry_requested.connect(self.sending.retry)
        window.transfers.move_requested.connect(self.sending.move)
        window.transfers.limit_requested.connect(self.sending.limit)
        window.queue_bar.limit_chosen.connect(self.sending.limit_all)
        window.queue_bar.at_once_chosen.connect(self.sending.send_at_once)
        window.transfers.cancel_requested.connect(self.news.cancel)
        window.transfers.removed.connect(self.news.forget)
        window.transfers.selection_changed.connect(self.news.offer_actions)
        window.transfers.show_in_folder_requested.connect(self._files.show_saved)
        window.receive_page.open_folder_requested.connect(self._files.open_folder)
        self._values.listening_changed.connect(self.receiving.restart)
        window.transfers.read_text_requested.connect(self.texts.read)
        window.transfers.copy_text_requested.connect(self.texts.copy)
        self.texts.send_requested.connect(self.sending.send_text)
        self.sending.text_returned.connect(self.texts.hand_back)
        self.sending.page_wanted.connect(lambda: window.show_page(Page.SEND))
        self.sending.replaced.connect(window.transfers.remove)
        self.receiving.offered.connect(self._alert)
        self.receiving.offered.connect(self.staying.hear_offer)
        self.receiving.settled.connect(self.staying.settle)
        self._connect_staying()
        self._computer.problem.connect(window.messages.show_problem)
        self._computer.renamed.connect(self.receiving.restart)
        self._computer.renamed.connect(self._show_name)
        self._computer.peers_changed.connect(self.nearby.refresh)
        for part in (self.attending, self.history, self.nearby):
            part.problem.connect(window.messages.show_problem)
        self.attending.noted.connect(self.history.refresh)
        self.attending.noted.connect(self.nearby.refresh)
        self.history.show_in_folder_requested.connect(self._files.open_folder)
        self.history.send_again_requested.connect(self._send_again)
        self._engine_closed.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def _preferences_parts(self, desktop: Desktop) -> Parts:
        return Parts(
            engine=self.engine,
            settings=self._settings,
            sending=self.sending,
            receiving=self.receiving,
            nearby=self.nearby,
            computer=self._computer,
            attending=self.attending,
            login=desktop.login,
        )

    def _show_settings(self) -> None:
        """What is set in one place is shown in all."""
        self.receiving.show_choices()
        self.nearby.show_switch()
        self.window.details.show_recording(self._settings.keeps_recordings)
        self.window.queue_bar.show_values(self._settings.at_once, self._settings.limit_bps)

    def _connect_staying(self) -> None:
        staying = self.staying
        staying.quit_wanted.connect(self.ask_to_quit)
        staying.send_wanted.connect(self.window.choose_files)
        staying.pause_wanted.connect(self.sending.pause)
        staying.resume_wanted.connect(self.sending.resume)
        staying.answered.connect(self.receiving.answer)
        for answered in (staying.answered, self.window.offers.answered):
            answered.connect(self.news.hear_answer)
        staying.folder_wanted.connect(self._files.open_folder)

    @Slot(object)
    def _open_recordings(self, paths: list[Path]) -> None:
        if paths:
            self.recordings.open(paths)
        else:
            self.recordings.ask(self.window)

    def _go_on(self, before: Session) -> None:
        self._engine_open = True
        self._show_name()
        self.sending.go_on(before.sending)
        self.news.go_on(before.news)
        self.receiving.go_on(before.receiving)
        self.nearby.start()
        self.window.send_page.go_on(before.window.send_page)
        self.window.show_page(before.window.page())
        self.recordings.open(before._looked_at)

    def _opened(self) -> None:
        self._engine_open = True
        self._show_name()
        self.receiving.start()
        self.nearby.start()

    @Slot()
    def _show_name(self) -> None:
        self.window.send_page.this_computer.set_name(self.engine.name)

    @Slot(object)
    def _send_again(self, entry: HistoryEntry) -> None:
        near = self.nearby.computer(entry.peer_fingerprint)
        address = near.address if near is not None else entry.peer_address
        self.window.send_page.fill_again([Path(path) for path in entry.paths], address)

    def _not_opened(self, error: PtpError) -> None:
        self.window.messages.show_problem(error)
        self.receiving.fail(error)

    @Slot(object)
    def _alert(self, _offer: PendingOffer) -> None:
        QApplication.alert(self.window)
