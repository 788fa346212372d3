"""Races one version of PTP against another, side by side in one run, over the links of `race`, and shows who is faster.

    python -m tests.benchmarks.versions BEFORE [options]      BEFORE is a commit, or a folder with a checkout

The other one is the working tree, or `--after`. Both run under this Python, with what is installed for it.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.peers import ROOT, PtpPeer
from tests.benchmarks.race import COURSES, leave, possible_courses, run_course, tell
from tests.benchmarks.results import RowResult

_BEFORE, _AFTER = "before", "after"


def main(arguments: Sequence[str] | None = None) -> int:
    """Race, and print the table; 0 when both brought every file across."""
    options = parse_arguments(arguments)
    signal.signal(signal.SIGTERM, leave)
    try:
        with checkout(options.before) as before, checkout(options.after) as after:
            peers = [peer_of(_BEFORE, before), peer_of(_AFTER, after)]
            courses, skipped = possible_courses(options)
            for what, why in skipped.items():
                tell(f"Skipped: {what} ({why})")
            # Who is first meets another machine than who is second: they take turns.
            rows = [
                merged(
                    run_course(course, peers[:: -1 if number % 2 else 1], 1, options.limit)
                    for number in range(options.repeat)
                )
                for course in courses
            ]
    except KeyboardInterrupt:
        return 130
    except subprocess.CalledProcessError as error:
        tell(error.stderr.strip())
        return 2
    sys.stdout.write(table(rows))
    return 0 if all(run.seconds for row in rows for runs in row.outcomes.values() for run in runs) else 1


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options; ends the process with status 2 and one line when they are wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.versions",
        description="Races one version of PTP against another, over the links of the race.",
        epilog="Exit status: 0 both brought every file across, 1 one did not, 2 wrong options or no such commit.",
    )
    add = parser.add_argument
    add("before", metavar="BEFORE", help="a commit, or a folder with a checkout")
    add("--after", metavar="AFTER", default=str(ROOT), help="the same (default: the working tree)")
    add("--where", choices=("loopback", "link", "both"), default="both", help="default: both, as far as possible")
    add("--row", metavar="N", type=int, action="append", help="the Nth row alone; repeatable")
    add("--repeat", metavar="N", type=int, default=5, help="runs of each in each row, in turn (default: 5)")
    add("--limit", metavar="S", type=float, default=60.0, help="seconds after which a run is ended (default: 60)")
    add("--megabytes", metavar="N", type=float, help="the size of the file instead of each row's own")
    options = parser.parse_args(arguments)
    if options.row and not all(1 <= number <= len(COURSES) for number in options.row):
        parser.error(f"--row takes numbers from 1 to {len(COURSES)}")
    if options.repeat < 1:
        parser.error("--repeat takes a number from 1")
    if options.limit <= 0 or (options.megabytes is not None and options.megabytes <= 0):
        parser.error("--limit and --megabytes take numbers above 0")
    return options


@contextlib.contextmanager
def checkout(version: str) -> Iterator[Path]:
    """The folder of a version: the one that it names, or a worktree of the commit, which goes afterwards. Raises
    CalledProcessError for what is neither."""
    if Path(version, "main.py").is_file():
        yield Path(version).resolve()
        return
    with tempfile.TemporaryDirectory(prefix="ptp-version-") as folder:
        place = Path(folder, "checkout")
        _git("worktree", "add", "--quiet", "--detach", str(place), version)
        try:
            yield place
        finally:
            _git("worktree", "remove", "--force", str(place))


def peer_of(name: str, root: Path) -> PtpPeer:
    """PTP as it is in that folder, compiled: a first run is no slower than the second."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(root / "app"), str(root / "ptp_core")], check=False)
    usage = subprocess.run(
        [sys.executable, str(root / "main.py"), "receive", "--help"], capture_output=True, text=True, check=True
    )
    return PtpPeer(name, root, quiet="--no-announce" in usage.stdout)


def merged(runs: Iterator[RowResult]) -> RowResult:
    """All runs over one course as one row."""
    rows = list(runs)
    outcomes = {name: [run for row in rows for run in row.outcomes[name]] for name in (_BEFORE, _AFTER)}
    return RowResult(rows[0].title, rows[0].size_bytes, rows[0].capacity_mbits, outcomes)


def table(rows: Sequence[RowResult]) -> str:
    """Medians of goodput, and how much of the former goodput is there now: the median of the runs side by side, with
    the least and the most of them."""
    lines = [["Goodput in Mbit/s", _BEFORE, _AFTER, "after / before"]]
    for row in rows:
        pairs = zip(row.outcomes[_BEFORE], row.outcomes[_AFTER], strict=True)
        ratios = [before.seconds / after.seconds for before, after in pairs if before.seconds and after.seconds]
        shown = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if ratios else ""
        lines.append([row.label, row.cell(_BEFORE), row.cell(_AFTER), shown])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join([label.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))])
        + "\n"
        for label, *cells in lines
    )


def _git(*words: str) -> None:
    subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True, text=True)


if __name__ == "__main__":
    sys.exit(main())
