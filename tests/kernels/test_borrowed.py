"""What is borrowed never changes, and the compiler knows it; what its arrays hold does change."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pytest

from kernels.intrinsics import borrow
from kernels.jit import COMPILED, clause, kernel, rare
from kernels.tables import Floats

pytestmark = pytest.mark.skipif(not COMPILED, reason="the compiler is off")


class Pair(NamedTuple):
    first: Floats
    second: Floats
    step: float


@clause
def add(own, place):
    own.first[place] += own.step
    own.second[place] += own.first[place]


@kernel
def add_in_turn(pair):
    own = borrow(pair)
    add(own, 0)
    add(own, 1)
    add(own, 0)
    return own.first[0]


def test_a_store_into_an_array_does_not_ask_anew_where_arrays_lie():
    pair = Pair(np.zeros(2), np.zeros(2), 1.5)
    add_in_turn(pair)
    code = add_in_turn.inspect_llvm(add_in_turn.signatures[0])
    body = code.split("define ")[1].split("\n}")[0]
    # A word that points, by the way of writing of older and of newer versions of the compiler.
    pointers = re.findall(r"= load (?:ptr|\S+\*), ", body)
    assert len(pointers) == 2, "where each of the two arrays lies is read once"
    assert body.count("!invariant.load") == 3


def test_what_the_arrays_hold_is_read_again_after_every_store():
    same = np.zeros(2)
    # Both fields are one array: a store through one is seen through the other.
    assert add_in_turn(Pair(same, same, 1.5)) == 9.0
    assert same.tolist() == [9.0, 3.0]


@rare
def double(own):
    own.first[0] *= 2.0


@kernel
def sum_of_doubles(rows, step):
    out = 0.0
    for row in range(rows.shape[0]):
        own = borrow(Pair(rows[row], rows[row], step + row))
        double(own)
        out += own.first[0] * own.step
    return out


def test_what_is_borrowed_anew_is_read_anew():
    """Each turn of a loop borrows another tuple, in the same place: each is read for itself."""
    rows = np.array([[1.0], [10.0], [100.0]])
    assert sum_of_doubles(rows, 2.0) == 2.0 * 2.0 + 20.0 * 3.0 + 200.0 * 4.0
    assert rows.tolist() == [[2.0], [20.0], [200.0]]
