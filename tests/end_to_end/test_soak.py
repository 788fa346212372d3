"""Ten seconds of `make soak`, the same rounds each time."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.end_to_end.program import ROOT

SECONDS = 10
# The last round, and what it leaves, have bounds of their own.
ENDS_WITHIN_S = 110.0


def test_ten_seconds_of_soak_keep_every_promise() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.soak", "--seconds", str(SECONDS), "--seed", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=ENDS_WITHIN_S,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"[1-9]\d* rounds from seed 1 on, no failures", ended.stdout), ended.stdout
