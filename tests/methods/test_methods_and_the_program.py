"""METHODS.md cannot drift: every name, default, figure and section that it states is the program's own."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from repository import REPOSITORY
from typer.main import get_command

from kernels import random as streams
from kernels.rows import FIRINGS
from simulate import blocks
from simulate.cli import app
from simulate.columns import columns
from simulate.comparison import differences
from simulate.config.schema import json_schema
from simulate.load import load
from simulate.output import manifest
from simulate.reduction import GROUPS
from simulate.shipped import shipped_scenarios
from tests.clauses.clauses import CLAUSES

METHODS = (REPOSITORY / "METHODS.md").read_text(encoding="utf-8")

LOCAL = frozenset(
    "average covenant cut held mu old outstanding room c_t p_t q q_j q_t r authorized".split()  # noqa: SIM905
)
"""Names that METHODS itself gives to quantities, in lower case; each is explained where it first stands."""
ELSEWHERE = {
    "arch": "pyproject.toml",
    "at_minimum": "simulate/output/summary_table.py",
    "binned.expected_shortfall_bound": "simulate/output/manifest.py",
    "files": "simulate/engine.py",
    "manifest.json": "simulate/output/run_files.py",
    "definitions": "METHODS.md",
}
"""Names of what is neither field nor output, and the file that has each."""
NAME = re.compile(r"`([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)`")
PAIR = re.compile(r"`([a-z][a-z0-9_.]*): ([a-z0-9_]+)`")
DEFAULT = re.compile(r"`([a-z][a-z0-9_.]*)`(?: - 1)? \((\d[\d,.]*(?:\^\d+)?)(%?)(?=[);: ])")
SECTION = re.compile(r"^## (\d+)\. ", re.MULTILINE)


@cache
def schema() -> dict[str, Any]:
    return json_schema()


def parts(node: Any) -> list[dict[str, Any]]:
    """The objects that a field may hold: its schema, and what it refers to."""
    if not isinstance(node, dict):
        return []
    found = [node] if "properties" in node else []
    if "$ref" in node:
        found += parts(schema()["$defs"][node["$ref"].rpartition("/")[2]])
    for key in ("anyOf", "oneOf", "allOf"):
        for each in node.get(key, ()):
            found += parts(each)
    return found + parts(node.get("items"))


@cache
def fields() -> dict[str, list[dict[str, Any]]]:
    """Every field by its name, and by the names of one or more parts above it before it."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def walk(node: dict[str, Any], above: tuple[str, ...]) -> None:
        for name, field in node.get("properties", {}).items():
            path = (*above, name)
            for start in range(len(path)):
                found[".".join(path[start:])].append(field)
            for part in parts(field):
                walk(part, path)

    walk(schema(), ())
    return found


def values(field: Any) -> set[str]:
    """The values that a field takes by name."""
    if isinstance(field, list):
        return set().union(*map(values, field)) if field else set()
    if not isinstance(field, dict):
        return set()
    found = {str(value) for value in field.get("enum", ())} | ({str(field["const"])} if "const" in field else set())
    if field.get("type") == "boolean":
        found |= {"true", "false"}
    if "$ref" in field and "properties" not in (there := schema()["$defs"][field["$ref"].rpartition("/")[2]]):
        found |= values(there)
    for key in ("anyOf", "oneOf", "items"):
        found |= values(field.get(key))
    return found


@cache
def words() -> set[str]:
    """All values by name of all fields."""
    return set().union(*(values(field) for same in fields().values() for field in same))


@cache
def outputs() -> set[str]:
    """Names of the outputs of all scenarios that ship, and of the policies whose outputs are their own."""
    found = {column.name for name in shipped_scenarios() for column in columns(load(name))}
    one = load("valence-1998")
    for policy in ("short_hedged", "dated_acts"):
        holder = one.holder.model_copy(update={"policy": policy})
        found |= {column.name for column in columns(one.model_copy(update={"holder": holder}))}
    for policy in ("redeem_when_cheaper", "raise_equity"):
        company = one.company.model_copy(update={"policy": policy})
        found |= {column.name for column in columns(one.model_copy(update={"company": company}))}
    return found


def unknown_names(text: str) -> list[str]:
    """Names in backticks that are no field, no value of one, no output, nothing that acts and none of the above."""
    known = set(fields()) | words() | set(FIRINGS) | outputs() | LOCAL | set(ELSEWHERE)
    in_manifest = (REPOSITORY / "simulate" / "output" / "manifest.py").read_text(encoding="utf-8")
    return sorted(name for name in set(NAME.findall(text)) if name not in known and f'"{name}": ' not in in_manifest)


def wrong_pairs(text: str) -> list[str]:
    """What stands as ``field: value`` and no field of that name takes."""
    return [
        f"{name}: {value}"
        for name, value in PAIR.findall(text)
        if not any(value in values(field) for field in fields().get(name, ()))
    ]


def wrong_defaults(text: str) -> list[str]:
    """Figures in brackets after a field that are not its default."""
    wrong = []
    for name, figure, percent in DEFAULT.findall(text):
        base, _, power = figure.replace(",", "").partition("^")
        stated = Fraction(base) ** int(power or 1) / (100 if percent else 1)
        defaults = [field["default"] for field in fields().get(name, ()) if field.get("default") is not None]
        if stated not in {Fraction(str(value)) for value in defaults if not isinstance(value, (dict, list, str))}:
            wrong.append(f"{name}: {figure}{percent}, and not {defaults}")
    return wrong


def numbered(text: str) -> dict[str, set[str]]:
    """Numbers of the sections, and of the numbered rules of each."""
    marks = [*SECTION.finditer(text)]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return {
        mark[1]: set(re.findall(r"^(\d+)\. ", text[mark.end() : end], re.MULTILINE))
        for mark, end in zip(marks, ends, strict=True)
    }


def references(text: str) -> set[str]:
    """Sections and rules that a text of this house refers to: METHODS 11 to 15, section 6.2, METHODS 25, 27."""
    found = set()
    for said in re.findall(r"(?:METHODS|[Ss]ections?) (\d+(?:\.\d+)?(?:(?:, | to | and )\d+(?:\.\d+)?)*)", text):
        found |= set(re.findall(r"\d+(?:\.\d+)?", said))
    return found


def missing(said: set[str], text: str) -> list[str]:
    """Those of the sections and rules that METHODS has not."""
    there = numbered(text)
    return sorted(
        each for each in said for section, _, rule in [each.partition(".")]
        if section not in there or (rule and rule not in there[section])
    )  # fmt: skip


def test_every_name_is_the_programs():
    assert len(set(NAME.findall(METHODS))) > 200
    assert unknown_names(METHODS) == []


def test_every_value_is_one_that_its_field_takes():
    assert len(PAIR.findall(METHODS)) > 20
    assert wrong_pairs(METHODS) == []


def test_every_default_is_the_schemas():
    assert len(DEFAULT.findall(METHODS)) >= 10
    assert wrong_defaults(METHODS) == []


@pytest.mark.parametrize("name", sorted(LOCAL))
def test_a_name_of_its_own_is_used_and_is_no_field(name):
    assert f"`{name}`" in METHODS
    assert name not in outputs() | set(FIRINGS)


@pytest.mark.parametrize(("name", "file"), ELSEWHERE.items())
def test_a_name_from_elsewhere_is_there(name, file):
    assert f"`{name}`" in METHODS
    assert name.rpartition("binned.")[2] in (REPOSITORY / file).read_text(encoding="utf-8")


def test_every_section_and_rule_that_anything_refers_to_is_there():
    sections = [int(number) for number in numbered(METHODS)]
    assert sections == list(range(1, max(sections) + 1))
    files = [*(REPOSITORY / "simulate").rglob("*.py"), *(REPOSITORY / "kernels").rglob("*.py")]
    files += [REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "METHODS.md")]
    said = set().union(*(references(path.read_text(encoding="utf-8")) for path in files))
    said |= set().union(*(references(clause.cite) for clause in CLAUSES))
    # In METHODS a rule also stands alone in brackets, before or after words: (12.4), (6.3, 19).
    said |= set(re.findall(r"\((\d+\.\d+)[,)]", METHODS))
    assert len(said) > 25
    assert missing(said, METHODS) == []


def test_every_command_and_file_is_there():
    commands = get_command(app).commands
    named = set(re.findall(r"`floorless ([a-z-]+)", METHODS))
    assert len(named) > 4
    assert named <= set(commands)
    files = set(re.findall(r"`((?:kernels|simulate|tests|configs)/[\w./-]*)`", METHODS))
    assert len(files) >= 4
    assert [file for file in files if not (REPOSITORY / file).exists()] == []


def test_figures_of_the_program():
    """Figures that are no field's default, each beside the constant that it is."""
    assert f"blocks of {blocks.BLOCK_PATHS:,} paths" in METHODS
    assert METHODS.count(f"first {blocks.FAN_PATHS:,} paths") == 2
    assert f"standard errors from {GROUPS} groups of blocks" in METHODS
    assert f"G = {differences.GROUPS} groups" in METHODS
    assert "bins 0.1% wide" in METHODS
    assert '"relative_error": 0.001' in (REPOSITORY / "simulate/output/manifest.py").read_text(encoding="utf-8")
    assert manifest.SCHEMA_VERSION == 1
    assert (int(streams.STREAM_MARKET), int(streams.STREAM_DEAL), int(streams.STREAM_JUMPS)) == (0, 1, 2)
    assert "Streams: 0 the market, 1 the deal's own draws, 2 jumps" in METHODS
    assert f"Stream {int(streams.STREAM_INNER)}: successors of a state" in METHODS


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (unknown_names, "`floor_sharez` and `limits.sale_volumes`"),
        (unknown_names, "`market.dilution_in_prize`"),
        (wrong_pairs, "`round_up: per_session`"),
        (wrong_defaults, "`merger.face_multiple` (130%)"),
        (wrong_defaults, "`run.exact_quantiles` (2^21 paths)"),
        (lambda text: missing(references(text), METHODS), "METHODS 10 to 77"),
        (lambda text: missing(references(text), METHODS), "section 12.19"),
    ],
)
def test_a_drift_is_found(find, text):
    assert find(text)


def test_sections_stand_in_the_order_of_their_numbers():
    found = [int(number) for number in SECTION.findall(METHODS)]
    assert all(one < other for one, other in pairwise(found))
