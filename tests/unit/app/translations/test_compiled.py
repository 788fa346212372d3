"""What is compiled here is what Qt's own compiler makes, for Qt and for the reader without Qt."""

from __future__ import annotations

import subprocess
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QTranslator

from app.translations.compiled import compile_source, read_compiled
from app.translations.linguist import Text, Translation, read_source, write_source
from app.translations.plurals import _RULES, form_for, forms_of, plural_rule

LRELEASE = Path(PySide6.__file__).parent / "lrelease"
FILES = Text("Page", "%n file(s)", counted=True)
SOME = [
    Translation(Text("Page", "&Send"), ("发送(&S)",)),
    Translation(Text("Page", "a < b & \"c\"\n'd'"), ("甲 < 乙 & “丙”",)),
    Translation(Text("Page", "Open", "a file"), ("打开",)),
    Translation(Text("Page", "nothing yet")),
]


def source_in(language: str, *more: Translation) -> str:
    return write_source(language, [*SOME, *more], forms_of(plural_rule(language)))


def by_qt(language: str, folder: Path) -> bytes:
    """What lrelease makes of the sample, with as many forms as the rule says."""
    forms = tuple(f"{form} %n" for form in range(forms_of(plural_rule(language))))
    (folder / "sample.ts").write_text(source_in(language, Translation(FILES, forms)), "utf-8")
    subprocess.run(
        [LRELEASE, "-silent", folder / "sample.ts", "-qm", folder / "sample.qm"], check=True, capture_output=True
    )
    return (folder / "sample.qm").read_bytes()


def said_by(translations: list[Translation]) -> set[tuple[str, str, tuple[str, ...]]]:
    """Without the comments, of which lrelease leaves out those that tell nothing apart."""
    return {(each.text.context, each.text.source, each.forms) for each in translations}


@pytest.mark.skipif(not LRELEASE.exists(), reason="this PySide6 has no lrelease")
@pytest.mark.parametrize("language", [*sorted({rule: code for code, rule in _RULES.items()}.values()), "de"])
def test_it_is_what_lrelease_makes(language: str, tmp_path: Path) -> None:
    rule, translations = read_compiled(by_qt(language, tmp_path))
    own = compile_source(language, read_source((tmp_path / "sample.ts").read_text("utf-8")))

    assert rule == plural_rule(language)
    assert said_by(translations) == said_by(read_compiled(own)[1])


@pytest.mark.parametrize("language", ["zh_CN", "en", "fr", "ru", "pl", "cs"])
def test_qt_and_the_reader_without_qt_choose_the_same_form(language: str) -> None:
    rule = plural_rule(language)
    forms = tuple(f"form {form}" for form in range(forms_of(rule)))
    data = compile_source(language, [*SOME, Translation(FILES, forms)])
    translator = QTranslator()
    assert translator.load(data)

    for number in (*range(130), 1000, 1_000_001):
        assert translator.translate("Page", FILES.source, "", number) == forms[form_for(rule, number)], number
    assert translator.translate("Page", "&Send") == "发送(&S)"
    assert translator.translate("Page", "Open", "a file") == "打开"
    assert not translator.translate("Page", "nothing yet")


def test_a_source_that_is_read_and_written_is_the_same() -> None:
    written = source_in("ru", Translation(FILES, ("один", "два", "пять")))

    assert write_source("ru", reversed(read_source(written)), 3) == written
    assert {each.text for each in read_source(written)} == {*(each.text for each in SOME), FILES}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", compile_source("zh_CN", SOME)[:-9]])
def test_damaged_files_are_refused_in_plain_words(data: bytes) -> None:
    with pytest.raises(ValueError, match="compiled translations"):
        read_compiled(data)
