"""Imports point downwards only, and the core of the protocol does no I/O."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ["wire", "security", "transport", "network", "simulation", "record", "transfer", "driving"]
# Each serves by itself: the layers do not know it, and it knows what lies up to the layer that stands behind it.
ROOMS = {
    "discovery": "network",
    "history": "network",
    "laboratory": "record",
    "links": "network",
    "power": "network",
    "queue": "network",
}
# What runs the jobs of the queue as transfers stands above both.
ROOMS_BELOW = {"driving": {"queue"}}
# The rooms of `transfer`, each above what it may import; what stands beside them drives them all.
TRANSFER_ARROWS = {
    "conversation": {"conversation"},
    "meeting": {"conversation", "meeting"},
    "source": {"conversation", "source"},
    "destination": {"conversation", "destination"},
}
# The rooms of `record`: `sources` fill recordings and files, and nothing that is recorded knows who looks.
RECORD_ARROWS = {
    "model": {"model", "side"},
    "files": {"model", "files", "side"},
    "sources": {"model", "files", "sources", "side"},
    "marker": {"files", "marker", "side"},
    "report": {"model", "files", "report", "side", "titles"},
}
# Values, and a helper, that every room may use.
TRANSFER_VALUES = {"display_text", "errand", "limits", "options"}
SANS_IO_FORBIDDEN = {"socket", "threading", "time", "random", "select", "asyncio", "secrets", "os", "io", "pathlib"}
# What the simulator may use of the network: nothing that knows sockets, threads or the time by itself.
SIMULATED = {"addresses", "conditioner", "driven_connection", "drop_tracing", "endpoint_core", "gathering", "world"}
MODULES = sorted((ROOT / "ptp_core").rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_imports_no_qt_no_app_and_nothing_above_itself(path: Path) -> None:
    parts = path.relative_to(ROOT / "ptp_core").parts
    top = ROOMS.get(parts[0], parts[0])
    rank = LAYERS.index(top) if top in LAYERS else -1
    for name in imports(path):
        words = name.split(".")
        assert words[0] not in ("PySide6", "pyqtgraph", "app", "resources", "rich"), f"{path} imports {name}"
        if words[0] == "ptp_core" and len(words) > 1 and words[1] in LAYERS:
            assert LAYERS.index(words[1]) <= rank, f"{path} imports upwards: {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_knows_no_other_room_and_no_transfer(path: Path) -> None:
    inside = path.relative_to(ROOT / "ptp_core").parts[0]
    used = {name.split(".")[1] for name in imports(path) if name.startswith("ptp_core.")}
    forbidden = {*ROOMS, "transfer"} if inside in ROOMS else {*ROOMS} - ROOMS_BELOW.get(inside, set())
    assert not (used - {inside}) & forbidden


@pytest.mark.parametrize("room", TRANSFER_ARROWS)
def test_the_rooms_of_transfer_know_only_what_is_below_them(room: str) -> None:
    for path in (ROOT / "ptp_core" / "transfer" / room).rglob("*.py"):
        for name in imports(path):
            top = name.split(".")
            if top[:2] == ["ptp_core", "transfer"]:
                assert top[2] in TRANSFER_ARROWS[room] | TRANSFER_VALUES, f"{path} imports {name}"


@pytest.mark.parametrize("room", RECORD_ARROWS)
def test_the_rooms_of_record_know_only_what_is_below_them(room: str) -> None:
    for path in (ROOT / "ptp_core" / "record" / room).rglob("*.py"):
        for name in imports(path):
            top = name.split(".")
            if top[:2] == ["ptp_core", "record"]:
                assert top[2] in RECORD_ARROWS[room], f"{path} imports {name}"
            # A recording comes from any world: its model knows the transport's words, and no network.
            assert room != "model" or top[:2] != ["ptp_core", "network"], f"{path} imports {name}"


def test_the_values_of_transfer_know_no_room() -> None:
    for value in TRANSFER_VALUES:
        for name in imports(ROOT / "ptp_core" / "transfer" / f"{value}.py"):
            assert name.split(".")[:2] != ["ptp_core", "transfer"], f"{value} imports {name}"


@pytest.mark.parametrize("layer", ["transport", "wire"])
def test_the_protocol_is_sans_io(layer: str) -> None:
    for path in (ROOT / "ptp_core" / layer).rglob("*.py"):
        used = {name.split(".")[0] for name in imports(path)}
        assert not used & SANS_IO_FORBIDDEN, f"{path} imports {used & SANS_IO_FORBIDDEN}"
        names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        assert "open" not in names, f"{path} opens a file"


def test_the_simulator_knows_no_real_world() -> None:
    for path in (ROOT / "ptp_core" / "simulation").rglob("*.py"):
        for name in imports(path):
            top = name.split(".")
            assert top[0] not in SANS_IO_FORBIDDEN - {"random"}, f"{path} imports {name}"
            if top[:2] == ["ptp_core", "network"]:
                assert top[2] in SIMULATED, f"{path} imports {name}"


def test_the_endpoints_core_is_driven_and_drives_nothing() -> None:
    used = {name.split(".")[0] for name in imports(ROOT / "ptp_core" / "network" / "endpoint_core.py")}
    assert not used & SANS_IO_FORBIDDEN
