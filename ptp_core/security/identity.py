"""Who this installation is: a key pair, a self-signed certificate, and a name for people.

The key decides, the name is a hint. Two files in a folder that only the user may enter: `identity.pem` (key and
certificate together, mode 0600, so that one never exists without the other) and `name.txt`. A damaged identity is
reported and never replaced silently: peers that know it would take the new one for an impostor.
"""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InternalError, InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID

from ptp_core.errors import SecurityError
from ptp_core.security.private_files import create_file, make_private_directory, replace_file
from ptp_core.security.words import WORDS
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words

_UNUSABLE = declare("identity-unusable", "This installation's identity in {folder} cannot be used: {reason}.")
_MAKE_IT_YOURS = phrase("Make the folder, and the files in it, yours to read and write.")
_DAMAGED = declare("identity-damaged", "This installation's identity in {folder} is damaged.")
_RESTORE = phrase(
    "Restore the folder from a backup, or move it away: PTP then makes a new identity, and peers will have to be "
    "paired again."
)
_NAME_NOT_SAVED = declare("name-not-saved", "The name cannot be saved in {folder}: {reason}.")

MAXIMUM_NAME_CHARACTERS = 64
FINGERPRINT_BYTES = 32
FINGERPRINT_WORDS = 5
_NAME_WORDS = 2
_VALID_FOR = datetime.timedelta(days=365 * 50)
_IDENTITY_FILE, _NAME_FILE = "identity.pem", "name.txt"
# Letters, marks and symbols by category, yet blank on the screen.
_BLANK_CHARACTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


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

    def derived_key(self, purpose: bytes) -> bytes:
        """32 secret bytes that this installation alone can make, the same each time and others for each purpose."""
        raw = self.private_key.private_bytes_raw()
        return HKDF(hashes.SHA256(), length=32, salt=None, info=b"PTP " + purpose).derive(raw)

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
        """The identity kept in `directory`, made there the first time under `default_name` and two words.

        Of several that start for the first time at once, all get the one that was stored. Raises SecurityError when
        the files are damaged, or cannot be read or written.
        """
        try:
            make_private_directory(directory)
            path, name_path = directory / _IDENTITY_FILE, directory / _NAME_FILE
            if not path.exists():
                new = cls.create(default_name)
                if create_file(path, new._to_pem()):
                    replace_file(name_path, first_name(default_name, new.fingerprint).encode())
            certificate, key = _from_pem(path.read_bytes())
            loaded = cls(default_name, certificate, key)
            if name_path.exists():
                name = name_path.read_text("utf-8", "replace")
            else:
                name = first_name(default_name, loaded.fingerprint)
        except OSError as error:
            raise SecurityError(_UNUSABLE(folder=directory, reason=system_words(error)), hint=_MAKE_IT_YOURS) from error
        except (ValueError, TypeError, InternalError, InvalidSignature, UnsupportedAlgorithm) as error:
            raise SecurityError(_DAMAGED(folder=directory), hint=_RESTORE) from error
        return cls(name, certificate, key)

    def rename(self, directory: Path, name: str) -> Identity:
        """The same identity under another name, stored. Raises SecurityError when it cannot be written."""
        renamed = Identity(name, self.certificate, self.private_key)
        try:
            replace_file(directory / _NAME_FILE, renamed.name.encode())
        except OSError as error:
            raise SecurityError(_NAME_NOT_SAVED(folder=directory, reason=system_words(error))) from error
        return renamed

    def _to_pem(self) -> bytes:
        key = self.private_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return key + self.certificate.public_bytes(serialization.Encoding.PEM)


def fingerprint_of(certificate_der: bytes) -> bytes:
    """SHA-256 of a certificate."""
    return hashlib.sha256(certificate_der).digest()


def fingerprint_words(fingerprint: bytes) -> str:
    """The first 45 bits of a fingerprint as five words.

    They tell computers apart for people; 45 bits are not enough to prove who somebody is.
    """
    number = int.from_bytes(fingerprint[:8], "big") >> (64 - 9 * FINGERPRINT_WORDS)
    return " ".join(WORDS[number >> 9 * at & 511] for at in reversed(range(FINGERPRINT_WORDS)))


def clean_name(name: str) -> str:
    """A name without control, bidirectional or invisible characters, of bounded length, never empty."""
    # Cut first, so that the work is bounded however long the name is.
    bounded = name[: 16 * MAXIMUM_NAME_CHARACTERS]
    visible = "".join(c for c in bounded if unicodedata.category(c)[0] != "C" and c not in _BLANK_CHARACTERS)
    composed = unicodedata.normalize("NFC", " ".join(visible.split()))
    return composed[:MAXIMUM_NAME_CHARACTERS].strip() or "unnamed"


def first_name(default_name: str, fingerprint: bytes) -> str:
    """What a computer with that key is called until its person chooses a name."""
    # Rooms full of computers called "debian" must not be taken for one another.
    words = "-".join(fingerprint_words(fingerprint).split()[:_NAME_WORDS])
    return f"{clean_name(default_name)[: MAXIMUM_NAME_CHARACTERS - len(words) - 1]}-{words}"


def _from_pem(data: bytes) -> tuple[x509.Certificate, Ed25519PrivateKey]:
    certificate = x509.load_pem_x509_certificate(data)
    # A certificate that changed on the disk would be another fingerprint, hence a stranger to every peer.
    certificate.verify_directly_issued_by(certificate)
    key = serialization.load_pem_private_key(data, password=None)
    if not isinstance(key, Ed25519PrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError("the key is not the certificate's")
    return certificate, key
