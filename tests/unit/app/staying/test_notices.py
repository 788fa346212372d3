"""What a person is told who looks elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.staying.notices import NoticeAction, done_notice, ended_notice, folder_of, offer_notice
from app.staying.overall import Overall, overall, overall_words
from ptp_core.config import ConflictPolicy
from ptp_core.direction import Direction
from ptp_core.transfer.snapshot import ShownText, TransferState
from tests.unit.app.cli_helpers import offer, snapshot


def actions(**facts: Any) -> list[NoticeAction]:
    return [action for action, _words in offer_notice(offer(**facts).details).actions]


def test_an_offer_says_who_what_where_to_and_which_key() -> None:
    notice = offer_notice(offer(directory=Path("/home/me/in")).details)
    assert notice.title == "\u2068red-laptop\u2069 wants to send you a file"
    assert notice.body.splitlines() == [
        "\u2068a.bin\u2069, 1 kB",
        "Will be saved to \u2068/home/me/in\u2069",
        "New to this computer: guitar orbit",
    ]
    assert notice.urgent
    assert "New" not in offer_notice(offer(peer_known=True).details).body


def test_only_what_needs_no_choice_is_accepted_from_there() -> None:
    both = [NoticeAction.ACCEPT, NoticeAction.DECLINE]
    assert actions() == both
    assert actions(names_taken=("a.bin",), on_conflict=ConflictPolicy.RENAME) == both
    assert actions(names_taken=("a.bin",), on_conflict=ConflictPolicy.ASK) == [NoticeAction.DECLINE]
    assert actions(free_bytes=10) == [NoticeAction.DECLINE]
    assert "1 kB needed, 10 B free" in offer_notice(offer(free_bytes=10).details).body


def test_what_is_done_is_named_or_counted() -> None:
    received = snapshot(
        TransferState.DONE, direction=Direction.RECEIVE, saved_path=Path("/in/a.bin"), message="Saved as a (2).bin."
    )
    notice = done_notice([received])
    assert notice.title == "\u2068a.bin\u2069 is saved"
    assert notice.body.splitlines() == ["From \u2068red-laptop\u2069, 1 kB", "Saved as a (2).bin."]
    assert [action for action, _ in notice.actions] == [NoticeAction.FOLDER]
    sent = snapshot(TransferState.DONE, transfer_id=2, name="b.bin")
    assert done_notice([sent]).actions == ()
    both = done_notice([received, sent])
    assert both.title == "2 transfers are done"
    assert both.body == "\u2068b.bin\u2069, \u2068a.bin\u2069"
    assert folder_of([received, sent]) == Path("/in")


def test_a_text_goes_into_no_folder_and_what_it_says_is_told_to_nobody() -> None:
    asked = offer_notice(offer(is_text=True, free_bytes=0).details)
    assert asked.title == "\u2068red-laptop\u2069 wants to send you a text"
    assert asked.body.splitlines() == ["a text, 1 kB", "New to this computer: guitar orbit"]
    assert [action for action, _ in asked.actions] == [NoticeAction.ACCEPT, NoticeAction.DECLINE]
    came = snapshot(TransferState.DONE, direction=Direction.RECEIVE, name="", text=ShownText("the password"))
    notice = done_notice([came])
    assert notice.title == "A text from \u2068red-laptop\u2069"
    assert notice.body == "12 characters"
    assert notice.actions == ()
    sent = snapshot(TransferState.DONE, name="", text=ShownText("four"))
    assert done_notice([sent]).title == "\u2068a text, 4 characters\u2069 has arrived"


@pytest.mark.parametrize("state", [TransferState.FAILED, TransferState.DECLINED, TransferState.CANCELLED])
def test_what_did_not_get_across_says_why(state: TransferState) -> None:
    notice = ended_notice(snapshot(state, message="It broke.", hint="Mend it."))
    assert notice.title == f"\u2068a.bin\u2069 to \u2068red-laptop\u2069: {state.value}"
    assert notice.body == "It broke. Mend it."
    assert ended_notice(snapshot(state)).body == "No reason was given."


def test_all_transfers_are_one_number() -> None:
    assert overall([]) == Overall()
    assert Overall().share is None
    moving = [
        snapshot(TransferState.TRANSFERRING, bytes_acknowledged=500, goodput_bps=800.0),
        snapshot(TransferState.TRANSFERRING, bytes_total=0),
        snapshot(TransferState.QUEUED),
        snapshot(TransferState.PAUSED, bytes_acknowledged=900),
        snapshot(TransferState.TRANSFERRING, held=True),
        snapshot(TransferState.DONE, bytes_verified=1000),
    ]
    now = overall(moving)
    assert (now.running, now.share, now.time_left_s) == (2, 0.5, 5.0)
    assert overall_words(now, receiving=True) == "PTP: 50 %, 100 B/s, 5 s left"
    assert overall_words(overall(moving[1:2]), receiving=True) == "PTP: 0 %, 0 B/s"
    assert overall_words(Overall(), receiving=False) == "PTP"
