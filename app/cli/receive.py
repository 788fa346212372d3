"""`ptp receive`: listens, asks about offers where that is wanted, and tells what comes. No Qt."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from app.announcing import announced
from app.assembling import speed_limit, transfer_options
from app.cli.attending import AttendingFeed
from app.cli.conditioner_notices import ConditionerNotices
from app.cli.feed import FAREWELL_S, PROGRESS_INTERVAL_S, EventFeed, Interrupted, Line, LineReader, ListeningChanged
from app.cli.link import show_link
from app.cli.options import ReceiveCommand
from app.cli.output import INTERRUPTED_AND_TOLD, JsonOutput, Output, TextOutput, print_error
from app.cli.speaking import said, tr, translate
from app.exit_status import ExitStatus
from app.installation import Installation, load_installation
from app.joining import after_one_another, listed
from app.transfers import Receiving, ReceivingFactory
from app.words import outcome_words
from ptp_core.config import ConflictPolicy
from ptp_core.errors import DestinationError, PtpError
from ptp_core.formatting import format_size
from ptp_core.security.code_phrase import OneTimeCode, normalise_code
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.display_text import clean_text
from ptp_core.transfer.offer import OfferDetails, PendingOffer
from ptp_core.transfer.receiving import ReceiveServer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

_NO_OUTPUT = declare("no-output", "There is no standard output.")()
_PIPE_IT = phrase("Pipe it into a program, or name a folder.")
_TURNED_AWAY = phrase("A stranger was turned away.")
_IS_KEPT = phrase("What came is kept, and goes on when it is sent again.")
_NOBODY_CAN_SEND = declare("nobody-can-send", "Nobody can send to this computer at the moment: {reason}")
_GOES_ON_TRYING = phrase("PTP goes on trying.")
_INTERRUPTED = declare("interrupted", "Interrupted.")()
_NO_TERMINAL = declare("no-terminal", "Declined {name} from {peer}: there is no terminal to ask on.")
_TAKE_ALL = phrase("Use --accept all to take what authenticated peers send, and another --on-conflict than ask.")

_POLL_S = 0.05
# What a person may answer besides yes where names are in use, by its first letter.
_CONFLICTS = {"r": ConflictPolicy.OVERWRITE, "k": ConflictPolicy.SKIP}
_CONFLICT_WORDS = ("r", "replace", "k", "keep")
_YES_WORDS = {
    ConflictPolicy.ASK: phrase("with another name"),
    ConflictPolicy.RENAME: phrase("with another name"),
    ConflictPolicy.OVERWRITE: phrase("replacing what is there"),
    ConflictPolicy.SKIP: phrase("keeping what is there"),
    ConflictPolicy.FAIL: phrase("but for what is there"),
}


def run_receive(
    command: ReceiveCommand,
    *,
    make_server: ReceivingFactory = ReceiveServer,
    load: Callable[[], Installation] = load_installation,
) -> int:
    """Receive until interrupted, or once; the exit status. Raises PtpError when it cannot begin."""
    given = command.common.code
    code = OneTimeCode(normalise_code(given) if given is not None else None, policy=command.pairing)
    installation = load()
    feed = AttendingFeed(installation.directory)
    server = make_server(
        command.directory,
        command.listen,
        options=transfer_options(command.common, installation),
        observer=feed,
        code=code,
        accept=command.accept,
        on_conflict=command.on_conflict,
        sink=_standard_output() if command.to_standard_output else None,
        limit=speed_limit(command.common.limit_bps),
        folder_per_peer=command.folder_per_peer,
        listening_changed=feed.listening_changed,
    )
    # Standard output is the file then; what is said goes where errors go.
    stream = sys.stderr if command.to_standard_output else None
    output: Output = JsonOutput(stream) if command.common.json else TextOutput(stream)
    questions = _Questions(feed, output)
    with feed.signals():
        try:
            server.start()
            with announced(server.address, installation.identity, wanted=command.announce):
                return _Reception(command, server, code, feed, output, questions).run()
        finally:
            questions.close()
            server.close()
            output.close()
            feed.close()


def _standard_output() -> BinaryIO:
    if sys.stdout is None:
        raise DestinationError(_NO_OUTPUT, path=Path("-"), hint=_PIPE_IT)
    return sys.stdout.buffer


class _Reception:
    """The main thread's loop while the server runs."""

    def __init__(
        self,
        command: ReceiveCommand,
        server: Receiving,
        code: OneTimeCode,
        feed: EventFeed,
        output: Output,
        questions: _Questions,
    ) -> None:
        self._command = command
        self._server = server
        self._code = code
        self._feed = feed
        self._output = output
        self._questions = questions
        self._shown_code: str | None = None
        self._shown_admitted = 0
        self._notices = ConditionerNotices(command.common.conditioner, output)

    def run(self) -> int:
        self._show_code()
        progress_at = time.monotonic() + PROGRESS_INTERVAL_S
        while True:
            event = self._feed.next(progress_at - time.monotonic())
            match event:
                case None:
                    progress_at = time.monotonic() + PROGRESS_INTERVAL_S
                    self._tick()
                case Interrupted() as interruption:
                    self._end(interruption)
                    return ExitStatus.INTERRUPTED
                case PendingOffer() as offer:
                    self._questions.ask(offer)
                case ListeningChanged(error):
                    self._hear_of_listening(error)
                case Line() as line:
                    self._questions.answer(line)
                case TransferSnapshot() as snapshot:
                    ended = self._hear(snapshot)
                    if ended is not None and self._command.once:
                        return ended

    def _tick(self) -> None:
        # A given code is away while a peer tries it; only the end of the try tells whether it is dead.
        if self._code.current() not in (None, self._shown_code):
            self._show_code()
        self._show_admitted()
        if not self._questions.open:
            self._output.progress(self._feed.running())
            self._notices.look(self._feed.running())

    def _hear(self, snapshot: TransferSnapshot) -> int | None:
        """Show a change; the exit status that the end of an authenticated peer's transfer means."""
        state = snapshot.state
        # Only an authenticated peer gets as far as naming a file.
        if not snapshot.name:
            if state.final:
                print_error(snapshot.message or _TURNED_AWAY, snapshot.hint)
                if self._code.current() is None and self._shown_code is not None:
                    self._show_code()
            return None
        self._show_admitted()
        self._output.changed(snapshot)
        self._notices.look([snapshot])
        if not state.final:
            return None
        self._questions.withdraw(snapshot.transfer_id)
        self._output.told_apart(snapshot)
        if state is TransferState.DONE:
            if snapshot.text is not None and not snapshot.already_there:
                self._output.text(snapshot)
            self._output.done(snapshot)
            return ExitStatus.DONE
        again = after_one_another([said(snapshot.hint), said(_IS_KEPT)], translate)
        message = snapshot.message or outcome_words(snapshot, translate)
        self._output.error(message, again if snapshot.resumable else snapshot.hint)
        # The connection was lost, and the sender may come again.
        return None if snapshot.resumable else ExitStatus.FAILED

    def _hear_of_listening(self, error: PtpError | None) -> None:
        if error is None:
            self._show_code()
            return
        hint = after_one_another([said(error.hint), said(_GOES_ON_TRYING)], translate)
        self._output.error(_NOBODY_CAN_SEND(reason=error.message), hint)

    def _end(self, interruption: Interrupted) -> None:
        """Tell the peers, and wait for that, but not for long."""
        running = self._feed.running()
        if interruption.by_person:
            for snapshot in running:
                self._server.cancel(snapshot.transfer_id)
            deadline = time.monotonic() + FAREWELL_S
            while self._feed.running() and time.monotonic() < deadline:
                self._feed.next(_POLL_S)
        self._server.close()
        self._output.error(INTERRUPTED_AND_TOLD if running else _INTERRUPTED)

    def _show_admitted(self) -> None:
        if self._code.admitted != self._shown_admitted:
            self._shown_admitted = self._code.admitted
            self._output.admitted(self._shown_admitted)

    def _show_code(self) -> None:
        self._shown_code = self._code.current()
        self._output.listening(self._server.address, self._shown_code, secret=self._command.common.code is not None)
        show_link(self._command, self._server.address, self._shown_code)


class _Questions:
    """Asks about offers one at a time, on the terminal; without one, declines them."""

    def __init__(self, feed: EventFeed, output: Output) -> None:
        self._output = output
        self._reader = LineReader(feed)
        self._waiting: deque[PendingOffer] = deque()
        self._awaiting_line = False

    @property
    def open(self) -> bool:
        """Whether a question stands on the screen."""
        return bool(self._waiting)

    def ask(self, offer: PendingOffer) -> None:
        """Put a question behind those that wait already."""
        if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
            offer.decline()
            print_error(_NO_TERMINAL(name=offer.details.name, peer=offer.details.peer_name), _TAKE_ALL)
            return
        self._waiting.append(offer)
        if len(self._waiting) == 1:
            self._show()

    def answer(self, line: Line) -> None:
        """A line was typed."""
        self._awaiting_line = False
        if not self._waiting:
            return
        word = (line.text or "").lower()
        offer = self._waiting[0]
        conflict = _CONFLICTS.get(word[:1]) if offer.details.name_taken and word in _CONFLICT_WORDS else None
        if line.text is not None and conflict is None and word not in ("y", "yes", "a", "always", "n", "no", ""):
            self._show()
            return
        self._waiting.popleft()
        if conflict is not None or word in ("y", "yes", "a", "always"):
            offer.accept(on_conflict=conflict, always=word.startswith("a"))
        else:
            offer.decline()
        if self._waiting:
            self._show()

    def withdraw(self, transfer_id: int) -> None:
        """Nobody needs the answer any more."""
        was_shown = bool(self._waiting) and self._waiting[0].details.transfer_id == transfer_id
        self._waiting = deque(offer for offer in self._waiting if offer.details.transfer_id != transfer_id)
        if was_shown:
            print(tr("(the offer was withdrawn)"), file=sys.stderr, flush=True)
            if self._waiting:
                self._show()

    def close(self) -> None:
        """Decline what waits, and end the reader."""
        while self._waiting:
            self._waiting.popleft().decline()
        self._reader.close()

    def _show(self) -> None:
        self._output.close()
        print(_question(self._waiting[0].details), end="", file=sys.stderr, flush=True)
        if not self._awaiting_line:
            self._awaiting_line = True
            self._reader.ask()


def _question(details: OfferDetails) -> str:
    known = tr("a known peer") if details.peer_known else tr("new: {0}").format(details.fingerprint_words)
    size = said(format_size(details.size_bytes))
    if details.is_text:
        line = tr("{peer} ({known}, {address}) offers a text, {size}.").format(
            peer=details.peer_name, known=known, address=details.peer_address, size=size
        )
        return f"{clean_text(line, limit=1000)}\n{_accept_or_not()}"
    offer = tr("{peer} ({known}, {address}) offers {name}, {size}.").format(
        peer=details.peer_name,
        known=known,
        address=details.peer_address,
        name=said(details.name),
        size=_how_much(details, size),
    )
    free = said(format_size(details.free_bytes))
    place = [tr("It would go to {0}, {1} free.").format(details.directory.resolve(), free)]
    if details.name_taken:
        place.append(tr("In use there: {0}.").format(listed(details.names_taken, translate)))
    if details.free_bytes < details.size_bytes:
        place.append(tr("That is more than fits there!"))
    shown = "\n".join(clean_text(line, limit=1000) for line in (offer, after_one_another(place, translate)))
    if details.name_taken:
        yes = tr("[y]es, {0}; [r]eplace what is there; [k]eep what is there").format(
            said(_YES_WORDS[details.on_conflict])
        )
        return f"{shown}\n" + tr("Accept? {0}; [a]lways from this peer; [N]o: ").format(yes)
    return f"{shown}\n{_accept_or_not()}"


def _how_much(details: OfferDetails, size: str) -> str:
    if not details.complete:
        size = tr("at least {0}").format(size)
    if details.files == 1:
        return size
    files = translate("cli", "%n file(s)", n=details.files)
    return listed([files if details.complete else tr("at least {0}").format(files), size], translate)


def _accept_or_not() -> str:
    return tr("Accept? [y]es, [a]lways from this peer, [N]o: ")
