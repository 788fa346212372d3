"""What a connection remarks is understood again, for every remark that it makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ptp_core.config import CongestionAlgorithm
from ptp_core.record.model import remarks
from ptp_core.record.model.remarks import remark_in_words

TRANSPORT = Path(remarks.__file__).parents[2] / "transport"


def marked(text: str) -> str:
    return f"[{text}]"


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        ("third duplicate acknowledgement of 4711", "[third duplicate acknowledgement of 4711]"),
        ("time-out, 212 ms after the timer was restarted", "[time-out, 212 ms after the timer was restarted]"),
        (
            "time-out, 212 ms after the last news: 4711 sent again",
            "[[time-out, 212 ms after the last news]: 4711 sent again]",
        ),
        ("slow start", "[slow start]"),
        ("syn-sent", "syn-sent"),
        ("a remark of one's own", "a remark of one's own"),
        ("", ""),
    ],
)
def test_a_remark_is_taken_apart(remark: str, said: str) -> None:
    assert remark_in_words(remark, marked) == said
    assert remark_in_words(remark) == remark


def test_every_remark_of_a_recovery_is_known() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (TRANSPORT / "recovery").glob("*.py"))
    written = re.findall(r'(?:remark=|remark = |_oldest_due = |Cause\.\w+, )f?"([^"]+)"', code)
    assert len(written) >= 8
    for remark in written:
        for how in ("started", "restarted"):
            example = re.sub(r"\{[^}]*\}", "17", remark.replace("{how}", how))
            assert remark_in_words(example, marked) == f"[{example}]", remark


@pytest.mark.parametrize("name", [each.value for each in CongestionAlgorithm])
def test_every_phase_of_a_congestion_control_is_known(name: str) -> None:
    files = {"bbr": "model_based", "fixed": "fixed_window", "tahoe": "reno"}
    code = (TRANSPORT / "congestion" / f"{files.get(name, name)}.py").read_text("utf-8")
    said = re.findall(r'return "([^"]+)"(?: if .*? else "([^"]+)")?', code) or re.findall(r'[A-Z_]+ = "([^"]+)"', code)
    phases = {phase for found in said for phase in ([found] if isinstance(found, str) else found) if phase}
    assert phases
    assert phases <= set(remarks.PHASES)
