"""The address cookie: only its maker can make it, for one address, for half a minute (T3)."""

from __future__ import annotations

import pytest

from ptp_core.security.cookie import BUCKET_S, COOKIE_BYTES, AddressCookies

ADDRESS = ("192.0.2.7", 7700)
NOW_S = 1_000_000.0
cookies = AddressCookies(b"s" * 32)


def test_a_cookie_proves_its_address() -> None:
    cookie = cookies.make(ADDRESS, NOW_S)
    assert len(cookie) == COOKIE_BYTES
    assert cookies.valid(cookie, ADDRESS, NOW_S)
    assert not cookies.valid(bytes(COOKIE_BYTES), ADDRESS, NOW_S)


@pytest.mark.parametrize("made_s", [NOW_S + step for step in (0.0, 0.1, 7.0, 14.9)])
def test_t3_a_cookie_lives_for_one_bucket_at_least_and_two_at_most(made_s: float) -> None:
    cookie = cookies.make(ADDRESS, made_s)
    assert cookies.valid(cookie, ADDRESS, made_s + BUCKET_S)
    assert not cookies.valid(cookie, ADDRESS, made_s + 2 * BUCKET_S)
    assert not cookies.valid(cookie, ADDRESS, made_s - BUCKET_S)


def test_t3_a_cookie_with_any_bit_flipped_is_forged() -> None:
    cookie = cookies.make(ADDRESS, NOW_S)
    for bit in range(8 * COOKIE_BYTES):
        forged = bytearray(cookie)
        forged[bit // 8] ^= 1 << bit % 8
        assert not cookies.valid(bytes(forged), ADDRESS, NOW_S)


@pytest.mark.parametrize("length", [0, 1, COOKIE_BYTES - 1, COOKIE_BYTES + 1, 64, 1000])
def test_t3_a_cookie_of_another_length_is_forged(length: int) -> None:
    assert not cookies.valid((cookies.make(ADDRESS, NOW_S) * 100)[:length], ADDRESS, NOW_S)


@pytest.mark.parametrize("other", [("192.0.2.7", 7701), ("192.0.2.77", 700), ("192.0.2.8", 7700), ("::1", 7700)])
def test_t3_a_cookie_is_good_for_its_address_alone(other: tuple[str, int]) -> None:
    assert not cookies.valid(cookies.make(ADDRESS, NOW_S), other, NOW_S)


def test_t3_a_cookie_of_another_secret_is_forged() -> None:
    assert not cookies.valid(AddressCookies(b"t" * 32).make(ADDRESS, NOW_S), ADDRESS, NOW_S)


def test_the_scope_and_flow_of_an_ipv6_address_do_not_matter() -> None:
    assert cookies.valid(cookies.make(("fe80::1", 7700, 0, 2), NOW_S), ("fe80::1", 7700, 5, 2), NOW_S)
