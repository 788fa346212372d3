"""What the end of the interpreter means to endpoints that still deliver."""

from __future__ import annotations

import pytest

from ptp_core.network import at_exit


class Impatience:
    """An endpoint at whose delivery somebody presses Ctrl-C."""

    port, retired = 7700, True

    def __init__(self) -> None:
        self.finished = self.closed = False

    def finish(self) -> None:
        self.finished = True

    def join(self, timeout_s: float) -> None:
        raise KeyboardInterrupt

    def close(self) -> None:
        self.closed = True


def test_ctrl_c_ends_the_wait_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = Impatience()
    monkeypatch.setattr(at_exit, "_living", {endpoint})
    at_exit.deliver_all()
    assert endpoint.finished
    assert endpoint.closed
