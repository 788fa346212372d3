"""The link to send to, as `ptp receive` shows it: a line, and a QR code where that was asked for. No Qt."""

from __future__ import annotations

import sys

from app.cli.options import ReceiveCommand
from app.cli.speaking import tr
from app.listening import reachable_hosts
from ptp_core.network.addresses import PeerAddress


def show_link(command: ReceiveCommand, bound: PeerAddress, code: str | None) -> None:
    """Print it, for people only. A code that was given by the person is shown on a terminal alone, as its own line is;
    elsewhere, and without a code, the link says where to send."""
    if command.common.json:
        return
    from ptp_core.links.link import PtpLink

    terminal = sys.stdout.isatty()
    secret = command.common.code is not None and not terminal
    link = PtpLink(address=PeerAddress(reachable_hosts(bound)[0], bound.port), code=None if secret else code)
    print(tr("Link: {0}").format(link), flush=True)
    if command.qr:
        from ptp_core.links.qr import qr_lines

        print(*qr_lines(str(link), coloured=terminal), sep="\n", flush=True)
