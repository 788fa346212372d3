"""Who this installation is: a key pair, a self-signed certificate, and a name for people.

The key decides, the name is a hint. Files: `identity.key` (mode 0600), `identity.pem`, `name.txt`, in a folder
that only the user may enter. A damaged identity is reported and never replaced silently: peers that know it
would take the new one for an impostor.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import tempfile
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from ptp_core.errors import SecurityError

MAXIMUM_NAME_CHARACTERS = 64
FINGERPRINT_WORDS = 5
_VALID_FOR = datetime.timedelta(days=365 * 50)
_KEY_FILE, _CERTIFICATE_FILE, _NAME_FILE = "identity.key", "identity.pem", "name.txt"


class Identity:
    """A name, a certificate and its key. Immutable; may be shared between threads."""

    def __init__(self, name: str, certificate: x509.Certificate, private_key: Ed25519PrivateKey) -> None:
        self.name = clean_name(name)
        self.certificate = certificate
        self.private_key = private_key
        self.fingerprint = fingerprint_of(certificate.public_bytes(serialization.Encoding.DER))

    @property
    def fingerprint_words(self) -> str:
        """The fingerprint as a few words that two people can compare aloud."""
        return fingerprint_words(self.fingerprint)

    @classmethod
    def create(cls, name: str) -> Identity:
        """A new identity, in memory only."""
        key = Ed25519PrivateKey.generate()
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "PTP")])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + _VALID_FOR)
            .sign(key, None)
        )
        return cls(name, certificate, key)

    @classmethod
    def load_or_create(cls, directory: Path, default_name: str) -> Identity:
        """The identity kept in `directory`, made there the first time.

        Raises SecurityError when the files are damaged, incomplete or cannot be read or written.
        """
        key_path, certificate_path = directory / _KEY_FILE, directory / _CERTIFICATE_FILE
        try:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not key_path.exists() and not certificate_path.exists():
                identity = cls.create(default_name)
                # Rooms full of computers called "debian" must not be taken for one another.
                word, other, *_ = identity.fingerprint_words.split()
                identity = cls(f"{default_name}-{word}-{other}", identity.certificate, identity.private_key)
                identity._store(directory)
                return identity
            certificate = x509.load_pem_x509_certificate(certificate_path.read_bytes())
            key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
            name_path = directory / _NAME_FILE
            name = name_path.read_text("utf-8", "replace") if name_path.exists() else default_name
        except (OSError, ValueError) as error:
            raise _damaged(directory) from error
        if not isinstance(key, Ed25519PrivateKey) or key.public_key() != certificate.public_key():
            raise _damaged(directory)
        return cls(name, certificate, key)

    def rename(self, directory: Path, name: str) -> Identity:
        """The same identity under another name, stored. Raises SecurityError when it cannot be written."""
        renamed = Identity(name, self.certificate, self.private_key)
        try:
            write_atomically(directory / _NAME_FILE, renamed.name.encode())
        except OSError as error:
            raise SecurityError(f"The name cannot be saved in {directory}: {error.strerror}.") from error
        return renamed

    def _store(self, directory: Path) -> None:
        key = self.private_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        # The key comes first: a certificate without its key would be taken for damage.
        write_atomically(directory / _NAME_FILE, self.name.encode())
        write_atomically(directory / _CERTIFICATE_FILE, self.certificate.public_bytes(serialization.Encoding.PEM))
        write_atomically(directory / _KEY_FILE, key)


def fingerprint_of(certificate_der: bytes) -> bytes:
    """SHA-256 of a certificate."""
    return hashlib.sha256(certificate_der).digest()


def fingerprint_words(fingerprint: bytes) -> str:
    """The first 45 bits of a fingerprint as five words."""
    words = word_list()
    number = int.from_bytes(fingerprint[:8], "big") >> (64 - 9 * FINGERPRINT_WORDS)
    return " ".join(words[number >> 9 * at & 511] for at in reversed(range(FINGERPRINT_WORDS)))


@cache
def word_list() -> tuple[str, ...]:
    """The 512 words of fingerprints and code phrases."""
    text = resources.files("ptp_core.security").joinpath("words.txt").read_text("ascii")
    return tuple(text.split()[:512])


def clean_name(name: str) -> str:
    """A name without control, bidirectional or invisible characters, of bounded length, never empty."""
    visible = "".join(c for c in name if unicodedata.category(c)[0] != "C" or c == " ")
    return " ".join(visible.split())[:MAXIMUM_NAME_CHARACTERS] or "unnamed"


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file by one of mode 0600 with `data`, or leave it as it was. Raises OSError."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _damaged(directory: Path) -> SecurityError:
    return SecurityError(
        f"This installation's identity in {directory} cannot be read.",
        hint="Restore the folder from a backup, or move it away: PTP then makes a new identity, "
        "and peers will have to be paired again.",
    )
