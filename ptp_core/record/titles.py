"""What a connection's recording is called, for people.

A file keeps the title's English; `title_of` finds the sentence again, so that it is worded in the reader's language.
"""

from __future__ import annotations

from ptp_core.sentences import declare, matched

SENDING = declare("title-sending", "PTP, sending to {address}")
RECEIVING = declare("title-receiving", "PTP, receiving on {address}")


def title_of(text: str) -> str:
    """The sentence that a recording's title is; a title from elsewhere as it is."""
    return matched(text, (SENDING, RECEIVING))
