"""Offered names, T24 to T29 and T34: refused or cleaned, and always one component that fits every platform."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.errors import ProtocolViolation
from ptp_core.transfer.destination.file_names import (
    numbered_name,
    partial_name,
    portable_name,
    safe_name,
    split_extension,
)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/../../b", "/x", "//h/s", "C:\\x", "\\\\?\\C:\\x", "..\\x", "a/", "/", "\\", "a\0b", "\ud800x"],
)
def test_t24_t27_what_only_an_attack_carries_is_refused(name: str) -> None:
    with pytest.raises(ProtocolViolation):
        safe_name(name)


@pytest.mark.parametrize(
    ("offered", "saved"),
    [
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("COM1", "_COM1"),
        ("COM\u00b9", "_COM\u00b9"),
        ("LPT0", "_LPT0"),
        ("CONIN$", "_CONIN$"),
        ("aux .c", "_aux .c"),
        ("console.txt", "console.txt"),
    ],
)
def test_t25_device_names_are_defused(offered: str, saved: str) -> None:
    assert safe_name(offered) == saved


@pytest.mark.parametrize(
    ("offered", "saved"),
    [
        (".f.0a1b2c3d.ptp-part", "_.f.0a1b2c3d.ptp-part"),
        (".ptp-0a-0b.PTP-Journal", "_.ptp-0a-0b.PTP-Journal"),
        (".ptp-0a.ptp-journal. ", "_.ptp-0a.ptp-journal"),
        (".ptp-0a\u202e.ptp-journal", "_.ptp-0a_.ptp-journal"),
        ("x.ptp-part", "x.ptp-part"),
    ],
)
def test_names_of_our_own_hidden_files_are_nobody_elses(offered: str, saved: str) -> None:
    assert safe_name(offered) == portable_name(offered) == saved


@pytest.mark.parametrize(
    ("offered", "saved"),
    [
        ("f:stream", "f_stream"),
        ("C:x", "C_x"),
        ("name. ", "name"),
        ("name...", "name"),
        ('<>:"|?*', "_______"),
        ("... ", "_"),
        (".gitignore", ".gitignore"),
        ("a  b.txt", "a  b.txt"),
    ],
)
def test_t26_what_other_platforms_cannot_hold_is_cleaned(offered: str, saved: str) -> None:
    assert safe_name(offered) == saved


def test_t28_255_bytes_stay_and_256_are_cut_in_the_stem() -> None:
    assert safe_name("a" * 251 + ".txt") == "a" * 251 + ".txt"
    assert safe_name("a" * 252 + ".txt") == "a" * 251 + ".txt"
    cut = safe_name("\N{SNOWMAN}" * 100 + ".tar.gz")
    assert cut.endswith("\N{SNOWMAN}.tar.gz")
    assert len(cut.encode()) <= 255


def test_t29_composed_and_decomposed_are_one_name() -> None:
    assert safe_name("u\u0308ber") == safe_name("\u00fcber") == "\u00fcber"


def test_t34_reordering_hiding_and_acting_characters_are_seen() -> None:
    assert safe_name("photo\u202egpj.exe") == "photo_gpj.exe"
    assert safe_name("a\u2066b\u200bc\x1b[2J\x07") == "a_b_c_[2J_"
    assert safe_name("<img>") == "_img_"
    assert len(safe_name("x" * 10_000).encode()) == 255


def test_our_own_odd_names_are_offered_so_that_nobody_refuses_them() -> None:
    for own in ("back\\slash.txt", "bad\udcffbyte", "C:\\x", "two\nlines", "NUL"):
        assert safe_name(portable_name(own)) == portable_name(own)
    assert portable_name("back\\slash.txt") == "back_slash.txt"


def test_numbers_go_before_the_extension_and_the_name_still_fits() -> None:
    assert numbered_name("holiday.mov", 2) == "holiday (2).mov"
    assert numbered_name("notes", 3) == "notes (3)"
    assert numbered_name("pack.tar.gz", 2) == "pack (2).tar.gz"
    assert numbered_name(".bashrc", 2) == ".bashrc (2)"
    assert numbered_name("a" * 251 + ".txt", 10) == "a" * 246 + " (10).txt"


def test_partial_names_are_hidden_random_and_fit() -> None:
    assert partial_name("holiday.mov", "0a1b2c3d") == ".holiday.mov.0a1b2c3d.ptp-part"
    longest = partial_name("a" * 255, "0a1b2c3d")
    assert len(longest) == 255
    assert longest.endswith(".0a1b2c3d.ptp-part")


def test_extensions() -> None:
    assert split_extension("a.b") == ("a", ".b")
    assert split_extension(".b") == (".b", "")
    assert split_extension("a.") == ("a.", "")
    assert split_extension("a." + "x" * 40) == ("a." + "x" * 40, "")


@given(st.text(max_size=400))
def test_any_name_is_refused_or_becomes_one_safe_component(offered: str) -> None:
    try:
        name = safe_name(offered)
    except ProtocolViolation:
        return
    assert 0 < len(name.encode()) <= 255
    assert not set(name) & set('/\\<>:"|?*\0')
    assert name not in (".", "..")
    assert name == name.rstrip(" .")
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in name)
    assert safe_name(name) == name
