"""An identity is made once, kept whole, and never replaced silently."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.errors import SecurityError
from ptp_core.security.identity import MAXIMUM_NAME_CHARACTERS, Identity, clean_name, fingerprint_of, fingerprint_words
from ptp_core.security.words import WORDS

FILE, NAME_FILE = "identity.pem", "name.txt"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data" / "ptp"


def key_pem(
    key: Ed25519PrivateKey | EllipticCurvePrivateKey, encryption: KeySerializationEncryption | None = None
) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def certificate_pem(identity: Identity) -> bytes:
    return identity.certificate.public_bytes(Encoding.PEM)


def test_the_first_start_makes_an_identity_and_later_ones_find_it(home: Path) -> None:
    first, second = Identity.load_or_create(home, "desk"), Identity.load_or_create(home, "another host name")
    assert first.fingerprint == second.fingerprint
    assert first.name == second.name
    assert sorted(os.listdir(home)) == [FILE, NAME_FILE]


def test_a_first_name_tells_computers_of_one_name_apart(home: Path) -> None:
    identity = Identity.load_or_create(home, "debian")
    one, two, *_ = identity.fingerprint_words.split()
    assert identity.name == f"debian-{one}-{two}"


def test_a_first_name_keeps_its_words_however_long_the_host_name_is(home: Path) -> None:
    identity = Identity.load_or_create(home, "x" * 200)
    assert len(identity.name) <= MAXIMUM_NAME_CHARACTERS
    assert identity.name.endswith("-".join(identity.fingerprint_words.split()[:2]))


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_the_key_is_its_owners_alone(home: Path) -> None:
    Identity.load_or_create(home, "desk")
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600


def test_two_identities_differ(tmp_path: Path) -> None:
    assert Identity.create("desk").fingerprint != Identity.create("desk").fingerprint
    one, other = (Identity.load_or_create(tmp_path / name, "desk") for name in ("one", "other"))
    assert one.fingerprint != other.fingerprint


def test_the_fingerprint_is_that_of_the_certificate() -> None:
    identity = Identity.create("desk")
    assert identity.fingerprint == fingerprint_of(identity.certificate.public_bytes(Encoding.DER))
    assert len(identity.fingerprint) == 32


def test_first_starts_at_the_same_moment_agree(home: Path) -> None:
    together = threading.Barrier(8)

    def start(_: int) -> Identity:
        together.wait(5)
        return Identity.load_or_create(home, "desk")

    with ThreadPoolExecutor(8) as pool:
        identities = list(pool.map(start, range(8)))
    kept = Identity.load_or_create(home, "desk")
    assert {(identity.fingerprint, identity.name) for identity in identities} == {(kept.fingerprint, kept.name)}
    assert sorted(os.listdir(home)) == [FILE, NAME_FILE]


def test_a_crash_before_the_name_was_written_loses_nothing(home: Path) -> None:
    identity = Identity.load_or_create(home, "desk")
    (home / NAME_FILE).unlink()
    assert Identity.load_or_create(home, "desk").name == identity.name


def test_another_name_is_kept_and_the_key_stays(home: Path) -> None:
    identity = Identity.load_or_create(home, "desk")
    renamed = identity.rename(home, "  Büro\u202e\n ")
    assert renamed.name == Identity.load_or_create(home, "desk").name == "Büro"
    assert renamed.fingerprint == identity.fingerprint
    assert identity.name != "Büro"


def test_a_name_that_cannot_be_saved_is_said(home: Path) -> None:
    identity = Identity.load_or_create(home, "desk")
    shutil.rmtree(home)
    with pytest.raises(SecurityError, match="cannot be saved"):
        identity.rename(home, "other")


def test_a_file_cut_short_anywhere_is_reported_and_left_alone(home: Path) -> None:
    Identity.load_or_create(home, "desk")
    whole = (home / FILE).read_bytes()
    for length in range(len(whole) - 1):
        (home / FILE).write_bytes(whole[:length])
        with pytest.raises(SecurityError, match="damaged") as caught:
            Identity.load_or_create(home, "desk")
        assert "backup" in caught.value.hint
        assert (home / FILE).read_bytes() == whole[:length]


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_a_file_with_any_byte_changed_never_gives_another_fingerprint(home: Path) -> None:
    identity = Identity.load_or_create(home, "desk")
    whole = (home / FILE).read_bytes()
    reported = 0
    for at in range(len(whole)):
        for mask in (0x01, 0x80):
            (home / FILE).write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])
            try:
                found = Identity.load_or_create(home, "desk")
            except SecurityError:
                reported += 1
            else:
                assert found.fingerprint == identity.fingerprint
                assert found.private_key.public_key() == identity.certificate.public_key()
    assert reported > len(whole)


@pytest.mark.parametrize("damage", ["other key", "other kind of key", "locked key", "no key", "no certificate", "junk"])
def test_parts_that_do_not_belong_together_are_reported(home: Path, damage: str) -> None:
    identity = Identity.load_or_create(home, "desk")
    certificate = certificate_pem(identity)
    content = {
        "other key": key_pem(Ed25519PrivateKey.generate()) + certificate,
        "other kind of key": key_pem(generate_private_key(SECP256R1())) + certificate,
        "locked key": key_pem(identity.private_key, BestAvailableEncryption(b"password")) + certificate,
        "no key": certificate,
        "no certificate": key_pem(identity.private_key),
        "junk": b"\0\xff" * 5000,
    }[damage]
    (home / FILE).write_bytes(content)
    with pytest.raises(SecurityError, match="damaged"):
        Identity.load_or_create(home, "desk")
    assert (home / FILE).read_bytes() == content


def test_a_folder_that_cannot_be_used_is_reported_by_its_cause(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(SecurityError, match="cannot be used") as caught:
            Identity.load_or_create(folder, "desk")
        assert str(folder) in caught.value.message
        assert caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_dangling_link_is_not_replaced_by_a_new_identity(home: Path) -> None:
    home.mkdir(parents=True)
    (home / FILE).symlink_to(home / "on another disk")
    with pytest.raises(SecurityError, match="cannot be used"):
        Identity.load_or_create(home, "desk")
    assert os.listdir(home) == [FILE]


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("", "unnamed"),
        (" \t\r\n\u2028 ", "unnamed"),
        ("\u200b\u2060\ufeff\u3164\u2800\u115f", "unnamed"),
        ("desk\u202egpj.exe", "deskgpj.exe"),
        ("\u2066desk\u2069", "desk"),
        ("a\x1b[31mb\x07\x00", "a[31mb"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("  much \u3000  space ", "much space"),
        ("e\u0301", "\N{LATIN SMALL LETTER E WITH ACUTE}"),
        ("<img src=x>", "<img src=x>"),
        ("x" * 10_000, "x" * MAXIMUM_NAME_CHARACTERS),
        ("x" * (MAXIMUM_NAME_CHARACTERS - 1) + " y", "x" * (MAXIMUM_NAME_CHARACTERS - 1)),
    ],
)
def test_hostile_names_are_made_fit_to_be_shown(hostile: str, shown: str) -> None:
    assert clean_name(hostile) == shown
    assert Identity.create(hostile).name == shown


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_name_becomes_a_bounded_visible_stable_one(name: str) -> None:
    cleaned = clean_name(name)
    assert 1 <= len(cleaned) <= MAXIMUM_NAME_CHARACTERS
    assert clean_name(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned
    assert not any(unicodedata.category(character)[0] == "C" for character in cleaned)


def test_the_words_of_a_fingerprint_are_its_first_bits() -> None:
    assert fingerprint_words(bytes(32)) == " ".join([WORDS[0]] * 5)
    assert fingerprint_words(b"\xff" * 32) == " ".join([WORDS[511]] * 5)
    assert fingerprint_words(b"\x80" + bytes(31)).split()[0] == WORDS[256]
    # The last of the 45 bits is the fifth of the sixth byte.
    assert fingerprint_words(bytes(5) + b"\x08" + bytes(26)).split()[4] == WORDS[1]
    assert fingerprint_words(bytes(5) + b"\x07" + b"\xff" * 26) == fingerprint_words(bytes(32))
