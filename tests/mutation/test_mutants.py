"""The tool of the mutation tests itself: what it changes, and that the change reaches whoever has imported it."""

from __future__ import annotations

import importlib
import sys

import pytest

from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.guards import JUDGED, TESTS
from tests.mutation.trial import put_in
from tests.repository import REPOSITORY

pytest.importorskip("cosmic_ray")

MODULE = """
LIMIT = 3


def over(value: float | int, least: int = LIMIT) -> bool:
    return value > LIMIT
"""
USER = """
from toy_module import LIMIT, over


def answers() -> tuple[int, bool]:
    return LIMIT, over(3)
"""


@pytest.fixture
def toys(tmp_path, monkeypatch):
    (tmp_path / "toy_module.py").write_text(MODULE)
    (tmp_path / "toy_user.py").write_text(USER)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("toy_module"), importlib.import_module("toy_user"), tmp_path / "toy_module.py"
    for name in ("toy_module", "toy_user"):
        del sys.modules[name]


def test_a_change_reaches_whoever_has_imported_the_function_or_the_number(toys):
    module, user, _ = toys
    assert user.answers() == (3, False)
    put_in(module, MODULE.replace("value > LIMIT", "value >= LIMIT"))
    assert user.answers() == (3, True)
    put_in(module, MODULE.replace("LIMIT = 3", "LIMIT = 2"))
    assert user.answers() == (2, True)
    put_in(module, MODULE)
    assert user.answers() == (3, False)


def test_every_comparison_and_number_is_changed_and_no_annotation(toys):
    from tests.mutation.mutants import mutants

    found = [(each, each.change()) for each in mutants(toys[2])]
    lines = {change.line for _, change in found if change is not None}
    assert {"LIMIT = 2", "LIMIT = 4", "return value >= LIMIT", "return value != LIMIT"} <= lines
    assert not any("float" in line and "int |" not in line and "| int" not in line for line in lines)
    assert all(each.function == "over" for each, change in found if change is not None and "return" in change.line)


def test_what_is_named_is_there():
    """A module without its file, or an equivalent mutant of a function that is gone, would guard nothing."""
    for module, tests in TESTS.items():
        code = (REPOSITORY / "kernels" / f"{module}.py").read_text(encoding="utf-8")
        assert all((REPOSITORY / "tests" / each.split("::")[0]).is_file() for each in tests), module
        for function, _ in EQUIVALENT.get(module, {}):
            assert not function or f"def {function}(" in code, (module, function)
    assert set(JUDGED) <= set(TESTS)
    assert set(EQUIVALENT) <= set(TESTS)
