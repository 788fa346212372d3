"""Sentences with a code and parameters: English as they stand, worded by whoever has a catalogue."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.errors import PtpError
from ptp_core.network.addresses import parse_address
from ptp_core.sentences import (
    Kind,
    Sentence,
    all_kinds,
    code_of,
    declare,
    phrase,
    read,
    untranslated,
    worded,
    written,
)
from ptp_core.transport.remarks import remark_of

ROOT = Path(__file__).resolve().parents[2]
GREETING = declare("test-greeting", "{name} says hello.")
INSIDE = declare("test-inside", "It failed: {reason}.")
FILES = declare("test-files", "{count} file is left.", many="{count} files are left.", plural="count")
NOTHING = phrase("nothing at all")

CHINESE = {
    GREETING.source: "{name} 说你好。",
    INSIDE.source: "失败:{reason}。",
    FILES.source: "剩余 {count} 个文件。",
    "nothing at all": "什么都没有",
}


def chinese(context: str, text: str, /, *, n: int = -1) -> str:
    assert context == "core"
    return CHINESE.get(text, text)


def test_a_sentence_is_its_english_text() -> None:
    sentence = GREETING(name="Ann")
    assert sentence == "Ann says hello."
    assert (sentence.code, dict(sentence.parameters)) == ("test-greeting", {"name": "Ann"})
    assert json.dumps({"message": sentence}) == '{"message": "Ann says hello."}'
    assert str(PtpError(sentence)) == "Ann says hello."


def test_a_front_end_words_it_with_what_stands_in_it() -> None:
    sentence = INSIDE(reason=GREETING(name="Ann"))
    assert sentence == "It failed: Ann says hello."
    assert worded(sentence, chinese) == "失败:Ann 说你好。"
    assert worded(sentence, untranslated) == sentence
    assert worded("a plain text", chinese) == "a plain text"


def test_a_translation_that_is_missing_or_wrong_does_no_harm() -> None:
    assert worded(GREETING(name="Ann"), lambda context, text, /, *, n=-1: "") == "Ann says hello."
    assert worded(GREETING(name="Ann"), lambda context, text, /, *, n=-1: "{who} {0} {}") == "{who} {0} {}"


def test_a_text_among_the_parameters_is_no_template() -> None:
    assert GREETING(name="{name} {x}") == "{name} {x} says hello."


@pytest.mark.parametrize(
    ("count", "english"), [(0, "0 files are left."), (1, "1 file is left."), (2, "2 files are left.")]
)
def test_a_count_chooses_the_form(count: int, english: str) -> None:
    asked = []

    def translate(context: str, text: str, /, *, n: int = -1) -> str:
        asked.append((text, n))
        return text

    assert FILES(count=count) == english
    assert worded(FILES(count=count), translate) == english
    assert asked == [("{count} files are left.", count)]
    assert worded(FILES(count=12345), chinese) == "剩余 12\N{NARROW NO-BREAK SPACE}345 个文件。"


def test_wrong_parameters_fail_at_once() -> None:
    for parameters in ({}, {"nam": "Ann"}, {"name": "Ann", "more": "x"}):
        with pytest.raises(TypeError):
            GREETING(**parameters)
    with pytest.raises(TypeError):
        GREETING(name=1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        FILES(count="three")


def test_a_code_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare("test-greeting", "Something else.")
    with pytest.raises(ValueError, match="no code"):
        declare("Not a code", "Something.")
    with pytest.raises(ValueError, match="together"):
        declare("test-half-a-plural", "{count} files", plural="count")
    with pytest.raises(ValueError, match="braces"):
        declare("test-braces", "{count.real} files")
    assert phrase("nothing at all").kind is NOTHING.kind


def test_it_does_not_change_and_may_be_copied_and_pickled() -> None:
    sentence = INSIDE(reason=GREETING(name="Ann"))
    with pytest.raises(AttributeError):
        sentence.kind = FILES
    for again in (copy.deepcopy(sentence), pickle.loads(pickle.dumps(sentence))):
        assert isinstance(again, Sentence)
        assert (again, again.kind, again.parameters["reason"]) == (sentence, INSIDE, "Ann says hello.")
        assert isinstance(again.parameters["reason"], Sentence)


def test_a_process_that_does_not_know_the_kind_finds_it() -> None:
    with pytest.raises(PtpError) as caught:
        parse_address("[::1")
    sentence = caught.value.message
    assert code_of(sentence) == "bracket-not-closed"
    script = "import pickle, sys; s = pickle.load(sys.stdin.buffer); print(s.code, s)"
    done = subprocess.run(
        [sys.executable, "-c", script], input=pickle.dumps(sentence), capture_output=True, cwd=ROOT, check=True
    )
    assert done.stdout.decode().strip() == f"bracket-not-closed {sentence}"


def test_what_is_written_is_read_again() -> None:
    for sentence in (INSIDE(reason=GREETING(name="A\u202enn")), FILES(count=3), NOTHING):
        again = read(written(sentence))
        assert again is not None
        assert (again, again.kind, again.parameters) == (sentence, sentence.kind, sentence.parameters)
    cleaned = read(written(INSIDE(reason=GREETING(name="ann"))), str.upper)
    assert cleaned == "It failed: ANN says hello."
    assert written("a plain text") == ""
    assert code_of(NOTHING) == code_of("a plain text") == ""
    assert code_of(FILES(count=1)) == "test-files"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "NaN",
        "[]",
        '["unknown", {}]',
        '["test-greeting", {}]',
        '["test-greeting", {"name": 1.5}]',
        '["test-greeting", {"name": true}]',
        '["test-greeting", {"name": -1}]',
        '["test-greeting", {"name": ["test-greeting"]}]',
        '["test-greeting", {"name": "x", "more": "x"}]',
        '["test-greeting", ["name"]]',
        '["test-files", {"count": "many"}]',
        '["test-files", {"count": 18446744073709551616}]',
        '[["test-greeting"], {"name": "x"}]',
        "[" * 4000,
        '["test-inside", {"reason": ' * 9 + '"x"' + "}]" * 9,
    ],
)
def test_what_is_no_sentence_of_ours_is_none(text: str) -> None:
    assert read(text) is None


@given(
    st.recursive(
        st.none() | st.integers() | st.text() | st.sampled_from(["test-greeting", "test-inside", "name", "reason"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "reason", "x"]), inner),
        max_leaves=8,
    )
)
def test_whatever_is_read_is_a_sentence_or_none(value: object) -> None:
    found = read(json.dumps(value))
    assert found is None or isinstance(found.kind, Kind)


def test_every_kind_of_the_core_is_whole() -> None:
    kinds = all_kinds()
    assert len({kind.code for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.english.strip(), kind
        sentence = kind(**{name: 7 if name == kind.plural else name for name in kind.parameters})
        assert "{" not in sentence
        assert read(written(sentence)) == sentence


def test_a_sentence_that_was_kept_names_where_its_kind_is_declared() -> None:
    script = (
        "from ptp_core.sentences import read; import sys\n"
        "text = sys.stdin.read(); print(read(text)); found = read(text, ours=True); print(found.code, found)"
    )
    with pytest.raises(PtpError) as caught:
        parse_address("[::1")
    kept = written(caught.value.message, for_later=True)
    done = subprocess.run(
        [sys.executable, "-c", script], input=kept, capture_output=True, cwd=ROOT, check=True, text=True
    )
    assert done.stdout.splitlines() == ["None", f"bracket-not-closed {caught.value.message}"]
    foreign = kept.replace("ptp_core.network.addresses", "os.path").replace("bracket-not-closed", "unknown")
    assert read(foreign, ours=True) is None


def test_a_record_of_words_is_worded_again() -> None:
    again = remark_of("third duplicate acknowledgement of 1234")
    assert code_of(again) == "remark-third-duplicate"
    assert again == "third duplicate acknowledgement of 1234"
    assert code_of(remark_of("third duplicate acknowledgement of 12 34")) == ""
    said = worded(remark_of("slow start"), lambda context, text, /, *, n=-1: f"{context} {text}")
    assert said == "recording slow start"
