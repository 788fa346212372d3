"""The Laboratory's bench."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.laboratory.bench import Bench


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench()
    made.resize(1280, 760)
    made.show()
    yield made
    made.close_all()
    made.close()
    made.deleteLater()
