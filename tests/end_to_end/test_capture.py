"""A real transfer, as Wireshark shows it: its dissector and the two ends agree on what happened."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from pathlib import Path

from ptp_core.config import TransportSettings
from ptp_core.network.socket import PTPSocket
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.wire.packet import PacketType, parse_header
from tests.end_to_end.relay import Carried, relay_to
from tests.end_to_end.test_socket import receive_all, wait_until
from tests.tshark import Seen, fields, needs_tshark, write_capture

PAYLOAD = random.Random(5).randbytes(300_000)
SETTINGS = replace(TransportSettings(), mss_bytes=1000)


def kind_of(carried: Carried) -> PacketType | None:
    header = parse_header(carried.datagram)
    return header.type if header else None


def transfer_through_a_lossy_relay() -> tuple[list[Carried], int, TransportStatistics]:
    """All that came by, the server's port, and what the sender counted."""
    rng = random.Random(6)
    listener, client = PTPSocket(SETTINGS), PTPSocket(SETTINGS)
    listener.listen(("127.0.0.1", 0))
    listener.settimeout(10.0)
    port = listener.local_address[1]
    with relay_to(port, lambda carried: kind_of(carried) is PacketType.DATA and rng.random() < 0.05) as relay:
        client.connect(("127.0.0.1", relay.port))
        server, _ = listener.accept()

        def send() -> None:
            client.sendall(PAYLOAD)
            client.shutdown()

        sending = threading.Thread(target=send)
        sending.start()
        assert receive_all(server) == PAYLOAD
        sending.join(10.0)
        wait_until(lambda: client.statistics().bytes_acknowledged == len(PAYLOAD))
        statistics = client.statistics()
        for end in (client, server, listener):
            end.close()
        # Their last words need the relay.
        wait_until(lambda: not any(thread.name.startswith("ptp-endpoint") for thread in threading.enumerate()))
    return relay.captured, port, statistics


@needs_tshark
def test_a_capture_of_a_real_transfer_shows_what_the_sender_counted(tmp_path: Path) -> None:
    carried, port, statistics = transfer_through_a_lossy_relay()
    headers = [header for one in carried if (header := parse_header(one.datagram))]
    assert len(headers) == len(carried)
    capture = tmp_path / "transfer.pcap"
    write_capture(capture, [Seen(one.datagram, one.to_server, server_port=port) for one in carried])

    rows = fields(
        capture, "padawan.type", "padawan.seq", "padawan.ack", "padawan.relative_seq", "padawan.relative_ack",
        "padawan.retransmission", "padawan.malformed",
    )  # fmt: skip
    assert [row["padawan.type"] for row in rows] == [[str(int(header.type))] for header in headers]
    assert [row["padawan.seq"] or row["padawan.ack"] for row in rows] == [[str(header.sequence)] for header in headers]
    assert all(row["padawan.relative_seq"] or row["padawan.relative_ack"] for row in rows)
    assert not any(row["padawan.malformed"] for row in rows)
    sent = [
        row
        for row, one in zip(rows, carried, strict=True)
        if one.to_server and kind_of(one) in (PacketType.DATA, PacketType.FIN)
    ]
    assert len(sent) == statistics.segments_sent
    assert statistics.segments_retransmitted > 0
    assert sum(bool(row["padawan.retransmission"]) for row in sent) == statistics.segments_retransmitted
    # SYN and FIN take one number each (RFC 9293 section 3.4).
    assert max(int(row["padawan.relative_ack"][0]) for row in rows if row["padawan.relative_ack"]) == len(PAYLOAD) + 2
