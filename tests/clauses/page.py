"""The table of every clause: where it stands in the contract, in both implementations and in the tests.

``python -m tests.clauses.page`` prints it; ``--write FILE`` puts it between the markers of that file, or at its end
under its own heading; ``--deals N`` counts afresh over N random deals of five paths each.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path
from random import Random

from tests.clauses.clauses import CLAUSES, SECTIONS, Clause
from tests.clauses.firings import Firings, read_firings, write_firings

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- clauses -->", "<!-- /clauses -->"
HEADING = "## Every clause, and where it lives"
PATHS_PER_DEAL = 5


def function_exists(dotted: str) -> bool:
    """Whether a dotted name leads to something callable, in a module or in a class of one."""
    parts = dotted.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            found = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return callable(found)
    return False


def names_a_test(test: str) -> bool:
    """Whether a test ``file`` or ``file::name`` stands below ``tests/``."""
    file, _, name = test.partition("::")
    path = ROOT / "tests" / file
    return path.is_file() and (not name or f"def {name}(" in path.read_text(encoding="utf-8"))


def row(clause: Clause, firings: Firings) -> str:
    """One line of the table."""
    fired = "; ".join(f"`{name}` {firings.paths_on_which[name]:,} ({firings.times[name]:,})" for name in clause.firings)
    kernels = ", ".join(f"`{name.removeprefix('kernels.')}`" for name in clause.kernels) or clause.instead
    ledger = ", ".join(f"`{name.removeprefix('simulate.ledger.')}`" for name in clause.ledger) or clause.instead
    tests = ", ".join(f"`{test}`" for test in clause.tests)
    return f"| {clause.rule} | `{clause.cite}` | {kernels} | {ledger} | {tests} | {fired} |"


def page(firings: Firings) -> str:
    """The whole table, by section of the contract's reading."""
    lines = [
        HEADING,
        "",
        "By section of the contract's reading; kernels under `kernels/`, ledger under `simulate/ledger/`, tests under "
        "`tests/`. *Acted*: paths on which it did, and in",
        f"brackets how often, over {firings.deals:,} random deals and {firings.paths:,} paths of the parity "
        "population. Written by `python -m tests.clauses.page --write CONTRIBUTING.md`.",
        *([firings.apart] if firings.apart else []),
    ]
    for section, clauses in groupby(CLAUSES, key=lambda clause: clause.section):
        lines += [
            "",
            f"**{section}. {SECTIONS[section]}**",
            "",
            "| rule | clause | kernels | ledger | tests | acted |",
            "|---|---|---|---|---|---|",
        ]
        lines += [row(clause, firings) for clause in clauses]
    return "\n".join([BEGIN, *lines, END])


def write_into(file: Path, text: str) -> None:
    """Put the page between the markers of a file, or at its end."""
    old = file.read_text(encoding="utf-8")
    if BEGIN in old:
        before, rest = old.split(BEGIN, 1)
        file.write_text(before + text + rest.split(END, 1)[1], encoding="utf-8")
    else:
        file.write_text(f"{old.rstrip()}\n\n{text}\n", encoding="utf-8")


def count_afresh(deals: int) -> None:
    """Keep the ledgers of so many random deals, and store what acted."""
    # The tests' own modules are found as pytest finds them.
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "parity")]
    from parity import Tally
    from whole_strategies import random_whole_scenario

    from simulate.errors import ConfigError
    from simulate.explain import path_market
    from simulate.ledger import Contract, keep_ledger
    from simulate.terms import make_terms

    tally, deal = Tally(), 0
    while tally.deals < deals:
        scenario = random_whole_scenario(Random(deal))
        deal += 1
        try:
            terms = make_terms(scenario)
        except ConfigError:
            continue
        contract = Contract.of(scenario, terms.dates)
        tally.deals += 1
        for path in range(PATHS_PER_DEAL):
            tally.count(keep_ledger(contract, path_market(scenario, terms, path), record_events=False).totals)
    write_firings(tally.deals, tally.paths, tally.fired_paths, tally.fired)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print or write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.clauses.page", description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the page into this file")
    parser.add_argument("--deals", type=int, metavar="N", help="count what acts over N random deals first")
    given = parser.parse_args(arguments)
    if given.deals is not None:
        count_afresh(given.deals)
    text = page(read_firings())
    if given.write is None:
        print(text)
    else:
        write_into(given.write, text)


if __name__ == "__main__":
    main()
