"""One window for all tests of a file: to open one takes longer than an attack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.attacks.attacked import Attacked


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Attacked]:
    made = Attacked(tmp_path_factory.mktemp("attacked"))
    yield made
    made.close()


@pytest.fixture
def attacked(opened: Attacked, tmp_path: Path) -> Iterator[Attacked]:
    """The window with an empty folder of the test's own, where a friend needs no answer."""
    folder = tmp_path / "received"
    folder.mkdir()
    opened.use(folder)
    yield opened
    opened.clear()
