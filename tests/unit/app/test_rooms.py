"""The rooms of `app`: nothing imports in a circle, and what serves without a window knows no Qt."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "app").rglob("*.py"))
}
WITHOUT_A_WINDOW = [
    *(name for name in MODULES if name.startswith("app.cli.")),
    "app.announcing",
    "app.assembling",
    "app.choices",
    "app.engine",
    "app.exercises",
    "app.exit_status",
    "app.formatting",
    "app.installation",
    "app.laboratory_values",
    "app.history_words",
    "app.listening",
    "app.version",
    "app.transfer_actions",
    "app.nearby",
    "app.noting",
    "app.preferences.rows",
    "app.staying.bus_line",
    "app.staying.calling",
    "app.staying.login_start",
    "app.staying.meeting_places",
    "app.staying.notices",
    "app.staying.overall",
    "app.surroundings",
    "app.words",
]


def imported(name: str, *, inside_functions: bool) -> set[str]:
    """The modules that a module of `app` imports, by their full names."""
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    nodes = ast.walk(tree) if inside_functions else iter(tree.body)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
            found.add(node.module)
    return found


def test_no_module_imports_in_a_circle() -> None:
    graph = {name: imported(name, inside_functions=True) & MODULES.keys() - {name} for name in MODULES}
    # Raises CycleError, which names the circle.
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("module", ["app.cli.send", "app.cli.receive"])
def test_what_is_slow_to_load_is_not_loaded_for_a_plain_transfer(module: str) -> None:
    slow = {"numpy", "sqlite3", "zeroconf", "PySide6", "rich", "asyncio", "ptp_core.record.model.recording"}
    slow |= {"ptp_core.laboratory", "ptp_core.record.marker", "app.cli.simulate_options", "app.translations.compiled"}
    script = f"import sys, app.command_line, {module}; print(*sorted({slow!r} & sys.modules.keys()))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert loaded.stdout.split() == []


@pytest.mark.parametrize("name", WITHOUT_A_WINDOW)
def test_what_serves_without_a_window_knows_no_qt(name: str) -> None:
    reached, left = set(), [name]
    while left:
        module = left.pop()
        reached.add(module)
        names = imported(module, inside_functions=False)
        assert not {each for each in names if each.split(".")[0] in ("PySide6", "pyqtgraph")}, module
        left += names & MODULES.keys() - reached
