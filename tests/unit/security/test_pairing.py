"""SPAKE2 with the code phrase: the right code on the same channel, and nothing else, is confirmed (T40)."""

from __future__ import annotations

import random

import pytest

from ptp_core.errors import SettingsError, WrongCode
from ptp_core.security.pairing import CONFIRMATION_BYTES, MESSAGE_BYTES, PairingExchange, PairingRole

CODE = "4-guitar-orbit"
EXPORTER, SENDER_KEY, RECEIVER_KEY = b"e" * 32, b"s" * 32, b"r" * 32
IDENTITY_POINT = (1).to_bytes(32, "little")
# Points of order 2, 4 and 8, which lie on the curve and outside of the group that is used.
SMALL_ORDER_POINTS = [
    ((1 << 255) - 20).to_bytes(32, "little"),
    bytes(32),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
]


def sender(code: str = CODE, exporter: bytes = EXPORTER, peer: bytes = RECEIVER_KEY) -> PairingExchange:
    return PairingExchange(PairingRole.SENDER, code, exporter, SENDER_KEY, peer)


def receiver(code: str = CODE, exporter: bytes = EXPORTER, peer: bytes = SENDER_KEY) -> PairingExchange:
    return PairingExchange(PairingRole.RECEIVER, code, exporter, peer, RECEIVER_KEY)


def agree(one: PairingExchange, other: PairingExchange) -> bool:
    """Exchange messages; whether both are convinced. They never disagree about that."""
    confirmation, answer = one.finish(other.message), other.finish(one.message)
    assert one.confirms(answer) is other.confirms(confirmation)
    return one.confirms(answer)


@pytest.mark.parametrize("typed", [CODE, "4 Guitar Orbit ", "4\N{EN DASH}guitar\N{EN DASH}orbit"])
def test_the_same_code_is_confirmed_however_it_was_typed(typed: str) -> None:
    assert agree(sender(typed), receiver())


@pytest.mark.parametrize("typed", ["5-guitar-orbit", "4-guitar-guitar", "4-orbit-guitar", "4-guitar"])
def test_another_code_is_not(typed: str) -> None:
    assert not agree(sender(typed), receiver())


def test_another_channel_is_not() -> None:
    assert not agree(sender(exporter=b"x" * 32), receiver())


def test_a_middleman_who_relays_between_two_channels_of_his_own_is_caught() -> None:
    assert not agree(sender(exporter=b"1" * 32, peer=b"m" * 32), receiver(exporter=b"2" * 32, peer=b"m" * 32))


def test_another_certificate_is_not() -> None:
    assert not agree(sender(peer=b"m" * 32), receiver())
    assert not agree(sender(), receiver(peer=b"m" * 32))


def test_messages_and_confirmations_have_one_length_and_are_new_each_time() -> None:
    one, other, again = sender(), receiver(), sender()
    assert len(one.message) == len(other.message) == MESSAGE_BYTES
    assert one.message != again.message
    assert len(one.finish(other.message)) == CONFIRMATION_BYTES


def test_t40_a_message_of_another_length_is_refused() -> None:
    message = receiver().message
    for length in (0, 1, 32, 34, 66, 10_000):
        with pytest.raises(WrongCode):
            sender().finish((message * 1000)[:length])


def test_t40_the_identity_and_points_of_small_order_are_refused() -> None:
    for point in [IDENTITY_POINT, *SMALL_ORDER_POINTS]:
        for side in (b"A", b"B"):
            with pytest.raises(WrongCode):
                sender().finish(side + point)
            with pytest.raises(WrongCode):
                receiver().finish(side + point)


def test_t40_a_point_off_the_curve_is_refused() -> None:
    with pytest.raises(WrongCode):
        sender().finish(b"B" + (2).to_bytes(32, "little"))


def test_t40_any_bytes_are_refused_or_not_confirmed() -> None:
    choose = random.Random(40)
    refused = 0
    for _ in range(60):
        exchange = sender()
        try:
            exchange.finish(b"B" + choose.randbytes(32))
        except WrongCode:
            refused += 1
        assert not exchange.confirms(choose.randbytes(CONFIRMATION_BYTES))
    assert refused


def test_t40_ones_own_message_is_refused() -> None:
    one = sender()
    with pytest.raises(WrongCode):
        one.finish(one.message)
    other = receiver()
    with pytest.raises(WrongCode):
        other.finish(b"A" + other.message[1:])


def test_t40_a_message_of_ones_own_role_is_refused() -> None:
    with pytest.raises(WrongCode):
        sender().finish(sender().message)


def test_t40_a_message_of_another_session_is_not_confirmed() -> None:
    one, earlier = sender(), receiver()
    earlier_confirmation = earlier.finish(sender().message)
    one.finish(earlier.message)
    assert not one.confirms(earlier_confirmation)


def test_t40_a_reflected_or_damaged_confirmation_proves_nothing() -> None:
    one, other = sender(), receiver()
    ours, theirs = one.finish(other.message), other.finish(one.message)
    assert one.confirms(theirs)
    assert not one.confirms(ours)
    assert not other.confirms(theirs)
    for forged in (b"", theirs[:-1], theirs + b"\0", bytes([theirs[0] ^ 1]) + theirs[1:]):
        assert not one.confirms(forged)


def test_nothing_is_confirmed_before_the_exchange() -> None:
    assert not sender().confirms(bytes(CONFIRMATION_BYTES))


def test_an_exchange_is_used_once() -> None:
    one, other = sender(), receiver()
    one.finish(other.message)
    with pytest.raises(WrongCode):
        one.finish(receiver().message)


def test_a_code_that_cannot_be_one_is_a_settings_error() -> None:
    with pytest.raises(SettingsError):
        sender(" - ")
