"""The computers that a person may mean, as tiles to click or to drop on. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.formatting import plain_text
from app.nearby import Computer
from app.theme import GRID, HALF_GRID, Theme, set_role
from app.widgets.dropping import Dropped, dropped_in
from app.widgets.scrolling import Scrolling
from app.widgets.telling import set_tip
from app.wording import list_words
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.identity import fingerprint_words

_TILE_WIDTH: Final = 22 * GRID
_WIDEST_TILE: Final = 30 * GRID
_TILE_HEIGHT: Final = 6 * GRID
# More than one looks through; who is meant can still be typed.
_MOST_TILES: Final = 24
_ROWS_WITH_ROOM: Final = 2


class ComputerTile(QToolButton):
    """One computer: its name, and below what is known of it.

    Attributes: `takes_text` tells whether a text may be dropped on it too.

    Signals:
        dropped(Dropped): files and folders, or a text, were dropped on it.
    """

    dropped = Signal(object)

    def __init__(self, computer: Computer, parent: QWidget) -> None:
        super().__init__(parent)
        self.computer = computer
        self.takes_text = False
        self._theme = Theme.of_application()
        self.setObjectName("computerTile")
        self.setAcceptDrops(True)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(24, 24))
        self.setFixedHeight(_TILE_HEIGHT)
        if computer.near:
            words = self.tr("known, near here") if computer.known else self.tr("new, near here")
        else:
            words = self.tr("known")
        self._words = words
        self.set_width(_TILE_WIDTH)
        self.setAccessibleName(list_words([plain_text(computer.name), words, computer.address]))
        set_tip(self, self._explained())
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def set_width(self, width: int) -> None:
        """So many pixels; as much of its words as fits."""
        self.setFixedWidth(width)
        self.setText(f"{self._line(self.computer.name)}\n{self._line(self._words)}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if self._taken(event.mimeData()):
            self._set_dropping(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Back to rest."""
        self._set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self._set_dropping(False)
        taken = self._taken(event.mimeData())
        if taken:
            event.acceptProposedAction()
            self.dropped.emit(taken)

    def nextCheckState(self) -> None:
        """A click changes nothing here: whose address is filled in is told by `setChecked`."""

    def _taken(self, data: QMimeData) -> Dropped:
        """What of it is for this computer: who it is to is clear, whatever address or link it holds."""
        dropped = dropped_in(data)
        if dropped.paths:
            return dropped
        return Dropped(text=data.text() if self.takes_text and data.text().strip() else "")

    def _explained(self) -> str:
        computer = self.computer
        lines = [plain_text(computer.name), computer.address]
        if computer.known:
            lines.append(fingerprint_words(computer.fingerprint))
        if not computer.near:
            lines.append(self.tr("Not heard of on this network now. This is where something was last sent to it."))
        elif computer.known:
            lines.append(self.tr("It says that it is this computer that you know. Its key is checked when you send."))
        else:
            lines.append(self.tr("The name is what it says of itself. The code that it shows makes sure who it is."))
        return "\n".join(lines)

    def _line(self, text: str) -> str:
        room = self.minimumWidth() - self.iconSize().width() - 3 * GRID
        shown = self.fontMetrics().elidedText(plain_text(text), Qt.TextElideMode.ElideRight, room)
        # A button takes & for the mark of a shortcut.
        return shown.replace("&", "&&")

    def _set_dropping(self, dropping: bool) -> None:
        self.setProperty("dropping", dropping)
        self.style().unpolish(self)
        self.style().polish(self)

    def _restyle(self) -> None:
        self.setIcon(self._theme.icon("computer"))


class NearbyStrip(QWidget):
    """A heading with the switch that looks for them, and below it the tiles, as many in a row as there is width for.

    Signals:
        picked(Computer): send to this one.
        dropped(Computer, Dropped): send these to this one.
        switched(bool): look for computers near here, or no longer.
        marked(Computer | None): whose address is filled in.
    """

    picked = Signal(object)
    dropped = Signal(object, object)
    switched = Signal(bool)
    marked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[ComputerTile] = []
        self._marked = ""
        self._takes_text = False
        self._columns = 0
        self._most_rows = _ROWS_WITH_ROOM
        title = QLabel(self.tr("Send to"), self)
        set_role(title, "strong")
        self.switch = QCheckBox(self.tr("&Look for computers near here"), self)
        set_tip(self.switch, self.tr("Listens on the local network for computers that say that they receive."))
        self.empty = QLabel(self)
        self.empty.setWordWrap(True)
        set_role(self.empty, "muted")
        self._place = QWidget(self)
        self._grid = QGridLayout(self._place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)
        self._scroll = Scrolling(self._place, self)
        self._scroll.setObjectName("nearbyScroll")
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF_GRID)
        layout.addLayout(head)
        layout.addWidget(self.empty)
        layout.addWidget(self._scroll)
        self.switch.toggled.connect(self._switched)
        self.show_computers(())

    def set_roomy(self, roomy: bool) -> None:
        """Whether there is room for more than one row of tiles."""
        self._most_rows = _ROWS_WITH_ROOM if roomy else 1
        self._arrange()

    def take_text(self, on: bool) -> None:
        """Whether a text may be dropped on a tile."""
        self._takes_text = on
        for tile in self._tiles:
            tile.takes_text = on

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of columns, perhaps."""
        super().resizeEvent(event)
        self._arrange()

    def show_switch(self, on: bool) -> None:
        """Whether computers are looked for; asks for nothing."""
        self.switch.blockSignals(True)
        self.switch.setChecked(on)
        self.switch.blockSignals(False)
        self._refresh()

    def show_computers(self, computers: Sequence[Computer]) -> None:
        """These and no others. A tile that stays keeps the focus and what is dragged over it."""
        shown = list(computers)[:_MOST_TILES]
        kept = {tile.computer: tile for tile in self._tiles}
        for computer, tile in kept.items():
            if computer not in shown:
                self._grid.removeWidget(tile)
                tile.hide()
                tile.deleteLater()
        self._tiles = [kept.get(computer) or self._made(computer) for computer in shown]
        self._columns = 0
        self._arrange()
        self.mark(self._marked)
        for before, after in zip(self._tiles, self._tiles[1:], strict=False):
            QWidget.setTabOrder(before, after)
        self._refresh()

    def tiles(self) -> list[ComputerTile]:
        """The tiles, in reading order."""
        return list(self._tiles)

    def names_of(self, addresses: Sequence[PeerAddress]) -> list[str]:
        """What the tiles call the computers at these addresses; "" for one that has no tile."""
        names = {tile.computer.address: tile.computer.name for tile in self._tiles}
        return [names.get(str(address), "") for address in addresses]

    def mark(self, address: str) -> None:
        """Show which tile stands for the address that is filled in."""
        self._marked = address
        meant = next((tile for tile in self._tiles if tile.computer.address == address), None)
        for tile in self._tiles:
            tile.setChecked(tile is meant)
        self.marked.emit(meant.computer if meant is not None else None)

    def _made(self, computer: Computer) -> ComputerTile:
        tile = ComputerTile(computer, self._place)
        tile.takes_text = self._takes_text
        tile.clicked.connect(lambda: self.picked.emit(computer))
        tile.dropped.connect(lambda dropped: self.dropped.emit(computer, dropped))
        return tile

    def _arrange(self) -> None:
        columns = max(1, (self.width() + GRID) // (_TILE_WIDTH + GRID))
        beside = min(columns, max(1, len(self._tiles)))
        width = max(_TILE_WIDTH, min(_WIDEST_TILE, (self.width() + GRID) // beside - GRID))
        for tile in self._tiles:
            tile.set_width(width)
        rows = max(1, min(-(-len(self._tiles) // columns), self._most_rows))
        self._scroll.setFixedHeight(rows * (_TILE_HEIGHT + GRID) - GRID)
        if columns == self._columns:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for index, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, index // columns, index % columns)
            tile.show()
        self._grid.setColumnStretch(columns, 1)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _switched(self, on: bool) -> None:
        self._refresh()
        self.switched.emit(on)

    def _refresh(self) -> None:
        self._scroll.setVisible(bool(self._tiles))
        self.empty.setMinimumHeight(0 if self._tiles else _TILE_HEIGHT)
        self.empty.setVisible(not self._tiles)
        self.empty.setText(
            self.tr("Computers near here that receive appear here. Until one does, type its address below.")
            if self.switch.isChecked()
            else self.tr("Computers near here are not looked for. Type an address below.")
        )
