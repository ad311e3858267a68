"""The contract again, in plain Python, one path at a time: the ledger that explains, and guards.

One file is one clause: ``premium``, ``conversion_price``, ``conversion``, ``limits``, ``sales``, ``notice``,
``maturity``; ``holder`` is the holder's policy, ``session`` the order of a session, ``books`` the money. It
reads the Scenario, shares no code with the kernels, and counts in exact integers throughout: shares, and
money in units so small that every price is a whole number of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulate.ledger.contract import Contract
    from simulate.ledger.events import Event
    from simulate.ledger.ledger import Ledger, keep_ledger
    from simulate.ledger.market import PathMarket

__all__ = ["Contract", "Event", "Ledger", "PathMarket", "keep_ledger"]

_HOMES = {
    "Contract": "contract",
    "Event": "events",
    "Ledger": "ledger",
    "PathMarket": "market",
    "keep_ledger": "ledger",
}


def __getattr__(name: str) -> Any:
    """Import the whole contract when it is first asked for: a run needs of it no more than the rate of return."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
