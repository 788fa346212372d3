"""What is said where Qt would end the process: the one line to run, and no words of Qt's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.window_libraries import LIBRARIES, X_LIBRARIES, check_platform, load_error
from ptp_core.errors import PtpError

SET_UP = Path(__file__).parents[3] / ".ci" / "set_up.sh"


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    for name in ("xcb", "wayland", "offscreen"):
        (tmp_path / f"libq{name}.so").touch()
    return tmp_path


@pytest.fixture(autouse=True)
def display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")


class System:
    """Loads all but what is missing, and what needs that."""

    def __init__(self, *missing: str) -> None:
        self.missing = missing
        self.asked: list[str] = []

    def load(self, name: str) -> None:
        self.asked.append(Path(name).name)
        needs = X_LIBRARIES if "libqxcb" in name else LIBRARIES if name.startswith("/") else {}
        lacking = [each for each in self.missing if each == name or each in needs]
        if lacking:
            raise OSError(f"{lacking[0]}: cannot open shared object file: No such file or directory")


def test_with_everything_there_nothing_is_said_and_one_plugin_is_looked_at(plugins: Path) -> None:
    system = System()
    check_platform(system.load, plugins)
    assert system.asked == ["libqxcb.so"]


def test_what_x_needs_is_one_line_to_run(plugins: Path) -> None:
    system = System("libxcb-cursor.so.0", "libxcb-xkb.so.1")
    with pytest.raises(PtpError) as caught:
        check_platform(system.load, plugins)
    assert caught.value.message == "The window needs libraries that are not here: libxcb-cursor0 libxcb-xkb1."
    assert caught.value.hint == (
        "Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends libxcb-cursor0 libxcb-xkb1"
    )


def test_wayland_needs_nothing_of_x(plugins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    check_platform(System("libxcb-cursor.so.0").load, plugins)
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:fontconfig")
    check_platform(System("libxcb-cursor.so.0").load, plugins)


def test_where_qt_itself_cannot_be_imported_it_is_the_same_line(monkeypatch: pytest.MonkeyPatch) -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    said = load_error(error, System("libEGL.so.1").load)
    assert "libegl1" in said.hint
    assert "EGL.so" not in said.message
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert "package manager" in load_error(error, System("libEGL.so.1").load).hint
    assert "No module named" in load_error(ImportError("No module named PySide6"), System().load).message


def test_another_qt_is_left_to_itself(tmp_path: Path) -> None:
    check_platform(System("libxcb-cursor.so.0").load, tmp_path)


def test_the_set_up_installs_the_same() -> None:
    text = SET_UP.read_text()
    window, offscreen = re.findall(r"(?:window_libraries|wanted\+)=\(([^$)]*)\)", text)
    assert set(offscreen.split()) - {"fonts-dejavu-core"} == set(LIBRARIES.values())
    assert set(window.split()) == set(X_LIBRARIES.values())
