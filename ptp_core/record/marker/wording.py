"""What the marker says of a log: its sentences, without full stops. Numbers stand as they do in the log."""

from __future__ import annotations

from ptp_core.sentences import declare, phrase

# What is sent.
IS_OLDEST = declare("log-is-oldest", "{number} is the oldest unacknowledged")
THIRD_DUPLICATE = declare(
    "log-third-duplicate",
    "line {line} was the third duplicate acknowledgement of {number}: that one is sent again at once",
)
DUPLICATES = declare(
    "log-duplicates",
    "{count} duplicate acknowledgement",
    many="{count} duplicate acknowledgements",
    plural="count",
)
TIMER_RAN = declare("log-timer-ran", "the timer has run for {time} of {timeout}")
NO_TIMER = phrase("the timer does not run")
NOT_DOUBLE = declare("log-not-double", "{words} (the time-out must not double)")
TOO_LATE = declare("log-too-late", "{words}, {time} after its timer began, but the time-out is {timeout}")
LARGER_THAN_MSS = declare("log-larger-than-mss", "{sequence} has {length} bytes, but MSS is {mss}")
MIXED = declare(
    "log-mixed",
    "{sequence} with {length} bytes mixes what was sent with what is new; new data begins at {number}",
)
ANOTHER_IS_NEXT = declare("log-another-is-next", "{sequence} is sent, but {number} comes next")
NEW_TOO_EARLY = declare(
    "log-new-too-early", "{sequence} is new, but after going back {number} is to be sent again first"
)
BEYOND_WINDOW = declare(
    "log-beyond-window",
    "with {sequence} {bytes} bytes are unacknowledged (since {number}), but the window is {window}",
)
SHORTER_THAN_MSS = declare(
    "log-shorter-than-mss",
    "{sequence} has {length} bytes and is not the last one: only the last may be shorter than MSS ({mss})",
)
NO_SEGMENT_THERE = declare("log-no-segment-there", "{sequence} is sent again, but no segment began there")
ACKNOWLEDGED_FOR_ITSELF = declare(
    "log-acknowledged-for-itself", "{sequence} is sent again, but it was acknowledged for itself"
)
NEVER_SENT = declare(
    "log-never-sent",
    "{acknowledgement} is acknowledged, but data was sent up to {number}",
)
NOT_AGAIN_UNTIL_NOW = declare("log-not-again-until-now", "{number} was not sent again until now")
UNACKNOWLEDGED_AT_END = declare(
    "log-unacknowledged-at-end", "the log ends, but {bytes} bytes since {number} are unacknowledged"
)
TOO_EARLY = declare(
    "log-too-early",
    "{sequence} is sent again {time} after it was sent last, but its time-out is {timeout}",
)
NOT_AT_ONCE = declare(
    "log-not-at-once",
    "{sequence} is sent again only {time} after line {line}, which was the third duplicate acknowledgement: at once",
)
WITHOUT_CAUSE = declare("log-without-cause", "{sequence} is sent again without cause: {duplicates}, and {timer}")
WITHOUT_DATA = declare("log-without-data", "{sequence} is a data segment without data")
NEW_BUT = declare("log-new-but", "{sequence} is new, but {reason}")
AGAIN_BUT_ACKNOWLEDGED = declare(
    "log-again-but-acknowledged",
    "{sequence} is sent again, but it is acknowledged",
)
NOTHING_AGAIN = declare("log-nothing-again", "nothing was sent again, but {reason}")
AGAIN_BUT = declare("log-again-but", "{sequence} is sent again, but {reason}")
AGAIN = declare("log-again", "{sequence} is sent again")
# Opening and closing.
SYN_WITHOUT_DATA = phrase("SYN carries no data")
SYN_CHANGED = declare("log-syn-changed", "SYN is sent again as {sequence}, but it was {number}")
SYN_WITHOUT_ACK = phrase("the side that opens sends SYN without an acknowledgement")
SYN_AND_ACK = phrase("SYN is answered by SYN and ACK in one segment (type SA)")
SYN_TAKES_ONE = declare(
    "log-syn-takes-one", "SYN takes one number: {number} is to be acknowledged, not {acknowledgement}"
)
ACK_TOO_EARLY = phrase("an acknowledgement before SYN+ACK")
DATA_TOO_EARLY = declare("log-data-too-early", "{sequence} is sent before SYN was answered by SYN+ACK")
UNCONFIRMED = phrase("SYN+ACK is acknowledged (type A) before data is sent")
THIS_SIDE = phrase("this side")
OTHER_SIDE = phrase("the other side")
FIN_UNACKNOWLEDGED = declare("log-fin-unacknowledged", "FIN of {whose} ({sequence}) is not acknowledged with {number}")
FIN_NUMBER = declare("log-fin-number", "FIN has number {sequence}, but data ends at {number}")
NO_FIN = declare("log-no-fin", "{whose} sends no FIN")
RESET = phrase("the connection ends by a reset, not by the four-way close")
NO_SYN = phrase("a connection opens with SYN (type S)")
SYN_UNANSWERED = phrase("SYN was never answered by SYN+ACK")
DATA_AFTER_FIN = declare("log-data-after-fin", "{sequence} is data after FIN")
# What two logs say of one another.
SAYS_DROPPED = phrase("says that it was dropped")
SAYS_NOTHING = phrase("does not say that it was sent")
SAYS_DROPPED_SO_OFTEN = phrase("says that it was dropped so often")
SAYS_NOT_SO_OFTEN = phrase("does not say that it was sent so often")
ARRIVES_BUT = declare("log-arrives-but", "{shown} (type {kind}) arrives, but {name} {reason}")
# What is acknowledged.
NO_ACKNOWLEDGEMENT = declare(
    "log-no-acknowledgement",
    "{sequence} has no acknowledgement of its own, at once: {reason}",
)
MISSING_FIRST = declare(
    "log-missing-first",
    "{acknowledgement} is acknowledged, but what is missing first is {number}",
)
ONCE_MORE = declare(
    "log-once-more",
    "{acknowledgement} is acknowledged once more, but nothing has come that asks for it",
)
LOG_ENDS = phrase("the log ends")
CAME_BEFORE = declare("log-came-before", "{sequence} came before it was acknowledged")
SENT_BEFORE = declare("log-sent-before", "{sequence} was sent before it was acknowledged")
# Totals.
TOTAL_WITH_MESSAGES = declare(
    "log-total-with-messages", "bytes of data: {number} and {own} of messages, but the log holds {expected}"
)
TOTAL_OF_DATA = declare("log-total-of-data", "bytes of data: {number}, but the log holds {expected}")
TOTAL_OF_FILE = declare("log-total-of-file", "bytes of data: {number}, but the file has {size}")
TOTAL = declare("log-total", "{name}: {number}, but the log holds {expected}")
# Lines.
TIME_RUNS_BACK = phrase("its time is before that of the line above")
COLUMNS = declare("log-columns", "six columns are needed, and {count} are here")
NO_TIME = declare("log-no-time", "{time} is no time")
NO_TYPE = declare("log-no-type", "{word} is no type of segment")
NO_NUMBER = declare("log-no-number", "{word} is no number for {name}")
NO_EVENT = declare("log-no-event", "{words} is none of snd, rcv and drop")
