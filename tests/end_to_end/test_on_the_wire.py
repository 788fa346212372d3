"""What somebody on the way sees, and what he can do: a relay between two real programs."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from ptp_core.network.socket import PTPSocket
from ptp_core.security.pairing import PairingExchange, PairingRole
from tests.end_to_end.program import Desk
from tests.end_to_end.relay import relay_to

CODE = "4-guitar-orbit"
NAME = "holiday-plans-of-ours.txt"
SENTENCE = b"Nobody but the two of us should ever read this sentence. "


def secrets_of(desk: Desk) -> list[bytes]:
    """What must not be seen: contents, name, code and the computers' names, also in the usual disguises."""
    names = [path.read_bytes().strip() for path in desk.directory.rglob("name.txt")]
    assert len(names) == 2
    plain = [SENTENCE, NAME.encode(), CODE.encode(), b"guitar", b"orbit", *names]
    return plain + [base64.b64encode(secret)[:-4] for secret in plain[:3]] + [secret.hex().encode() for secret in plain]


def test_a_capture_of_a_whole_transfer_shows_nothing_that_belongs_to_a_person(desk: Desk) -> None:
    path = desk.file(NAME)
    path.write_bytes(SENTENCE * 5000)
    receiver = desk.receiver("--once", code=CODE)
    with relay_to(receiver.listening_port()) as relay:
        sender = desk.run("sender", "send", str(path), f"127.0.0.1:{relay.port}", "--code", CODE, "--json")
        assert sender.status() == 0
        assert receiver.status() == 0
    assert (desk.inbox / NAME).read_bytes() == path.read_bytes()
    seen = b"".join(carried.datagram for carried in relay.captured)
    assert len(seen) > path.stat().st_size
    for secret in secrets_of(desk):
        assert secret not in seen, f"{secret!r} travelled in the clear"


def test_the_second_time_no_code_is_asked(desk: Desk) -> None:
    path = desk.file()
    first = desk.receiver("--once", code=CODE)
    assert desk.run(
        "sender", "send", str(path), f"127.0.0.1:{first.listening_port()}", "--code", CODE
    ).status() == 0  # fmt: skip
    assert first.status() == 0
    second = desk.receiver("--once", code="9-other-words")
    assert desk.run("sender", "send", str(path), f"127.0.0.1:{second.listening_port()}").status() == 0
    assert second.status() == 0


def test_a_middleman_with_his_own_certificate_is_caught_by_the_code() -> None:
    """He completes a handshake with each side; the messages of the pairing, relayed unchanged, do not agree."""
    with PTPSocket() as receiver, PTPSocket() as front, PTPSocket() as sender, PTPSocket() as back:
        receiver.listen(("127.0.0.1", 0))
        front.listen(("127.0.0.1", 0))
        receiver.settimeout(10.0)
        front.settimeout(10.0)
        sender.connect(front.local_address)
        back.connect(receiver.local_address)
        at_front, _ = front.accept()
        at_receiver, _ = receiver.accept()
        with at_front, at_receiver:
            label = b"EXPORTER-PTP-pairing"
            one = PairingExchange(
                PairingRole.SENDER, CODE, sender.export_keying_material(label, 32),
                sender.local_fingerprint, sender.peer_fingerprint,
            )  # fmt: skip
            other = PairingExchange(
                PairingRole.RECEIVER, CODE, at_receiver.export_keying_material(label, 32),
                at_receiver.peer_fingerprint, at_receiver.local_fingerprint,
            )  # fmt: skip
            confirmation, answer = one.finish(other.message), other.finish(one.message)
            assert not other.confirms(confirmation)
            assert not one.confirms(answer)


@pytest.mark.parametrize("where", ["arguments", "output"])
def test_the_code_is_in_no_list_of_processes_and_no_output_when_it_comes_from_a_file(desk: Desk, where: str) -> None:
    secret = desk.directory / "code.txt"
    secret.write_text(CODE + "\n")
    path = desk.file(size_bytes=20_000_000)
    receiver = desk.receiver("--once", code=CODE)
    sender = desk.run(
        "sender", "send", str(path), f"127.0.0.1:{receiver.listening_port()}", "--code-file", str(secret), "--json"
    )
    if where == "arguments":
        command = Path(f"/proc/{sender.pid}/cmdline")
        if command.exists():
            assert b"guitar" not in command.read_bytes()
    assert sender.status() == 0
    assert receiver.status() == 0
    assert "guitar" not in json.dumps(sender.events) + "".join(sender.lines + sender.errors)
