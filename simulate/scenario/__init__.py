"""The schema of a scenario: ``deal``, ``market``, ``holder``, ``run``; one file each.

Every field carries its meaning, unit, range, clause and mark; see :mod:`simulate.scenario.base`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import PrivateAttr

from simulate.scenario.base import Part, term
from simulate.scenario.deal import (
    Approval,
    Cap,
    Common,
    Conversion,
    ConversionPrice,
    Deal,
    Issuer,
    Limits,
    Premium,
    SaleVolume,
    Series,
    VariablePrice,
)
from simulate.scenario.holder import Holder
from simulate.scenario.market import Bootstrap, Gbm, Market, Volume
from simulate.scenario.run import Run

SCHEMA_VERSION = 1

__all__ = [
    "SCHEMA_VERSION",
    "Approval",
    "Bootstrap",
    "Cap",
    "Common",
    "Conversion",
    "ConversionPrice",
    "Deal",
    "Gbm",
    "Holder",
    "Issuer",
    "Limits",
    "Market",
    "Part",
    "Premium",
    "Run",
    "SaleVolume",
    "Scenario",
    "Series",
    "VariablePrice",
    "Volume",
]


class Scenario(Part):
    """One YAML file: a deal, a market, a holder and a run. Immutable."""

    schema_version: Literal[1] = term("Version of this schema", mark="setting")
    name: str = term("Name of the scenario, for titles and tables", min_length=1, max_length=120, mark="setting")
    deal: Deal = term("What the documents fix")
    market: Market = term("What the stock does")
    holder: Holder = term("What the investor does")
    run: Run = term("How the simulation runs", mark="setting", default_factory=Run)
    _source: Path | None = PrivateAttr(default=None)

    def __eq__(self, other: object) -> bool:
        """Whether two scenarios say the same, whatever file each was read from."""
        if not isinstance(other, Scenario):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Scenario.model_fields)

    def __hash__(self) -> int:
        """Equal scenarios have equal hashes."""
        return hash(tuple(getattr(self, name) for name in Scenario.model_fields))

    @property
    def source(self) -> Path | None:
        """The file this was read from, if any; not part of the configuration."""
        return self._source

    @property
    def folder(self) -> Path:
        """The folder that record paths are relative to: the file's own, or the current one."""
        return Path.cwd() if self._source is None else self._source.parent
