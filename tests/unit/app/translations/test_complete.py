"""Every word of the program can be translated, and is translated into each language that there is."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from app.translations.catalogue import codes
from resources.translations.extraction import ROOT

# What is given to these is read by a person.
SHOWING = frozenset({
    "QAction", "QCheckBox", "QGroupBox", "QLabel", "QPushButton", "QRadioButton", "QToolButton", "addAction",
    "addButton", "addItem", "addMenu", "addRow", "addSection", "addTab", "drawText", "insertItem",
    "setAccessibleDescription", "setAccessibleName", "setInformativeText", "setLabelText", "setPlaceholderText",
    "setPlainText", "setPrefix", "setSpecialValueText", "setStatusTip", "setSuffix", "setTabText", "setTabToolTip",
    "setText", "setTitle", "setToolTip", "setWhatsThis", "setWindowTitle", "set_text", "show_error", "show_notice",
})
# A name, and the form of a code: the same in every language.
NAMES = frozenset({"PTP ", "4-guitar-orbit"})


def bare_words(tree: ast.AST) -> Iterator[str]:
    """The words that go to a widget as they are written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in SHOWING:
                for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                    yield from (f"line {node.lineno}: {called}({text!r})" for text in literals(argument))


def literals(argument: ast.expr) -> Iterator[str]:
    """The words in a literal, an f-string, or a choice or sum of them; not those that a call makes something of."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        if sum(letter.isalpha() for letter in argument.value) > 1 and argument.value not in NAMES:
            yield argument.value
    elif isinstance(argument, (ast.JoinedStr, ast.BinOp, ast.IfExp)):
        for child in ast.iter_child_nodes(argument):
            if isinstance(child, ast.expr):
                yield from literals(child)


@pytest.mark.parametrize("folder", ["controllers", "dialogs", "laboratory", "models", "pages", "preferences", "staying",
                                    "views", "widgets", ""])
def test_no_word_goes_to_a_widget_untranslated(folder: str) -> None:
    paths = (ROOT / "app" / folder).glob("*.py") if not folder else (ROOT / "app" / folder).rglob("*.py")
    found = [f"{path.name} {line}" for path in paths for line in bare_words(ast.parse(path.read_text("utf-8")))]
    assert found == []


def test_every_text_is_translated_and_the_sources_are_up_to_date() -> None:
    # In a process of its own: other tests declare texts that nobody has to translate.
    check = [sys.executable, "-m", "resources.translations", "--check"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    said = done.stdout.splitlines()
    assert [line for line in said if not line.endswith(" texts, 0 to translate")] == [], done.stderr
    assert len(said) == len(codes())
    assert done.returncode == 0
