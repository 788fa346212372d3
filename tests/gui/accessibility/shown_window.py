"""A window with something of everything in it, on a real screen, for a screen reader: run with a folder to use.

It says "ready" when it is there. Each line of its input names a page, and perhaps the number of a tab of the details;
"ready" follows when that is shown. An empty line ends it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QSocketNotifier
from PySide6.QtWidgets import QApplication

from app.application import make_application
from app.main_window import Page
from tests.gui.desk import Desk
from tests.gui.furnishing import COMPUTERS, Hands, run_laboratory, show_transfers
from tests.gui.widgets.samples import OFFER


def main(folder: Path) -> None:
    application = make_application()
    hands: Any = Hands()
    desk = Desk(folder, hands)
    desk.start()
    window = desk.window
    window.resize(1280, 850)
    window.send_page.nearby.show_computers(COMPUTERS)
    show_transfers(desk)
    run_laboratory(desk)
    window.show_details()
    window.offers.add_offer(OFFER)
    window.messages.show_error("Something failed.", "Do this.")

    def obey() -> None:
        words = sys.stdin.readline().split()
        if not words:
            application.quit()
            return
        window.show_page(Page[words[0]])
        if len(words) > 1:
            window.details.tabs.setCurrentIndex(int(words[1]))
        say_ready()

    def say_ready() -> None:
        for _ in range(8):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        for view in (window.details.live, window.details.buffers):
            view.repaint()
        print("ready", flush=True)

    orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, application)
    orders.activated.connect(lambda *_: obey())
    say_ready()
    application.exec()
    desk.end()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
