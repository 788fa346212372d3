"""Runs first in a bundle: programs that PTP starts get the environment that PTP was started with.

The bundle's loader says in LD_LIBRARY_PATH where the libraries are. This process has read it; the desktop's own
programs (a file manager, for instance) must not find the bundle's libraries in place of theirs.
"""

from __future__ import annotations

import os

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _before is not None:
    os.environ["LD_LIBRARY_PATH"] = _before
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
