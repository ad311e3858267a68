"""Where the two implementations part on a path: ``python -m tests.parity.first_difference DEAL PATH [BEFORE]``.

Shares issued and cash flows are compared session by session; the ledger's events about the first session on which they
differ are printed. ``DEAL`` is the number that a random whole deal is drawn with, or the name of a shipped scenario.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
# The tests' own modules are found as pytest finds them.
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent), str(HERE)]

import numpy as np  # noqa: E402
from kernel_rows import kernel_run  # noqa: E402
from whole_strategies import random_whole_scenario  # noqa: E402

import simulate  # noqa: E402
from simulate.explain import path_market  # noqa: E402
from simulate.ledger import Contract, keep_ledger  # noqa: E402
from simulate.terms import make_terms  # noqa: E402

BEFORE = 3


def main(deal: str, path: int, before: int = BEFORE) -> None:
    """Print the first session on which the two differ, and what the ledger says about it."""
    scenario = random_whole_scenario(Random(int(deal))) if deal.isdigit() else simulate.load(deal)
    terms = make_terms(scenario)
    _, sums = kernel_run(scenario, terms, path, 1)
    ledger = keep_ledger(Contract.of(scenario, terms.dates), path_market(scenario, terms, path))
    issued = np.array([float(row.shares_issued) for row in ledger.sessions])
    flows = np.array([row.cash_flow_usd for row in ledger.sessions])
    differs = np.abs(np.cumsum(sums.issued) - issued) > 0
    # Purchases stand in the ledger's flow of session 0, and beside the kernels' flows.
    differs[1:] |= np.abs(sums.flows - flows)[1:] > 0.01
    if not differs.any():
        print("no session differs in shares issued or cash flow")
        return
    first = int(np.argmax(differs))
    print(f"session {first} of {len(issued)}, {terms.dates[first]}")
    print(f"kernels: {np.cumsum(sums.issued)[first]:,.0f} issued so far, ${sums.flows[first]:,.2f} on the session")
    print(f"ledger:  {issued[first]:,.0f} issued so far, ${flows[first]:,.2f} on the session")
    for event, line in zip(ledger.events, ledger.lines(), strict=False):
        if event.session is None or first - before <= event.session <= first:
            print(line)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *(int(word) for word in sys.argv[3:]))
