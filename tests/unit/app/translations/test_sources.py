"""What is found in the program, and what becomes of the sources when the program changes."""

from __future__ import annotations

from pathlib import Path

from app.translations.linguist import Text, Translation
from resources.translations.__main__ import brought_up, complaints
from resources.translations.extraction import extract

CODE = '''
from PySide6.QtCore import QCoreApplication
_CONTEXT = "questions"
def said(text):
    """Its words."""
    return QCoreApplication.translate(_CONTEXT, text)
class Page:
    def show(self, n, text, translate):
        self.tr("Send")
        self.tr("on" if n else "off")
        self.tr("%n file(s)", "", n)
        self.tr("Open", "a file")
        self.tr(text)
        self.parent.tr("Back")
        said("Close?")
        said(text)
        translate("words", "declined")
        translate("words", f"{n} files")
'''


def test_the_texts_of_the_code_are_found_and_what_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "page.py").write_text(CODE, "utf-8")
    (tmp_path / "app" / "other.py").write_text('from app.page import said\nsaid("Stay")\n', "utf-8")
    found = extract(tmp_path)

    assert found.texts == {
        Text("Page", "Send"),
        Text("Page", "on"),
        Text("Page", "off"),
        Text("Page", "%n file(s)", counted=True),
        Text("Page", "Open", "a file"),
        Text("questions", "Close?"),
        Text("questions", "Stay"),
        Text("words", "declined"),
    }
    assert [line.partition(": ")[0] for line in found.wrong] == ["app/page.py:13", "app/page.py:14", "app/page.py:18"]


def test_translations_stay_move_with_their_text_and_go_with_it() -> None:
    known = [
        Translation(Text("Page", "Send"), ("发送",)),
        Translation(Text("Old", "Stay"), ("留下",)),
        Translation(Text("Page", "Gone"), ("没了",)),
    ]
    texts = [Text("Page", "Send"), Text("New", "Stay"), Text("New", "Begin")]

    assert brought_up("zh_CN", known, texts) == [
        Translation(Text("Page", "Send"), ("发送",)),
        Translation(Text("New", "Stay"), ("留下",)),
        Translation(Text("New", "Begin"), ()),
    ]
    assert brought_up("en", known, texts) == []


def test_it_complains_of_what_is_missing_and_of_what_does_not_fit() -> None:
    said = complaints(
        "zh_CN",
        [
            Translation(Text("a", "nothing")),
            Translation(Text("b", "{0} of {1}"), ("{0}",)),
            Translation(Text("c", "&Send"), ("发送",)),
            Translation(Text("d", "%n file(s)", counted=True), ("%n 个", "%n 个")),
            Translation(Text("e", "&Send {name}"), ("发送 {name}(&S)",)),
        ],
    )

    assert [line.partition(":")[0] for line in said] == ["a", "b", "c", "d"]
