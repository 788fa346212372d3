"""On a screen that is three times as fine, in a window as small as it may be: nothing is cut, and nothing overlaps."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase

from app.translations.catalogue import codes

ROOT = Path(__file__).resolve().parents[3]


def test_all_of_it_is_to_be_seen_at_300_percent(qapp: object, own_home: Path) -> None:
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        pytest.skip("no font here has Chinese letters")
    shown = subprocess.run(
        [sys.executable, "-m", "tests.gui.languages.at_scale", str(own_home)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "3"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.splitlines() == [f"{language}: 900 x 600 at 3" for language in codes()]
