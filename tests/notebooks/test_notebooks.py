"""Notebooks are kept as text and as Jupyter files that say the same, without outputs that could go stale.

They are executed by ``.ci/run``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import jupytext
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.py"))


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_text_and_jupyter_file_say_the_same(path):
    text, notebook = jupytext.read(path), jupytext.read(path.with_suffix(".ipynb"))
    assert [(cell.cell_type, cell.source) for cell in text.cells] == [
        (cell.cell_type, cell.source) for cell in notebook.cells
    ]
    assert all(not cell.get("outputs") for cell in notebook.cells)


def test_every_notebook_is_stored_twice():
    assert {path.stem for path in NOTEBOOKS} == {path.stem for path in FOLDER.glob("*.ipynb")}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_states_measure_assumptions_and_error(path):
    prose = " ".join(cell.source for cell in jupytext.read(path).cells if cell.cell_type == "markdown").lower()
    assert "measure" in prose
    assert "assum" in prose or "as the scenario has them" in prose
    assert "error" in prose
    for name in re.findall(r"`(\d\d-[\w-]+)`", prose):
        assert (FOLDER / f"{name}.py").is_file(), name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_notebooks_name_the_kernel_that_every_jupyter_has(path):
    metadata = json.loads(path.with_suffix(".ipynb").read_text(encoding="utf-8"))["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
