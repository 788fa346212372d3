"""The manifest at the receiver: what the sender lists becomes folders that are made, and files that are to come.

Nothing of it is believed: names are made safe, an entry stands in a folder that was listed, roots are those that were
offered, and no more is listed than was accepted. Runs on the worker thread of a ReceiveTransfer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ptp_core import broken_rules
from ptp_core.config import ConflictPolicy
from ptp_core.errors import ProtocolViolation
from ptp_core.transfer.answering import Answering, ListedFile
from ptp_core.transfer.conversation.messages import (
    MAX_AHEAD,
    MAX_BATCH,
    UNKNOWN_SIZE,
    AnswerKind,
    Answers,
    Entry,
    EntryKind,
    Message,
    Offer,
)
from ptp_core.transfer.destination.earlier import Earlier
from ptp_core.transfer.destination.file_names import numbered_name, safe_name, safe_target
from ptp_core.transfer.destination.journal import RootRecord
from ptp_core.transfer.destination.saving import Job, SaveFolder, SaveLink
from ptp_core.transfer.destination.tree import Folder, FolderTree

# A folder may have grown since it was counted for the offer; much more than that is not what was accepted.
_SLACK_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Plan:
    """What was accepted: where to, under which policy, and what its roots are called here. `here` are the numbers of
    those that seem to be here already; `sealed` is a person's yes, for the journal (`given_answers`)."""

    directory: Path
    on_conflict: ConflictPolicy
    names: tuple[str, ...]
    here: frozenset[int]
    sealed: dict[str, Any] | None = None


_Item = ListedFile | SaveLink | SaveFolder


class Listing:
    """The entries of one connection, in their order.

    Attributes, for the parent thread: `bytes` and `files` that have been listed so far. `complete` once the manifest
    has ended; `root_path` is the last root that is a folder.
    """

    def __init__(
        self,
        tree: FolderTree,
        earlier: Earlier,
        answering: Answering,
        *,
        offer: Offer,
        plan: Plan,
        send: Callable[[Message], None],
        put: Callable[[Job], None],
    ) -> None:
        """`send` tells the sender, `put` hands to the saver."""
        self.bytes = 0
        self.files = 0
        self.complete = False
        self.root_path: Path | None = None
        self._tree = tree
        self._earlier = earlier
        self._answering = answering
        self._offer = offer
        self._plan = plan
        self._send = send
        self._put = put
        self._items: deque[_Item] = deque()
        self._files_ahead = 0
        self._stack: list[tuple[Folder, int, str]] = []
        self._next_index = 0
        self._next_root = 0

    def add(self, entries: tuple[Entry, ...], by_answers: bool) -> None:
        """Take the next part of the manifest; `by_answers`: look up each file, and tell what is here."""
        if self.complete:
            raise ProtocolViolation(broken_rules.LIST_WENT_ON)
        answers: list[tuple[int, AnswerKind]] = []
        for entry in entries:
            index = self._next_index
            self._next_index += 1
            folder, name, relative, root = self._place(entry)
            if entry.kind is EntryKind.FOLDER:
                made = self._make_folder(folder, name, root)
                self._stack.append((made, entry.modified_ns, relative))
            elif entry.kind is EntryKind.LINK:
                target = safe_target(entry.target, entry.depth)
                self._items.append(SaveLink(index, folder, name, target, relative))
            else:
                file = ListedFile(index, entry, folder, name, relative, root, folder.twins_before(name))
                self._count(entry)
                self._items.append(file)
                self._files_ahead += 1
                if by_answers:
                    self._answering.look_up(file)
                    if file.answer is not None:
                        answers.append((index, file.answer))
        if not self._files_ahead:
            self.pass_items(None)
        if len(self._items) > 2 * (MAX_AHEAD + MAX_BATCH):
            raise ProtocolViolation(broken_rules.LIST_AHEAD)
        if by_answers:
            self._send(Answers(self._next_index, tuple(answers)))

    def end(self, files: int, size_bytes: int) -> None:
        """The sender says that this is all. Raises ProtocolViolation when it is not."""
        if (files, size_bytes) != (self.files, self.bytes) or self._next_root != len(self._plan.names):
            raise ProtocolViolation(broken_rules.LIST_DIFFERS)
        self.complete = True

    def pass_items(self, index: int | None) -> ListedFile | None:
        """Hand on what comes before the file `index`, or everything: links and folders' times; files were refused."""
        while self._items:
            item = self._items.popleft()
            if not isinstance(item, ListedFile):
                self._put(item)
                continue
            self._files_ahead -= 1
            if item.index == index:
                return item
            if item.answer is not AnswerKind.REFUSED:
                raise ProtocolViolation(broken_rules.LEFT_OUT)
        if index is not None:
            raise ProtocolViolation(broken_rules.NOT_LISTED)
        return None

    def leave_folders(self) -> None:
        """All is over: the folders that are still open get their times, the innermost first."""
        for folder, modified_ns, _ in reversed(self._stack):
            self._put(SaveFolder(folder, modified_ns))

    def files_ahead(self) -> list[ListedFile]:
        """The files that have not begun."""
        return [item for item in self._items if isinstance(item, ListedFile)]

    def _place(self, entry: Entry) -> tuple[Folder, str, str, int | None]:
        """The folder of an entry, its name there, its relative name, and which root it is."""
        if entry.depth > len(self._stack):
            raise ProtocolViolation(broken_rules.ENTRY_NO_FOLDER)
        for folder, modified_ns, _ in reversed(self._stack[entry.depth :]):
            self._items.append(SaveFolder(folder, modified_ns))
        del self._stack[entry.depth :]
        if entry.depth:
            parent, _, above = self._stack[-1]
            name = safe_name(entry.name)
            return parent, name, f"{above}/{name}", None
        number = self._next_root
        self._next_root += 1
        roots = self._offer.roots
        if number >= len(roots) or (entry.name, entry.kind) != (roots[number].name, roots[number].kind):
            raise ProtocolViolation(broken_rules.ENTRY_NOT_OFFERED)
        if entry.kind is EntryKind.FILE and entry.size_bytes != roots[number].size_bytes:
            raise ProtocolViolation(broken_rules.OTHER_SIZE)
        name = self._plan.names[number]
        return self._tree.top, name, name, number

    def _make_folder(self, parent: Folder, name: str, root: int | None) -> Folder:
        if root is None:
            return self._tree.make(parent, self._apart(parent, name), self._plan.on_conflict)
        known = self._earlier.root(root)
        if known is None and root in self._plan.here:
            known = RootRecord(name, False)
        if self._plan.on_conflict is not ConflictPolicy.RENAME:
            # Under RENAME it gets the number that is free then.
            name = self._apart(parent, name)
        made = self._tree.make(
            parent,
            name,
            self._plan.on_conflict,
            known.name if known is not None else None,
            ours=known is not None and known.ours,
            # A crash may come at any moment: what it leaves is to be met again.
            choose=lambda chosen: self._earlier.note_root(root, RootRecord(chosen, False)),
        )
        self.root_path = made.path
        if made.error is None:
            self._earlier.note_root(root, RootRecord(made.name, made.fresh or made.ours))
        return made

    @staticmethod
    def _apart(parent: Folder, name: str) -> str:
        """The name, with a number where another of this transfer may have it already."""
        twins = parent.twins_before(name)
        return numbered_name(name, twins + 1) if twins else name

    def _count(self, entry: Entry) -> None:
        self.files += 1
        if entry.size_bytes != UNKNOWN_SIZE:
            self.bytes += entry.size_bytes
        offered = self._offer
        if offered.complete and self.bytes > offered.size_bytes + offered.size_bytes // 8 + _SLACK_BYTES:
            raise ProtocolViolation(broken_rules.LIST_TOO_LONG)
