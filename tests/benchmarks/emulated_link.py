"""Two network namespaces joined by an emulated link, for programs that are to believe they are far apart.

Each namespace has a TUN device; one Python process of our own carries the packets between the two through link_model.
It keeps up with some 200 Mbit/s. Linux as root only.

`EmulatedLink` is a context manager: on the way out it ends what runs in its two namespaces and the carrier, then
removes both. Should its process die without a word, the carrier sees its standard input end and goes, and the devices
with it.

    python -m tests.benchmarks.emulated_link DEVICE_A DEVICE_B SETTINGS       (the carrier; started by EmulatedLink)
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
import select
import shutil
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.benchmarks.link_model import LinkSettings, OneWayLink

ADDRESS_A, ADDRESS_B = "10.77.0.1", "10.77.0.2"
TUN_DEVICE = Path("/dev/net/tun")
DEVICE_NAME = "far0"
# <linux/if_tun.h>
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
# The largest windows that Linux's TCP may open: enough for every row, so that no peer is held back by a default.
_TCP_BUFFERS = ("net.ipv4.tcp_rmem=4096 131072 67108864", "net.ipv4.tcp_wmem=4096 65536 67108864")
_ROOT = Path(__file__).resolve().parents[2]
_END_WITHIN_S = 5.0
_SEEDS = (1, 2)
_BATCH_PACKETS = 64
_MAX_PACKET_BYTES = 65_536


class LinkUnavailable(Exception):
    """There can be no emulated link here; the text says why."""


class EmulatedLink:
    """The link for the length of a with block; raises LinkUnavailable when it cannot be made.

    Attributes:
        worst_lateness_s: after the block, how late the carrier was at its latest.
    """

    def __init__(self, settings: LinkSettings) -> None:
        self._settings = settings
        self._namespaces: list[str] = []
        self._carrier: subprocess.Popen[str] | None = None
        self.worst_lateness_s = 0.0

    def __enter__(self) -> Self:
        if not sys.platform.startswith("linux") or os.geteuid() != 0:
            raise LinkUnavailable("it needs Linux and root")
        if not TUN_DEVICE.exists() or shutil.which("ip") is None:
            raise LinkUnavailable(f"it needs {TUN_DEVICE} and the command ip (Debian: apt install iproute2)")
        try:
            self._build()
        except (OSError, subprocess.SubprocessError) as error:
            self.close()
            told = error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else ""
            raise LinkUnavailable(told or str(error)) from error
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def inside(self, side: int) -> list[str]:
        """What to put before a command so that it runs at the near (0) or the far (1) end."""
        return ["ip", "netns", "exec", self._namespaces[side]]

    def close(self) -> None:
        """End what runs in the namespaces, the carrier, and the namespaces. May be called twice."""
        for namespace in self._namespaces:
            self._end_programs(namespace)
        if self._carrier is not None:
            # The end of its standard input is its sign to leave.
            with contextlib.suppress(subprocess.TimeoutExpired, ValueError):
                report, _ = self._carrier.communicate(timeout=_END_WITHIN_S)
                self.worst_lateness_s = float(report or 0.0)
            if self._carrier.poll() is None:
                self._carrier.kill()
                self._carrier.wait()
            self._carrier = None
        while self._namespaces:
            subprocess.run(["ip", "netns", "del", self._namespaces.pop()], check=False, stderr=subprocess.DEVNULL)

    def _build(self) -> None:
        devices: list[int] = []
        try:
            for letter, address in (("a", ADDRESS_A), ("b", ADDRESS_B)):
                name = f"ptp{os.getpid()}{letter}"
                devices.append(_open_tun(name))
                _run("ip", "netns", "add", name)
                self._namespaces.append(name)
                # The descriptor follows the device into the namespace: nothing has to be opened in there.
                _run("ip", "link", "set", name, "netns", name, "name", DEVICE_NAME)
                _run("ip", "-n", name, "link", "set", "lo", "up")
                _run("ip", "-n", name, "addr", "add", f"{address}/30", "dev", DEVICE_NAME)
                _run("ip", "-n", name, "link", "set", DEVICE_NAME, "up", "txqueuelen", "5000")
                for setting in _TCP_BUFFERS:
                    _run("ip", "netns", "exec", name, "sysctl", "-qw", setting)
            settings = json.dumps(dataclasses.asdict(self._settings))
            self._carrier = subprocess.Popen(
                [sys.executable, "-m", "tests.benchmarks.emulated_link", *map(str, devices), settings],
                cwd=_ROOT,
                pass_fds=devices,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                # Ctrl-C is for the race, which then closes the link.
                start_new_session=True,
            )
        finally:
            for device in devices:
                os.close(device)

    def _end_programs(self, namespace: str) -> None:
        """End every program in the namespace; only the link's users start any there."""
        deadline_s = time.monotonic() + _END_WITHIN_S
        while time.monotonic() < deadline_s:
            listed = subprocess.run(["ip", "netns", "pids", namespace], check=False, capture_output=True, text=True)
            pids = [int(word) for word in listed.stdout.split()]
            if not pids:
                return
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, text=True)


def _open_tun(name: str) -> int:
    """A new TUN device of that name; its descriptor, whose close removes the device."""
    device = os.open(TUN_DEVICE, os.O_RDWR | os.O_NONBLOCK)
    try:
        fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI))
    except BaseException:
        os.close(device)
        raise
    return device


def carry(device_a: int, device_b: int, settings: LinkSettings, stop: int) -> float:
    """Carry packets between the devices until `stop` can be read; the worst lateness in seconds."""
    ways = {
        source: (OneWayLink(settings, seed=seed), target)
        for source, target, seed in ((device_a, device_b, _SEEDS[0]), (device_b, device_a, _SEEDS[1]))
    }
    while True:
        arrivals = [at_s for link, _ in ways.values() if (at_s := link.next_arrival_s()) is not None]
        wait_s = max(0.0, min(arrivals) - time.monotonic()) if arrivals else None
        readable, _, _ = select.select([*ways, stop], [], [], wait_s)
        if stop in readable:
            return max(link.worst_lateness_s for link, _ in ways.values())
        for source in readable:
            link, _ = ways[source]
            with contextlib.suppress(BlockingIOError):
                for _ in range(_BATCH_PACKETS):
                    link.submit(os.read(source, _MAX_PACKET_BYTES), time.monotonic())
        for link, target in ways.values():
            for packet in link.due(time.monotonic()):
                # A full device drops, as a network card does.
                with contextlib.suppress(OSError):
                    os.write(target, packet)


def main() -> int:
    """The carrier's process."""
    device_a, device_b, settings = sys.argv[1:]
    # A link does not get slower because the programs that use it are busy.
    os.nice(-10)
    print(carry(int(device_a), int(device_b), LinkSettings(**json.loads(settings)), sys.stdin.fileno()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
