"""One file over kernel TCP, bare or under TLS 1.3: what the race compares PTP with.

    python -m tests.benchmarks.tcp_peer receive DIR PORT [--tls CERTIFICATE] [--congestion NAME]
    python -m tests.benchmarks.tcp_peer send FILE HOST PORT [--tls CERTIFICATE] [--congestion NAME]

CERTIFICATE holds the receiver's certificate and its key; the sender trusts this certificate alone. The receiver prints
"ready" once it listens. Both end with status 0 when the receiver has told that it has the whole file.
"""

from __future__ import annotations

import argparse
import socket
import ssl
import sys
from pathlib import Path

READY = "ready"
_CHUNK_BYTES = 1 << 20
_SIZE_BYTES = 8
_DONE = b"done"


def make_socket(congestion: str | None) -> socket.socket:
    """A TCP socket with that congestion control; raises OSError when the system does not have it."""
    plain = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if congestion is not None:
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, congestion.encode())
        except OSError:
            plain.close()
            raise
    return plain


def receive(directory: Path, port: int, certificate: Path | None, congestion: str | None) -> None:
    """Take one file from the first who connects."""
    with make_socket(congestion) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("0.0.0.0", port))
        listener.listen()
        print(READY, flush=True)
        connection, _ = listener.accept()
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_cert_chain(certificate)
        connection = context.wrap_socket(connection, server_side=True)
    with connection, open(directory / "received.bin", "wb", buffering=0) as file:
        left = int.from_bytes(_read_exactly(connection, _SIZE_BYTES))
        chunk = memoryview(bytearray(_CHUNK_BYTES))
        while left:
            size = connection.recv_into(chunk[: min(left, _CHUNK_BYTES)])
            if not size:
                raise EOFError(f"the sender left {left} bytes before the end")
            left -= file.write(chunk[:size])
        connection.sendall(_DONE)


def send(path: Path, host: str, port: int, certificate: Path | None, congestion: str | None) -> None:
    """Give `path` to the receiver at `host` and `port`."""
    connection = make_socket(congestion)
    connection.connect((host, port))
    if certificate is not None:
        context = ssl.create_default_context(cafile=str(certificate))
        context.check_hostname = False
        connection = context.wrap_socket(connection)
    with connection, open(path, "rb") as file:
        connection.sendall(path.stat().st_size.to_bytes(_SIZE_BYTES))
        if certificate is None:
            connection.sendfile(file)
        else:
            # What ssl makes of sendfile are blocks of 8 kB; bigger ones are faster.
            while chunk := file.read(_CHUNK_BYTES):
                connection.sendall(chunk)
        if _read_exactly(connection, len(_DONE)) != _DONE:
            raise ValueError("the receiver answered something else")


def _read_exactly(connection: socket.socket, size_bytes: int) -> bytes:
    data = b""
    while len(data) < size_bytes:
        piece = connection.recv(size_bytes - len(data))
        if not piece:
            raise EOFError("the other side left early")
        data += piece
    return data


def main() -> int:
    """One side of one transfer."""
    parser = argparse.ArgumentParser(description="One file over kernel TCP, bare or under TLS 1.3.")
    sides = parser.add_subparsers(dest="side", required=True)
    receiver = sides.add_parser("receive")
    receiver.add_argument("directory", type=Path)
    sender = sides.add_parser("send")
    sender.add_argument("file", type=Path)
    sender.add_argument("host")
    for side in (receiver, sender):
        side.add_argument("port", type=int)
        side.add_argument("--tls", metavar="CERTIFICATE", type=Path)
        side.add_argument("--congestion", metavar="NAME")
    given = parser.parse_args()
    if given.side == "receive":
        receive(given.directory, given.port, given.tls, given.congestion)
    else:
        send(given.file, given.host, given.port, given.tls, given.congestion)
    return 0


if __name__ == "__main__":
    sys.exit(main())
