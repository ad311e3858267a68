"""An entry point with a part, for other processes to import."""

from __future__ import annotations

from numba import types

from kernels.jit import kernel, part, rare
from kernels.parts import calls_part

NUMBERS = types.Array(types.float64, 1, "C")


@rare
def weighed(number, weight):
    return number * weight


@part
def add(numbers, weight, total):
    for k in range(numbers.size):
        total[0] += weighed(numbers[k], weight)


def types_of_add(numbers, weight, total):
    return numbers, weight, total


@kernel
@calls_part(add, types_of_add)
def added(numbers, weight, total):
    total[0] = 0.0
    add(numbers, weight, total)


@part
def subtract(numbers, weight, total):
    for k in range(numbers.size):
        total[0] -= weighed(numbers[k], weight)


@kernel
@calls_part(subtract, lambda numbers, weight, total: None)
def subtracted(numbers, weight, total):
    total[0] = 0.0
    subtract(numbers, weight, total)
