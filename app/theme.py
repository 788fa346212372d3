"""Colours by meaning, fonts, icons and the grid, for light and dark, following the system's colour scheme.

The palette is Okabe and Ito's (Color Universal Design, 2008), which people with any colour vision can tell apart. A
fill keeps its pure colour and gets an outline; a line reaches a contrast of 3:1 and a text 4.5:1 (WCAG 2.1, 1.4.11 and
1.4.3) on the surfaces of the scheme in use, by moving its lightness alone. GUI thread only.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from importlib import resources
from typing import Final

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from ptp_core.record.model.meaning import Meaning as Meaning

GRID: Final = 8
HALF_GRID: Final = GRID // 2
CONTROL_HEIGHT: Final = 4 * GRID

LINE_CONTRAST: Final = 3.0
TEXT_CONTRAST: Final = 4.5

_ICON_SIZES = (16, 20, 24, 32, 48, 64, 128)
# Percent by which Qt's Fusion style darkens the window's colour for an outline, and the widgets whose outline that is.
_STYLE_DARKENS: Final = 140
_OUTLINED: Final = (
    "QLineEdit",
    "QComboBox",
    "QAbstractSpinBox",
    "QPushButton",
    "QToolButton",
    "QTabBar",
    "QCheckBox",
    "QRadioButton",
    "QGroupBox",
)


class Scheme(enum.Enum):
    """Which of the two looks is on."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Surfaces:
    """The colours of a scheme that have no meaning of their own."""

    window: str
    surface: str
    text: str
    muted: str
    outline: str
    grid: str
    selected: str
    field: str


SURFACES: Final = {
    Scheme.LIGHT: Surfaces(
        window="#f3f3f3",
        surface="#ffffff",
        text="#1b1b1b",
        muted="#5c5c5c",
        outline="#c4c4c4",
        grid="#e2e2e2",
        selected="#dcebf7",
        field="#8c8c8c",
    ),
    Scheme.DARK: Surfaces(
        window="#202124",
        surface="#2a2b2e",
        text="#ececec",
        muted="#b0b0b0",
        outline="#55575c",
        grid="#404247",
        selected="#173a52",
        field="#85888f",
    ),
}


_HINTS = {
    None: Qt.ColorScheme.Unknown,
    Scheme.LIGHT: Qt.ColorScheme.Light,
    Scheme.DARK: Qt.ColorScheme.Dark,
}


# On white the vermilion of a time-out and the orange of a fast retransmit would become one to who does not see red.
_LINE_CONTRASTS: Final = {(Scheme.LIGHT, Meaning.TIMEOUT): 5.0}


class Theme(QObject):
    """The look of the whole application.

    Signals:
        changed: the scheme changed; what paints with colours of its own paints again.
    """

    changed = Signal()

    def __init__(self, application: QGuiApplication) -> None:
        """Follows `application`; `Theme.of_application()` gives the one that widgets share."""
        super().__init__(application)
        self.setObjectName("theme")
        self._application = application
        self._preference: Scheme | None = None
        self._own_palette = False
        # Read before this class sets a palette of its own, and for platforms that tell no scheme only.
        dark = application.palette().color(QPalette.ColorRole.Window).lightness() < 128
        self._first_scheme = Scheme.DARK if dark else Scheme.LIGHT
        self._scheme = self._system_scheme()
        self._fitted_before: dict[tuple[int, float, Scheme], QColor] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}
        application.styleHints().colorSchemeChanged.connect(self._follow_system)

    @staticmethod
    def of_application() -> Theme:
        """The application's theme, made at the first call; raises RuntimeError when there is no application."""
        application = QGuiApplication.instance()
        if not isinstance(application, QGuiApplication):
            raise RuntimeError("a theme needs an application")
        found = application.findChild(Theme, "theme", Qt.FindChildOption.FindDirectChildrenOnly)
        return found if isinstance(found, Theme) else Theme(application)

    @property
    def scheme(self) -> Scheme:
        """The look that is on now."""
        return self._scheme

    @property
    def preference(self) -> Scheme | None:
        """The look that is kept to, None while the system is followed."""
        return self._preference

    @property
    def surfaces(self) -> Surfaces:
        """Colours of windows, texts and lines of the scheme in use."""
        return SURFACES[self._scheme]

    def prefer(self, scheme: Scheme | None) -> None:
        """Keep to one look, or follow the system again with None."""
        self._preference = scheme
        self._application.styleHints().setColorScheme(_HINTS[scheme])
        self._use(scheme or self._system_scheme())

    def apply(self) -> None:
        """Give the application the palette and the style sheet of the scheme in use. Call once after building it."""
        if self._application.styleHints().colorScheme() is not _HINTS[self._scheme]:
            # A platform that does not follow would leave the widgets light beneath dark charts.
            self._application.setPalette(_palette(self.surfaces, self.line(Meaning.ACKNOWLEDGED)))
            self._own_palette = True
        elif self._own_palette:
            self._application.setPalette(QPalette())
            self._own_palette = False
        if isinstance(self._application, QApplication):
            self._outline_fields()
            self._application.setStyleSheet(self.style_sheet("window"))

    def fill(self, meaning: Meaning) -> QColor:
        """The pure colour, for areas that have an outline."""
        return QColor(meaning.value)

    def line(self, meaning: Meaning) -> QColor:
        """The colour for curves, marks and outlines: at least 3:1 on a surface, selected or not, and on the window."""
        return self._fitted(QColor(meaning.value), _LINE_CONTRASTS.get((self._scheme, meaning), LINE_CONTRAST))

    def text(self, meaning: Meaning) -> QColor:
        """The colour for letters: at least 4.5:1 on a surface, selected or not, and on the window."""
        return self._fitted(QColor(meaning.value), TEXT_CONTRAST)

    def icon(self, name: str, colour: QColor | None = None) -> QIcon:
        """The icon `name` in `colour`, or in that of texts. Raises ValueError, listing the icons, for another."""
        shade = (colour or QColor(self.surfaces.text)).name()
        if (name, shade) not in self._icons:
            self._icons[name, shade] = _rendered(_icon_source(name), shade)
        return self._icons[name, shade]

    def icon_on_accent(self, name: str) -> QIcon:
        """The icon for the button that one came for, which has the accent's colour while it can be pressed. Raises as
        `icon` does."""
        icon = QIcon(self.icon(name, _letters_on(self.line(Meaning.ACKNOWLEDGED))))
        muted = self.icon(name, QColor(self.surfaces.muted))
        for size in muted.availableSizes():
            icon.addPixmap(muted.pixmap(size), QIcon.Mode.Disabled)
        return icon

    def style_sheet(self, name: str) -> str:
        """The style sheet `name` of the resources with its @names replaced. Raises ValueError for an unknown @name."""
        values = {field: getattr(self.surfaces, field) for field in Surfaces.__slots__}
        values |= {
            "accent": self.line(Meaning.ACKNOWLEDGED).name(),
            "error": self.line(Meaning.TIMEOUT).name(),
            "error_text": self.text(Meaning.TIMEOUT).name(),
            "on_accent": _letters_on(self.line(Meaning.ACKNOWLEDGED)).name(),
            "accent_pressed": self.line(Meaning.ACKNOWLEDGED).darker(115).name(),
            "good_text": self.text(Meaning.WRITTEN).name(),
            "grid_step": f"{GRID}px",
            "half_grid": f"{HALF_GRID}px",
        }

        def value(match: re.Match[str]) -> str:
            if match[1] not in values:
                raise ValueError(f"style sheet {name}: unknown name @{match[1]}; known are {', '.join(sorted(values))}")
            return str(values[match[1]])

        source = resources.files("resources").joinpath("styles", f"{name}.qss").read_text(encoding="utf-8")
        return re.sub(r"@([a-z_]+)\b", value, re.sub(r"/\*.*?\*/\s*", "", source, flags=re.DOTALL))

    def _outline_fields(self) -> None:
        """Give what is typed into and pressed an outline that is seen: Qt's own style makes it of the window's colour,
        by darkening, which leaves nothing in the dark."""
        palette = QPalette(self._application.palette())
        drawn = QColor(self.surfaces.field).lighter(_STYLE_DARKENS) if self._scheme is Scheme.DARK else None
        if drawn is not None:
            palette.setColor(QPalette.ColorRole.Window, drawn)
        for name in _OUTLINED:
            # The stubs want bytes, which the method does not take.
            QApplication.setPalette(palette, name)  # type: ignore[arg-type]

    def _fitted(self, colour: QColor, least: float) -> QColor:
        key = (colour.rgb(), least, self._scheme)
        found = self._fitted_before.get(key)
        if found is None:
            found = colour
            for beneath in (self.surfaces.surface, self.surfaces.window, self.surfaces.selected):
                found = fitted(found, QColor(beneath), least)
            self._fitted_before[key] = found
        return QColor(found)

    def _system_scheme(self) -> Scheme:
        hint = self._application.styleHints().colorScheme()
        if hint is Qt.ColorScheme.Unknown:
            return self._first_scheme
        return Scheme.DARK if hint is Qt.ColorScheme.Dark else Scheme.LIGHT

    def _follow_system(self) -> None:
        if self._preference is None:
            self._use(self._system_scheme())

    def _use(self, scheme: Scheme) -> None:
        if scheme is not self._scheme:
            self._scheme = scheme
            self.apply()
            self.changed.emit()


def icon_names() -> list[str]:
    """The names that `Theme.icon` knows."""
    folder = resources.files("resources").joinpath("icons")
    return sorted(entry.name.removesuffix(".svg") for entry in folder.iterdir() if entry.name.endswith(".svg"))


def tabular(font: QFont) -> QFont:
    """A copy of `font` whose figures all have one width, so that numbers do not jump as they change."""
    copy = QFont(font)
    copy.setFeature(QFont.Tag("tnum"), 1)
    return copy


def emphasised(font: QFont, *, scale: float = 1.0) -> QFont:
    """A bold copy of `font`, larger by `scale`."""
    copy = QFont(font)
    copy.setBold(True)
    if font.pointSizeF() > 0:
        copy.setPointSizeF(font.pointSizeF() * scale)
    return copy


def set_role(widget: QWidget, role: str) -> None:
    """Let the style sheet's rules for `role` (muted, error, good, strong; primary for the button that one came for;
    columns for a table of numbers beside words; "" for none) count for `widget` from now on."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def fitted(colour: QColor, background: QColor, least: float) -> QColor:
    """`colour` with its lightness moved away from `background` until the contrast is at least `least`."""
    hue, saturation, lightness = colour.hslHueF(), colour.hslSaturationF(), colour.lightnessF()
    step = -0.01 if _luminance(background) > 0.18 else 0.01
    found = QColor(colour)
    while contrast(found, background) < least and 0.0 < lightness + step < 1.0:
        lightness += step
        found = QColor.fromHslF(max(hue, 0.0), saturation, lightness)
    return found


def _letters_on(colour: QColor) -> QColor:
    """White, or black where that reads better."""
    return max((QColor("#ffffff"), QColor("#101010")), key=lambda letters: contrast(letters, colour))


def _luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _icon_source(name: str) -> str:
    names = icon_names()
    if name not in names:
        raise ValueError(f"there is no icon {name!r}; the icons are {', '.join(names)}")
    return resources.files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")


def _rendered(source: str, shade: str) -> QIcon:
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", shade).encode()))
    icon = QIcon()
    for size in _ICON_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _palette(surfaces: Surfaces, accent: QColor) -> QPalette:
    palette = QPalette(QColor(surfaces.window))
    role = QPalette.ColorRole
    for group_role, colour in (
        (role.Window, surfaces.window),
        (role.Base, surfaces.surface),
        (role.AlternateBase, surfaces.window),
        (role.Button, surfaces.window),
        (role.ToolTipBase, surfaces.surface),
        (role.WindowText, surfaces.text),
        (role.Text, surfaces.text),
        (role.ButtonText, surfaces.text),
        (role.ToolTipText, surfaces.text),
        (role.PlaceholderText, surfaces.muted),
    ):
        palette.setColor(group_role, QColor(colour))
    palette.setColor(role.Highlight, accent)
    palette.setColor(role.HighlightedText, fitted(QColor("#ffffff"), accent, TEXT_CONTRAST))
    palette.setColor(role.Link, accent)
    for disabled in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, disabled, QColor(surfaces.muted))
    return palette
