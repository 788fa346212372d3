"""Races PTP against what else is installed, on loopback and over emulated links, and shows the goodput.

    python -m tests.benchmarks.race [options]          (make bench)

Its --help says who races, where, and what is measured.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Never

from tests.benchmarks.emulated_link import EmulatedLink, LinkUnavailable
from tests.benchmarks.link_model import LinkSettings
from tests.benchmarks.one_run import run_once
from tests.benchmarks.peers import PEERS, Peer
from tests.benchmarks.results import Outcome, Results, RowResult

RESULTS_PATH = Path(__file__).with_name("results.json")
LINK = "the emulated link"
_MAX_REPEAT = 99
_EXPLANATION = """\
who races:
  PTP through its command line, kernel TCP with CUBIC and with BBR, TLS 1.3 over TCP CUBIC, scp, SRT (srt-tools).
  Who is not installed is named, with what to install.

where:
  loopback     one machine, no link in between: what each program costs the processor
  link         two network namespaces joined by an emulated link (Linux, as root): rate, round trip time, drop-tail
               queue (one bandwidth-delay product where not named), random loss in both directions

what is measured:
  Goodput in Mbit/s, file bytes alone. The clock runs from the start of the sender's program until the complete file
  has its name in the receiver's folder; the receiver waits before. A run counts when its SHA-256 is right and both
  programs end well. The median of the runs is shown.

Exit status: 0 PTP brought every file across, 1 it did not, 2 the command line is wrong, 130 interrupted.
"""


@dataclass(frozen=True, slots=True)
class Course:
    """One row of the table: `size_bytes` over a link, or over loopback."""

    size_bytes: int
    link: LinkSettings | None = None

    @property
    def title(self) -> str:
        return str(self.link) if self.link else "Loopback"


COURSES = (
    Course(200_000_000),
    # A local network: a switch or a home router with room for 60 kB.
    Course(50_000_000, LinkSettings(rate_mbits=100, rtt_ms=0.4, queue_packets=40)),
    Course(20_000_000, LinkSettings(rate_mbits=100, rtt_ms=50)),
    Course(20_000_000, LinkSettings(rate_mbits=100, rtt_ms=50, loss=0.01)),
    Course(20_000_000, LinkSettings(rate_mbits=100, rtt_ms=200, loss=0.01)),
    Course(20_000_000, LinkSettings(rate_mbits=100, rtt_ms=50, loss=0.1)),
    Course(5_000_000, LinkSettings(rate_mbits=10, rtt_ms=30, queue_packets=25)),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Race, or draw again what was found before."""
    options = parse_arguments(arguments)
    # An end from outside shall take the namespaces and the programs in them along, as Ctrl-C does.
    signal.signal(signal.SIGTERM, leave)
    try:
        results = _read(options.results) if options.redraw else race(options)
        sys.stdout.write(results.table())
        if not options.redraw:
            options.results.write_text(results.to_json(), "utf-8")
        if options.picture is not None:
            # Qt is loaded by those alone who want a picture.
            from tests.benchmarks.picture import draw

            draw(results, options.picture)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        tell(f"{error.filename}: {error.strerror}")
        return 1
    return 0 if all(run.seconds for row in results.rows for run in row.outcomes.get("PTP", ())) else 1


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options; ends the process with status 2 and one line when they are wrong."""
    names = ", ".join(peer.name for peer in PEERS)
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.race",
        description="Races PTP against what else is installed, on loopback and over emulated links.",
        epilog=_EXPLANATION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--where", choices=("loopback", "link", "both"), default="both", help="default: both, as far as possible")
    add("--row", metavar="N", type=int, action="append", help="race the Nth row of the whole table alone; repeatable")
    add("--peers", metavar="NAME,...", help=f"race these alone, of: {names}")
    add("--repeat", metavar="N", type=int, default=1, help="runs of each peer in each row (default: 1)")
    add("--limit", metavar="S", type=float, default=60.0, help="seconds after which a run is ended (default: 60)")
    add("--megabytes", metavar="N", type=float, help="the size of the file instead of each row's own")
    add("--picture", metavar="PATH", type=Path, help="draw the figures as a PNG picture")
    add("--results", metavar="PATH", type=Path, default=RESULTS_PATH, help="the figures as JSON (default: %(default)s)")
    add("--redraw", action="store_true", help="race nothing: read the results, print the table, draw the picture")
    options = parser.parse_args(arguments)
    wanted = options.peers.split(",") if options.peers else [peer.name for peer in PEERS]
    options.peers = [peer for peer in PEERS if peer.name in wanted]
    if len(options.peers) != len(wanted):
        parser.error(f"--peers takes names out of: {names}")
    if options.row and not all(1 <= number <= len(COURSES) for number in options.row):
        parser.error(f"--row takes numbers from 1 to {len(COURSES)}")
    if not 1 <= options.repeat <= _MAX_REPEAT:
        parser.error(f"--repeat takes a number from 1 to {_MAX_REPEAT}")
    if options.limit <= 0 or (options.megabytes is not None and options.megabytes <= 0):
        parser.error("--limit and --megabytes take numbers above 0")
    return options


def race(options: argparse.Namespace) -> Results:
    """Run everything that `options` ask for and this machine allows; tells of each run on standard error."""
    courses, skipped = possible_courses(options)
    peers = []
    for peer in options.peers:
        if missing := peer.missing():
            skipped[peer.name] = missing
        else:
            peers.append(peer)
    for what, why in skipped.items():
        tell(f"Skipped: {what} ({why})")
    rows = [run_course(course, peers, options.repeat, options.limit) for course in courses]
    machine = f"{platform.system()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    return Results(machine, datetime.date.today().isoformat(), options.repeat, rows, skipped)


def run_course(course: Course, peers: Sequence[Peer], repeat: int, limit_s: float) -> RowResult:
    """Everybody over one course, `repeat` times; tells of each run on standard error."""
    capacity_mbits = course.link.rate_mbits if course.link else None
    outcomes: dict[str, list[Outcome]] = {peer.name: [] for peer in peers}
    row = RowResult(course.title, course.size_bytes, capacity_mbits, outcomes)
    tell(row.label)
    with tempfile.TemporaryDirectory(prefix="ptp-race-") as folder:
        file = Path(folder, "noise.bin")
        _fill(file, course.size_bytes)
        # Round by round, so that a change in the machine's mood meets all alike.
        for _ in range(repeat):
            for peer in peers:
                outcome = run_once(peer, file, course.link, limit_s)
                outcomes[peer.name].append(outcome)
                figure = f"{outcome.seconds:.2f} s" if outcome.seconds else outcome.problem
                tell(f"  {peer.name}: {figure}" + (f" ({outcome.details})" if outcome.details else ""))
    return row


def _read(path: Path) -> Results:
    """What an earlier race found; raises OSError when there is nothing of that kind."""
    try:
        return Results.from_json(path.read_text("utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise OSError(None, "These are not the results of a race", str(path)) from error


def possible_courses(options: argparse.Namespace) -> tuple[list[Course], dict[str, str]]:
    """Those that `options` ask for and this machine can set up, and what it cannot, with the reason."""
    numbered = [course for number, course in enumerate(COURSES, 1) if not options.row or number in options.row]
    courses = [course for course in numbered if options.where in ("both", "link" if course.link else "loopback")]
    if options.megabytes is not None:
        courses = [replace(course, size_bytes=round(options.megabytes * 1e6)) for course in courses]
    linked = [course.link for course in courses if course.link]
    if linked:
        try:
            with EmulatedLink(linked[0]):
                pass
        except LinkUnavailable as error:
            return [course for course in courses if not course.link], {LINK: str(error)}
    return courses, {}


def _fill(path: Path, size_bytes: int) -> None:
    """Noise, which nobody can compress on the way."""
    with open(path, "wb") as file:
        while size_bytes:
            size_bytes -= file.write(os.urandom(min(size_bytes, 1 << 24)))


def tell(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def leave(_number: int, _frame: object) -> Never:
    """A handler of signals: the contexts are left, and take along what they hold."""
    raise SystemExit(128 + signal.SIGTERM)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
