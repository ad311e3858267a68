"""Kernels import nothing but numpy, numba, the standard library and, in one file, llvmlite."""

from __future__ import annotations

import ast
import sys

import pytest
from repository import REPOSITORY

KERNELS = REPOSITORY / "kernels"
FILES = sorted(KERNELS.rglob("*.py"))


def imported(path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(KERNELS).as_posix())
def test_nothing_else_is_imported(path):
    allowed = {"numpy", "numba", "kernels"} | ({"llvmlite"} if path.name == "intrinsics.py" else set())
    assert imported(path) - allowed <= set(sys.stdlib_module_names)
