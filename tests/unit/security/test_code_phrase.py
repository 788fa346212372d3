"""Code phrases: enough bits, words that survive being read aloud, and one try each (T38, T39)."""

from __future__ import annotations

import math
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.config import PairingPolicy
from ptp_core.errors import CodeTaken, SettingsError, WrongCode
from ptp_core.security import code_phrase
from ptp_core.security.code_phrase import (
    MAXIMUM_CODE_CHARACTERS,
    MAXIMUM_WRONG_GUESSES,
    OneTimeCode,
    generate_code,
    normalise_code,
)
from ptp_core.security.words import WORDS

FIXED = "4-guitar-orbit"


def one_typing_error_apart(one: str, other: str) -> bool:
    """Whether one letter changed, added, or swapped with its neighbour makes one word the other."""
    if len(one) == len(other):
        different = [at for at in range(len(one)) if one[at] != other[at]]
        swapped = len(different) == 2 and different[1] == different[0] + 1 and sorted(one) == sorted(other)
        return len(different) == 1 or swapped
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def test_the_words_are_512_short_plain_and_different() -> None:
    assert len(set(WORDS)) == len(WORDS) == 512
    assert all(word.isascii() and word.islower() and word.isalpha() and 3 <= len(word) <= 10 for word in WORDS)


def test_no_word_becomes_another_by_one_typing_error() -> None:
    assert [pair for pair in combinations(WORDS, 2) if one_typing_error_apart(*pair)] == []


def test_t38_a_code_has_at_least_twenty_bits() -> None:
    choices: list[int] = []

    def first(count: int) -> int:
        choices.append(count)
        return 0

    generate_code(first)
    assert math.log2(math.prod(choices)) >= 20


def test_a_code_is_a_number_and_two_words() -> None:
    for _ in range(100):
        number, *words = generate_code().split("-")
        assert 1 <= int(number) <= 9
        assert len(words) == 2
        assert set(words) <= set(WORDS)


def test_every_choice_can_come_up() -> None:
    assert generate_code(lambda count: 0) == f"1-{WORDS[0]}-{WORDS[0]}"
    assert generate_code(lambda count: count - 1) == f"9-{WORDS[-1]}-{WORDS[-1]}"


@pytest.mark.parametrize(
    "typed",
    [
        "4-guitar-orbit",
        "  4 Guitar\tORBIT\n",
        "4--guitar-_-orbit-",
        "4, guitar, orbit.",
        "4\N{EN DASH}guitar\N{EM DASH}orbit",
        "4\N{NON-BREAKING HYPHEN}guitar\N{NO-BREAK SPACE}orbit",
        "\N{FULLWIDTH DIGIT FOUR} \N{FULLWIDTH LATIN SMALL LETTER G}uitar orbit",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert normalise_code(typed) == FIXED


@pytest.mark.parametrize(
    "typed", ["", " ", "-", " - _ . ", "x" * (MAXIMUM_CODE_CHARACTERS + 1), "4-gui\0tar", "a\u202eb"]
)
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(SettingsError) as caught:
        normalise_code(typed)
    assert caught.value.hint
    assert "guitar" not in caught.value.message


@given(st.text())
def test_normalising_any_text_gives_a_stable_code_or_a_settings_error(text: str) -> None:
    try:
        code = normalise_code(text)
    except SettingsError:
        return
    assert code.encode()
    if len(code) <= MAXIMUM_CODE_CHARACTERS:
        assert normalise_code(code) == code


def test_t38_a_generated_code_is_gone_as_soon_as_it_is_tried() -> None:
    code = OneTimeCode()
    before = code.current()
    attempt = code.take()
    assert attempt.code == before
    after = code.current()
    assert after is not None
    assert after != before
    attempt.succeeded()
    assert code.current() == after


def test_t38_a_fixed_code_is_dead_after_its_first_wrong_try() -> None:
    code = OneTimeCode("4 Guitar ORBIT")
    assert code.current() == FIXED
    assert code.take().code == FIXED
    assert code.current() is None
    for _ in range(3):
        with pytest.raises(WrongCode) as caught:
            code.take()
        assert "guitar" not in caught.value.message + caught.value.hint
    code.renew()
    assert code.current() is None


def test_a_fixed_code_lives_on_after_a_success() -> None:
    code = OneTimeCode(FIXED)
    for _ in range(3):
        attempt = code.take()
        assert code.current() is None
        attempt.succeeded()
        assert code.current() == FIXED
    code.take()
    assert code.current() is None


def test_t38_a_success_counts_once() -> None:
    code = OneTimeCode(FIXED)
    first = code.take()
    first.succeeded()
    code.take()
    first.succeeded()
    assert code.current() is None
    with pytest.raises(WrongCode):
        code.take()


def test_a_new_generated_code_can_be_asked_for() -> None:
    code = OneTimeCode()
    before = code.current()
    code.renew()
    assert code.current() != before


def test_a_fixed_code_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(SettingsError):
        OneTimeCode(" - ")


def test_t39_of_parallel_guesses_at_a_fixed_code_one_wins() -> None:
    code, together = OneTimeCode(FIXED), threading.Barrier(16)

    def guess(_: int) -> bool:
        together.wait(5)
        try:
            code.take()
        except WrongCode:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(guess, range(16))) == 1
    assert code.current() is None


def test_t39_parallel_guesses_at_generated_codes_never_share_one() -> None:
    code, together = OneTimeCode(), threading.Barrier(16)

    def guess(_: int) -> str:
        together.wait(5)
        return code.take().code

    with ThreadPoolExecutor(16) as pool:
        tried = [*pool.map(guess, range(16)), code.current()]
    assert len(set(tried)) == 17


def test_each_change_is_told_when_it_can_be_looked_at() -> None:
    seen: list[str | None] = []
    generated = OneTimeCode(changed=lambda: seen.append(generated.current()))
    generated.take().succeeded()
    generated.renew()
    assert len(seen) == 2
    assert seen[-1] == generated.current() != seen[0]

    seen.clear()
    fixed = OneTimeCode(FIXED, changed=lambda: seen.append(fixed.current()))
    fixed.take().succeeded()
    fixed.renew()
    fixed.take()
    assert seen == [None, FIXED, None]


def test_t38_neither_code_nor_attempt_shows_itself_when_printed() -> None:
    code = OneTimeCode(FIXED)
    assert "guitar" not in repr(code) + repr(code.take()) + str(code)


def test_an_open_code_lets_many_in_and_counts_them() -> None:
    told: list[int] = []
    code = OneTimeCode(policy=PairingPolicy.OPEN, changed=lambda: told.append(code.admitted))
    before = code.current()
    for _ in range(20):
        with code.take(code.serial) as attempt:
            assert attempt.code == before
            attempt.succeeded()
    assert code.current() == before
    assert told == list(range(1, 21))


@pytest.mark.parametrize("fixed", [None, FIXED])
def test_t38_an_open_code_is_dead_after_five_wrong_tries_in_all(fixed: str | None) -> None:
    code = OneTimeCode(fixed, policy=PairingPolicy.OPEN)
    before, serial = code.current(), code.serial
    for wrong in range(MAXIMUM_WRONG_GUESSES):
        assert code.current() == before, f"dead after {wrong} wrong tries"
        with code.take() as attempt:
            attempt.succeeded()
        with code.take():
            pass
    assert code.current() != before
    if fixed is None:
        with pytest.raises(CodeTaken):
            code.take(serial)
        with code.take() as attempt:
            attempt.succeeded()
    else:
        assert code.current() is None
        with pytest.raises(CodeTaken):
            code.take()


def test_t39_tries_whose_end_is_open_count_as_wrong_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_phrase, "TURN_LIMIT_S", 0.0)
    code = OneTimeCode(policy=PairingPolicy.OPEN)
    tries = [code.take() for _ in range(MAXIMUM_WRONG_GUESSES)]
    with pytest.raises(CodeTaken):
        code.take()
    tries[0].succeeded()
    with code.take():
        pass
    with pytest.raises(CodeTaken):
        code.take()


def test_whoever_waits_for_a_turn_gets_it_and_can_be_stopped() -> None:
    code = OneTimeCode(policy=PairingPolicy.OPEN)
    tries = [code.take() for _ in range(MAXIMUM_WRONG_GUESSES)]

    def give_up() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        code.take(check=give_up)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(code.take)
        tries[0].succeeded()
        assert waiting.result(5).code == code.current()


def test_a_code_that_is_closed_again_is_replaced_and_lets_one_in() -> None:
    code = OneTimeCode()
    before = code.current()
    code.set_policy(PairingPolicy.OPEN)
    assert code.current() == before
    with code.take() as attempt:
        attempt.succeeded()
    code.set_policy(PairingPolicy.ONCE)
    after = code.current()
    assert after != before
    code.take()
    assert code.current() != after


def test_whoever_saw_an_older_code_is_not_given_the_new_one_to_try() -> None:
    code = OneTimeCode()
    serial = code.serial
    code.take(serial).succeeded()
    new = code.current()
    with pytest.raises(CodeTaken):
        code.take(serial)
    assert code.current() == new


def test_whoever_was_given_a_code_before_the_one_that_is_shown_spends_nothing() -> None:
    code = OneTimeCode()
    long_ago_s = time.monotonic() - 3600.0
    code.take(given_s=long_ago_s)
    second, given_s = code.current(), time.monotonic()
    with pytest.raises(CodeTaken):
        code.take(given_s=long_ago_s)
    assert code.current() == second
    assert code.take(given_s=given_s).code == second


def test_a_fixed_code_may_have_been_given_long_before() -> None:
    code = OneTimeCode(FIXED)
    for _ in range(2):
        code.take(given_s=time.monotonic() - 3600.0).succeeded()
    assert code.current() == FIXED
