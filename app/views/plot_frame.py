"""What a chart has around its curves: two axes without what pyqtgraph adds to them, in the colours of the theme."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt

from app.theme import GRID, HALF_GRID, Theme, tabular


def set_up_frame(view: Any, left_width: int) -> None:
    """Set up a PlotWidget; `left_width` is the room for the numbers of its levels."""
    plot = view.getPlotItem()
    for part in (view, view.viewport()):
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setMenuEnabled(False)
    # Its menu is never shown, belongs to nobody, and holds the plot: both would outlive the view.
    view.destroyed.connect(plot.ctrlMenu.deleteLater)
    plot.hideButtons()
    plot.disableAutoRange()
    bottom, left = plot.getAxis("bottom"), plot.getAxis("left")
    bottom.setStyle(hideOverlappingLabels=5 * GRID)
    left.setStyle(tickLength=0, hideOverlappingLabels=5 * GRID, textFillLimits=[(0, 1.0)])
    left.setWidth(left_width)
    left.setTickFont(tabular(view.font()))
    for axis in (bottom, left):
        axis.enableAutoSIPrefix(False)
    plot.layout.setContentsMargins(0, HALF_GRID, 2 * GRID, HALF_GRID)


def colour_frame(view: Any, theme: Theme) -> None:
    """Give it the colours of the theme as it is now."""
    surfaces = theme.surfaces
    view.setBackground(surfaces.surface)
    for side in ("left", "bottom"):
        axis = view.getPlotItem().getAxis(side)
        axis.setPen(pg.mkPen(surfaces.outline))
        axis.setTextPen(pg.mkPen(surfaces.muted))
