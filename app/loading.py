"""Loading modules when they are wanted. No Qt."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from app.interrupts import leaving_at_once


@contextmanager
def imports_that_stay() -> Iterator[None]:
    """What a program imports lives as long as the program: the garbage collector need not look at it again and again.

    That saves a sixth of the start, as much at the end, and pauses in between. Ctrl-C within is `leaving_at_once`.
    """
    gc.disable()
    try:
        with leaving_at_once():
            yield
    finally:
        gc.freeze()
        gc.enable()
