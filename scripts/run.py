"""What `make run` starts: the window, or on a computer without a display the demonstration without a window."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from app.command_line import has_display, main

sys.exit(main([] if has_display() else ["--demo"]))
