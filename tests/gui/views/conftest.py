"""Recordings that the tests of views share: simulated once, never changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.views.viewing import Viewing
from ptp_core.config import Profile, Recovery, transport_settings
from ptp_core.record.model.recording import Recording
from tests.unit.record.recordings import Recorded


@pytest.fixture(scope="session")
def lossy() -> Recording:
    """Both sides of a transfer over a lossy link, with samples every 10 ms."""
    return Recorded(size=400_000, sample_s=0.01).run()


@pytest.fixture(scope="session")
def lesson() -> Recording:
    """A short transfer with a textbook's values, in which the timer runs out."""
    settings = transport_settings(
        Profile.CLASSROOM, recovery=Recovery.SELECTIVE_REPEAT, window_bytes=10_000, mss_bytes=500
    )
    return Recorded(settings, size=60_000, sample_s=0.002).run()


@pytest.fixture
def viewing(qapp: object) -> Iterator[Viewing]:
    """Looks at nothing yet; closed afterwards."""
    made = Viewing()
    yield made
    made.close()
