"""The sheet about this computer and those it knows, and what is changed there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.background import Background
from app.dialogs.computer import ComputerDialog
from app.engine import Engine
from ptp_core.security.known_peers import KnownPeer


class ComputerController(QObject):
    """GUI thread only.

    Signals:
        problem(PtpError): a change could not be saved.
        renamed(): this computer has another name.
        peers_changed(): a known computer has another name, or is known no longer.
    """

    problem = Signal(object)
    renamed = Signal()
    peers_changed = Signal()

    def __init__(self, engine: Engine, work: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._work = work
        self._dialog: ComputerDialog | None = None

    def open(self, window: QWidget) -> None:
        """Show the sheet over `window`."""
        if self._dialog is not None:
            self._dialog.raise_()
            return
        engine = self._engine
        dialog = self._dialog = ComputerDialog(window, name=engine.name, words=engine.fingerprint_words)
        dialog.finished.connect(self._closed)
        dialog.renamed.connect(self.rename)
        dialog.peer_renamed.connect(lambda key, name: self._change(lambda: engine.rename_peer(key, name)))
        dialog.peer_forgotten.connect(lambda key: self._change(lambda: engine.forget_peer(key)))
        dialog.peer_trusted.connect(lambda key, always: self._change(lambda: engine.trust_peer(key, always)))
        self._work.run(engine.peers, self._show, self.problem.emit)
        dialog.open()

    def rename(self, name: str) -> None:
        """Call this computer otherwise."""
        self._work.run(lambda: self._engine.rename(name), lambda _nothing: self.renamed.emit(), self.problem.emit)

    def _change(self, change: Callable[[], None]) -> None:
        def changed() -> list[KnownPeer]:
            change()
            return self._engine.peers()

        self._work.run(changed, self._show_changed, self.problem.emit)

    def _show_changed(self, peers: list[KnownPeer]) -> None:
        self._show(peers)
        self.peers_changed.emit()

    def _show(self, peers: list[KnownPeer]) -> None:
        if self._dialog is not None:
            self._dialog.show_peers(peers)

    def _closed(self) -> None:
        self._dialog = None
