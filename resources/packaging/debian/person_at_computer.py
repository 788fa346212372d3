"""One computer with a person at it: a root of its own, a network of its own, a screen, a mouse and a keyboard.

The root holds nothing but the package and what a bare Debian has. The screen and the buses for readers stand outside,
at the same paths: the person finds things by what they say to a reader, and clicks and types as anybody does.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from typing import Final, TypeVar

# As a person one may not be allowed to read where it lies.
import jeepney.io.blocking  # noqa: F401

from tests.gui.accessibility.reader import Bus, Thing, extents, programs, text_of, things

USER_ID: Final = 1000
_PROGRAM: Final = "ptp"
# What screen readers call it.
_CALLED: Final = "PTP"
# They keep the writing directions of names apart.
_ISOLATES: Final = re.compile("[\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}]")
_SCREEN: Final = "1280x800x24"
_LOOK_EVERY_S: Final = 0.2
_LIMIT_S: Final = 60.0
# What a computer of a root is: its name, its processes, mounts and networks. It ends when its input does.
_COMPUTER: Final = """
root=$1 shared=$2 name=$3
hostname "$name"
ip link set lo up
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
mkdir -p "$root/tmp/.X11-unix" "$root$shared"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
mount --bind "$shared" "$root$shared"
exec chroot "$root" setpriv --reuid person --regid person --init-groups env -i PATH=/usr/bin:/bin HOME=/home/person \
    USER=person LANG=zh_CN.UTF-8 DISPLAY="$4" DBUS_SESSION_BUS_ADDRESS="$5" XDG_RUNTIME_DIR="$shared/run" \
    QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 bash
"""

T = TypeVar("T")


class PersonAtComputer:
    """`shared` is made, a folder of this computer alone, below /tmp. Raises AssertionError for what does not appear
    within a minute; a picture called "missing" shows what does."""

    def __init__(self, name: str, root: Path, shared: Path, pictures: Path) -> None:
        self.name = name
        self.home = root / "home" / "person"
        self._pictures = pictures
        self._display = ""
        self._ends = ExitStack()
        try:
            self._switch_on(root, shared)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> PersonAtComputer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Switch it off."""
        self._ends.close()

    def open(self, *names: str) -> None:
        """Start the program, with files of one's own as a file manager hands them to it."""
        assert self._computer.stdin is not None
        words = shlex.join([_PROGRAM, *(f"/home/person/{name}" for name in names)])
        self._computer.stdin.write(f"{words} </dev/null &\n")
        self._computer.stdin.flush()

    def see(self, *words: str, role: str = "", whole: bool = False, last: bool = False) -> Thing:
        """Wait until something that says all these words is to be seen, or these as a whole: the first such thing, or
        the last."""

        def look() -> Thing | None:
            found = [one for one in self.everything() if one.role.startswith(role) and _says(one, words, whole)]
            return found[-1 if last else 0] if found else None

        return self._wait(" ".join(words), look)

    def everything(self) -> list[Thing]:
        """All that is to be seen now."""
        place = programs(self._readers).get(_CALLED)
        return list(things(self._readers, *place)) if place is not None else []

    def see_it_end(self) -> None:
        """Wait until the program has gone."""
        self._wait("the end", lambda: _CALLED not in programs(self._readers) or None)

    def read(self, thing: Thing) -> str:
        """The text in a box."""
        return text_of(self._readers, thing)

    def click(self, *words: str, role: str = "", whole: bool = False, last: bool = False) -> None:
        """Click in the middle of what says these words."""
        left, top, width, height = extents(self._readers, self.see(*words, role=role, whole=whole, last=last))
        self._mouse("mousemove", str(left + width // 2), str(top + height // 2))
        # As a hand: what has come up beneath it lets the first clicks through.
        sleep(0.8)
        self._mouse("click", "1")

    def type(self, text: str) -> None:
        """Type it where the focus is."""
        self._mouse("type", "--delay", "60", text)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._mouse("key", "--delay", "60", *keys)

    def picture(self, name: str) -> None:
        """What the screen shows, once nothing is to be drawn any more."""
        self._mouse("mousemove", "640", "795")
        sleep(0.6)
        path = self._pictures / f"{name}-{self.name}.png"
        subprocess.run(["import", "-display", self._display, "-window", "root", str(path)], check=True, timeout=30)

    def _switch_on(self, root: Path, shared: Path) -> None:
        runtime = shared / "run"
        runtime.mkdir(mode=0o700, parents=True)
        for path in (shared, runtime):
            os.chown(path, USER_ID, USER_ID)
        read, write = os.pipe()
        with os.fdopen(read) as told:
            screen = ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-nolisten", "tcp", "-ac"]
            self._start(*screen, keep=(write,))
            os.close(write)
            self._display = f":{told.readline().strip()}"
        address = f"unix:path={shared}/bus"
        outside = {
            "PATH": os.environ["PATH"],
            "HOME": str(shared),
            "DISPLAY": self._display,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "XDG_RUNTIME_DIR": str(runtime),
        }
        as_person = ["setpriv", "--reuid", str(USER_ID), "--regid", str(USER_ID), "--clear-groups", "env", "-i"]
        as_person += [f"{key}={value}" for key, value in outside.items()]
        self._start(*as_person, "dbus-daemon", "--session", "--nofork", f"--address={address}")
        session = self._wait("a bus", lambda: _as_person(lambda: Bus(address)))
        self._ends.callback(session.close)
        (readers,) = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        self._readers = self._wait("a bus for readers", lambda: _as_person(lambda: Bus(readers)))
        self._ends.callback(self._readers.close)
        spaces = ["unshare", "--net", "--uts", "--mount", "--pid", "--fork"]
        words = [str(root), str(shared), self.name, self._display, address]
        self._computer = self._start(*spaces, "sh", "-ec", _COMPUTER, "sh", *words, talks=True)
        self.pid = self._computer.pid
        here = os.readlink("/proc/self/ns/net")
        self._wait("a network", lambda: os.readlink(f"/proc/{self.pid}/ns/net") != here or None)

    def _mouse(self, *words: str) -> None:
        environment = {"PATH": os.environ["PATH"], "DISPLAY": self._display, "LANG": "C.UTF-8"}
        subprocess.run(["xdotool", *words], env=environment, check=True, timeout=30, stdout=subprocess.DEVNULL)

    def _wait(self, what: str, look: Callable[[], T | None]) -> T:
        until_s = monotonic() + _LIMIT_S
        problem = ""
        while monotonic() < until_s:
            try:
                found = look()
            except (AssertionError, OSError) as error:
                # Things go while they are read.
                found, problem = None, str(error)
            if found is not None:
                return found
            sleep(_LOOK_EVERY_S)
        if self._display:
            self.picture("missing")
        raise AssertionError(f"{self.name}: {what} did not appear. {problem}")

    def _start(self, *command: str, keep: tuple[int, ...] = (), talks: bool = False) -> subprocess.Popen[str]:
        log = self._ends.enter_context((self._pictures / f"{self.name}-{Path(command[0]).name}.log").open("a"))
        entry = subprocess.PIPE if talks else subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=entry, stdout=log, stderr=log, text=True, pass_fds=keep)
        self._ends.callback(_end, process)
        return process


def join_by_wire(one: PersonAtComputer, other: PersonAtComputer) -> None:
    """A cable between two computers, and addresses; it goes when one of the two does."""
    ends = ["type", "veth", "peer", "name", "eth0", "netns", str(other.pid)]
    subprocess.run(["ip", "link", "add", "name", "eth0", "netns", str(one.pid), *ends], check=True)
    for number, each in enumerate((one, other), start=1):
        inside = ["nsenter", "--target", str(each.pid), "--net", "ip"]
        subprocess.run([*inside, "address", "add", f"10.20.30.{number}/24", "dev", "eth0"], check=True)
        subprocess.run([*inside, "link", "set", "eth0", "up"], check=True)


def _says(thing: Thing, words: tuple[str, ...], whole: bool) -> bool:
    name = _ISOLATES.sub("", thing.name)
    return name == words[0] if whole else all(word in name for word in words)


def _as_person(make: Callable[[], T]) -> T:
    os.seteuid(USER_ID)
    try:
        return make()
    finally:
        os.seteuid(0)


def _end(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        # The shell in the root ends with its input, and with it all processes there.
        process.stdin.close()
    else:
        process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
