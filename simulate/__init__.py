"""Monte Carlo of the dilution and investor P&L of variable-price convertible stock: the public face.

``load`` reads a scenario, ``run`` simulates it, ``replay`` and ``conversion_prices`` put the contract on a
given price record, ``explain`` draws one path of a run again and keeps its ledger. ``compare`` sets scenarios side by
side, ``sweep`` runs a grid of them, ``worst`` finds the holder's policy that hurts most, ``sensitivities`` moves each
number alone, ``price_table`` prints what a prospectus does, ``explore`` puts sliders on a scenario in a notebook.
``calibrate`` fits the market models to a record, ``fair_value`` values each instrument. Nothing heavy is imported
before it is called.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from simulate.public.contract import conversion_prices, price_table, replay
from simulate.public.estimates import calibrate, control_variates, fair_value
from simulate.public.runs import explain, explore, load, run
from simulate.public.studies import compare, sensitivities, sweep, worst

if TYPE_CHECKING:
    from simulate.calibration import Calibration
    from simulate.comparison import Comparison
    from simulate.controls import ControlledMeans
    from simulate.errors import FloorlessError
    from simulate.history import Record
    from simulate.ledger import Ledger
    from simulate.notebook.explorer import Explorer
    from simulate.price_rows import PriceTable
    from simulate.results import Result
    from simulate.scenario import Scenario
    from simulate.sensitivities import Sensitivities
    from simulate.sweeps import Sweep
    from simulate.valuation import FairValue
    from simulate.worst import WorstCase

__version__ = "0.1.0"

__all__ = [
    "Calibration",
    "Comparison",
    "ControlledMeans",
    "Explorer",
    "FairValue",
    "FloorlessError",
    "Ledger",
    "PriceTable",
    "Record",
    "Result",
    "Scenario",
    "Sensitivities",
    "Sweep",
    "WorstCase",
    "__version__",
    "calibrate",
    "compare",
    "control_variates",
    "conversion_prices",
    "explain",
    "explore",
    "fair_value",
    "load",
    "price_table",
    "replay",
    "run",
    "sensitivities",
    "sweep",
    "worst",
]

_LATE = {
    "Calibration": "simulate.calibration",
    "Comparison": "simulate.comparison",
    "ControlledMeans": "simulate.controls",
    "Explorer": "simulate.notebook.explorer",
    "FairValue": "simulate.valuation",
    "FloorlessError": "simulate.errors",
    "Ledger": "simulate.ledger",
    "PriceTable": "simulate.price_rows",
    "Record": "simulate.history",
    "Result": "simulate.results",
    "Scenario": "simulate.scenario",
    "Sensitivities": "simulate.sensitivities",
    "Sweep": "simulate.sweeps",
    "WorstCase": "simulate.worst",
}
_FUNCTIONS = frozenset(
    {
        *("load", "run", "replay", "explain", "conversion_prices"),
        *("compare", "sweep", "price_table", "worst", "sensitivities"),
    }
)


class _Package(ModuleType):
    """The package: ``load``, ``replay``, ``explain`` and ``price_table`` share their names with submodules."""

    def __setattr__(self, name: str, value: object) -> None:
        # The import system binds a submodule on its package: that must not hide the function of that name.
        if not (isinstance(value, ModuleType) and name in _FUNCTIONS):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    """Import the public classes when they are first asked for."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATE[name]), name)
