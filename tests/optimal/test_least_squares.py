"""Regression by reflections: against numpy's, with columns that depend on others, and in any blocks of rows."""

from __future__ import annotations

import numpy as np
import pytest

from kernels.optimal.least_squares import solve, take_in


def fit(functions: np.ndarray, targets: np.ndarray, block: int) -> tuple[np.ndarray, int]:
    """Coefficients of the targets, the rows taken in block by block."""
    rows, count = functions.shape
    sides = targets.shape[1]
    table = np.zeros((count + sides, count + block))
    for start in range(0, rows, block):
        part = np.column_stack([functions, targets])[start : start + block]
        table[:, count : count + len(part)] = part.T
        take_in(count, len(part), sides, table)
    out = np.zeros((sides, count))
    taken = solve(count, sides, table, np.zeros(count), np.zeros(count), out)
    return out, taken


@pytest.mark.parametrize("block", [1, 7, 64, 1000])
def test_coefficients_are_numpys(block):
    random = np.random.default_rng(1)
    x = random.uniform(0.5, 2, 300)
    functions = np.column_stack([x**k for k in range(6)])
    targets = np.column_stack([np.sin(x), np.exp(x) + random.normal(size=300)])
    found, taken = fit(functions, targets, block)
    expected, _, rank, _ = np.linalg.lstsq(functions, targets, rcond=None)
    assert taken == rank == 6
    np.testing.assert_allclose(found, expected.T, rtol=1e-8)


def test_columns_that_depend_on_others_are_left_out():
    random = np.random.default_rng(2)
    a, b = random.normal(size=(2, 50))
    functions = np.column_stack([np.ones(50), a, b, 3 * a - 2 * b, np.zeros(50), a])
    targets = (1 + 2 * a - b)[:, None]
    found, taken = fit(functions, targets, 16)
    assert taken == 3
    assert np.count_nonzero(found) == 3
    np.testing.assert_allclose(functions @ found[0], targets[:, 0], atol=1e-12)


def test_a_constant_state_of_many_blocks_leaves_no_dust():
    """On session 0 all paths stand on one state: what rounding leaves of a column shrinks with every block."""
    functions = np.tile([1.0, 0.995, 0.995**2, 1.7], (4096, 1))
    found, taken = fit(functions, np.full((4096, 1), 3.0), 128)
    assert taken == 1
    assert np.isfinite(found).all()
    assert functions[0] @ found[0] == pytest.approx(3, rel=1e-13)
