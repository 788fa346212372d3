"""A release leaves every place with the same version, or the checkout as it was."""

from __future__ import annotations

import datetime
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from resources.packaging.debian import words
from resources.packaging.project import ROOT, Project, read_changelog, read_project
from resources.packaging.release import Refused, release, what_is_next

TODAY = datetime.date(2031, 5, 4)
CHANGELOG = (
    "# Changelog\nWhat changed.\n\n## [Unreleased]\n\n### Added\n- A thing that takes\n  two lines.\n- Another.\n"
)


PYPROJECT = """\
[project]
name = "ptp"
version = "0.1.0"
maintainers = [{ name = "Ann Other", email = "ann@example.org" }]
[project.urls]
Homepage = "https://example.org/ptp?a&b"
[tool.ptp]
id = "org.example.ptp"
"""
OWN = Project(
    version="0.2.0", app_id="org.example.ptp", maintainer="Ann Other <ann@example.org>", homepage="",
    built_at=1_900_000_000, releases=(),
)  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@localhost", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "a")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@localhost")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    (tmp_path / ".gitignore").write_text("/dist/\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "All of it")
    return tmp_path


def wheel_saying(version: str) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        folder.mkdir(parents=True)
        path = folder / f"ptp-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"ptp-{version}.dist-info/METADATA", f"Name: ptp\nVersion: {version}\n")
        return path

    return build


def test_everything_agrees_after_a_release(checkout: Path) -> None:
    made = release("0.2.0", (wheel_saying("0.2.0"),), root=checkout, today=TODAY)
    assert [path.name for path in made] == ["ptp-0.2.0-py3-none-any.whl", "SHA256SUMS"]
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=made[0].parent, check=True)
    project = read_project(checkout)
    assert project.version == "0.2.0"
    assert [(each.version, each.date) for each in project.releases] == [("Unreleased", None), ("0.2.0", TODAY)]
    assert project.releases[1].changes == ("A thing that takes two lines.", "Another.")
    assert git(checkout, "describe", "--exact-match") == "v0.2.0"
    assert git(checkout, "status", "--porcelain") == ""
    assert words.changelog(project).startswith("ptp (0.2.0-1) unstable; urgency=medium\n\n  * A thing")
    assert '<release version="0.2.0" date="2031-05-04"/>' in words.metainfo("@RELEASES@", project)
    with pytest.raises(Refused, match="says nothing"):
        release("0.3.0", (), root=checkout, today=TODAY)


def test_an_artefact_that_says_another_version_undoes_it(checkout: Path) -> None:
    before = git(checkout, "rev-parse", "HEAD")
    with pytest.raises(Refused, match=r"says 0\.1\.9 for 0\.2\.0"):
        release("0.2.0", (wheel_saying("0.1.9"),), root=checkout, today=TODAY)
    assert git(checkout, "rev-parse", "HEAD") == before
    assert git(checkout, "tag") == ""
    assert git(checkout, "status", "--porcelain") == ""
    assert read_project(checkout).version == "0.1.0"


@pytest.mark.parametrize("version", ["", "1.2", "v1.2.3", "1.2.3-rc1", "01.2.3"])
def test_what_is_no_version_is_refused(version: str, checkout: Path) -> None:
    with pytest.raises(Refused, match="no version"):
        release(version, (), root=checkout, today=TODAY)


def test_a_dirty_tree_and_an_older_version_are_refused(checkout: Path) -> None:
    git(checkout, "tag", "v0.10.0")
    with pytest.raises(Refused, match=r"0\.10\.0 has been released"):
        release("0.9.0", (), root=checkout, today=TODAY)
    (checkout / "stray.txt").touch()
    with pytest.raises(Refused, match="not committed"):
        release("0.11.0", (), root=checkout, today=TODAY)


def test_the_changelog_can_be_read_by_what_builds_packages() -> None:
    releases = read_changelog((ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert releases
    assert all(each.changes for each in releases if each.date is not None)
    with pytest.raises(ValueError, match="names no release"):
        read_changelog("## Later\n- x\n")


def test_what_is_built_before_its_release_says_so() -> None:
    project = replace(OWN, releases=read_changelog(CHANGELOG))
    assert words.changelog(project).startswith("ptp (0.2.0-1) UNRELEASED;")
    assert 'type="development"' in words.metainfo("@RELEASES@", project)


def test_a_library_without_a_package_fails_the_build() -> None:
    text = words.control(OWN, architecture="amd64", libraries={"libz.so.1"}, glibc="2.35", installed_kib=7)
    assert "\nDepends: libc6 (>= 2.35), zlib1g\n" in text
    with pytest.raises(KeyError, match=r"libnew\.so\.1"):
        words.control(OWN, architecture="amd64", libraries={"libnew.so.1"}, glibc="2.35", installed_kib=7)


def test_every_package_says_who_publishes_it(checkout: Path) -> None:
    project = read_project(checkout)
    assert (project.app_id, project.placeholders) == ("org.example.ptp", ())
    assert "To publish" in what_is_next("0.1.0", project)
    control = words.control(project, architecture="amd64", libraries=(), glibc="2.35", installed_kib=7)
    assert "\nMaintainer: Ann Other <ann@example.org>\n" in control
    assert "\nHomepage: https://example.org/ptp?a&b\n" in control
    assert "\n -- Ann Other <ann@example.org>  " in words.changelog(project)
    metainfo = words.metainfo((ROOT / "resources/packaging/desktop/metainfo.xml").read_text("utf-8"), project)
    assert "<id>org.example.ptp</id>" in metainfo
    assert '<url type="homepage">https://example.org/ptp?a&amp;b</url>' in metainfo
    assert "@" not in metainfo


def test_what_nobody_publishes_is_said_not_to_be_published() -> None:
    project = replace(OWN, app_id="local.ptp.ptp", maintainer="Nobody <ptp@nobody.invalid>", homepage="")
    assert len(project.placeholders) == 3
    assert what_is_next("0.2.0", project).startswith("Do not publish it: pyproject.toml has placeholders (the id")
    control = words.control(project, architecture="amd64", libraries=(), glibc="2.35", installed_kib=7)
    assert "Homepage" not in control
    # The checkout itself has them all, or none.
    assert len(read_project().placeholders) in (0, 3)
