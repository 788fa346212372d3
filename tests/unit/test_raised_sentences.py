"""What the core raises is a sentence that a front end can word, made with the parameters of its kind."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

from ptp_core import errors
from ptp_core.errors import PtpError
from ptp_core.sentences import Kind, Sentence, code_of

ROOT = Path(__file__).resolve().parents[2]
CORE = sorted((ROOT / "ptp_core").rglob("*.py"))
PROGRAM = [*CORE, *sorted((ROOT / "app").rglob("*.py"))]
WORDED = [*CORE, *sorted((ROOT / "app" / "cli").rglob("*.py")), *sorted((ROOT / "app").glob("*.py"))]
ERRORS = {name for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, PtpError)}
# The rule that a peer broke stands inside another sentence, which has the code.
INSIDE_OTHERS = {"ProtocolViolation"}


def _place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]


def _bare(node: ast.expr) -> bool:
    """Whether text that a person reads is written right here."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and any(character.isalpha() for character in node.value)
    if isinstance(node, ast.IfExp):
        return _bare(node.body) or _bare(node.orelse)
    if isinstance(node, ast.BoolOp):
        return any(map(_bare, node.values))
    return isinstance(node, (ast.JoinedStr, ast.BinOp))


def _named(module: object, node: ast.expr) -> object:
    """What a name, or a name in a module that was imported, stands for there."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        module, name = getattr(module, node.value.id, None), node.attr
        return getattr(module, name, None) if inspect.ismodule(module) else None
    return getattr(module, node.id, None) if isinstance(node, ast.Name) else None


@pytest.mark.parametrize("path", PROGRAM, ids=_place)
def test_no_error_is_made_of_bare_text(path: Path) -> None:
    for call in _calls(path):
        if isinstance(call.func, ast.Name) and call.func.id in ERRORS:
            said = [*call.args[:1], *(each.value for each in call.keywords if each.arg in ("message", "hint"))]
            assert not any(map(_bare, said)), f"{_place(path)}:{call.lineno}: {ast.unparse(call)}"


@pytest.mark.parametrize("path", WORDED, ids=_place)
def test_what_is_wrong_has_a_code_for_programs(path: Path) -> None:
    """A hint may go without one, and so may what stands inside another sentence."""
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    for call in _calls(path):
        if isinstance(call.func, ast.Name) and call.func.id in ERRORS - INSIDE_OTHERS and call.args:
            message = _named(module, call.args[0])
            if isinstance(message, Sentence):
                assert code_of(message), f"{_place(path)}:{call.lineno}: {message}"


@pytest.mark.parametrize("path", WORDED, ids=_place)
def test_sentences_are_made_with_the_parameters_of_their_kinds(path: Path) -> None:
    """Also where no test goes: a wrong parameter would hide the error behind another."""
    text = path.read_text("utf-8")
    if not re.search(r"sentences import|import (wording|reasons)", text):
        return
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    for call in _calls(path):
        kind = _named(module, call.func)
        if isinstance(kind, Kind) and not any(each.arg is None for each in call.keywords):
            given = {each.arg for each in call.keywords}
            where = f"{_place(path)}:{call.lineno}: {ast.unparse(call)}"
            assert not call.args, where
            assert given == kind.parameters, where
