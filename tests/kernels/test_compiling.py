"""What the compiler is spared: a function for each constant, and linking what an entry point links anyway."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit
from numba.core.compiler import Flags

from kernels.compiling import _Flags
from kernels.jit import COMPILED, Inner, clause, rare
from kernels.linking import callers_first

pytestmark = pytest.mark.skipif(not COMPILED, reason="the compiler is off")


@rare
def scaled(value, by):
    return value * by


@clause
def thrice(value):
    return scaled(value, 2.0) + scaled(value, 1.0)


@clause
def counted(values, place):
    values[place] += 1.0


@rare
def count(values):
    counted(values, 0)
    counted(values, 1)
    counted(values, 1)


@njit
def from_outside(value):
    return thrice(value)


def test_a_function_is_compiled_once_for_all_constants():
    values = np.zeros(3)
    count(values)
    assert values.tolist() == [1.0, 2.0, 0.0]
    assert isinstance(counted, Inner)
    assert len(counted.inside.overloads) == 1


def test_numba_alone_may_call_what_calls_others():
    """Somebody's own compiled function links with all that a clause needs."""
    assert from_outside(2.5) == 7.5


def test_names_of_functions_of_large_tables_are_short():
    from benchmarks.kernel_runs import KernelRun
    from kernels.paths import simulate_block

    KernelRun.of("valence-1998-conversion-only", 1).block(0)
    for compiled in simulate_block.inside.overloads.values():
        assert len(compiled.fndesc.mangled_name) < 300


class Library:
    """As much of Numba's library as the order needs."""

    def __init__(self, *needs):
        self.needs = list(needs)


def test_each_library_comes_once_and_after_all_that_need_it():
    bottom = Library()
    left, right = Library(bottom), Library(bottom)
    top = Library(left, right, bottom)
    order = callers_first([bottom, top, left])
    assert sorted(map(id, order)) == sorted(map(id, [top, left, right, bottom]))
    for each in order:
        assert all(order.index(each) < order.index(below) for below in each.needs)


def test_equal_copies_of_the_flags_are_one_object_that_numba_takes_for_its_own():
    first, second = _Flags(), _Flags()
    assert first.copy() is second.copy() is not first
    assert first.copy() == Flags()
    assert hash(first.copy()) == hash(Flags())
    second.noalias = True
    other = second.copy()
    assert other is not first.copy()
    assert other != first.copy()
    assert other.noalias is True
    # What is set after copying does not reach the copy.
    second.nrt = True
    assert second.copy() is not other
    assert other == _Flags(other)


def test_flags_that_differ_are_told_apart_by_what_is_set_to_something_else_than_its_default():
    plain, inlined = _Flags(), _Flags()
    plain.forceinline = False  # as by default
    assert plain == _Flags() == Flags()
    inlined.forceinline = True
    assert inlined not in (plain, _Flags())
    assert inlined == _Flags(inlined)


@rare
def sums(values, whole):
    whole[0] = whole[0] + whole[1]
    values[0] = values[0] + values[1]
    values[0] = values[0] + whole[1]


def test_what_is_remembered_of_an_addition_goes_by_the_types_of_its_arguments():
    values, whole = np.array([0.5, 0.25]), np.array([1, 2])
    sums(values, whole)
    assert values[0] == 2.75
    assert whole[0] == 3
    # Nothing of it stays behind in Numba.
    assert "resolve_function_type" not in vars(sums.inside.typingctx)
