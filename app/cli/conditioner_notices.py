"""Says which conditioners are on, each once. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from app.cli.output import Output
from app.cli.speaking import translate
from app.conditioner_words import conditioner_sentences
from app.joining import as_sentence
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.transfer.snapshot import TransferSnapshot


class ConditionerNotices:
    """For one command, on the main thread. `chosen` is the one that the person asked for."""

    def __init__(self, chosen: ConditionerSettings | None, output: Output) -> None:
        self._chosen = chosen
        self._output = output
        self._said: set[str] = set()
        self.look(())

    def look(self, running: Sequence[TransferSnapshot]) -> None:
        """Say what is new with these transfers."""
        for sentence in conditioner_sentences(self._chosen, running, translate):
            if sentence not in self._said:
                self._said.add(sentence)
                self._output.notice(as_sentence(sentence, translate))
