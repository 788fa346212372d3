"""What `pyproject.toml` cannot say: the translations are compiled while PTP is built, and go into it in place of their
sources; and the man pages are installed, which `resources.packaging.wheel` puts beside these sources. An editable
installation has the sources and no pages."""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))

from app.translations.compiled import compile_source  # noqa: E402
from app.translations.linguist import read_source  # noqa: E402


class BuildWithTranslations(build_py):
    """Copies the packages, then compiles the translations beside them."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        folder = Path(self.build_lib) / "resources" / "translations"
        for source in sorted((ROOT / "resources" / "translations").glob("ptp_*.ts")):
            language = source.stem.removeprefix("ptp_")
            compiled = folder / f"{source.stem}.qm"
            self.mkpath(str(folder))
            compiled.write_bytes(compile_source(language, read_source(source.read_text("utf-8"))))
            (folder / source.name).unlink(missing_ok=True)


PAGES = [path.relative_to(ROOT) for path in sorted((ROOT / "share").rglob("*.1"))]

setup(
    cmdclass={"build_py": BuildWithTranslations},
    data_files=[(str(path.parent), [str(path)]) for path in PAGES],
)
