"""What a peer can do wrong, in words: the reason in "… broke the protocol: …".

They stand here and not where they are raised, so that both sides know them: who breaks a rule is told it by its words
alone, as the last thing on a connection, and reads it in its own language too (`known_rule`); so a parameter is one
word, and a number is a text. Values and a pure function.
"""

from __future__ import annotations

from typing import Final

from ptp_core.sentences import Kind, declare, matched, phrase, recognised

# Packets.
PARAMETERS_SHORT: Final = phrase("the transport parameters are too short")
PARAMETERS_VERSION: Final = phrase("the transport parameters name no version that fits")
PARAMETERS_RANGE: Final = phrase("the transport parameters are out of range")
HANDSHAKE_SHORT: Final = phrase("a handshake packet is too short")
HANDSHAKE_NUMBERS: Final = phrase("a handshake packet has impossible numbers")
HANDSHAKE_NEVER_SENT: Final = phrase("a handshake packet acknowledges what was never sent")
FIN_SHORT: Final = phrase("a FIN is too short")
FIN_NUMBERS: Final = phrase("a FIN has impossible numbers")
ACK_SHORT: Final = phrase("an acknowledgement is too short")
ACK_NUMBERS: Final = phrase("an acknowledgement has impossible numbers")
ACK_LENGTH: Final = phrase("an acknowledgement has another length than it says")
ACK_EMPTY_RANGE: Final = phrase("an acknowledgement has an empty range")
ACK_TOO_LOW: Final = phrase("an acknowledgement reaches below the first packet")
ACK_NEVER_SENT: Final = phrase("an acknowledgement of what was never sent")
ACK_LEFT_OUT: Final = phrase("an acknowledgement of a packet that was left out on purpose")
DATA_BEYOND_WINDOW: Final = phrase("data beyond the window that was told")
DATA_AFTER_END: Final = phrase("data after the end of the stream")
END_CHANGED: Final = phrase("the end of the stream changed")
END_BEYOND_WINDOW: Final = phrase("an end beyond the window that was told")

# Messages.
HEADER_SHORT: Final = phrase("a message's header is cut short")
UNKNOWN_TYPE: Final = declare("unknown-message", "a message has the unknown type {number}")
WRONG_LENGTH: Final = declare("message-length", "a message of type {type} cannot be {length} bytes long")
MESSAGE_SHORT: Final = declare("message-cut-short", "a message of type {type} is cut short")
MESSAGE_LONG: Final = declare("message-too-long", "a message of type {type} is longer than what it says")
TOO_MANY_PARTS: Final = declare("message-parts", "a message of type {type} with {count} parts")
UNKNOWN_CODE: Final = declare("message-code", "a message of type {type} with an unknown code")
TEXT_LONG: Final = declare("message-text-length", "a text in a message of type {type} is {length} bytes long")
TEXT_NOT_UTF8: Final = declare("message-text-encoding", "a text in a message of type {type} is not UTF-8")
DATA_NOT_MESSAGE: Final = phrase("file data where a message was due")
OUT_OF_TURN: Final = phrase("the peer spoke before it was its turn")
OTHER_MESSAGE: Final = declare("message-not-due", "{message} where {due} was due")
NO_OFFER: Final = declare("message-no-offer", "{message} where an offer was due")
NO_ANSWER: Final = declare("message-no-answer", "{message} as the answer to an offer")
AMONG_FILES: Final = declare("message-among-files", "{message} while files were on their way")
AMONG_FILE: Final = declare("message-among-file", "{message} while a file was on its way")
NO_NAME: Final = phrase("the peer gave no name")
BEHIND_NAME: Final = phrase("the peer's name has something behind it")
DIGEST_SHORT: Final = phrase("a digest is cut short")
SIZE_BEYOND: Final = phrase("a size beyond the end of any file")

# Offers.
TOO_MANY_ROOTS: Final = declare("offer-too-many", "an offer of {count} things; at most {most} may be named")
OFFER_TOO_LARGE: Final = phrase("an offer that is larger than any disk can be")
FILE_TOO_LARGE: Final = phrase("an offered file is larger than any file can be")
LINK_OFFERED: Final = phrase("a link is offered as such")
TEXT_OF_FILES: Final = phrase("a text that is more than one file")
TEXT_SIZE: Final = declare("text-size", "a text of {count} bytes; at most {most} are one")
NAME_EMPTY: Final = phrase("the offered file has no usable name")
NAME_LEADS_AWAY: Final = phrase("the offered file's name leads to another folder")
NAME_NO_TEXT: Final = phrase("the offered file's name is not text")
LINK_LEADS_AWAY: Final = phrase("a link leads out of what was offered")
ENTRY_KIND: Final = phrase("an entry of an unknown kind")
ENTRY_DEPTH: Final = declare("entry-depth", "an entry more than {most} folders deep")
ENTRY_NOT_OFFERED: Final = phrase("an entry that was not offered")
ENTRY_NO_FOLDER: Final = phrase("an entry in a folder that was not listed")
LIST_WENT_ON: Final = phrase("the manifest goes on behind its end")
LIST_AHEAD: Final = phrase("the manifest runs ahead too far")
LIST_DIFFERS: Final = phrase("the manifest is not what it says")
LIST_TOO_LONG: Final = phrase("more is listed than was offered")
LEFT_OUT: Final = phrase("a file was left out")
NOT_LISTED: Final = phrase("a file that was not listed, or once more")
OTHER_SIZE: Final = phrase("a file has another size than was offered")

# Files on their way.
MORE_DATA: Final = phrase("more data than was offered")
SENT_TOO_EARLY: Final = phrase("it says that all was sent before it was")
BEGAN_WITHIN: Final = phrase("a file begins before another has ended")
REFUSED_FILE: Final = phrase("a file that was refused")
UNCLAIMED: Final = phrase("the sender refers to what nobody claimed")
PART_TOO_EARLY: Final = phrase("a part of a file before it began")
WENT_ON: Final = phrase("it spoke on after its last word")
PROGRESS: Final = phrase("progress that runs backwards or beyond what was offered")
ANSWER_UNASKED: Final = phrase("an answer about what was not asked")
AGAIN_UNOFFERED: Final = phrase("a file is wanted again that was not offered")
LAST_WORD_EARLY: Final = phrase("its last word came before it had everything")
PART_UNOFFERED: Final = phrase("a part of a file that was not offered")
PART_TOO_LARGE: Final = phrase("more of a file than there is of it")
SAVED_UNWANTED: Final = phrase("it said that the file is saved which it was not to have")
SAVED_EARLY: Final = phrase("it said that the file is saved before it had all of it")

_WITH_PARAMETERS: Final = tuple(each for each in tuple(globals().values()) if isinstance(each, Kind))


def known_rule(text: str) -> str:
    """The sentence of a rule that a peer named by its words; any other text as it is."""
    return matched(recognised(text), _WITH_PARAMETERS)
