"""Links: what is made is understood again, and what is hostile is refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.errors import AddressError
from ptp_core.links.link import PtpLink, parse_link
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.code_phrase import normalise_code
from ptp_core.security.identity import clean_name


@pytest.mark.parametrize(
    ("text", "host", "port", "code", "name"),
    [
        ("ptp://192.168.1.20:7700#4-guitar-orbit", "192.168.1.20", 7700, "4-guitar-orbit", ""),
        ("ptp://192.168.1.20", "192.168.1.20", 7700, None, ""),
        (" PTP://Example.ORG:9/ ", "Example.ORG", 9, None, ""),
        ("ptp://[2001:db8::1]:9#4-guitar-orbit&name=red-laptop", "2001:db8::1", 9, "4-guitar-orbit", "red-laptop"),
        ("ptp://[fe80::1%25eth0]:9", "fe80::1%eth0", 9, None, ""),
        ("ptp://h#4%20Guitar%20ORBIT", "h", 7700, "4-guitar-orbit", ""),
        ("ptp://h#&name=B%C3%BCro", "h", 7700, None, "Büro"),
        ("ptp://h#name=red&later=more", "h", 7700, None, "red"),
        ("ptp://h#4-guitar-orbit&later=more&name=&&", "h", 7700, "4-guitar-orbit", ""),
        ("ptp://h#", "h", 7700, None, ""),
        ("ptp://h#x&name=%E2%80%AE%1B[31mred", "h", 7700, "x", "[31mred"),
    ],
)
def test_links_are_understood(text: str, host: str, port: int, code: str | None, name: str) -> None:
    assert parse_link(text) == PtpLink(address=PeerAddress(host, port), code=code, name=name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ptp:h", "begin"),
        ("https://h#x", "begin"),
        ("javascript://h", "begin"),
        ("ptp://", "empty"),
        ("ptp://#x", "empty"),
        ("ptp://user@h", "user"),
        ("ptp://h/path", "path"),
        ("ptp://h\\..\\x", "backslash"),
        ("ptp://h?x=1", "question"),
        ("ptp://h:0", "port"),
        ("ptp://h:99999", "range"),
        ("ptp://h:7700:1", "IPv6"),
        ("ptp://[::1", "lacks"),
        ("ptp://-oProxyCommand=x", "host name"),
        ("ptp://h%20x", "space"),
        ("ptp://h%00", "host name"),
        ("ptp://%ff", "no text"),
        ("ptp://h#%ff", "no text"),
        ("ptp://h#%1b[31m", "code"),
        ("ptp://h#" + "x" * 200, "code"),
        ("ptp://h#" + "x" * 3000, "too long"),
        ("ptp://h#---", "code"),
    ],
)
def test_what_is_no_link_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(AddressError) as refused:
        parse_link(text)
    assert said in f"{refused.value}"
    assert str(refused.value).isprintable()


@given(st.text(max_size=300) | st.text(max_size=300).map(lambda text: f"ptp://{text}"))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        link = parse_link(text)
    except AddressError:
        return
    assert parse_link(str(link)) == link


@given(
    st.sampled_from(["192.0.2.1", "example.org", "2001:db8::1", "fe80::1%eth0"]),
    st.integers(1, 65_535),
    st.none() | st.from_regex(r"[0-9a-z][0-9a-z&=#%ü-]{0,30}", fullmatch=True).map(normalise_code),
    st.text(max_size=200).map(clean_name) | st.just(""),
)
def test_what_is_made_is_understood_again(host: str, port: int, code: str | None, name: str) -> None:
    link = PtpLink(address=PeerAddress(host, port), code=code, name=name)
    assert parse_link(str(link)) == link
    assert str(link).isascii()
