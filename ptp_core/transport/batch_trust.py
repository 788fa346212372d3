"""Notices that datagrams handed to the system in batches vanish without an error, while single ones arrive.

Some network cards and tunnels take a batch and send nothing. One outage looks the same once: what was sent during it is
lost, and the first single segment after it arrives. Three times over, with no batch acknowledged in between, does not.
"""

from __future__ import annotations

EPISODES_WANTED = 3


class BatchTrust:
    """Whether trains of several segments get through; told by the sending half. Sans-IO."""

    __slots__ = ("_batch_lost", "_episodes")

    def __init__(self) -> None:
        self._batch_lost = False
        self._episodes = 0

    @property
    def lost(self) -> bool:
        """Whether batches are to be given up."""
        return self._episodes >= EPISODES_WANTED

    def segments_lost(self, segments_of_train: int) -> None:
        """Segments of such a train are taken for lost."""
        self._batch_lost = self._batch_lost or segments_of_train > 1

    def segments_acknowledged(self, segments_of_train: int) -> None:
        """Segments of such a train have arrived."""
        if segments_of_train > 1:
            self._episodes = 0
        elif self._batch_lost:
            self._episodes += 1
        self._batch_lost = False
