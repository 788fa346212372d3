"""Who races: for each peer, how to tell whether it is installed, and how to start its receiver and its sender.

A peer is whole programs, as a person would start them. Everything that they need (identities, keys, certificates) is
made for one run in that run's throw-away folder, before the clock starts.
"""

from __future__ import annotations

import contextlib
import datetime
import getpass
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.benchmarks import tcp_peer

ROOT = Path(__file__).resolve().parents[2]
_CODE = "4-guitar-orbit"
# Both ends buffer more than any row's bandwidth-delay product, as the kernel's TCP may.
_SRT_OPTIONS = "transtype=file&sndbuf=48000000&rcvbuf=48000000&fc=60000"


@dataclass(frozen=True, slots=True)
class Run:
    """One transfer: `file` goes to the folder `inbox` at `host` and `port`; `scratch` is for the peer's own things."""

    file: Path
    inbox: Path
    scratch: Path
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Command:
    """A program to start.

    `ready` is what it prints when the other side may start, None when it prints nothing; `good_statuses` are the exit
    statuses after a transfer that went well.
    """

    words: list[str]
    variables: Mapping[str, str] = field(default_factory=dict)
    ready: str | None = None
    good_statuses: tuple[int, ...] = (0,)


class Peer(Protocol):
    """Somebody in the race."""

    @property
    def name(self) -> str:
        """As the table calls it."""

    def missing(self) -> str | None:
        """What has to be done before it can race, or None when nothing has."""

    def receiver(self, run: Run) -> Command:
        """The side that receives; prepares what both sides need."""

    def sender(self, run: Run) -> Command:
        """The side that sends, once the receiver is ready."""


@dataclass(frozen=True, slots=True)
class PtpPeer:
    """PTP through the command line of the checkout at `root`, each side with a home of its own: strangers who know the
    code. `quiet` keeps the receiver from announcing itself; old checkouts never do, and know no such option."""

    name: str = "PTP"
    root: Path = ROOT
    quiet: bool = True

    def missing(self) -> str | None:
        return None

    def receiver(self, run: Run) -> Command:
        words = ["receive", "--once", *(["--no-announce"] if self.quiet else []), "--accept", "all"]
        words += ["--dir", str(run.inbox), "--listen", f"0.0.0.0:{run.port}"]
        return self._command(run.scratch / "receiver", words, ready=json.dumps("listening"))

    def sender(self, run: Run) -> Command:
        return self._command(run.scratch / "sender", ["send", str(run.file), f"{run.host}:{run.port}"])

    def _command(self, home: Path, words: list[str], ready: str | None = None) -> Command:
        folders = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        # Elsewhere than on Linux the home itself tells where an identity is kept.
        variables = {"HOME": str(home)} | {name: str(home / name.lower()) for name in folders}
        program = [sys.executable, str(self.root / "main.py")]
        return Command([*program, *words, "--code", _CODE, "--json"], variables, ready)


@dataclass(frozen=True, slots=True)
class TcpPeer:
    """Kernel TCP under a given congestion control, bare or under TLS 1.3."""

    name: str
    congestion: str
    tls: bool = False

    def missing(self) -> str | None:
        if not sys.platform.startswith("linux"):
            return "only Linux lets a program choose TCP's congestion control"
        try:
            tcp_peer.make_socket(self.congestion).close()
        except OSError:
            return f"as root: modprobe tcp_{self.congestion}, or race as root where that is loaded"
        return None

    def receiver(self, run: Run) -> Command:
        if self.tls:
            _make_certificate(self._certificate(run))
        return self._command(run, ["receive", str(run.inbox), str(run.port)], ready=tcp_peer.READY)

    def sender(self, run: Run) -> Command:
        return self._command(run, ["send", str(run.file), run.host, str(run.port)])

    @staticmethod
    def _certificate(run: Run) -> Path:
        return run.scratch / "certificate.pem"

    def _command(self, run: Run, words: list[str], ready: str | None = None) -> Command:
        if self.tls:
            words = [*words, "--tls", str(self._certificate(run))]
        program = [sys.executable, "-m", "tests.benchmarks.tcp_peer", *words, "--congestion", self.congestion]
        return Command(program, ready=ready)


class ScpPeer:
    """OpenSSH's scp to a server with keys made for this run alone, which serves one connection and ends."""

    name = "scp"

    def missing(self) -> str | None:
        there = shutil.which("scp") and shutil.which("ssh-keygen") and _sshd()
        return None if there else "Debian: apt install openssh-client openssh-server"

    def receiver(self, run: Run) -> Command:
        # sshd insists on it, and Debian makes it only when the service starts.
        with contextlib.suppress(OSError):
            Path("/run/sshd").mkdir(mode=0o755)
        for name in ("host", "user"):
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(run.scratch / name)],
                check=True,
                stdin=subprocess.DEVNULL,
            )
        (run.scratch / "user.pub").rename(run.scratch / "authorized_keys")
        options = _options(
            ListenAddress="0.0.0.0",
            HostKey=str(run.scratch / "host"),
            AuthorizedKeysFile=str(run.scratch / "authorized_keys"),
            PidFile="none",
            # The keys are in a folder for throw-away things, which strict modes do not like.
            StrictModes="no",
            UsePAM="no",
            PermitRootLogin="prohibit-password",
            PasswordAuthentication="no",
            Subsystem="sftp internal-sftp",
        )
        # -d: one connection, no process that goes its own way, and it says when it listens.
        words = [_sshd(), "-d", "-f", "/dev/null", "-p", str(run.port), *options]
        # It ends with 255 however the connection ended; scp's own status is the one that counts.
        return Command(words, ready="Server listening on", good_statuses=(0, 255))

    def sender(self, run: Run) -> Command:
        options = _options(
            StrictHostKeyChecking="no",
            UserKnownHostsFile="/dev/null",
            IdentitiesOnly="yes",
            IdentityAgent="none",
            BatchMode="yes",
            # The fastest of its ciphers where the processor helps with AES.
            Ciphers="aes128-gcm@openssh.com",
        )
        words = ["scp", "-q", "-F", "/dev/null", "-P", str(run.port), "-i", str(run.scratch / "user"), *options]
        return Command([*words, str(run.file), f"{getpass.getuser()}@{run.host}:{run.inbox}/"])


class SrtPeer:
    """SRT in file mode by the program of its own project, without encryption."""

    name = "SRT"

    def missing(self) -> str | None:
        return None if shutil.which("srt-file-transmit") else "Debian: apt install srt-tools"

    def receiver(self, run: Run) -> Command:
        source = f"srt://:{run.port}?mode=listener&{_SRT_OPTIONS}"
        return Command(["srt-file-transmit", "-q", source, f"file://{run.inbox}/"])

    def sender(self, run: Run) -> Command:
        target = f"srt://{run.host}:{run.port}?mode=caller&{_SRT_OPTIONS}"
        return Command(["srt-file-transmit", "-q", f"file://{run.file}", target])


PEERS: tuple[Peer, ...] = (
    PtpPeer(),
    TcpPeer("TCP CUBIC", "cubic"),
    TcpPeer("TCP BBR", "bbr"),
    TcpPeer("TLS", "cubic", tls=True),
    ScpPeer(),
    SrtPeer(),
)


def _sshd() -> str:
    """The path of sshd, which insists on an absolute one and is often off the path; empty when there is none."""
    return shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin") or ""


def _options(**values: str) -> list[str]:
    return [word for name, value in values.items() for word in ("-o", f"{name}={value}")]


def _make_certificate(path: Path) -> None:
    """A self-signed certificate and its key, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "race")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(hours=1))
    certificate = builder.not_valid_after(now + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
