"""What the commands print: JSON objects for scripts, or lines and a progress bar for people. No Qt.

Standard output carries results, standard error what went wrong and questions. Everything here runs on the main thread.
Texts of the other side were cleaned by the engine; they are cleaned here again, since a terminal obeys what it is sent.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final, Protocol, TextIO

from app.cli.speaking import said, tr, translate
from app.joining import after_one_another, as_sentence, listed
from app.listening import is_every_address, reachable_hosts
from app.text_words import name_words
from app.words import end_words, is_stalled, resumed_percent, resumed_words, state_words
from ptp_core.direction import Direction
from ptp_core.formatting import format_duration, format_elapsed, format_rate, format_size, format_time_left
from ptp_core.network.addresses import PeerAddress
from ptp_core.sentences import code_of, declare
from ptp_core.transfer.conversation.messages import MAX_NOTE_BYTES
from ptp_core.transfer.display_text import clean_lines, clean_text
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

TEXT_LIMIT = 500
INTERRUPTED_AND_TOLD: Final = declare("interrupted-and-told", "Interrupted; the other side was told.")()


class Output(Protocol):
    """Where a command tells what happens."""

    def listening(self, address: PeerAddress, code: str | None, *, secret: bool) -> None:
        """The receiver is ready, or has another code; None for no pairing any more. `secret`: given by the person."""

    def admitted(self, count: int) -> None:
        """So many have paired by the code that is open for all."""

    def changed(self, snapshot: TransferSnapshot) -> None:
        """A transfer reached another state."""

    def progress(self, snapshots: list[TransferSnapshot]) -> None:
        """The numbers of all transfers that run; called at least twice a second."""

    def told_apart(self, last: TransferSnapshot) -> None:
        """A transfer ended: what is to be said of single files, and of what it went on with."""

    def text(self, last: TransferSnapshot) -> None:
        """A text has come."""

    def done(self, last: TransferSnapshot) -> None:
        """All that was wanted is across."""

    def error(self, message: str, hint: str = "") -> None:
        """Something was wanted and is not across."""

    def notice(self, sentence: str) -> None:
        """Something that a person should know of what goes on."""

    def close(self) -> None:
        """Leave the terminal as it was. May be called twice."""


def statistics_object(snapshot: TransferSnapshot) -> dict[str, Any]:
    """The statistics of the command line's contract, with exactly its fields."""
    transport = snapshot.transport
    return {
        "state": snapshot.state.value,
        "bytes_total": snapshot.bytes_total,
        "bytes_sent": snapshot.bytes_sent,
        "bytes_acknowledged": snapshot.bytes_acknowledged,
        "bytes_verified": snapshot.bytes_verified,
        "goodput_bps": snapshot.goodput_bps,
        "rtt_s": transport.rtt_s,
        "rto_s": transport.rto_s,
        "congestion_window_bytes": transport.congestion_window_bytes,
        "in_flight_bytes": transport.in_flight_bytes,
        "mss_bytes": transport.mss_bytes,
        "send_buffer_bytes": transport.send_buffer_bytes,
        "send_buffer_capacity_bytes": transport.send_buffer_capacity_bytes,
        "receive_buffer_bytes": transport.receive_buffer_bytes,
        "receive_buffer_out_of_order_bytes": transport.receive_buffer_out_of_order_bytes,
        "receive_buffer_capacity_bytes": transport.receive_buffer_capacity_bytes,
        "peer_window_bytes": transport.peer_window_bytes,
        "segments_sent": transport.segments_sent,
        "segments_retransmitted": transport.segments_retransmitted,
        "retransmitted_timeout": transport.retransmitted_timeout,
        "retransmitted_fast": transport.retransmitted_fast,
        "retransmitted_spurious": transport.retransmitted_spurious,
        "duplicate_acks": transport.duplicate_acks,
        "duplicate_segments": transport.duplicate_segments,
        "conditioner_dropped": transport.conditioner_dropped,
        "limited_by": transport.limited_by.value,
    }


def crossed_files(snapshot: TransferSnapshot) -> int:
    """How many files crossed, and were not there already."""
    if snapshot.already_there:
        return 0
    return max(0, snapshot.files_done - snapshot.files_there)


def crossed_bytes(snapshot: TransferSnapshot) -> int:
    """How many bytes these files have."""
    return 0 if snapshot.already_there else max(0, snapshot.bytes_total - snapshot.bytes_there)


def print_error(message: str, hint: str = "") -> None:
    """One line on standard error, whatever was in the texts."""
    words = after_one_another([as_sentence(said(message), translate), said(hint)], translate)
    # Lone surrogates stand for bytes of a file name that are no text; a terminal gets no escapes either.
    print("ptp:", clean_text(words, limit=TEXT_LIMIT), file=sys.stderr, flush=True)


class _Notices:
    """What a transfer that runs has to say, such as why it waits: each once."""

    def __init__(self) -> None:
        self._told: dict[int, str] = {}

    def news(self, snapshot: TransferSnapshot) -> str:
        """What is new, or nothing."""
        if snapshot.state.final:
            self._told.pop(snapshot.transfer_id, None)
            return ""
        before = self._told.get(snapshot.transfer_id, "")
        self._told[snapshot.transfer_id] = snapshot.message
        return "" if snapshot.message == before else snapshot.message


def _coded(text: str) -> dict[str, str]:
    """What a person reads, and for a program what kind of sentence it is, where it is one with a code."""
    code = code_of(text)
    return {"message": said(text), "code": code} if code else {"message": said(text)}


class JsonOutput:
    """One object a line on standard output; errors also as a line on standard error."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._notices = _Notices()

    def listening(self, address: PeerAddress, code: str | None, *, secret: bool) -> None:
        """The code is part of the object also when it was given."""
        host = "::" if is_every_address(address.host) else address.host
        self._print({"event": "listening", "address": host, "port": address.port, "code": code})

    def admitted(self, count: int) -> None:
        """An event of its own."""
        self._print({"event": "admitted", "count": count})

    def changed(self, snapshot: TransferSnapshot) -> None:
        """Statistics at once, so that a short transfer has them too."""
        self.progress([snapshot])

    def progress(self, snapshots: list[TransferSnapshot]) -> None:
        """Statistics of each, and what it has to say meanwhile."""
        for snapshot in snapshots:
            if notice := self._notices.news(snapshot):
                self._print({"event": "notice", **_coded(notice)})
            self._print({"event": "stats", **statistics_object(snapshot)})

    def told_apart(self, last: TransferSnapshot) -> None:
        """An event for each file that is not across or began anew, and for each thing that was left out; one for what
        was there."""
        for kind, troubles in (("failed", last.failures), ("left_out", last.left_out)):
            for trouble in troubles:
                self._print({"event": kind, "path": trouble.name, **_coded(trouble.reason)})
        for name in last.changed:
            self._print({"event": "changed", "path": name})
        if last.resumed_at_bytes is not None:
            self._print(
                {
                    "event": "resumed",
                    "bytes": last.resumed_at_bytes,
                    "percent": resumed_percent(last),
                    "bytes_again": last.bytes_again,
                }
            )

    def text(self, last: TransferSnapshot) -> None:
        """An event of its own, with the text as it is: JSON holds it harmless."""
        if last.text is not None and last.text.content is not None:
            facts = {"peer": last.peer_name, "fingerprint": last.peer_fingerprint.hex()}
            self._print({"event": "text", **facts, "characters": last.text.characters, "text": last.text.content})

    def done(self, last: TransferSnapshot) -> None:
        """The summary, with the statistics. What crossed is counted, not what was there already."""
        summary = {"files": crossed_files(last), "bytes": crossed_bytes(last), "seconds": round(last.elapsed_s, 6)}
        there = {"files_there": last.files_there} if last.files_there else {}
        self._print({"event": "done", **summary, **there, "stats": statistics_object(last)})

    def error(self, message: str, hint: str = "") -> None:
        """Both ways."""
        self._print({"event": "error", **_coded(message), "hint": said(hint)})
        print_error(message, hint)

    def notice(self, sentence: str) -> None:
        """An event of its own: on standard error a script finds what went wrong, and nothing else."""
        self._print({"event": "notice", **_coded(sentence)})

    def close(self) -> None:
        """Nothing to put back."""

    def _print(self, event: dict[str, Any]) -> None:
        print(json.dumps(event), file=self._stream, flush=True)


class TextOutput:
    """Lines for people; on a terminal also a bar for each transfer that runs, drawn on this thread."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._console = _console(self._stream)
        self._notices = _Notices()
        self._bars: Progress | None = None
        self._tasks: dict[int, TaskID] = {}
        self._stalled: set[int] = set()

    def listening(self, address: PeerAddress, code: str | None, *, secret: bool) -> None:
        """Addresses, port, code, and what to type on the other computer."""
        terminal = self._stream.isatty()
        hosts = reachable_hosts(address)
        places = listed([str(PeerAddress(host, address.port)) for host in hosts], translate)
        self._say(tr("Listening on {0}").format(places))
        if code is None:
            self._say(tr("New peers cannot pair any more: the code was tried wrongly. Known peers can still send."))
        elif terminal or not secret:
            self._say(tr("Code: {0}").format(code))
            self._say(tr("On the other computer: ptp send FILE {0}").format(PeerAddress(hosts[0], address.port)))

    def admitted(self, count: int) -> None:
        """How many came."""
        self._say(tr("Let in by the code: {0}").format(count))

    def changed(self, snapshot: TransferSnapshot) -> None:
        """A line at the beginning and at the end; the bar shows what lies between."""
        self.progress([snapshot])
        peer, name = _shown(snapshot.peer_name), name_words(snapshot, translate)
        if snapshot.state is TransferState.TRANSFERRING and self._console is None:
            sends = snapshot.direction is Direction.SEND
            pattern = tr("Sending {0} to {1} ({2})") if sends else tr("Receiving {0} from {1} ({2})")
            self._say(pattern.format(name, peer, said(format_size(snapshot.bytes_total))))
        elif snapshot.already_there:
            nothing = tr("{0}: nothing was sent.").format(name)
            self._say(after_one_another([nothing, _shown(snapshot.message)], translate))
        elif snapshot.state is TransferState.DONE:
            rate_bps = snapshot.bytes_total * 8 / snapshot.elapsed_s if snapshot.elapsed_s > 0 else 0.0
            pattern = tr("{name}: {end}, {size} in {time} ({rate}).")
            if snapshot.saved_path:
                pattern = tr("{name}: {end} as {path}, {size} in {time} ({rate}).")
            ended = pattern.format(
                name=name,
                end=end_words(snapshot, translate),
                path=_shown(str(snapshot.saved_path)),
                size=said(format_size(snapshot.bytes_total)),
                time=said(format_elapsed(snapshot.elapsed_s)),
                rate=said(format_rate(rate_bps)),
            )
            self._say(after_one_another([ended, _shown(snapshot.message)], translate))

    def progress(self, snapshots: list[TransferSnapshot]) -> None:
        """Redraw the bars; without them, a line for what a transfer has to say meanwhile, and for each stall."""
        self._tell_stalls(snapshots)
        if self._console is None:
            for snapshot in snapshots:
                if notice := self._notices.news(snapshot):
                    self._say(tr("{0}: {1}").format(name_words(snapshot, translate), _shown(notice, 400)))
            return
        for snapshot in snapshots:
            if snapshot.state.final:
                self._drop_bar(snapshot.transfer_id)
            else:
                self._draw(snapshot)
        if self._bars is not None:
            self._bars.refresh()

    def told_apart(self, last: TransferSnapshot) -> None:
        """A line for each."""
        for trouble in last.left_out:
            self._say(tr("Left out: {0} {1}.").format(_shown(trouble.name), _shown(trouble.reason)))
        if last.files_done + last.files_failed > 1:
            for trouble in last.failures:
                self._say(tr("Not across: {0}. {1}").format(_shown(trouble.name), _shown(trouble.reason)))
        if last.resumed_at_bytes is not None:
            self._say(resumed_words(last, translate))

    def text(self, last: TransferSnapshot) -> None:
        """The text on lines of its own: as it is into a pipe, and harmless on a terminal."""
        if last.text is None or last.text.content is None:
            return
        self.close()
        content = last.text.content
        if self._stream.isatty():
            content = clean_lines(content, limit=MAX_NOTE_BYTES)
        print(content, end="" if content.endswith("\n") else "\n", file=self._stream, flush=True)

    def done(self, last: TransferSnapshot) -> None:
        """A total, where there is more than one."""
        files = crossed_files(last)
        if files > 1:
            size, time = said(format_size(crossed_bytes(last))), said(format_duration(last.elapsed_s))
            self._say(translate("cli", "%n file(s), {0} in {1}.", n=files).format(size, time))

    def error(self, message: str, hint: str = "") -> None:
        """The line on standard error."""
        self.close()
        print_error(message, hint)

    def notice(self, sentence: str) -> None:
        """The line on standard error; the bars come again below it."""
        self.close()
        print_error(sentence)

    def close(self) -> None:
        """Take the bars away."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None
            self._tasks.clear()

    def _say(self, text: str) -> None:
        if self._console is None:
            print(text, file=self._stream, flush=True)
        else:
            self._console.print(text, soft_wrap=True)

    def _tell_stalls(self, snapshots: list[TransferSnapshot]) -> None:
        for snapshot in snapshots:
            number = snapshot.transfer_id
            if not is_stalled(snapshot):
                self._stalled.discard(number)
            elif number not in self._stalled:
                self._stalled.add(number)
                if self._console is None:
                    words = state_words(snapshot, translate)
                    self._say(tr("{0}: {1}").format(name_words(snapshot, translate), words))

    def _draw(self, snapshot: TransferSnapshot) -> None:
        if self._bars is None:
            from rich.progress import BarColumn, Progress, TextColumn

            self._bars = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.fields[numbers]}", markup=False),
                console=self._console,
                auto_refresh=False,
                transient=True,
            )
            self._bars.start()
        if snapshot.transfer_id not in self._tasks:
            self._tasks[snapshot.transfer_id] = self._bars.add_task("", total=None, numbers="")
        started = snapshot.state in (TransferState.TRANSFERRING, TransferState.VERIFYING)
        arrow = "->" if snapshot.direction is Direction.SEND else "<-"
        self._bars.update(
            self._tasks[snapshot.transfer_id],
            description=f"{arrow} {name_words(snapshot, translate, 40)}",
            total=max(1, snapshot.bytes_total) if started else None,
            completed=snapshot.bytes_verified if snapshot.bytes_total else int(started),
            numbers=_numbers(snapshot),
        )

    def _drop_bar(self, transfer_id: int) -> None:
        if self._bars is not None and transfer_id in self._tasks:
            self._bars.remove_task(self._tasks.pop(transfer_id))
            if not self._tasks:
                self.close()


def _console(stream: TextIO) -> Console | None:
    """What draws on a terminal; without one rich is not even imported, which would take longer than many files."""
    if not stream.isatty():
        return None
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def _numbers(snapshot: TransferSnapshot) -> str:
    if snapshot.state is not TransferState.TRANSFERRING or is_stalled(snapshot) or snapshot.message:
        return _shown(state_words(snapshot, translate), 400)
    verified, total = said(format_size(snapshot.bytes_verified)), said(format_size(snapshot.bytes_total))
    rate, left = said(format_rate(snapshot.goodput_bps)), said(format_time_left(snapshot.time_left_s))
    return f"{tr('{0} of {1}').format(verified, total)}  {rate}  {left}"


def _shown(text: str, limit: int = 200) -> str:
    return clean_text(said(text), limit=limit)
