"""What packet protection costs in the data path: the same transfer with AEAD and with a plain copy in its place.

    python -m tests.benchmarks.protection_cost [--megabytes 100]          (make profile)

Two connections are joined in memory, so that no system call and no second thread blurs the figure. The copy stands
in for the cipher here alone; the product has no such switch.
"""

from __future__ import annotations

import argparse
import sys
import time

from ptp_core.config import CongestionAlgorithm, Profile, transport_settings
from ptp_core.simulation.pair import CLIENT_ADDRESS, SERVER_ADDRESS
from ptp_core.simulation.plain_handshake import PlainHandshake
from ptp_core.transport.connection import Connection
from ptp_core.wire.packet import MAX_DATAGRAM_BYTES, TAG_BYTES

Bytes = bytes | bytearray | memoryview
MSS_BYTES = 1432


class Copy:
    """Looks like an AEAD and only moves the bytes."""

    def encrypt_into(self, nonce: Bytes, data: memoryview, header: Bytes, out: memoryview) -> int:
        out[: len(data)] = data
        return len(out)

    def decrypt_into(self, nonce: Bytes, data: memoryview, header: Bytes, out: memoryview) -> int:
        out[:] = data[:-TAG_BYTES]
        return len(out)

    def encrypt(self, nonce: Bytes, data: bytes, header: bytes) -> bytes:
        return data + bytes(TAG_BYTES)

    def decrypt(self, nonce: Bytes, data: bytes, header: bytes) -> bytes:
        return data[:-TAG_BYTES]


def connected() -> tuple[Connection, Connection]:
    """A client and a server, open."""
    settings = transport_settings(Profile.DEFAULT, mss_bytes=MSS_BYTES, congestion=CongestionAlgorithm.FIXED)
    client, server = (
        Connection(
            settings, PlainHandshake, is_client=is_client, local_id=number, initial_sequence=number,
            secret=b"unguessable",
            address=address, fast_aes=True, now_s=0.0,
        )
        for is_client, number, address in ((True, 1, SERVER_ADDRESS), (False, 2, CLIENT_ADDRESS))
    )  # fmt: skip
    server.accept_syn(0.0)
    client.connect(0.0)
    out = memoryview(bytearray(MAX_DATAGRAM_BYTES))
    for _ in range(20):
        exchange(client, server, out, 0.0)
        exchange(server, client, out, 0.0)
    assert client.established
    assert server.established
    return client, server


def exchange(source: Connection, target: Connection, out: memoryview, now_s: float) -> float:
    """Carry everything that `source` wants to send; the processor seconds that it took the sender."""
    spent_s = 0.0
    while True:
        began_s = time.process_time()
        size, datagram_bytes, *_ = source.poll_datagrams(out, now_s)
        spent_s += time.process_time() - began_s
        if not size:
            return spent_s
        target.handle_datagrams(out[:size], datagram_bytes, CLIENT_ADDRESS, now_s)


def transfer(size_bytes: int, *, protected: bool) -> tuple[float, float]:
    """Processor seconds of the sending and of the receiving side for `size_bytes`."""
    client, server = connected()
    if not protected:
        for connection in (client, server):
            connection.sealer._keys.aead = connection.opener.keys.aead = Copy()  # type: ignore[union-attr]
    chunk, target = memoryview(bytes(1 << 18)), memoryview(bytearray(1 << 20))
    out = memoryview(bytearray(MAX_DATAGRAM_BYTES))
    left, now_s, sending_s = size_bytes, 0.0, 0.0
    began_s = time.process_time()
    while server.receiver.buffer.read < size_bytes:
        now_s += 0.001
        left -= client.write(chunk[: min(left, len(chunk))])
        sending_s += exchange(client, server, out, now_s)
        while server.read_into(target, now_s):
            pass
        exchange(server, client, out, now_s)
    return sending_s, time.process_time() - began_s - sending_s


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What packet protection costs in the data path.")
    parser.add_argument("--megabytes", type=int, default=100)
    size_bytes = parser.parse_args().megabytes * 1_000_000
    packets = size_bytes / MSS_BYTES
    plain = [min(times) for times in zip(*(transfer(size_bytes, protected=False) for _ in range(3)), strict=True)]
    sealed = [min(times) for times in zip(*(transfer(size_bytes, protected=True) for _ in range(3)), strict=True)]
    print(f"{size_bytes / 1e6:.0f} MB in packets of {MSS_BYTES} bytes, best of three, processor microseconds a packet")
    for name, without_s, with_s in zip(("sender", "receiver"), plain, sealed, strict=True):
        share = 1 - without_s / with_s
        print(
            f"{name:9} with a copy {without_s / packets * 1e6:5.2f}   protected {with_s / packets * 1e6:5.2f}"
            f"   share of protection {share:4.0%}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
