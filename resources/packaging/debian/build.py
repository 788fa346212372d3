"""Builds the Debian package: `python -m resources.packaging.debian.build [FOLDER]`, `dist` by default.

The wheel is built and unpacked, PyInstaller makes the bundle of it, and beside the bundle go what a desktop and the
shells want of a program. There are no scripts that run at the installation: what has to be renewed then (icons, menus,
the man pages' index) Debian renews by itself, and what was installed can be removed again to the last file.

The same commit gives the same package, byte for byte, with the same Python and the same pins.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from resources.packaging import completions
from resources.packaging.binaries import binaries, least_glibc, needed_libraries
from resources.packaging.command_words import read_languages
from resources.packaging.debian import words
from resources.packaging.debian.libraries import OPTIONAL_BINARIES
from resources.packaging.debian.licences import bundled_licences, copyright_file
from resources.packaging.man_page import man_pages
from resources.packaging.project import ROOT, Project, read_project
from resources.packaging.wheel import build_wheel

PACKAGING: Final = ROOT / "resources" / "packaging"
WORK: Final = ROOT / "build" / "deb"
ICON_SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256)


def build_deb(folder: Path) -> Path:
    """Build it into `folder`; where it is.

    Raises CalledProcessError for a tool that failed, and KeyError, with its name, for a library of which no package is
    known.
    """
    project = read_project()
    shutil.rmtree(WORK, ignore_errors=True)
    root = WORK / "root"
    _bundle(project, root / "usr" / "lib" / "ptp")
    _share(project, root / "usr" / "share")
    (root / "usr" / "bin").mkdir()
    (root / "usr" / "bin" / "ptp").symlink_to("../lib/ptp/ptp")
    architecture = _said("dpkg", "--print-architecture")
    _control(project, root, architecture)
    _settle(root, project.built_at)
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / f"ptp_{words.debian_version(project)}_{architecture}.deb"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(project.built_at)}
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(package)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return package


def _bundle(project: Project, place: Path) -> None:
    """PyInstaller's folder, made of what is in the wheel, at `place`."""
    wheel = WORK / "wheel"
    with zipfile.ZipFile(build_wheel(WORK)) as archive:
        archive.extractall(wheel)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    folders = ["--distpath", str(place.parent), "--workpath", str(WORK / "pyinstaller")]
    environment = {
        **os.environ,
        "PTP_WHEEL": str(wheel),
        "SOURCE_DATE_EPOCH": str(project.built_at),
        "PYTHONHASHSEED": "0",
        # What PyInstaller keeps from one run to the next would stay after the build.
        "PYINSTALLER_CONFIG_DIR": str(WORK / "pyinstaller-cache"),
    }
    subprocess.run([*command, *folders, str(PACKAGING / "linux.spec")], check=True, env=environment)
    for library in binaries(place):
        # A Python that was built by hand brings its tables of symbols along; the wheels' libraries stay untouched,
        # since strip breaks what was made movable.
        if library.name.startswith("libpython") or library.parent.name == "lib-dynload":
            subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)


def _share(project: Project, share: Path) -> None:
    """What lies in /usr/share."""
    languages = read_languages()
    desktop = PACKAGING / "desktop"
    for source, place in (
        ("ptp.desktop", "applications/ptp.desktop"),
        ("ptp-send.desktop", "applications/ptp-send.desktop"),
        ("ptp-open.desktop", "applications/ptp-open.desktop"),
        ("ptp-mime.xml", "mime/packages/ptp.xml"),
        ("ptp-send.desktop", "Thunar/sendto/ptp-send.desktop"),
        ("ptp-kde.desktop", "kio/servicemenus/ptp-send.desktop"),
        ("ptp.nemo_action", "nemo/actions/ptp-send.nemo_action"),
        ("ptp.svg", "icons/hicolor/scalable/apps/ptp.svg"),
    ):
        _write(share / place, (desktop / source).read_bytes())
    _write(share / "icons/hicolor/symbolic/apps/ptp-symbolic.svg", (ROOT / "resources/icons/ptp.svg").read_bytes())
    for size in ICON_SIZES:
        _write(share / f"icons/hicolor/{size}x{size}/apps/ptp.png", _picture(desktop / "ptp.svg", size))
    template = (desktop / "metainfo.xml").read_text("utf-8")
    _write(share / "metainfo/ptp.metainfo.xml", words.metainfo(template, project).encode())
    _write(share / "bash-completion/completions/ptp", completions.bash(languages).encode())
    _write(share / "zsh/vendor-completions/_ptp", completions.zsh(languages).encode())
    _write(share / "fish/vendor_completions.d/ptp.fish", completions.fish(languages).encode())
    for place, page in man_pages(project).items():
        _write(share / f"{place}.gz", _packed(page.encode()))
    doc = share / "doc" / "ptp"
    _write(doc / "changelog.gz", _packed((ROOT / "CHANGELOG.md").read_bytes()))
    _write(doc / "changelog.Debian.gz", _packed(words.changelog(project).encode()))
    licences = bundled_licences()
    _write(doc / "copyright", copyright_file((ROOT / "LICENSE").read_text("utf-8"), licences).encode())
    _write(share / "lintian/overrides/ptp", (PACKAGING / "debian" / "lintian-overrides").read_bytes())


def _control(project: Project, root: Path, architecture: str) -> None:
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    needed, glibc = _needs(root)
    text = words.control(
        project,
        architecture=architecture,
        libraries=needed,
        glibc=glibc,
        # Policy 5.6.20: every file counts for whole kibibytes.
        installed_kib=sum(-(-path.stat().st_size // 1024) for path in files),
    )
    _write(root / "DEBIAN" / "control", text.encode())
    sums = [f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files]
    _write(root / "DEBIAN" / "md5sums", "".join(sums).encode())


def _needs(root: Path) -> tuple[set[str], str]:
    """The libraries that the bundle asks of the system, and the least version of the C library."""
    found = binaries(root)
    asked = {name for path in found if path.name not in OPTIONAL_BINARIES for name in needed_libraries(path)}
    return asked - {path.name for path in found}, least_glibc(found)


def _settle(root: Path, built_at: int) -> None:
    """Nothing of this machine stays in modes and times."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            program = path.name == "ptp" and path.parent.name == "ptp" and path.parent.parent.name == "lib"
            path.chmod(0o755 if path.is_dir() or program else 0o644)
        os.utime(path, (built_at, built_at), follow_symlinks=False)


def _picture(drawing: Path, size: int) -> bytes:
    """An icon of that size, as PNG."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(str(drawing)).render(painter)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=9, mtime=0)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    built = build_deb(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist")
    print(f"{built} ({built.stat().st_size / 1e6:.1f} MB)")
