"""A recording as one page: everything in it, nothing from elsewhere, and no stranger's text as HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.translations.catalogue import catalogue
from ptp_core.errors import DestinationError
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.report.findings import acknowledged_bytes, counts, limit_shares, rules
from ptp_core.record.report.page import report_html, write_report
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transport.statistics import LimitedBy, TransportStatistics
from tests.unit.record.recordings import Recorded, by_hand


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)


@pytest.fixture(scope="module")
def simulated() -> Recording:
    return Recorded(size=200_000).run()


def test_the_page_contains_everything_and_asks_for_nothing(simulated: Recording) -> None:
    page = report_html(simulated)
    tags = _Tags(page)
    assert not tags.names & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not tags.attributes & {"href", "src", "onload", "onclick"}
    assert "://" not in page
    assert "url(" not in page
    assert "prefers-color-scheme:dark" in page


def test_its_graphs_are_sound_drawings(simulated: Recording) -> None:
    drawings = re.findall(r"<svg.*?</svg>", report_html(simulated), re.DOTALL)
    assert len(drawings) == 5
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        assert root.findall("path")
        assert "nan" not in drawing


def test_texts_are_escaped() -> None:
    page = report_html(by_hand())
    assert "<script" not in page
    assert "&lt;script&gt;the end" in page
    assert "By &lt;hand&gt;" in page


def test_the_sentences_say_what_was(simulated: Recording) -> None:
    assert acknowledged_bytes(simulated) == 200_000 + 1  # FIN counts as a byte.
    assert sum(share.share for share in limit_shares(simulated)) == pytest.approx(1.0)
    hand = by_hand()
    assert acknowledged_bytes(hand) == 2500
    assert ("segments with data sent for the first time", "4") in counts(hand)
    assert ("dropped by the conditioner", "1") in counts(hand)
    assert "RULE R6.4, RFC 6298 5.4" in {rule.rule for rule in rules(hand)}


def test_every_limit_has_its_words() -> None:
    recording = Recording(About(connection="limits"))
    recorder = Recorder(recording, Side.SENDER)
    for number, limit in enumerate(LimitedBy):
        recorder.sample(float(number), TransportStatistics(limited_by=limit))
    assert len({share.words for share in limit_shares(recording)}) == len(LimitedBy) - 1
    page = report_html(recording)
    assert all(share.words in unescape(page) for share in limit_shares(recording))


def test_of_nothing_there_is_a_page_too() -> None:
    assert "nothing was recorded" in report_html(Recording(About(connection="empty")))


def test_the_receivers_side_alone_is_reported(tmp_path: Path) -> None:
    write_report(by_hand(sides=(Side.RECEIVER,)), tmp_path / "r.html")
    assert "seen at the receiver" in (tmp_path / "r.html").read_text("utf-8")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(DestinationError):
        write_report(by_hand(), tmp_path / "gone" / "r.html")


def luminance(colour: str) -> float:
    """As WCAG 2 has it."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_letters_of_every_colour_are_read_by_day_and_by_night() -> None:
    page = report_html(by_hand())
    roots = re.findall(r":root\{(.*?)\}", page, re.DOTALL)
    light, dark = (dict(re.findall(r"--([a-z-]+):(#[0-9a-fA-F]+)", root)) for root in roots)
    assert light.keys() == dark.keys()
    for colours in (light, dark):
        for name in colours.keys() - {"page", "surface", "grid"}:
            for behind in ("surface", "page") if name in ("text", "muted") else ("surface",):
                bright, faint = sorted((luminance(colours[name]), luminance(colours[behind])), reverse=True)
                assert (bright + 0.05) / (faint + 0.05) >= 4.5, (name, behind, colours)


def chinese(context: str, text: str, /, *, n: int = -1) -> str:
    return catalogue("zh_CN").translate(context, text, n=n)


@pytest.mark.parametrize(
    ("title", "worded"),
    [("PTP, sending to 192.0.2.7:7700", "发送"), ("PTP, receiving on [::]:7700", "接收"), ("my own", "my own")],
)
def test_a_title_that_was_read_from_a_file_speaks_it_too(title: str, worded: str) -> None:
    recording = by_hand()
    recording.about = replace(recording.about, title=title)
    (heading,) = re.findall("<h1>(.*?)</h1>", report_html(recording, chinese, "zh_CN"))
    assert worded in heading
    assert "sending" not in heading
    assert "receiving" not in heading


def test_a_report_speaks_another_language(simulated: Recording) -> None:
    page = report_html(simulated, chinese, "zh_CN")
    assert '<html lang="zh-CN">' in page
    for words in ("有效吞吐量与发送速率", "所遵循的规则", "报文段", "发送方"):
        assert words in page
    left = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert not {"the", "of", "was", "which", "acknowledged"} & set(left.split())
