"""A window with something of everything in it, as small as it may be, in each language: run with a folder to use.

`QT_SCALE_FACTOR` says how large everything is. What there is no room for is told, a line each. With a second folder
there are pictures of it all in it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.application import make_application
from app.language import speak
from app.main_window import Page
from app.translations.catalogue import codes
from tests.gui.desk import Desk
from tests.gui.furnishing import Hands, run_laboratory
from tests.gui.languages.test_every_word import SMALL, cut_in, furnished, other_windows, pages_of, settled

_MARGIN = QSize(40, 40)


def main(folder: Path, pictures: Path | None = None) -> None:
    application = make_application()
    for language in codes():
        speak(application, language)
        QLocale.setDefault(QLocale(language))
        own = folder / language
        own.mkdir()

        def keep(what: str, shown: QWidget, language: str = language) -> None:
            if pictures is not None:
                # Curves are drawn a little later.
                QTest.qWait(400)
                shown.grab().save(str(pictures / f"{language}-{what}.png"))

        for line in _found(own, keep):
            print(f"{language}: {line}")


def _found(folder: Path, keep: Callable[[str, QWidget], None]) -> Iterator[str]:
    hands: Any = Hands()
    desk = Desk(folder, hands)
    window = desk.window
    recording = furnished(desk, folder)
    window.resize(*SMALL)
    yield f"{window.width()} x {window.height()} at {window.devicePixelRatioF():g}"

    def pages() -> Iterator[Page]:
        for page in pages_of(desk):
            yield page
            keep(page.name, window)

    yield from cut_in(window, pages())
    run_laboratory(desk)
    window.laboratory.show_bench()
    yield from (f"compared: {line}" for line in settled(window))
    keep("compared", window)
    for number, other in enumerate(other_windows(window, folder, recording)):
        other.show()
        other.resize(other.size().boundedTo(QSize(*SMALL) - _MARGIN))
        yield from (f"{type(other).__name__}: {line}" for line in settled(other))
        keep(f"other-{number}", other)
        other.close()
    desk.end()
    QApplication.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
