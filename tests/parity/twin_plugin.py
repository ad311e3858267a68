"""A plugin of pytest: every ledger that a test keeps is compared with the kernels (``twin.py``)."""

from __future__ import annotations

from typing import Any

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Put the comparison into the place of the ledger, before a test imports it."""
    import simulate.ledger
    from kernels.jit import COMPILED
    from tests.parity import twin

    assert not COMPILED, "the kernels are given quotations with the compiler off alone: NUMBA_DISABLE_JIT=1"
    keep = simulate.ledger.keep_ledger
    known: dict[tuple[Any, ...], tuple[Any, twin.Run | str]] = {}

    def keep_both(contract: Any, market: Any, **options: Any) -> Any:
        """The ledger, compared; the mutation tests change the kernels alone, and try them on the same one again."""
        what = contract.scenario.model_dump_json(), contract.session_dates, repr(market), tuple(options.items())
        if what not in known:
            ledger = keep(contract, market, **options)
            known[what] = ledger, twin.as_run(contract, market, ledger.totals)
        ledger, run = known[what]
        assert twin.differences(run, market) == []
        return ledger

    simulate.ledger.keep_ledger = keep_both


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say what was compared."""
    from tests.parity import twin

    print("\nkernels beside the ledger: " + ", ".join(f"{count} {each}" for each, count in twin.found.most_common()))
