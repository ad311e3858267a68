"""What is borrowed never changes, and the compiler knows it; what its arrays hold does change."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pytest

from kernels.intrinsics import borrow
from kernels.jit import COMPILED, clause, kernel
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
