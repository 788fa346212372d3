"""Which version of PTP this is: what was installed says so, and `pyproject.toml` said it there. No Qt."""

from __future__ import annotations


def version() -> str:
    """`1.2.3`; empty when PTP runs without having been installed."""
    # Takes longer to import than the answer to most command lines takes.
    from importlib import metadata

    try:
        return metadata.version("ptp")
    except metadata.PackageNotFoundError:
        return ""
