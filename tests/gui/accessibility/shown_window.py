"""A window with something of everything in it, on a real screen, for a screen reader: run with a folder to use.

It says "ready" when it is there. Each line of its input names a page, and perhaps the number of a tab of the details;
"ready" follows when that is shown. MENU opens the menu and goes to its first entry, CLOSE closes it. It runs until
somebody ends it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.application import make_application
from app.main_window import Page
from app.views.canvas import Canvas
from tests.gui.desk import Desk
from tests.gui.furnishing import COMPUTERS, Hands, run_laboratory, show_transfers
from tests.gui.widgets.samples import OFFER

_LOOK_EVERY_MS: Final = 20


def main(folder: Path) -> None:
    application = make_application()
    hands: Any = Hands()
    desk = Desk(folder, hands)
    desk.start()
    window = desk.window
    window.resize(1280, 850)
    window.send_page.nearby.show_computers(COMPUTERS)
    (folder / "notes.txt").write_text("notes")
    window.send_page.add_files([folder / "notes.txt"])
    show_transfers(desk)
    run_laboratory(desk)
    window.show_details()
    window.offers.add_offer(OFFER)
    window.messages.show_error("Something failed.", "Do this.")

    def obey() -> None:
        words = sys.stdin.readline().split()
        if words[0] == "MENU":
            # A button's menu has a loop of its own, until it is closed.
            QTimer.singleShot(0, window._menu_button.showMenu)
            opening.start(_LOOK_EVERY_MS)
            return
        if words[0] == "CLOSE":
            menu = QApplication.activePopupWidget()
            assert menu is not None
            menu.close()
            print("ready", flush=True)
            return
        window.show_page(Page[words[0]])
        if len(words) > 1:
            window.details.tabs.setCurrentIndex(int(words[1]))
        say_ready()

    def go_to_first_entry() -> None:
        menu = QApplication.activePopupWidget()
        if menu is not None:
            opening.stop()
            QTest.keyClick(menu, Qt.Key.Key_Down)
            print("ready", flush=True)

    def say_ready() -> None:
        QApplication.processEvents()
        graphs = [each for each in window.findChildren(QWidget) if isinstance(each, Canvas) and each.isVisible()]
        hands.waitUntil(lambda: all(graph.accessibleDescription() for graph in graphs))
        window.details.live.draw()
        print("ready", flush=True)

    opening = QTimer(application)
    opening.timeout.connect(go_to_first_entry)
    orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, application)
    orders.activated.connect(lambda *_: obey())
    say_ready()
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
