"""A few thousand fixed cases of the fuzzer; `make fuzz` goes on for longer with other seeds."""

from __future__ import annotations

import pytest

from tests.fuzzing import Target, run, targets

CASES = 400


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_broken_bytes_are_refused_with_our_own_errors(target: Target) -> None:
    for case in range(CASES):
        run(target, 1, case)
