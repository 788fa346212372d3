"""What is said on D-Bus: bytes that other implementations wrote, both orders, and no harm from nonsense."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.staying.bus_messages import (
    FIXED_HEADER_BYTES,
    BusError,
    Kind,
    Message,
    Variant,
    decode,
    encode,
    split_signature,
    whole_length,
)

NOTIFY = Message(
    kind=Kind.CALL,
    path="/org/freedesktop/Notifications",
    interface="org.freedesktop.Notifications",
    member="Notify",
    destination="org.freedesktop.Notifications",
    signature="susssasa{sv}i",
    body=("PTP", 0, "ptp", "title", "body ü", ["default", ""], {"urgency": Variant("y", 2)}, -1),
)
# As libdbus wrote it: dbus-send --session --type=signal /a b.C.d uint32:7 string:x
SIGNAL = bytes.fromhex(
    "6c0401010a000000020000004500000001016f00020000002f61000000000000"
    "0201730003000000622e43000000000003017300010000006400000000000000"
    "080167000275730007017300040000003a312e310000000007000000010000007800"
)


def test_what_is_written_is_read() -> None:
    data = encode(NOTIFY, 5)
    assert whole_length(data[:FIXED_HEADER_BYTES]) == len(data)
    read = decode(data)
    assert (read.serial, read.kind, read.member, read.signature) == (5, Kind.CALL, "Notify", NOTIFY.signature)
    assert read.body == NOTIFY.body


def test_what_another_implementation_wrote_is_read() -> None:
    assert decode(SIGNAL) == Message(
        kind=Kind.SIGNAL, path="/a", interface="b.C", member="d", sender=":1.1", signature="us", body=(7, "x"), serial=2
    )


def test_the_other_order_of_bytes_is_read_as_well() -> None:
    big = (
        b"B\x03\x01\x01\x00\x00\x00\x08\x00\x00\x00\x09\x00\x00\x00\x0f"
        b"\x05\x01u\x00\x00\x00\x00\x05\x08\x01g\x00\x01t\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07"
    )
    read = decode(big)
    assert (read.kind, read.reply_serial, read.body) == (Kind.ERROR, 5, (7,))


def test_an_array_of_things_that_are_aligned_wider_counts_no_padding() -> None:
    message = Message(kind=Kind.REPLY, reply_serial=1, signature="yatas(ys)", body=(1, [2, 3], ["x"], (4, "y")))
    assert decode(encode(message, 1)).body == (1, [2, 3], ["x"], (4, "y"))
    empty = Message(kind=Kind.REPLY, reply_serial=1, signature="ata{sv}", body=([], {}))
    assert decode(encode(empty, 1)).body == ([], {})


def test_a_signature_is_taken_apart() -> None:
    assert split_signature("susssasa{sv}i(ia(yv))") == ["s", "u", "s", "s", "s", "as", "a{sv}", "i", "(ia(yv))"]
    for wrong in ("z", "a", "(i", "a" * 40 + "y", "{sv"):
        with pytest.raises(ValueError, match="no signature"):
            split_signature(wrong)


def test_a_body_that_is_not_what_its_signature_says_is_not_sent() -> None:
    with pytest.raises(ValueError, match="zip"):
        encode(Message(kind=Kind.CALL, path="/", member="M", signature="su", body=("x",)), 1)


def test_more_than_anybody_says_is_refused() -> None:
    start = bytearray(encode(NOTIFY, 1)[:FIXED_HEADER_BYTES])
    start[4:8] = b"\xff\xff\xff\x7f"
    with pytest.raises(BusError):
        whole_length(bytes(start))


@settings(max_examples=300)
@given(st.data())
def test_nonsense_is_a_bus_error_and_nothing_else(data: st.DataObject) -> None:
    good = bytearray(encode(NOTIFY, 5))
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(good[: data.draw(st.integers(1, len(good)))])
    try:
        decode(cut)
    except BusError:
        return
