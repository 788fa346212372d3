"""What widgets are that paint themselves, for readers: Qt takes them for what only fills a place.

A class says it by its attribute `ACCESSIBLE_ROLE`; its name and its description say the rest.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


def tell_roles() -> None:
    """From now on, readers are told. GUI thread, once the application object is there."""
    QAccessible.installFactory(_interface)


def _interface(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    """Qt asks for each object, once a reader wants to know of it; None leaves the answer to Qt."""
    role = getattr(thing, "ACCESSIBLE_ROLE", None)
    if isinstance(role, QAccessible.Role) and isinstance(thing, QWidget):
        return QAccessibleWidget(thing, role)
    return None
