"""Where a text goes that came to be read: into memory, whole or not at all, and on no disk.

`TextInbox` is one text on its way; one thread at a time. `ArrivedTexts` knows which have come: a sender that lost the
connection before it heard so sends it again, and a person is to see it once. Thread-safe.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict

from ptp_core.errors import TransferError
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.conversation.messages import Offer

_NO_TEXT = declare("came-no-text", "What came is no text.")()
_ASK_FOR_A_FILE = phrase("Ask for it as a file.")

MOST_REMEMBERED = 200


class TextInbox(io.BytesIO):
    """The bytes of one text. What is written to it is bounded by what was offered, which is bounded itself.

    Attributes: `text` once it was judged.
    """

    def __init__(self, peer: bytes, offer: Offer, arrived: ArrivedTexts) -> None:
        super().__init__()
        self.text: str | None = None
        self._key = (peer, offer.transfer_id)
        self._arrived = arrived

    def judge(self) -> TransferError | None:
        """All has come as it was announced: take it, or say what is wrong with it."""
        try:
            self.text = self.getvalue().decode("utf-8")
        except UnicodeDecodeError:
            return TransferError(_NO_TEXT, hint=_ASK_FOR_A_FILE)
        return None

    def came_before(self) -> bool:
        """Whether this transfer has brought its text once already."""
        return self._arrived.has(self._key)

    def take(self) -> str | None:
        """The text, for a person to see: from now on it has come. None when what came was none."""
        if self.text is not None:
            self._arrived.add(self._key)
        return self.text


class ArrivedTexts:
    """For one server; bounded, the oldest are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: OrderedDict[tuple[bytes, bytes], None] = OrderedDict()

    def has(self, key: tuple[bytes, bytes]) -> bool:
        """Whether this transfer of a peer was noted."""
        with self._lock:
            return key in self._keys

    def add(self, key: tuple[bytes, bytes]) -> None:
        """Note a transfer of a peer."""
        with self._lock:
            self._keys[key] = None
            if len(self._keys) > MOST_REMEMBERED:
                self._keys.popitem(last=False)
