"""The Chinese texts keep to one term for one concept, and to the punctuation of Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.translations.linguist import read_source

# The term in English, and what the Chinese of a text with it has; the terms are those of the textbooks.
TERMS = {
    r"segment": "报文段|重传",
    r"packet": "分组",
    r"datagram": "数据报",
    r"acknowledge": "确认",
    r"duplicate acknowledgement": "重复确认",
    r"congestion window": "拥塞窗口",
    r"receive(r's)? window": "接收窗口",
    r"receive buffer": "接收缓冲区",
    r"send buffer": "发送缓冲区",
    r"in flight": "在途",
    r"round[- ]trip": "往返",
    r"time-out": "超时",
    r"the timer": "定时器|超时",
    r"fast retransmit": "快速重传",
    r"spurious|needlessly": "虚假重传|不必要地",
    r"slow start": "慢启动",
    r"goodput": "有效吞吐量",
    r"pacing": "平滑发送",
    r"path MTU": "路径 MTU",
    r"jitter": "抖动",
    r"conditioner": "链路调节器",
    r"code phrase": "配对码",
    r"fingerprint": "指纹",
    r"verified": "校验",
    r"known computers": "已知电脑",
    r"recovery": "差错恢复",
    r"exercise": "练习",
    r"laboratory": "实验室",
    r"speed limit": "限速",
    r"clipboard": "剪贴板",
    r"the tray": "托盘",
    r"free\b": "可用",
}
HAN = "[\u4e00-\u9fff]"
# Places, options, commands and what is typed or written into files stay as they are.
FIXED = re.compile(r"\{\w*\}|--\S+|\b\w+=\S+|\bptp \w[\w-]*( \[options\])?|\*\S+|\(\S*&\w\)|PTP_\w+")
STOPS = "\uff0c\u3002\uff1b\uff1a\uff1f\uff01\u3001"
# As an address is typed.
TYPED = ":端口"
FORBIDDEN = {
    "punctuation of English between Chinese letters": re.compile(f"{HAN}[,;:?!]|[,;:?!]{HAN}"),
    "brackets of English around Chinese": re.compile(rf"\([^()]*{HAN}[^()]*\)"),
    "no blank between Chinese and Latin letters or figures": re.compile(f"{HAN}[A-Za-z0-9]|[A-Za-z0-9%]{HAN}"),
    "a blank beside punctuation of Chinese": re.compile(f" [{STOPS}]|[{STOPS}] "),
    "a blank before the sign of percent": re.compile(r"[\d}] %(?!n)"),
    "the familiar form of you": re.compile("你"),
}


def pairs() -> list[tuple[str, str, str]]:
    """Context, English and Chinese, form by form; without what is laid out in lines or shows how to write a command."""
    source = Path(__file__).resolve().parents[4] / "resources" / "translations" / "ptp_zh_CN.ts"
    return [
        (one.text.context, one.text.source, re.sub(rf"\(&\w\)|{TYPED}", "", form))
        for one in read_source(source.read_text("utf-8"))
        for form in one.forms
        if "\n" not in one.text.source and not one.text.source.startswith("ptp ")
    ]


PAIRS = pairs()


@pytest.mark.parametrize("term", TERMS)
def test_a_concept_has_one_term(term: str) -> None:
    english = re.compile(rf"\b{term}", re.IGNORECASE)
    with_it = [(source, said) for _, source, said in PAIRS if english.search(FIXED.sub("", source.replace("&", "")))]
    assert with_it
    assert [pair for pair in with_it if not re.search(TERMS[term], pair[1])] == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_punctuation_is_that_of_chinese(what: str) -> None:
    assert [said for _, _, said in PAIRS if FORBIDDEN[what].search(said)] == []
