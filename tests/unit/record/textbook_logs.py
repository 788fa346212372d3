"""The logs of the textbook's two programs, and the totals of the assignment at their end."""

from __future__ import annotations

from tests.unit.record.textbook_peers import Row


def totals(rows: list[Row], *, is_sender: bool) -> dict[str, int]:
    """The totals of the assignment."""
    seen: set[int] = set()
    counts = {"first": 0, "again": 0, "bytes": 0}
    mine = [row for row in rows if row.kind == "D" and (row.event != "rcv") is is_sender]
    for row in mine:
        counts["again" if row.sequence in seen else "first"] += 1
        counts["bytes"] += 0 if row.sequence in seen else row.length
        seen.add(row.sequence)
    if not is_sender:
        return {
            "bytes of data": counts["bytes"],
            "segments received": len(mine),
            "duplicate segments": counts["again"],
        }
    return {
        "bytes of data": counts["bytes"],
        "segments sent": sum(row.event == "snd" for row in mine),
        "segments dropped": sum(row.event == "drop" for row in rows),
        "segments retransmitted": counts["again"],
        "duplicate acknowledgements": _duplicates(rows),
    }


def _duplicates(rows: list[Row]) -> int:
    """Acknowledgements that repeat the newest one while data is out."""
    newest = high = found = 0
    for row in rows:
        if row.event == "rcv" and row.kind == "SA":
            newest = high = row.acknowledgement
        elif row.event != "rcv" and row.kind == "D":
            high = max(high, row.sequence + row.length)
        elif row.event == "rcv" and row.kind in ("A", "F", "FA"):
            found += row.kind == "A" and row.acknowledgement == newest < high
            newest = max(newest, row.acknowledgement)
    return found


def text(rows: list[Row], *, is_sender: bool, unit: str = "s", blank: str = " ", digits: int = 6) -> str:
    """The log as a file's text."""
    scale = 1000 if unit == "ms" else 1
    lines = [
        blank.join(
            [
                f"{row.event:<4}" if blank == " " else row.event,
                f"{row.time_s * scale:.{digits}f}",
                row.kind,
                str(row.sequence),
                str(row.length),
                str(row.acknowledgement),
            ]
        )
        for row in rows
    ]
    lines += [f"{name}: {number}" for name, number in totals(rows, is_sender=is_sender).items()]
    return "".join(f"{line}\n" for line in lines)
