"""What two persons who have never met do on their first day with the program, in Chinese; `try_two.sh` calls it:

    python -m resources.packaging.debian.two_persons ROOT ROOT PICTURES

Each finds the other's computer by itself; a folder, a file and a note go across and back, and what arrived is what was
sent. Nothing is typed but the code, once, and what the notes say. The pictures of every step are for a person to look
at.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from resources.packaging.debian.person_at_computer import USER_ID, PersonAtComputer, join_by_wire

FOLDER: Final = "假期照片"
FILE: Final = "报告 终稿.pdf"
BUTTON: Final = "push button"
TILE: Final = "check box"
_CODE: Final = re.compile(r"\d+(-[a-z]+){2}")


def main(roots: list[Path], pictures: Path) -> None:
    """Raises AssertionError, with what did not happen."""
    with ExitStack() as ends:
        shared = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="ptp-two-")))
        shared.chmod(0o755)
        anna, ben = (
            ends.enter_context(PersonAtComputer(name, root, shared / name, pictures))
            for name, root in zip(("anna-laptop", "ben-desktop"), roots, strict=True)
        )
        join_by_wire(anna, ben)
        for person in (anna, ben):
            put_things(person)
            person.open()
        for person, other in ((anna, ben), (ben, anna)):
            person.see("可以接收", role="label")
            person.see(other.name, "新电脑", role=TILE)
            person.picture("1-first-look")
        print("They found one another", flush=True)
        # They have not met: the one types what the other reads out. The way back needs no code any more.
        for step, sender, receiver in ((2, anna, ben), (5, ben, anna)):
            send(sender, receiver, FOLDER, f"{step}-folder", code=code_of(receiver) if sender is anna else "")
            send(sender, receiver, FILE, f"{step + 1}-file")
            send_note(sender, receiver, f"今晚七点老地方见。{sender.name}", f"{step + 2}-note")
            print(f"{sender.name} sent a folder, a file and a note", flush=True)
        for person, other in ((anna, ben), (ben, anna)):
            person.see(other.name, "已知", role=TILE)
            person.click("菜单")
            person.picture("8-menu")
            # The last entry: it quits.
            person.press("Up", "Return")
            person.see_it_end()


def put_things(person: PersonAtComputer) -> None:
    """A folder and a file to send, other ones on each computer."""
    folder = person.home / FOLDER
    (folder / "海边").mkdir(parents=True)
    (folder / "空文件夹").mkdir()
    (folder / "海边" / "日落.jpg").write_bytes(os.urandom(3_000_000))
    (folder / "说明.txt").write_text(f"{person.name} 的照片\n", "utf-8")
    (person.home / FILE).write_bytes(os.urandom(1_500_000))
    for path in (person.home / FILE, folder, *folder.rglob("*")):
        os.chown(path, USER_ID, USER_ID)


def code_of(person: PersonAtComputer) -> str:
    """What the person reads in the own window."""
    return next(thing.name for thing in person.everything() if _CODE.fullmatch(thing.name))


def send(sender: PersonAtComputer, receiver: PersonAtComputer, name: str, picture: str, *, code: str = "") -> None:
    """Hand a file or folder to the window, click on the other computer, send it; the other one accepts it."""
    sender.open(name)
    sender.see(name, whole=True)
    sender.click(receiver.name, "在附近", role=TILE)
    if code:
        sender.type(code)
    sender.picture(f"{picture}-1-to-send")
    sender.click("发送", whole=True, role=BUTTON)
    accept(sender, receiver, name, picture)
    there, here = sender.home / name, receiver.home / "Downloads" / name
    compared = subprocess.run(["diff", "--recursive", there, here], capture_output=True, text=True, timeout=60)
    assert compared.returncode == 0, compared.stdout + compared.stderr


def send_note(sender: PersonAtComputer, receiver: PersonAtComputer, text: str, picture: str) -> None:
    """Write it, click on the other computer, send it; the other one accepts and reads it."""
    sender.click("发送文本…", role=BUTTON)
    sender.see("要发送的文本")
    sender.type(text)
    sender.click(receiver.name, "在附近", role=TILE, last=True)
    sender.picture(f"{picture}-1-to-send")
    sender.click("发送(S)", whole=True, role=BUTTON)
    accept(sender, receiver, "一段文本", picture)
    said = receiver.read(receiver.see(sender.name, "的文本", role="text"))
    assert said == text, said
    receiver.click("关闭", whole=True, role=BUTTON)


def accept(sender: PersonAtComputer, receiver: PersonAtComputer, name: str, picture: str) -> None:
    """The offer is looked at and accepted, and both windows say that all of it is there."""
    receiver.see(sender.name, "想发给您", role="label")
    for person in (sender, receiver):
        person.picture(f"{picture}-2-offered")
    receiver.click("接收", whole=True, role=BUTTON)
    for person, to in ((sender, "发往"), (receiver, "来自")):
        person.see(name, to, "并校验", role="list item")
        person.picture(f"{picture}-3-done")


if __name__ == "__main__":
    main([Path(sys.argv[1]), Path(sys.argv[2])], Path(sys.argv[3]))
