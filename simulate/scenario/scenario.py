"""The scenario: one file, its parts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import PrivateAttr, model_validator

from simulate.scenario.base import Part, refuse, term
from simulate.scenario.company import Company, company_contradictions
from simulate.scenario.deal import Deal
from simulate.scenario.holder import Holder
from simulate.scenario.market import Market
from simulate.scenario.policies import dated_acts_contradictions, short_sale_contradictions
from simulate.scenario.run import Run, sampling_contradictions

SCHEMA_VERSION = 1


class Scenario(Part):
    """One YAML file: a deal, a market, a holder, a company and a run. Immutable."""

    schema_version: Literal[1] = term("Version of this schema", mark="setting")
    name: str = term("Name of the scenario, for titles and tables", min_length=1, max_length=120, mark="setting")
    deal: Deal = term("What the documents fix")
    market: Market = term("What the stock does")
    holder: Holder = term("What the investor does")
    company: Company = term("What the company does", default_factory=Company)
    run: Run = term("How the simulation runs", mark="setting", default_factory=Run)
    _source: Path | None = PrivateAttr(default=None)
    _lines: Mapping[str, int] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _parts_agree(self) -> Scenario:
        problems: list[str] = []
        if self.deal.conversion.fractional_shares and (self.market.moves_prices or self.holder.presses_the_window):
            problems.append(
                "deal.conversion.fractional_shares is of closed forms, where the holder's doing does not reach the "
                "price; set it to false, or market.dilution_in_price to none and holder.policy to another"
            )
        for name, needed, longest in (
            ("earlier_bids_usd", *_longest_window(self.deal)),
            ("earlier_volumes", *_longest_average(self.deal)),
        ):
            given = len(getattr(self.market, name))
            if 0 < given < needed:
                problems.append(
                    f"market.{name} holds {given} sessions, and {longest} looks back {needed}; give at least {needed}, "
                    "oldest first, or none at all (contract 2)"
                )
        if self.holder.policy == "dated_acts":
            problems += dated_acts_contradictions(self.holder.dated_acts, self.deal)
        if self.holder.policy == "short_hedged":
            problems += short_sale_contradictions(self.deal, self.market)
        problems += sampling_contradictions(self.run, self.market)
        problems += company_contradictions(self.company, self.deal)
        names = [series.name for series in self.deal.series]
        unknown = {boundary.series for boundary in self.holder.optimal.boundaries} - {None, *names}
        problems += [
            f"holder.optimal.boundaries are of series {name!r}, not in the deal; name one of {', '.join(names)}"
            for name in sorted(str(name) for name in unknown)
        ]
        refuse(problems)
        return self

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
    def sessions_looked_back_on(self) -> tuple[int, int]:
        """How many closing bids and how many volumes before session 0 the longest look-backs of the deal read."""
        return _longest_window(self.deal)[0], max(1, _longest_average(self.deal)[0])

    def line_of(self, field: str) -> int | None:
        """Line of a field in the file this was read from.

        Parameters
        ----------
        field
            Its path, such as ``deal.series[0].name``.

        Returns
        -------
        int or None
            From 1; of the nearest part around it that the file gives where the field is left out. None without a file.
        """
        while field and field not in self._lines:
            field = field[: max(field.rfind("."), field.rfind("["), 0)]
        return self._lines.get(field)

    @property
    def folder(self) -> Path:
        """The folder that record paths are relative to: the file's own, or the current one."""
        return Path.cwd() if self._source is None else self._source.parent

    def _repr_html_(self) -> str:
        """The deal in words, its choices and its assumptions, for notebooks."""
        from simulate.notebook.scenario_view import scenario_html

        return scenario_html(self)


def _longest_window(deal: Deal) -> tuple[int, str]:
    """Sessions of the longest window of closing bids, and the field that has it; at least one, to decide on."""
    windows = [(1, "the decision to convert")]
    for series in deal.series:
        variable, resets = series.conversion_price.variable, series.conversion_price.resets
        if variable is not None:
            windows.append((variable.lookback_sessions, f"series {series.name}"))
        if resets is not None:
            windows.append((resets.lookback_sessions, f"the reset of series {series.name}"))
    for warrant in deal.warrants:
        if warrant.resets is not None:
            windows.append((warrant.resets.lookback_sessions, f"the reset of warrant {warrant.name}"))
    return max(windows, key=lambda window: window[0])


def _longest_average(deal: Deal) -> tuple[int, str]:
    """Sessions of the longest average of volumes, and the rule that has it; none without a rule."""
    covenant, conversion = deal.limits.sale_volume, deal.limits.conversion_volume
    averages = [(0, "no rule")]
    if covenant is not None:
        averages.append((covenant.average_sessions, "the sale limit"))
        averages += [(band.average_sessions, "the sale limit's band") for band in covenant.further_bands]
    if conversion is not None:
        averages.append((conversion.average_sessions, "the limit on conversion in a session"))
    if deal.rule_144 is not None:
        averages.append((deal.rule_144.average_sessions, "Rule 144"))
    return max(averages, key=lambda average: average[0])
