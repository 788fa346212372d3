"""The language that Qt speaks: PTP's words, Qt's own, and how numbers and dates are written. GUI thread only."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.translations.catalogue import ENGLISH, SYSTEM, chosen_language, compiled

# What Qt's own dialogs and buttons say.
_QT: Final = "qtbase_"
_SPOKEN: Final = "ptp_language"


class Words(QTranslator):
    """Translations from memory, which Qt reads where they lie."""

    def __init__(self, data: bytes, parent: QCoreApplication) -> None:
        super().__init__(parent)
        self._data = data
        self.load(self._data)


def speak(application: QCoreApplication, language: str) -> None:
    """Everything that is worded from now on is in this language of `codes`; what was said stays as it is."""
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    # The person's own way to write dates and numbers, unless it belongs to another language.
    system = QLocale.system()
    own = QLocale(language)
    QLocale.setDefault(system if system.language() == own.language() else own)
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    qt = QTranslator(application)
    if qt.load(str(folder / f"{_QT}{language}")):
        application.installTranslator(qt)
    application.setProperty(_SPOKEN, language)
    application.installTranslator(Words(compiled(language), application))


def spoken_language() -> str:
    """What `speak` was last told; English before."""
    application = QCoreApplication.instance()
    language = application.property(_SPOKEN) if application is not None else None
    return str(language or ENGLISH)


def language_of_window(option: str | None = None, remembered: str = SYSTEM) -> str:
    """What the window is to speak; without a wish what the desktop speaks."""
    return chosen_language(option=option, remembered=remembered, system=QLocale.system().uiLanguages())
