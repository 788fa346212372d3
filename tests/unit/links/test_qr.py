"""The same code as matrix, picture and lines."""

from __future__ import annotations

import pytest

from ptp_core.links.qr import qr_lines, qr_matrix

LINK = "ptp://192.168.1.20:7700#4-guitar-orbit&name=red-laptop"


def test_the_matrix_is_a_square_with_the_three_finders() -> None:
    matrix = qr_matrix(LINK)
    size = len(matrix)
    assert all(len(row) == size for row in matrix)
    # ISO/IEC 18004 section 6.3.3: 7 by 7, dark around light around 3 by 3 dark.
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        assert all(matrix[top][left : left + 7])
        assert matrix[top + 1][left : left + 7] == (True, *[False] * 5, True)
        assert matrix[top + 3][left : left + 7] == (True, False, True, True, True, False, True)


def test_the_lines_are_the_matrix() -> None:
    lines = qr_lines(LINK, coloured=False)
    dark = {"\N{FULL BLOCK}": (0, 0), "\N{UPPER HALF BLOCK}": (0, 1), "\N{LOWER HALF BLOCK}": (1, 0), " ": (1, 1)}
    rows = [[bool(dark[sign][half]) for sign in line] for line in lines for half in (0, 1)]
    matrix = qr_matrix(LINK)
    assert [tuple(row[2 : 2 + len(matrix)]) for row in rows[2 : 2 + len(matrix)]] == list(matrix)


def test_colours_are_set_and_put_back_in_each_line() -> None:
    for line in qr_lines(LINK, coloured=True):
        assert line.startswith("\x1b[97;40m")
        assert line.endswith("\x1b[0m")


def test_a_text_that_does_not_fit_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="data"):
        qr_matrix("x" * 5000)
