"""Least squares by Householder's reflections (1958), block of rows by block of rows, in a fixed order.

The normal equations would square the condition of a basis of powers; reflections do not. Rows are taken in the order
given and every sum runs in that order, so that the bits depend on neither threads nor libraries.
"""

from __future__ import annotations

from kernels.intrinsics import square_root
from kernels.jit import clause, kernel
from kernels.tables import Floats

DEPENDENT = 1e-9
"""A column of which less than this part is left beside the others is left out."""

_ROUNDING = 2.0**-104
"""The square of what rounding leaves of a number: less below a diagonal is nothing."""
_SMALLEST = 1e-280
"""Squares below it lose their digits."""


@clause
def reflect(column: int, first: int, rows: int, columns: int, table: Floats) -> None:
    """Make a column zero below its diagonal by one reflection, and apply it to the columns after it.

    Parameters
    ----------
    column
        Which.
    first
        First row below the diagonal that is not zero already.
    rows
        Rows there are.
    columns
        Columns there are, right-hand sides included.
    table
        Columns of the table, [columns, rows].
    """
    squares = 0.0
    for row in range(first, rows):
        squares += table[column, row] * table[column, row]
    top = table[column, column]
    if squares <= _ROUNDING * top * top or squares < _SMALLEST:
        for row in range(first, rows):
            table[column, row] = 0.0
        return
    norm = square_root(top * top + squares)
    norm = -norm if top > 0.0 else norm
    pivot = top - norm
    scale = 2.0 / (pivot * pivot + squares)
    for other in range(column + 1, columns):
        product = pivot * table[other, column]
        for row in range(first, rows):
            product += table[column, row] * table[other, row]
        product *= scale
        table[other, column] -= product * pivot
        for row in range(first, rows):
            table[other, row] -= product * table[column, row]
    table[column, column] = norm
    for row in range(first, rows):
        table[column, row] = 0.0


@clause
def begin(count: int, sides: int, table: Floats) -> None:
    """Empty the triangle, before the first block of rows is taken in.

    Parameters
    ----------
    count, sides, table
        As in :func:`take_in`.
    """
    for column in range(count + sides):
        for row in range(count):
            table[column, row] = 0.0


@clause
def take_in(count: int, block: int, sides: int, table: Floats) -> None:
    """Take a block of rows into the triangle above it.

    Parameters
    ----------
    count
        Unknowns: the triangle stands in the first so many rows.
    block
        Rows below it.
    sides
        Right-hand sides, the last columns.
    table
        Columns of the table, [count + sides, count + block].
    """
    for column in range(count):
        reflect(column, count, count + block, count + sides, table)


@clause
def swap(a: int, b: int, rows: int, table: Floats) -> None:
    """Exchange two columns."""
    for row in range(rows):
        table[a, row], table[b, row] = table[b, row], table[a, row]


@clause
def scale_columns(count: int, table: Floats, lengths: Floats) -> None:
    """Bring the columns to length 1, so that "dependent" means the same for all of them."""
    for column in range(count):
        squares = 0.0
        for row in range(count):
            squares += table[column, row] * table[column, row]
        lengths[column] = square_root(squares)
        for row in range(count):
            table[column, row] = table[column, row] / lengths[column] if squares > 0.0 else 0.0


@clause
def longest(step: int, count: int, table: Floats) -> tuple[int, float]:
    """The column of which most is left beside those taken, and the square of what is left."""
    best, most = step, -1.0
    for column in range(step, count):
        squares = 0.0
        for row in range(step, count):
            squares += table[column, row] * table[column, row]
        if squares > most:
            best, most = column, squares
    return best, most


@kernel
def solve(count: int, sides: int, table: Floats, lengths: Floats, order: Floats, out: Floats) -> int:
    """Solve the triangle for the coefficients; those of columns that depend on others are 0.

    The column of which most is left beside those taken is taken next (Businger and Golub 1965).

    Parameters
    ----------
    count, sides
        Unknowns and right-hand sides.
    table
        The triangle and its right-hand sides, [count + sides, at least count]; it is used up.
    lengths, order
        Scratch, [count] each.
    out
        Receives the coefficients, [sides, count].

    Returns
    -------
    int
        Columns that were taken.
    """
    scale_columns(count, table, lengths)
    for column in range(count):
        order[column] = float(column)
    taken = 0
    for step in range(count):
        best, most = longest(step, count, table)
        if most <= DEPENDENT * DEPENDENT:
            break
        if best != step:
            for row in range(count):
                table[step, row], table[best, row] = table[best, row], table[step, row]
            order[step], order[best] = order[best], order[step]
        reflect(step, step + 1, count, count + sides, table)
        taken += 1
    for side in range(sides):
        for column in range(count):
            out[side, column] = 0.0
        for step in range(taken - 1, -1, -1):
            value = table[count + side, step]
            for later in range(step + 1, taken):
                # Still of columns of length 1 here.
                value -= table[later, step] * out[side, int(order[later])]
            out[side, int(order[step])] = value / table[step, step]
        for column in range(count):
            if out[side, column] != 0.0:
                out[side, column] /= lengths[column]
    return taken
