"""Two sides of a TLS handshake, joined in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ptp_core.security.identity import Identity
from ptp_core.security.tls_handshake import TlsHandshake

CLIENT, SERVER = Identity.create("client"), Identity.create("server")

Change = Callable[[bytes], bytes]


def unchanged(flight: bytes) -> bytes:
    return flight


@dataclass(frozen=True)
class Pair:
    client: TlsHandshake
    server: TlsHandshake

    @property
    def complete(self) -> bool:
        """Whether both sides are."""
        return self.client.complete and self.server.complete

    @property
    def agrees(self) -> bool:
        """Whether packets of one side would open at the other."""
        return self.complete and self.client.packet_secrets() == self.server.packet_secrets()


def pair(
    client: Identity = CLIENT,
    server: Identity = SERVER,
    *,
    client_parameters: bytes = b"client parameters",
    server_parameters: bytes = b"server parameters",
) -> Pair:
    """Two sides that have not spoken yet."""
    return Pair(
        TlsHandshake(client, is_client=True, parameters=client_parameters),
        TlsHandshake(server, is_client=False, parameters=server_parameters),
    )


def shake(sides: Pair, *, hello: Change = unchanged, answer: Change = unchanged, finish: Change = unchanged) -> Pair:
    """Run the three flights, each changed on the way. Returns the pair."""
    client, server = sides.client, sides.server
    assert server.start() == b""
    server.receive(finish(client.receive(answer(server.receive(hello(client.start()))))))
    return sides


def trickle(side: TlsHandshake, data: bytes, sizes: list[int]) -> bytes:
    """Feed `data` in pieces of `sizes`, over and over; everything that was answered."""
    answer, at, turn = b"", 0, 0
    while at < len(data):
        size = sizes[turn % len(sizes)]
        answer += side.receive(data[at : at + size])
        at, turn = at + size, turn + 1
    return answer
