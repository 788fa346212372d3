"""How long this computer waits for a peer, or a peer's person: every such bound of a transfer, and nothing else.

The transport has its own two: how long a connection may take to open and how long a peer may be silent
(`config.TransportSettings`). Those hold for a peer that is gone; these hold for one that is there and does not get on.
Whoever waits in vain is told who did not do what.
"""

from __future__ import annotations

# Shown as "stalled" from then on, wherever a transfer is shown.
STALLED_AFTER_S = 2.0

# A stranger's first message, from the end of the handshake: a real one sends it at once.
GREETING_LIMIT_S = 5.0
# All of a stranger's pairing after that, without the wait for others who try the code.
PAIRING_LIMIT_S = 15.0
# A known peer's greeting and offer; for a sender, all until the receiver is who it should be.
AUTHENTICATION_LIMIT_S = 30.0

# A person who is asked about an offer, and an accepted offer that waits for a place.
DECISION_LIMIT_S = 600.0
# For a sender, both of them, and a little more: the receiver should be the one to say so.
ANSWER_LIMIT_S = 2 * DECISION_LIMIT_S + 60.0

# While a file crosses, this much has to move in this time: less is a peer that holds a place and does not use it.
PROGRESS_LIMIT_S = 60.0
PROGRESS_BYTES = 256
# A receiver that has everything and makes it safe on a slow disk says so this often,
SIGN_OF_LIFE_S = 5.0
# and has this long for it.
SAVING_LIMIT_S = 600.0
