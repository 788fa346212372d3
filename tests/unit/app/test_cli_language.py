"""The command line in the person's language: chosen, worded, and as quick as ever in English."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import speaking
from app.cli.columns import columns_of, padded, wrapped
from app.cli.parsers import parsers
from app.command_line import main
from app.translations.catalogue import chosen_language
from ptp_core.network.addresses import parse_address
from ptp_core.transfer.conversation import reasons

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _english_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("PTP_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    speaking.speak("en")


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ([], {"LANG": "zh_SG.UTF-8"}, "zh_CN"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh_CN"),
        ([], {"PTP_LANGUAGE": "zh-Hans", "LANG": "en_US.UTF-8"}, "zh_CN"),
        (["send", "--language", "zh_CN"], {"PTP_LANGUAGE": "en"}, "zh_CN"),
        (["send", "--language=en"], {"PTP_LANGUAGE": "zh_CN"}, "en"),
        (["send", "--", "--language", "zh_CN"], {}, "en"),
        (["send", "--language"], {}, "en"),
    ],
)
def test_who_decides_about_the_language(words: list[str], environment: dict[str, str], language: str) -> None:
    assert speaking.wanted_language(words, environment) == language


def test_a_language_whose_words_cannot_be_read_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_code: str) -> None:
        raise ValueError("damaged")

    monkeypatch.setattr(speaking, "catalogue", broken)
    speaking.speak("zh_CN")
    assert speaking.language() == "en"
    assert speaking.tr("Listening on {0}") == "Listening on {0}"


def test_errors_and_hints_are_said_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["send", "a", "host:99999", "--language", "zh_CN"]) == 2
    assert capsys.readouterr().err == "ptp: 端口 99999 超出范围。端口是 1 到 65535 之间的数字。\n"


def test_what_argparse_says_is_in_chinese_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTP_LANGUAGE", "zh_CN")
    assert main(["receive", "--nonsense"]) == 2
    said = "ptp: 无法识别的参数\N{FULLWIDTH COLON}--nonsense。请参阅 ptp receive --help。\n"
    assert capsys.readouterr().err == said
    # A language that is spoken once is not left over for the next command.
    monkeypatch.delenv("PTP_LANGUAGE")
    assert main(["receive", "--nonsense"]) == 2
    assert capsys.readouterr().err == "ptp: Unrecognized arguments: --nonsense. See ptp receive --help.\n"


@pytest.mark.parametrize("command", list(parsers()))
def test_no_english_is_left_in_a_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    speaking.speak("zh_CN")
    text = parsers()[command].format_help()
    english = {"the", "of", "and", "this", "with", "where", "show", "usage:", "options:"}
    assert not english & set(text.split()), text


def test_json_has_a_code_for_programs_and_a_message_for_people(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTP_LANGUAGE", "zh_CN")
    assert main(["send", "a", "h:x", "--json"]) == 2
    event = json.loads(capsys.readouterr().out)
    assert {"event", "message", "hint", "code"} == event.keys()
    assert event["code"] == "port-is-no-number"
    assert "端口" in event["message"]


def test_an_unknown_language_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "xx"]) == 2
    assert "not spoken here" in capsys.readouterr().err


def test_what_an_english_peer_says_is_worded_here() -> None:
    speaking.speak("zh_CN")
    assert speaking.said(reasons.NOBODY_ANSWERED(minutes=10)) == "10 分钟内没有人回应"
    with pytest.raises(ValueError, match="empty") as caught:
        parse_address("")
    assert speaking.said(caught.value.message) == "地址为空。"  # type: ignore[attr-defined]


def test_english_loads_no_catalogue_and_no_qt() -> None:
    program = (
        "import sys; from app.command_line import main\n"
        "assert main(['send', 'nothing-here', '127.0.0.1:9', '--code', '1-a-b']) == 1\n"
        "loaded = [n for n in sys.modules if n.startswith(('PySide6', 'xml', 'importlib.resources'))]\n"
        "assert not loaded, loaded"
    )
    environment = {"LANG": "en_US.UTF-8", "HOME": "/nonexistent", "XDG_DATA_HOME": "/tmp", "PATH": "/usr/bin"}
    outcome = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert outcome.returncode == 0, outcome.stderr


def test_chinese_needs_no_qt_either() -> None:
    program = (
        "import sys; from app.command_line import main\n"
        "assert main(['send', 'a', 'h:99999']) == 2\n"
        "assert not any(name.startswith('PySide6') for name in sys.modules)"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=60,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert "端口" in outcome.stderr.decode()


def test_columns_of_a_terminal() -> None:
    assert columns_of("ab 报文") == 7
    assert padded("报文", 6) == "报文  "
    assert padded("报文", 6, to_right=True) == "  报文"
    assert wrapped("one two three", 8) == ["one two", "three"]
    # No line begins with a stop, and none ends with an opening bracket.
    assert wrapped("报文段。已确认。", 6) == ["报文", "段。已", "确认。"]
    assert wrapped("abc (报文段)", 6) == ["abc", "(报文", "段)"]
    assert wrapped("", 8) == [""]


def test_the_language_of_the_environment_is_one_that_there_is() -> None:
    assert chosen_language(environment={"LANG": "zh_CN.UTF-8"}) == "zh_CN"
