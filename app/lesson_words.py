"""What is said of what is on for a lesson, so that nobody stays slow and does not know why. No Qt.

Pure functions, from any thread.
"""

from __future__ import annotations

from app.formatting import plain_text
from app.joining import filled
from app.laboratory_values import LaboratoryValues
from ptp_core.formatting import format_size
from ptp_core.sentences import Translate, untranslated


def lesson_sentences(values: LaboratoryValues, translate: Translate = untranslated) -> list[str]:
    """A sentence for each thing that is on; none while nothing is."""
    sentences = []
    if values.classroom:
        window = values.transport().window_bytes
        if window is None:
            sentences.append(translate("words", "Classroom profile on"))
        else:
            slow = translate("words", "Classroom profile on: no more than {0} at a time")
            sentences.append(filled(translate, slow, format_size(window)))
    if values.log_directory is not None:
        logs = translate("words", "Segment logs are written in {0}")
        sentences.append(logs.format(plain_text(str(values.log_directory), 300)))
    return sentences
