"""`ptp send`: all paths, or a text, in one transfer. No Qt."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from app.assembling import speed_limit, transfer_options
from app.cli.attending import AttendingFeed
from app.cli.conditioner_notices import ConditionerNotices
from app.cli.feed import FAREWELL_S, PROGRESS_INTERVAL_S, EventFeed, Interrupted
from app.cli.options import STANDARD_STREAM, SendCommand
from app.cli.output import INTERRUPTED_AND_TOLD, JsonOutput, Output, TextOutput
from app.cli.speaking import tr, translate
from app.exit_status import ExitStatus
from app.installation import Installation, load_installation
from app.transfers import Sending, SendingFactory
from app.words import outcome_words
from ptp_core.errors import SourceError
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.code_phrase import normalise_code
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.conversation.messages import MAX_NOTE_BYTES
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transfer.source.text import TextSource, text_of
from ptp_core.transfer.source.walking import OpenStream, Source

_NO_INPUT = declare("no-input", "There is no standard input.")()
_PIPE_INTO = phrase("Pipe something into this program.")


def run_send(
    command: SendCommand,
    *,
    make_transfer: SendingFactory = SendTransfer,
    load: Callable[[], Installation] = load_installation,
) -> int:
    """Send all paths; the exit status. Raises PtpError when it cannot begin, and KeyboardInterrupt at the prompt."""
    output: Output = JsonOutput() if command.common.json else TextOutput()
    piped = STANDARD_STREAM in command.paths or command.text == str(STANDARD_STREAM)
    code = command.common.code or (None if piped else _ask_for_code(command.address))
    if code is not None:
        code = normalise_code(code)
    installation = load()
    sources = [_source(path) for path in command.paths] if command.text is None else [_text(command.text)]
    feed = AttendingFeed(installation.directory)
    transfer = make_transfer(
        sources,
        command.address,
        options=transfer_options(command.common, installation),
        observer=feed,
        code=code,
        retry_for_s=command.retry_for_s,
        limit=speed_limit(command.common.limit_bps),
    )
    try:
        with feed.signals():
            return _send(transfer, feed, output, ConditionerNotices(command.common.conditioner, output))
    finally:
        output.close()
        feed.close()


def _source(path: Path) -> Source:
    return path if path != STANDARD_STREAM else OpenStream("standard input", _standard_input())


def _text(given: str) -> TextSource:
    if given != str(STANDARD_STREAM):
        return TextSource(given)
    # One byte more than crosses: what is longer is told so.
    return TextSource(text_of(_standard_input().read(MAX_NOTE_BYTES + 1)))


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise SourceError(
            _NO_INPUT, path=STANDARD_STREAM, hint=_PIPE_INTO
        )
    return sys.stdin.buffer


def _send(transfer: Sending, feed: EventFeed, output: Output, notices: ConditionerNotices) -> int:
    try:
        transfer.start()
        last = _follow(transfer, feed, output, notices)
    finally:
        transfer.close()
    if last is None:
        return ExitStatus.INTERRUPTED
    output.told_apart(last)
    if last.state is not TransferState.DONE:
        output.error(last.message or outcome_words(last, translate), last.hint)
        return ExitStatus.FAILED
    output.done(last)
    return ExitStatus.DONE


def _follow(transfer: Sending, feed: EventFeed, output: Output, notices: ConditionerNotices) -> TransferSnapshot | None:
    """Show one transfer until its end; its final snapshot, or None when it was interrupted."""
    progress_at = time.monotonic() + PROGRESS_INTERVAL_S
    while True:
        match feed.next(progress_at - time.monotonic()):
            case None:
                progress_at = time.monotonic() + PROGRESS_INTERVAL_S
                output.progress(feed.running())
                notices.look(feed.running())
            case Interrupted() as interruption:
                _end(transfer, interruption, output)
                return None
            case TransferSnapshot() as snapshot if snapshot.transfer_id == transfer.transfer_id:
                output.changed(snapshot)
                notices.look([snapshot])
                if snapshot.state.final:
                    return snapshot


def _end(transfer: Sending, interruption: Interrupted, output: Output) -> None:
    """Tell the peer, and wait for that, but not for long."""
    if interruption.by_person:
        transfer.cancel()
        transfer.wait(FAREWELL_S)
    transfer.close()
    output.error(INTERRUPTED_AND_TOLD)


def _ask_for_code(address: PeerAddress) -> str | None:
    """The code, asked for on a terminal; None without one, or for an empty line."""
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    question = tr("Code that {0} shows (just press Enter if it knows this computer): ").format(address)
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() or None
