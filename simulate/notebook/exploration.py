"""What an explorer answers: dilution and its companions, the figure and the price table, for knobs as they stand."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from simulate.engine import with_run
from simulate.notebook.html import paragraph, shown, table
from simulate.notebook.knobs import Bench
from simulate.notebook.pace import Pace
from simulate.notebook.price_table_view import price_table_html
from simulate.notebook.quick import quick_run
from simulate.plain_only import needs_plain
from simulate.price_table import price_table
from simulate.words import measure_in_words

if TYPE_CHECKING:
    from simulate.notebook.knobs import Knob
    from simulate.price_rows import PriceTable
    from simulate.results import Result
    from simulate.scenario import Scenario

OUTPUTS = (
    "dilution_of_total",
    "dilution_of_old",
    "shares_issued",
    "effective_issue_price_usd",
    "pnl_usd",
    "unconverted_stated_value_usd",
    "cap_reached",
)
"""What is told beside the figure."""
DOTS_PER_INCH = 110


@dataclass(frozen=True)
class Answer:
    """One redraw.

    Attributes
    ----------
    scenario
        As simulated, its paths and seed with it: ``simulate.run`` of it gives the same numbers.
    result
        Of :data:`OUTPUTS` alone.
    prices
        The table of hypothetical prices.
    png
        The figure of dilution.
    seconds
        What it took in all.
    """

    scenario: Scenario
    result: Result
    prices: PriceTable
    png: bytes
    seconds: float

    def _repr_html_(self) -> str:
        """The numbers and the price table; the figure is apart."""
        return self.numbers_html() + price_table_html(self.prices)

    def numbers_html(self) -> str:
        """Median and error of dilution in a sentence, then the outputs with their errors."""
        row = self.result.row("dilution_of_total")
        run = self.scenario.run
        median, low, high = row.quantiles[0.5]
        sentence = (
            f'<p style="font-size:110%;margin:0.3em 0">Dilution, new / (old + new): median '
            f'<b class="floorless-median" data-value="{median!r}">{100 * median:.2f}%</b> '
            f"({run.confidence:.0%} interval {100 * low:.2f}% to {100 * high:.2f}%), from "
            f'<b class="floorless-paths" data-value="{run.paths}">{run.paths:,} paths</b> of seed '
            f'<span class="floorless-seed" data-value="{run.seed}">{run.seed}</span>; '
            f"{escape(measure_in_words(self.scenario.market))}.</p>"
        )
        rows = []
        for each in self.result.summary_rows:
            quantiles = [each.quantiles[p][0] if p in each.quantiles else None for p in (0.05, 0.5, 0.95)]
            numbers = (each.mean, each.standard_error, *quantiles)
            rows.append([each.name, each.unit, *(shown(number, each.unit) for number in numbers)])
        headings = ["output", "unit", "mean", "standard error", "5%", "50%", "95%"]
        undefined = [row for row in self.result.summary_rows if row.undefined]
        said = "".join(
            paragraph(f"{each.name}: not defined on {each.undefined:,} paths; its numbers are of the others.")
            for each in undefined
        )
        return sentence + table("", headings, rows, words=2) + said


class Exploration:
    """A scenario under exploration, without any widget.

    Parameters
    ----------
    scenario
        Any valid scenario.
    paths
        Of every redraw; None: as many as are done within a second on this machine.
    seed
        None: the scenario's own.
    threads
        None: all processors. No number depends on it.
    """

    def __init__(
        self, scenario: Scenario, *, paths: int | None = None, seed: int | None = None, threads: int | None = None
    ) -> None:
        needs_plain(scenario, "the explorer's figures, of as many paths as a second allows, have")
        self._bench = Bench(with_run(scenario, paths=paths, seed=seed))
        self._pace = Pace(paths)
        self._threads = threads

    @property
    def scenario(self) -> Scenario:
        """The scenario whose knobs are turned."""
        return self._bench.scenario

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """What can be turned."""
        return self._bench.knobs

    def draw(self, values: Mapping[str, Any], announce: Callable[[str], None] | None = None) -> Answer:
        """Simulate the scenario with knobs turned.

        Parameters
        ----------
        values
            By key; a knob that is not named stays at the scenario's own value.
        announce
            Told if the kernels must be compiled first.

        Returns
        -------
        Answer

        Raises
        ------
        KeyError
            If there is no such knob.
        ValueError
            If a choice has no such setting.
        FloorlessError
            If the values contradict each other or the deal.
        """
        turned = self._bench.turned(values)
        scenario = with_run(turned, paths=self._pace.paths)
        # Compiling is no part of what the next redraw will take.
        waited = [0.0]

        def told(text: str) -> None:
            """Pass it on."""
            waited[0] = time.perf_counter()
            if announce is not None:
                announce(text)

        began = time.perf_counter()
        result = quick_run(scenario, OUTPUTS, threads=self._threads, announce=told)
        prices = price_table(scenario)
        stream = io.BytesIO()
        result.plot.dilution().savefig(stream, format="png", dpi=DOTS_PER_INCH)
        seconds = time.perf_counter() - began
        if not waited[0]:
            self._pace.note(float(result.manifest["path_seconds"]), seconds)
        return Answer(scenario, result, prices, stream.getvalue(), seconds)
