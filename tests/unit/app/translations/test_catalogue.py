"""Which language is spoken, and what a catalogue says."""

from __future__ import annotations

import pytest

from app.translations.catalogue import Catalogue, catalogue, chosen_language, codes, languages, spoken
from app.translations.compiled import compile_source
from app.translations.linguist import Text, Translation

FILES = Text("words", "%n file(s)", counted=True)


def test_a_catalogue_says_what_it_has_and_english_for_the_rest() -> None:
    some = [Translation(Text("words", "declined"), ("已拒绝",)), Translation(FILES, ("%n 个文件",))]
    chinese = Catalogue(compile_source("zh_CN", some))

    assert chinese.translate("words", "declined") == "已拒绝"
    assert chinese.translate("elsewhere", "declined") == "declined"
    assert chinese.translate("words", "%n file(s)", "", 3) == "3 个文件"
    assert chinese.translate("words", "%n thing(s)", n=3) == "3 thing(s)"


def test_a_comment_tells_equal_words_apart_and_may_be_passed_over() -> None:
    found = Catalogue(compile_source("zh_CN", [Translation(Text("page", "Open"), ("打开",))]))

    assert found.translate("page", "Open", "a state") == "打开"


def test_english_and_chinese_are_there_by_their_own_names() -> None:
    assert codes()[0] == "en"
    assert {"en": "English", "zh_CN": "简体中文"}.items() <= languages().items()
    assert catalogue("zh_CN") is catalogue("zh_CN")


@pytest.mark.parametrize(
    ("option", "remembered", "system", "environment", "expected"),
    [
        (None, "system", (), {}, "en"),
        (None, "system", (), {"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        (None, "system", (), {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        (None, "system", (), {"LC_MESSAGES": "de_DE.UTF-8"}, "en"),
        (None, "system", ("de-DE", "zh-Hans-CN"), {"LANG": "en_US"}, "zh_CN"),
        (None, "en", (), {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, "zh_CN", (), {"PTP_LANGUAGE": "en"}, "en"),
        ("zh", "en", (), {"PTP_LANGUAGE": "en"}, "zh_CN"),
        ("tlh", "zh_CN", (), {}, "zh_CN"),
    ],
)
def test_the_nearest_wish_decides(
    option: str | None, remembered: str, system: tuple[str, ...], environment: dict[str, str], expected: str
) -> None:
    assert chosen_language(option=option, remembered=remembered, system=system, environment=environment) == expected


@pytest.mark.parametrize(
    ("wanted", "code"),
    [("zh_CN", "zh_CN"), ("ZH-cn", "zh_CN"), ("zh-Hans", "zh_CN"), ("en_GB.UTF-8", "en"), ("C", "en"), ("fr", None)],
)
def test_a_language_goes_by_many_names(wanted: str, code: str | None) -> None:
    assert spoken(wanted) == code
