"""A scenario that runs on a thread of its own, so that a window goes on; ended at any moment, and its progress told.

The thread is a daemon as a safety net; `close` ends it with a bound.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from ptp_core.errors import Cancelled, PtpError
from ptp_core.laboratory.links import Link
from ptp_core.laboratory.running import Outcome, run_scenario
from ptp_core.laboratory.scenario import Scenario
from ptp_core.sentences import declare
from ptp_core.system_errors import own_fault

_CANCELLED = declare("simulation-cancelled", "The simulation was cancelled.")()

# The simulation looks whether it is to end many times a second.
_ENDS_WITHIN_S: Final = 2.0


class ScenarioRun:
    """Runs once. `done` is called on the thread, with the outcome or with the error that there is none for.

    After `cancel` or `close` the error is Cancelled, unless it was done before. `start`, `cancel`, `close` and
    `change_link` belong to one thread; `share` may be read by any.

    Attributes: `share` is how much of it is done, from 0 to 1.
    """

    def __init__(
        self, scenario: Scenario, done: Callable[[Outcome | PtpError], None], *, for_real: bool = False
    ) -> None:
        """With `for_real` it goes through sockets of this computer instead of being computed."""
        self.scenario = scenario
        self._link = scenario.link
        self._for_real = for_real
        self.share = 0.0
        self._done = done
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="ptp-laboratory", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def change_link(self, link: Link) -> None:
        """What runs for real goes on over this one; what is computed has its link from beginning to end."""
        self._link = link

    def cancel(self) -> None:
        """End it soon."""
        self._stop.set()

    def close(self) -> bool:
        """Cancel and wait; whether it ended in time. May be called twice, and before `start`."""
        self.cancel()
        if self._thread.ident is not None:
            self._thread.join(_ENDS_WITHIN_S)
        return not self._thread.is_alive()

    def _work(self) -> None:
        result: Outcome | PtpError
        try:
            if self._for_real:
                # It takes sockets and cryptography along.
                from ptp_core.laboratory.real_running import run_for_real

                result = run_for_real(self.scenario, tell=self._tell, check=self._check, link=lambda: self._link)
            else:
                result = run_scenario(self.scenario, tell=self._tell, check=self._check)
        except PtpError as error:
            result = error
        except Exception as error:
            result = own_fault(error)
        self._done(result)

    def _tell(self, share: float) -> None:
        self.share = share

    def _check(self) -> None:
        if self._stop.is_set():
            raise Cancelled(_CANCELLED, by_peer=False)
