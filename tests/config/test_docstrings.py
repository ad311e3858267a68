"""Everything public says what it is: each module, class, function and method of the two packages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from repository import REPOSITORY

FILES = sorted(path for package in ("simulate", "kernels") for path in (REPOSITORY / package).rglob("*.py"))
LLVM_BODIES = "kernels/intrinsics.py"
"""Each intrinsic's inner function is its body, which the outer one's docstring is of."""


def undocumented(tree: ast.Module, *, inner: bool) -> Iterator[str]:
    """Names without a docstring; ``inner``: functions inside functions too."""
    if not ast.get_docstring(tree):
        yield "the module"
    waiting: list[ast.AST] = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                waiting.append(node)
            elif not node.name.startswith("_"):
                if not ast.get_docstring(node):
                    yield node.name
                if inner or isinstance(node, ast.ClassDef):
                    waiting.append(node)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_everything_public_has_a_docstring(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert list(undocumented(tree, inner=path != REPOSITORY / LLVM_BODIES)) == []


def test_what_lacks_a_docstring_is_found():
    text = '"""M."""\ndef a(): pass\nclass B:\n    """B."""\n    def c(self): pass\n    def _d(self): pass\n'
    assert sorted(undocumented(ast.parse(text), inner=True)) == ["a", "c"]
