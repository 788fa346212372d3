"""Finds every text of the program that has to be translated, in its syntax trees and in what it declares.

In the code these are texts:
    self.tr("…"), self.tr("…", "comment"), self.tr("%n file(s)", "", n)    in a class: its name is the context
    anything.translate("context", "…", …), translate("context", "…", …)    also by another name that ends so
    said("…")        where the module has `def said(text)` that does nothing but translate it in a context

A text that is no literal cannot be found by anybody: it is named in `Extraction.wrong`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.translations.linguist import Text

ROOT: Final = Path(__file__).parents[2]
# What makes packages writes pages for people too.
SOURCES: Final = ("app", "ptp_core", "resources/packaging")


@dataclass(slots=True)
class Extraction:
    """What was found; `wrong` has a line for each text that is not written where it is translated."""

    texts: set[Text] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def extract(root: Path = ROOT) -> Extraction:
    """The texts of the code."""
    found = Extraction()
    trees = {
        path: ast.parse(path.read_text("utf-8"))
        for source in SOURCES
        for path in sorted((root / source).rglob("*.py"))
    }
    wrappers = {
        ".".join(path.relative_to(root).with_suffix("").parts): _wrappers(tree) for path, tree in trees.items()
    }
    for path, tree in trees.items():
        own = dict(wrappers[".".join(path.relative_to(root).with_suffix("").parts)])
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and node.module in wrappers:
                known = wrappers[node.module]
                own |= {alias.asname or alias.name: known[alias.name] for alias in node.names if alias.name in known}
        _Reader(found, path.relative_to(root), own).visit(tree)
    return found


class _Reader(ast.NodeVisitor):
    def __init__(self, found: Extraction, path: Path, wrappers: dict[str, str]) -> None:
        self._found = found
        self._path = path
        self._wrappers = wrappers
        self._classes: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        # What a wrapper translates is written where it is called.
        if self._classes or node.name not in self._wrappers:
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name == "tr" and isinstance(function, ast.Attribute):
            if not self._classes or ast.unparse(function.value) != "self":
                # Another object's tr() looks into the context of that object's class.
                self._complain(node, "tr() of another object")
            else:
                self._take(node, self._classes[-1], node.args)
        elif name.endswith("translate") and len(node.args) >= 2:
            context = _literal(node.args[0])
            if context is not None:
                self._take(node, context, node.args[1:])
        elif name in self._wrappers and isinstance(function, ast.Name) and node.args:
            # Texts that are declared elsewhere come here as variables: `declared_texts` knows them.
            self._found.texts.update(Text(self._wrappers[name], literal) for literal in _literals(node.args[0]))

    def _take(self, node: ast.Call, context: str, arguments: list[ast.expr]) -> None:
        sources = list(_literals(arguments[0])) if arguments else []
        if not sources:
            if context not in DECLARED:
                self._complain(node, "the text is not written here")
            return
        comment = _literal(arguments[1]) if len(arguments) > 1 else ""
        counted = len(arguments) > 2 or any(keyword.arg == "n" for keyword in node.keywords)
        self._found.texts.update(Text(context, source, comment or "", counted) for source in sources)

    def _complain(self, node: ast.Call, what: str) -> None:
        self._found.wrong.append(f"{self._path}:{node.lineno}: {what}: {ast.unparse(node)[:80]}")


# Contexts whose texts are declared in tables, and translated where they are shown.
DECLARED: Final = frozenset({"core", "declared", "recording"})


def _wrappers(tree: ast.Module) -> dict[str, str]:
    """The functions of a module that translate their one argument in a context."""
    constants = {
        target.id: value
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and (value := _literal(node.value)) is not None
    }
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1:
            last = node.body[-1]
            call = last.value if isinstance(last, ast.Return) else None
            if isinstance(call, ast.Call) and len(call.args) == 2 and ast.unparse(call.func).endswith("translate"):
                context = _literal(call.args[0]) or constants.get(ast.unparse(call.args[0]))
                if context is not None and ast.unparse(call.args[1]) == node.args.args[0].arg:
                    found[node.name] = context
    return found


def _literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _literals(node: ast.expr) -> Iterator[str]:
    """The literal, or both of a conditional; nothing when one of them is something else."""
    if isinstance(node, ast.IfExp):
        both = [list(_literals(node.body)), list(_literals(node.orelse))]
        if all(both):
            yield from both[0] + both[1]
    elif (text := _literal(node)) is not None:
        yield text
