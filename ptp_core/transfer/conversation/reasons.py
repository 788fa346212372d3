"""What one side tells the other about its trouble, for a person there: sentences that both know.

They stand here and not where they are said, so that the side that hears them can word them in its own language (see
`parsing`). Never a path, and never how much room there is.
"""

from __future__ import annotations

from ptp_core.sentences import declare, phrase
from ptp_core.transfer.limits import PROGRESS_LIMIT_S

DISK_FULL = phrase("there is no space left on its disk")
NOT_ENOUGH_SPACE = phrase("there is not enough space on its disk")
NAME_IN_USE = phrase("it has a file of that name already")
CANNOT_SAVE = phrase("the file cannot be saved there")
DAMAGED = phrase("the file arrived damaged")
DAMAGED_NOT_KEPT = phrase("the file arrived damaged and was not kept")
NO_TEXT = phrase("what came is no text")
CAME_BEFORE = phrase("It had come before.")
UNREADABLE = phrase("the file could not be read, or changed while it was sent")
NO_LINK = declare("link-not-made", "the link {name} cannot be made there")
SAVED_AS = declare("saved-as", "Saved as {name}.")
THERE_ALREADY = declare("there-already", "{name} was there already, with the same contents.")

PAUSED = phrase("it is paused there")
NO_READER = phrase("nobody reads its pipe at the moment")

ONE_FILE_ONLY = phrase("it takes one file, into a pipe")
NOBODY_ANSWERED = declare(
    "nobody-answered",
    "nobody answered within {minutes} minute",
    many="nobody answered within {minutes} minutes",
    plural="minutes",
)
TOO_MANY = declare(
    "too-many-transfers",
    "too many transfers ran there for {minutes} minute",
    many="too many transfers ran there for {minutes} minutes",
    plural="minutes",
)
WITHDRAWN = phrase("withdrawn")

COME_AGAIN = phrase("the sender has come again")
NO_PROGRESS = phrase("no progress")
NOTHING_CAME = phrase(f"next to nothing came for {PROGRESS_LIMIT_S:g} s")
