"""Questions before something is lost. Staying is the default; tests answer by replacing `ask`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.choices import Closing
from app.formatting import file_name, isolated
from app.text_words import name_words
from app.wording import translate
from ptp_core.direction import Direction
from ptp_core.transfer.snapshot import TransferSnapshot


class CloseQuestion:
    """Whether to close in mid-transfer."""

    @classmethod
    def ask(cls, parent: QWidget, running: list[TransferSnapshot]) -> bool:
        """True to close all the same."""
        if len(running) == 1:
            pattern = _tr("{0} is still on its way to {1}.")
            if running[0].direction is Direction.RECEIVE:
                pattern = _tr("{0} is still on its way from {1}.")
            name = name_words(running[0], translate)
            text = pattern.format(file_name(name), isolated(running[0].peer_name))
        else:
            text = QCoreApplication.translate("questions", "%n transfer(s) are still running.", "", len(running))
        return _ask(
            parent,
            title=_tr("Close PTP?"),
            text=text,
            more=_tr(
                "Closing ends what is running, and the other side is told. "
                "What you send goes on when PTP is opened again."
            ),
            go=_tr("&Close PTP"),
            stay=_tr("&Stay"),
        )


class StayQuestion:
    """Whether PTP goes on in the tray when its window is closed; asked once."""

    @classmethod
    def ask(cls, parent: QWidget, running: Sequence[TransferSnapshot]) -> Closing:
        """What closing does from now on; ASK when the window is to stay open after all."""
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_tr("Close the window?"))
        if running:
            box.setText(_tr("Files are still on their way. Shall PTP go on in the tray?"))
        else:
            box.setText(_tr("Shall PTP go on in the tray, so that others can send to this computer?"))
        box.setInformativeText(_tr("PTP remembers your answer; you can change it in the settings."))
        go_on = box.addButton(_tr("&Keep in the tray"), QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(_tr("&Quit PTP"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(_tr("&Do not close"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(keep)
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return Closing.TRAY if clicked is go_on else Closing.QUIT if clicked is leave else Closing.ASK


class ClearHistoryQuestion:
    """Asks before the whole history goes."""

    @classmethod
    def ask(cls, parent: QWidget) -> bool:
        """Whether to clear it."""
        return _ask(
            parent,
            title=_tr("Clear the history?"),
            text=_tr("Everything that is listed here is forgotten."),
            more=_tr("Your files stay where they are."),
            go=_tr("&Clear all"),
            stay=_tr("&Keep"),
        )


def _ask(parent: QWidget, *, title: str, text: str, more: str, go: str, stay: str) -> bool:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(more)
    leave = box.addButton(go, QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is leave


def _tr(text: str) -> str:
    return QCoreApplication.translate("questions", text)
