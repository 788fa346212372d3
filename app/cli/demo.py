"""The demonstration without a window: a real transfer from this process to itself over a bad link. No Qt."""

from __future__ import annotations

import filecmp
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from app.assembling import passing_party, transfer_options
from app.choices import RunChoices
from app.cli.feed import PROGRESS_INTERVAL_S, EventFeed, Interrupted
from app.cli.output import Output, TextOutput
from app.cli.speaking import tr
from app.exit_status import ExitStatus
from ptp_core.config import AcceptPolicy, ConditionerSettings, TransportSettings
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.sentences import phrase
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.receiving import ReceiveServer
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

_NOT_IN_TIME = phrase("The demonstration did not end in time.")

DEMO_BYTES = 20_000_000
DEMO_LINK = ConditionerSettings(drop=0.02, delay_s=0.01, jitter_s=0.002, rate_bps=50e6, seed=7)
_LONGEST_S = 120.0
_CHOSEN = RunChoices(transport=TransportSettings())


def demo_without_window(*, size_bytes: int = DEMO_BYTES, quit_after_s: float | None = None) -> int:
    """Send `size_bytes` of noise over loopback and DEMO_LINK, compare both files; the exit status.

    Raises PtpError when it cannot begin. Nothing is left on the disk, and the person's identity is not touched.
    """
    output = TextOutput()
    print(tr("The demonstration without a window: PTP sends a file to itself."), flush=True)
    print(
        tr("The link loses {loss} of what the sender sends, delays it by {delay} ms and carries {rate} Mbit/s.").format(
            loss=f"{DEMO_LINK.drop:.0%}", delay=f"{DEMO_LINK.delay_s * 1000:g}", rate=f"{DEMO_LINK.rate_bps / 1e6:g}"
        ),
        flush=True,
    )
    try:
        with tempfile.TemporaryDirectory(prefix="ptp-demo-") as name:
            return _transfer(Path(name), size_bytes, quit_after_s or _LONGEST_S, output)
    finally:
        output.close()


class _Quiet:
    """The receiver's observer: the sender's numbers are shown."""

    def transfer_changed(self, snapshot: TransferSnapshot) -> None:
        """Nothing to do."""

    def offer_received(self, offer: PendingOffer) -> None:
        """Never comes: the demonstration accepts all."""
        offer.accept()


def _transfer(directory: Path, size_bytes: int, longest_s: float, output: Output) -> int:
    source, target = directory / "demonstration.bin", directory / "received"
    source.write_bytes(random.Random(1).randbytes(size_bytes))
    target.mkdir()
    code, feed = OneTimeCode(), EventFeed()
    server = ReceiveServer(
        target,
        PeerAddress("127.0.0.1", 0),
        options=transfer_options(_CHOSEN, passing_party("receiver")),
        observer=_Quiet(),
        code=code,
        accept=AcceptPolicy.ALL,
    )
    with feed.signals():
        try:
            server.start()
            options = transfer_options(replace(_CHOSEN, conditioner=DEMO_LINK), passing_party("sender"))
            sender = SendTransfer((source,), server.address, options=options, observer=feed, code=code.current())
            try:
                sender.start()
                last = _follow(feed, output, time.monotonic() + longest_s)
            finally:
                sender.close()
        finally:
            server.close()
    if last is None:
        return ExitStatus.INTERRUPTED
    equal = last.state is TransferState.DONE and filecmp.cmp(source, target / source.name, shallow=False)
    transport = last.transport
    print(
        tr(
            "{sent} segments sent, {lost} datagrams lost. Sent again: {early} segments early, {late} after a time-out."
        ).format(
            sent=transport.segments_sent,
            lost=transport.conditioner_dropped,
            early=transport.retransmitted_fast,
            late=transport.retransmitted_timeout,
        ),
        flush=True,
    )
    if not equal:
        output.error(last.message or _NOT_IN_TIME, last.hint)
        return ExitStatus.FAILED
    print(tr("Both files are equal."), flush=True)
    return ExitStatus.DONE


def _follow(feed: EventFeed, output: Output, deadline: float) -> TransferSnapshot | None:
    """The last snapshot, final or at `deadline`; None when interrupted."""
    last: TransferSnapshot | None = None
    while True:
        match feed.next(PROGRESS_INTERVAL_S):
            case Interrupted():
                return None
            case TransferSnapshot() as snapshot:
                last = snapshot
                output.changed(snapshot)
                if snapshot.state.final:
                    return snapshot
            case _:
                output.progress(feed.running())
        if last is not None and time.monotonic() >= deadline:
            return last
