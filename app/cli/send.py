"""`ptp send`: each path a transfer of its own, one after the other. No Qt."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence

from app.assembling import transfer_options, with_log_of_file
from app.cli.attending import AttendingFeed
from app.cli.feed import FAREWELL_S, PROGRESS_INTERVAL_S, EventFeed, Interrupted
from app.cli.options import SendCommand
from app.cli.output import JsonOutput, Output, TextOutput
from app.exit_status import ExitStatus
from app.installation import Installation, load_installation
from app.transfers import Sending, SendingFactory
from app.words import outcome_words
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.code_phrase import normalise_code
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState


def run_send(
    command: SendCommand,
    *,
    make_transfer: SendingFactory = SendTransfer,
    load: Callable[[], Installation] = load_installation,
) -> int:
    """Send all paths; the exit status. Raises PtpError when it cannot begin, and KeyboardInterrupt at the prompt."""
    output: Output = JsonOutput() if command.common.json else TextOutput()
    code = command.common.code or _ask_for_code(command.address)
    if code is not None:
        code = normalise_code(code)
    installation = load()
    feed = AttendingFeed(installation.directory, command.paths)
    options = transfer_options(command.common, installation)
    transfers = [
        make_transfer(path, command.address, options=with_log_of_file(options, index), observer=feed, code=code)
        for index, path in enumerate(command.paths)
    ]
    try:
        with feed.signals():
            return _send_all(transfers, feed, output)
    finally:
        output.close()
        feed.close()


def _send_all(transfers: Sequence[Sending], feed: EventFeed, output: Output) -> int:
    files, size_bytes, started = 0, 0, time.monotonic()
    last: TransferSnapshot | None = None
    for index, transfer in enumerate(transfers):
        try:
            transfer.start()
            last = _follow(transfer, feed, output)
        finally:
            transfer.close()
        if last is None:
            return ExitStatus.INTERRUPTED
        if last.state is not TransferState.DONE:
            left = len(transfers) - index - 1
            unsent = f"{left} more {'file was' if left == 1 else 'files were'} not sent." if left else ""
            output.error(outcome_words(last), f"{last.hint} {unsent}".strip())
            return ExitStatus.FAILED
        if not last.already_there:
            files, size_bytes = files + 1, size_bytes + last.bytes_total
    assert last is not None
    seconds = last.elapsed_s if len(transfers) == 1 else time.monotonic() - started
    output.done(files=files, size_bytes=size_bytes, seconds=seconds, last=last)
    return ExitStatus.DONE


def _follow(transfer: Sending, feed: EventFeed, output: Output) -> TransferSnapshot | None:
    """Show one transfer until its end; its final snapshot, or None when it was interrupted."""
    progress_at = time.monotonic() + PROGRESS_INTERVAL_S
    while True:
        match feed.next(progress_at - time.monotonic()):
            case None:
                progress_at = time.monotonic() + PROGRESS_INTERVAL_S
                output.progress(feed.running())
            case Interrupted() as interruption:
                _end(transfer, interruption, output)
                return None
            case TransferSnapshot() as snapshot if snapshot.transfer_id == transfer.transfer_id:
                output.changed(snapshot)
                if snapshot.state.final:
                    return snapshot


def _end(transfer: Sending, interruption: Interrupted, output: Output) -> None:
    """Tell the peer, and wait for that, but not for long."""
    if interruption.by_person:
        transfer.cancel()
        transfer.wait(FAREWELL_S)
    transfer.close()
    output.error("Interrupted; the other side was told.")


def _ask_for_code(address: PeerAddress) -> str | None:
    """The code, asked for on a terminal; None without one, or for an empty line."""
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    question = f"Code that {address} shows (just press Enter if it knows this computer): "
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() or None
