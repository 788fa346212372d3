"""Texts on the command line: what may be sent as one, and what is printed of one that came."""

from __future__ import annotations

import io
import json
import sys

import pytest

from app.cli.options import SendCommand, parse_command
from app.cli.output import JsonOutput, TextOutput
from app.cli.send import run_send
from app.history_words import entry_line
from app.text_words import text_words
from ptp_core.direction import Direction
from ptp_core.errors import SettingsError, SourceError
from ptp_core.history.entry import HistoryEntry, Result
from ptp_core.sentences import untranslated
from ptp_core.transfer.snapshot import ShownText, TransferSnapshot, TransferState
from ptp_core.transfer.source.text import TextSource
from tests.unit.app.cli_helpers import PretendEngine, pretend_installation, snapshot

DONE = [snapshot(TransferState.DONE, bytes_verified=1000, elapsed_s=0.5)]
HOSTILE = "one\ntwo\x1b]0;gone\x07 \u202etxt.exe\n\tfour \U0001f469\u200d\U0001f4bb"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def sent(*words: str) -> str:
    engine = PretendEngine(DONE)
    command = parse_command(["send", *words, "--code", "4-guitar-orbit"], {})
    assert isinstance(command, SendCommand)
    assert run_send(command, make_transfer=engine, load=pretend_installation) == 0
    ((source,),) = engine.sources
    assert isinstance(source, TextSource)
    return source.text


def test_a_text_is_an_option() -> None:
    assert sent("--text", "hello there", "h") == "hello there"
    assert sent("h", "--text=-v", "--json") == "-v"


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("zwei Wörter\n".encode())))
    assert sent("--text", "-", "h") == "zwei Wörter\n"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"x" * 1_000_001], ids=["nothing", "no text", "too long"])
def test_standard_input_that_is_no_text_is_not_sent(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(SourceError):
        sent("--text", "-", "h")


@pytest.mark.parametrize("words", [("--text", "a", "file", "h"), ("--text", "a")])
def test_a_text_goes_alone_and_to_somebody(words: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError):
        parse_command(["send", *words], {})


def came(content: str | None) -> TransferSnapshot:
    return snapshot(TransferState.DONE, direction=Direction.RECEIVE, name="text.txt", text=ShownText(content))


def test_json_has_the_text_as_it_is() -> None:
    stream = io.StringIO()
    JsonOutput(stream).text(came(HOSTILE))
    (line,) = stream.getvalue().splitlines()
    event = json.loads(line)
    assert (event["event"], event["peer"], event["characters"]) == ("text", "red-laptop", len(HOSTILE))
    assert event["text"] == HOSTILE
    assert line.isascii()


def test_a_pipe_gets_the_text_and_a_terminal_nothing_that_acts() -> None:
    pipe, terminal = io.StringIO(), Terminal()
    TextOutput(pipe).text(came(HOSTILE))
    assert pipe.getvalue() == HOSTILE + "\n"
    TextOutput(terminal).text(came(HOSTILE))
    shown = terminal.getvalue()
    assert shown.splitlines()[0] == "one"
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert shown.endswith("\tfour \U0001f469\u200d\U0001f4bb\n")


def test_what_is_said_of_a_text_is_not_what_it_says() -> None:
    stream = io.StringIO()
    TextOutput(stream).changed(came("secret"))
    assert stream.getvalue().startswith("a text, 6 characters: arrived and verified")
    assert "secret" not in stream.getvalue()
    assert text_words(ShownText(), untranslated) == "a text"
    assert text_words(ShownText("x"), untranslated) == "a text, 1 character"
    entry = HistoryEntry(
        key="k",
        direction=Direction.RECEIVE,
        result=Result.DONE,
        peer_name="red-laptop",
        ended_unix_s=0.0,
        names=("text.txt",),
        is_text=True,
    )
    assert "a text from red-laptop" in entry_line(entry)
