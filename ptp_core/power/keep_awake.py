"""The computer stays awake while something runs, and only then. Failing to is never an error of what runs."""

from __future__ import annotations

import threading

from ptp_core.power.inhibitors import Inhibitor, system_inhibitor


class KeepAwake:
    """Thread-safe. `keep` may take some milliseconds when its answer changes, for the system's command to start or end.

    A system that cannot be asked is not asked again until the next time that something runs.
    """

    def __init__(self, inhibitor: Inhibitor | None = None) -> None:
        self._inhibitor = inhibitor if inhibitor is not None else system_inhibitor()
        # Serialises begin and end, which wait for the system.
        self._turn = threading.Lock()
        self._wanted = False
        self._begun = False

    @property
    def holds(self) -> bool:
        """Whether the computer is kept awake, as far as can be seen."""
        with self._turn:
            return self._begun and self._inhibitor.holds

    def keep(self, wanted: bool) -> None:
        """Whether something runs. May be said again and again."""
        with self._turn:
            if wanted == self._wanted:
                return
            self._wanted = wanted
            if self._begun:
                self._begun = False
                self._inhibitor.end()
            if wanted:
                try:
                    self._inhibitor.begin()
                except OSError:
                    # No such command, no such service: people's computers differ, and the transfer goes on.
                    return
                self._begun = True

    def close(self) -> None:
        """Nothing runs any more. May be called twice."""
        self.keep(False)
