"""What of a text may be opened, and that nobody is deceived about where it leads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text_links import LONGEST_LINK, MOST_LINKS, TextLink, links_in


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.org", "https://example.org"),
        ("  HTTP://Example.ORG:8080/a?b=c#d \r\n", "http://example.org:8080/a?b=c#d"),
        ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443/"),
        ("https://example.org/größe?q=ä b".replace(" b", ""), "https://example.org/gr%C3%B6%C3%9Fe?q=%C3%A4"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("http://192.0.2.7/", "http://192.0.2.7/"),
    ],
)
def test_a_link_alone_or_on_a_line_is_one(text: str, url: str) -> None:
    assert [link.url for link in links_in(text)] == [url]
    assert [link.url for link in links_in(f"See this:\n{text}\nand say")] == [url]


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.org",
        "ftp://example.org/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ptp://192.0.2.7#4-guitar-orbit",
        "https://",
        "https:///example.org",
        "https:/example.org",
        "https://good.example\\@evil.example/",
        "https://good.example\\.evil.example/",
        "https://exa\u202emple.org/",
        "https://exam\u200bple.org/",
        "https://example.org/\x1b[31m",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://%65vil.example/",
        "https://-evil.example/",
        "https://evil..example/",
        "https://[v1.x]/",
        "https://user@/",
        "https://" + "a" * LONGEST_LINK,
    ],
)
def test_what_may_mean_several_things_is_no_link(text: str) -> None:
    assert links_in(text) == ()


def test_a_host_in_other_letters_is_shown_as_it_is_asked_for() -> None:
    # The first letter is Cyrillic.
    assert links_in("https://\u0430pple.example/x") == (
        TextLink("https://xn--pple-43d.example/x", "xn--pple-43d.example", "\u0430pple.example"),
    )
    assert links_in("https://\uff45vil.example:80/")[0] == TextLink(
        "https://evil.example:80/", "evil.example", "\uff45vil.example"
    )


def test_a_name_before_the_host_is_pointed_out() -> None:
    (link,) = links_in("https://bank.example@evil.example/login")
    assert (link.host, link.user) == ("evil.example", "bank.example")
    (link,) = links_in("https://user:secret@evil.example/")
    assert (link.host, link.user) == ("evil.example", "user:secret")


def test_many_links_are_bounded_and_each_is_there_once() -> None:
    text = "\n".join(f"https://example.org/{number % 40}" for number in range(1000))
    assert len(links_in(text)) == len(set(links_in(text))) == MOST_LINKS
    assert len(links_in("https://a.example\nhttps://a.example")) == 1


@given(st.text())
def test_whatever_a_link_opens_is_ascii_http(text: str) -> None:
    for link in links_in(f"https://{text}") + links_in(text):
        assert link.url.isascii()
        assert link.url.startswith(("http://", "https://"))
        assert link.url.isprintable()
        assert " " not in link.url
        assert "\\" not in link.url
