"""Strangers that speak by hand."""

from __future__ import annotations

from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Hello
from tests.unit.transfer.helpers import Installation
from tests.unit.transfer.helpers import Pair as Installations


def shown(pair: Installations) -> str:
    code = pair.code.current()
    assert code is not None
    return code


def connect(pair: Installations, who: Installation) -> MessageChannel:
    assert pair.server is not None
    socket = who.new_socket(who.options, None)
    socket.connect((pair.server.address.host, pair.server.address.port))
    return MessageChannel(socket)


def begin_pairing(pair: Installations, who: Installation) -> MessageChannel:
    channel = connect(pair, who)
    channel.send(Hello(who.identity.name, False, True))
    assert isinstance(channel.receive(), Hello)
    return channel
