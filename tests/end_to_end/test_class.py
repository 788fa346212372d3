"""A class joins one receiver: twenty programs at once, one code phrase."""

from __future__ import annotations

from tests.end_to_end.program import Desk

PUPILS = 20
# Twenty interpreters start on whatever this machine has.
CLASS_S = 90.0


def test_twenty_pupils_with_one_open_code_at_once_all_get_in(desk: Desk) -> None:
    receiver = desk.receiver("--pairing", "open", code="")
    code = receiver.of("listening")[0]["code"]
    papers = [desk.file(f"paper-{number:02}.txt", 20_000) for number in range(PUPILS)]
    pupils = [
        desk.run(
            f"pupil-{number}",
            *("send", "--json", "--code", code, str(paper), f"127.0.0.1:{receiver.listening_port()}"),
        )
        for number, paper in enumerate(papers)
    ]
    assert [(pupil.status(CLASS_S), pupil.errors) for pupil in pupils] == [(0, [])] * PUPILS
    assert desk.inbox_names() == [paper.name for paper in papers]
    for paper in papers:
        assert (desk.inbox / paper.name).read_bytes() == paper.read_bytes()
    receiver.wait_for(lambda event: event["event"] == "admitted" and event["count"] == PUPILS, "the last pupil")
    assert {event["code"] for event in receiver.of("listening")} == {code}
