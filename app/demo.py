"""The demonstration: the window, and in it a real transfer from this computer to itself over a bad link.

Nothing of the person's own is touched: identity, settings and files live in a folder that is gone afterwards. The
receiving side has an identity of its own, since nobody can pair with himself. `--screenshots` saves pictures of every
page, light and dark, while the file is on its way.
"""

from __future__ import annotations

import random
import tempfile
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QImage

from app.background import Background
from app.cli.window_options import WindowCommand
from app.engine import Engine
from app.engine_bridge import EngineBridge
from app.installation import history_path
from app.laboratory_values import LaboratoryValues
from app.main_window import Page
from app.session import Session
from app.settings import Settings
from app.surroundings import Surroundings
from app.theme import GRID, Scheme, Theme
from app.views.viewing import Viewing
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.direction import Direction
from ptp_core.discovery.announcement import FoundPeer
from ptp_core.errors import DestinationError, PtpError
from ptp_core.network.addresses import PeerAddress
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transport.event_kinds import EventKind

_UNWRITABLE = phrase("it cannot be written")
_NOT_SAVED = declare("pictures-not-saved", "The pictures cannot be saved in {path}: {reason}.")
_ANOTHER_FOLDER = phrase("Name another folder.")

DEMO_BYTES: Final = 30_000_000
DEMO_VALUES: Final = LaboratoryValues(
    conditioner_on=True, faults=ConditionerSettings(drop=0.05, delay_s=0.02, rate_bps=24e6, seed=7)
)
# Long enough to read who offers what, before the demonstration accepts.
_ANSWER_AFTER_MS = 1500
# So that the charts have something to show, and much is still to come.
_PICTURES_AFTER = 0.15
_SETTLE_MS = 250
# What single segments do is to be seen so long before and after a loss was repaired.
_WIDELY_S = (0.12, 0.08)
_CLOSELY_S = (0.004, 0.006)


@dataclass(frozen=True, slots=True)
class _View:
    """`page` of the window with tab `tab` of the details, or without them, called `name`: at what is newest, or so many
    seconds before and after a loss was repaired."""

    name: str
    page: Page
    tab: str = ""
    around_loss_s: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class _Picture:
    """A view as it is saved: name-light.png or -dark.png."""

    view: _View
    scheme: Scheme


_START = _View("start", Page.SEND)
_OFFER = _View("offer", Page.SEND)
_DONE = _View("done", Page.SEND, "overview")
_DURING = (
    _View("during-list", Page.SEND),
    _View("during-buffers", Page.SEND, "buffers"),
    _View("during-sequence", Page.SEND, "sequence", _WIDELY_S),
    _View("during-space-time", Page.SEND, "space-time", _CLOSELY_S),
    _View("during-events", Page.SEND, "events", _WIDELY_S),
    _View("during-receive", Page.RECEIVE),
    _View("during-send", Page.SEND, "live"),
    _View("during-laboratory", Page.LABORATORY),
)


class _Beside:
    """In place of the network: what is heard is this computer's own receiver, as the computer beside it."""

    def __init__(self, changed: Callable[[tuple[FoundPeer, ...]], None]) -> None:
        self._changed = changed

    def start(self) -> None:
        """There is nothing to begin with."""

    def close(self) -> None:
        """There is nothing to end."""

    def hear(self, name: str, port: int) -> None:
        """It receives there."""
        self._changed((FoundPeer(name=name, hosts=("127.0.0.1",), port=port, fingerprint_hint=b"", version=1),))


class Demonstration(QObject):
    """Builds `session`; `start` once that has been started; `close` when the loop has ended."""

    def __init__(self, command: WindowCommand) -> None:
        """Raises DestinationError when the pictures cannot be saved."""
        super().__init__()
        self._pictures = command.screenshots_directory
        if self._pictures is not None:
            _make_folder(self._pictures)
        self._quit_after_s = command.quit_after_s
        self._folder = tempfile.TemporaryDirectory(prefix="ptp-demo-", ignore_cleanup_errors=True)
        root = Path(self._folder.name)
        self._source, received = root / "holiday.mov", root / "received"
        received.mkdir()
        settings = Settings(root / "window.ini")
        settings.folder = received
        settings.port = 0
        self.session = Session(
            settings,
            lambda bridge, values: _engine(root, bridge, values),
            values=DEMO_VALUES,
            surroundings=Surroundings(history=history_path(root / "data"), browser=self._look),
        )
        self._work = Background("ptp-demo-worker", self)
        self._address: PeerAddress | None = None
        self._source_ready = False
        self._failed = False
        self._planned = False
        self._sent = False
        self._beside: _Beside | None = None
        self._due: deque[_Picture] = deque()
        self._camera = self._timer(self._take_picture)
        self._answer = self._timer(self._accept)
        self._end = self._timer(self._quit)
        self.session.receiving.listening.connect(self._listens)
        self.session.receiving.offered.connect(self._offered)
        self.session.bridge.state_changed.connect(self._hear)
        self.session.bridge.statistics_changed.connect(self._watch)

    @property
    def folder(self) -> Path:
        """Everything that the demonstration writes but the pictures."""
        return Path(self._folder.name)

    @property
    def status(self) -> int:
        """1 when the transfer failed, else 0."""
        return int(self._failed)

    def start(self) -> None:
        """Make the file; it is sent as soon as there is somebody to send it to."""
        if self._pictures is not None:
            # Pictures have one size, whatever screen there is or is not.
            self.session.window.resize(160 * GRID, 100 * GRID)
            # The laboratory has something to show too.
            self.session.window.laboratory.bench.run()
        if self._quit_after_s is not None:
            self._end.start(round(self._quit_after_s * 1000))
        self._work.run(self._make_source, lambda _nothing: self._made(), self._give_up)

    def close(self) -> None:
        """Leave nothing behind."""
        for timer in (self._camera, self._answer, self._end):
            timer.stop()
        self._work.close()
        self._folder.cleanup()

    def _make_source(self) -> None:
        self._source.write_bytes(random.Random(1).randbytes(DEMO_BYTES))

    def _look(self, changed: Callable[[tuple[FoundPeer, ...]], None]) -> _Beside:
        self._beside = _Beside(changed)
        return self._beside

    def _made(self) -> None:
        self._source_ready = True
        self._send()

    @Slot(object)
    def _listens(self, address: PeerAddress) -> None:
        if self._address is None:
            self._address = address
            if self._beside is not None:
                self._beside.hear(f"{self.session.engine.name} (receiving)", address.port)
            self._plan(_START)
            self._send()

    def _send(self) -> None:
        # The pictures of the beginning come first.
        if self._address is None or not self._source_ready or self._due or self._sent:
            return
        self._sent = True
        page = self.session.window.send_page
        page.add_files([self._source])
        page.set_address(f"127.0.0.1:{self._address.port}")
        page.set_code(self.session.engine.code.current() or "")
        page.submit()

    @Slot(object)
    def _offered(self, _offer: PendingOffer) -> None:
        self._plan(_OFFER)
        self._answer.start(_ANSWER_AFTER_MS)

    @Slot()
    def _accept(self) -> None:
        if any(picture.view is _OFFER for picture in self._due):
            # A slow computer has not shown the question yet.
            self._answer.start(_SETTLE_MS)
            return
        self.session.window.offers.accept_button.click()
        if self._pictures is None:
            self.session.window.show_page(Page.SEND)

    @Slot(object)
    def _watch(self, snapshots: tuple[TransferSnapshot, ...]) -> None:
        for snapshot in snapshots:
            ready = snapshot.bytes_verified >= _PICTURES_AFTER * snapshot.bytes_total
            if snapshot.direction is Direction.SEND and ready:
                self._plan_during()

    def _plan_during(self) -> None:
        if not self._planned:
            self._planned = True
            self._plan(*_DURING)

    @Slot(object)
    def _hear(self, snapshot: TransferSnapshot) -> None:
        if snapshot.direction is not Direction.SEND or not snapshot.state.final:
            return
        if snapshot.state is TransferState.DONE:
            # On a fast link it may be over before anybody has looked.
            self._plan_during()
            self._plan(_DONE)
        else:
            self._failed = True

    def _give_up(self, error: PtpError) -> None:
        self._failed = True
        self.session.window.messages.show_problem(error)

    def _plan(self, *views: _View) -> None:
        if self._pictures is None:
            return
        self._due.extend(_Picture(view, scheme) for scheme in (Scheme.LIGHT, Scheme.DARK) for view in views)
        self._arrange()

    def _arrange(self) -> None:
        """Show what is to be pictured next; a moment later it is drawn."""
        if not self._due:
            Theme.of_application().prefer(None)
        elif not self._camera.isActive():
            picture = self._due[0]
            Theme.of_application().prefer(picture.scheme)
            self.session.window.show_page(picture.view.page)
            details = self.session.window.details
            self.session.window.show_details(bool(picture.view.tab))
            details.show_tab(picture.view.tab)
            if picture.view.around_loss_s is not None:
                _look_at_loss(details.viewing, *picture.view.around_loss_s)
            elif details.viewing.chosen is not None:
                details.viewing.choose(None)
                details.viewing.go_live()
            self._camera.start(_SETTLE_MS)

    @Slot()
    def _take_picture(self) -> None:
        picture = self._due.popleft()
        assert self._pictures is not None
        path = self._pictures / f"{picture.view.name}-{picture.scheme.value}.png"
        image = self.session.window.grab().toImage()
        self._work.run(lambda: _save(image, path), lambda _nothing: None, self._give_up)
        self._arrange()
        self._send()

    @Slot()
    def _quit(self) -> None:
        # The jobs that are waiting are pictures: they are saved before the window goes.
        self._work.run(lambda: None, lambda _nothing: self.session.shut_down(), self._give_up)

    def _timer(self, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer


def _engine(root: Path, bridge: EngineBridge, values: LaboratoryValues) -> Engine:
    return Engine(
        root / "data",
        bridge,
        code_changed=bridge.code_changed,
        listening_changed=bridge.listening_changed,
        queue_changed=bridge.queue_changed,
        queue_problem=bridge.queue_problem,
        values=values,
        talks_to_itself=True,
    )


def _look_at_loss(viewing: Viewing, before_s: float, after_s: float) -> None:
    """Choose a segment that was sent again, and see what came before and after; the same in one view as in another."""
    recording = viewing.recording
    if recording is None:
        return
    event = recording.event(viewing.chosen.serial) if viewing.chosen is not None else None
    latest_s = recording.stop_s - max(_WIDELY_S)
    event = event or recording.newest_event(latest_s, kinds=(EventKind.SENT_AGAIN_FAST,))
    if event is not None:
        viewing.look_at(event.time_s - before_s, event.time_s + after_s)
        viewing.go_to(event)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_saved(folder, system_words(error)) from error


def _save(image: QImage, path: Path) -> None:
    if not image.save(str(path)):
        raise _not_saved(path, _UNWRITABLE)


def _not_saved(path: Path, reason: str) -> DestinationError:
    return DestinationError(_NOT_SAVED(path=path, reason=reason), path=path, hint=_ANOTHER_FOLDER)
