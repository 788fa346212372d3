"""Icons, one SVG each, drawn in `currentColor`."""
