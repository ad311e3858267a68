"""The figures of a run, in one house style."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulate.errors import OutputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.plots.tornado import Sensitivity
    from simulate.results import Result

__all__ = ["FIGURES", "WHOLE_FIGURES", "Plots"]

FIGURES = (
    "dilution",
    "shares_issued",
    "pnl",
    "new_shares",
    "ownership",
    "dilution_levels",
    "conversion_price",
    "issue_price",
    "discount",
    "full_conversion",
    "limits",
)
"""Names of the figures that every run has, and of their files."""

WHOLE_FIGURES = ("value_given_up", "cash_calls", "warrants", "acted")
"""Those that a run of a deal with more than the conversion of preferred has besides."""


class Plots:
    """The figures of one result.

    Parameters
    ----------
    result
        A run's answers.
    """

    def __init__(self, result: Result) -> None:
        self._result = result

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that this result has, each a method without arguments."""
        from simulate.scenario import uses_whole

        return FIGURES + (WHOLE_FIGURES if uses_whole(self._result.scenario) else ())

    def dilution(self) -> Figure:
        """Histogram of dilution, new/(old + new), with its quantiles."""
        from simulate.plots.dilution import dilution

        return dilution(self._result)

    def shares_issued(self) -> Figure:
        """Fan chart of cumulative shares issued, against the Cap Amount and the authorized shares."""
        from simulate.plots.shares_issued import shares_issued

        return shares_issued(self._result)

    def pnl(self) -> Figure:
        """Histogram of the investor's profit and loss."""
        from simulate.plots.pnl import pnl

        return pnl(self._result)

    def new_shares(self) -> Figure:
        """Histogram of the new shares, with its quantiles."""
        from simulate.plots.outcomes import new_shares

        return new_shares(self._result)

    def ownership(self) -> Figure:
        """Fan chart of new/(old + new), against the Cap Amount, the reserve and the authorized shares."""
        from simulate.plots.ownership import ownership

        return ownership(self._result)

    def dilution_levels(self) -> Figure:
        """Quantiles of dilution, both ways of counting it, with their intervals."""
        from simulate.plots.dilution_levels import dilution_levels

        return dilution_levels(self._result)

    def conversion_price(self) -> Figure:
        """Fan chart of the conversion price, with the stock's median."""
        from simulate.plots.conversion_price import conversion_price

        return conversion_price(self._result)

    def issue_price(self) -> Figure:
        """Histogram of the effective issue price."""
        from simulate.plots.outcomes import issue_price

        return issue_price(self._result)

    def discount(self) -> Figure:
        """Histogram of the discount to market."""
        from simulate.plots.outcomes import discount

        return discount(self._result)

    def full_conversion(self) -> Figure:
        """Histogram of the time to full conversion."""
        from simulate.plots.outcomes import full_conversion

        return full_conversion(self._result)

    def limits(self) -> Figure:
        """Which limits bound: the share of paths, and sessions."""
        from simulate.plots.limits import limits

        return limits(self._result)

    def value_given_up(self) -> Figure:
        """Histogram of the value given up per old share."""
        from simulate.plots.outcomes import value_given_up

        return value_given_up(self._result)

    def cash_calls(self) -> Figure:
        """Cash that the company pays the investor: how likely, for what, how much."""
        from simulate.plots.cash_calls import cash_calls

        return cash_calls(self._result)

    def warrants(self) -> Figure:
        """Shares that each warrant issued."""
        from simulate.plots.warrants import warrants

        return warrants(self._result)

    def acted(self) -> Figure:
        """What acted, by the share of paths on which it did."""
        from simulate.plots.acted import acted

        return acted(self._result)

    def convergence(self, name: str = "shares_issued") -> Figure:
        """The mean of an output and its interval against the number of paths; needs the rows of paths.

        Parameters
        ----------
        name
            The output.
        """
        from simulate.plots.convergence import convergence

        return convergence(self._result, name)

    def tornado(self, table: Sequence[Sensitivity], *, output: str, unit: str, paths: int) -> Figure:
        """How much an output moves when one input does; see :func:`simulate.plots.tornado.tornado`.

        Parameters
        ----------
        table
            What was moved.
        output, unit
            The output in words, and the unit of its changes.
        paths
            Paths of each run.
        """
        from simulate.plots.tornado import tornado

        return tornado(self._result, table, output=output, unit=unit, paths=paths)

    def price_table(self, table: Sequence[tuple[float, float]]) -> Figure:
        """New shares at hypothetical prices.

        Parameters
        ----------
        table
            Price in dollars and new shares.
        """
        from simulate.plots.price_table import price_table

        return price_table(self._result, table)

    def save(self, folder: str | Path, names: Sequence[str] | None = None) -> list[Path]:
        """Write figures as PNG and as PDF with their fonts embedded.

        Parameters
        ----------
        folder
            Made if it is missing.
        names
            Of :attr:`names`; None: all of them.

        Returns
        -------
        list of pathlib.Path
            The files.

        Raises
        ------
        OutputError
            If a file cannot be written.
        """
        from simulate.plots.style import KINDS, save

        drawn: dict[str, bytes] = {}
        for name in self.names if names is None else names:
            figure: Figure = getattr(self, name)()
            for kind in KINDS:
                stream = io.BytesIO()
                save(figure, stream, kind)
                drawn[f"{name}.{kind}"] = stream.getvalue()
        target = Path(folder)
        try:
            target.mkdir(parents=True, exist_ok=True)
            for file, content in drawn.items():
                partial = target / f".{file}.partial"
                try:
                    partial.write_bytes(content)
                    os.replace(partial, target / file)
                finally:
                    partial.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{target}: figures cannot be written: {error.strerror}") from error
        return [target / file for file in drawn]
