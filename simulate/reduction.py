"""Blocks of paths, in path order, into the tables of a result."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from kernels import fans as kernel_fans
from kernels.bins import bin_of
from kernels.fans import Fans
from simulate.columns import Column, columns
from simulate.ledger.rate_of_return import internal_rate_of_return
from simulate.scenario import Scenario
from simulate.spool import Spool
from simulate.statistics import QUANTILES, InOrder, SummaryRow, histogram_of, in_order, summarize, summarize_bins
from simulate.statistics.estimators import Moments
from simulate.statistics.fans import FanArrays, bit_bins, fan_quantiles
from simulate.statistics.histograms import Histogram
from simulate.terms import Terms
from simulate.workers import Block

Floats = npt.NDArray[np.float64]

GROUPS = 32
"""Groups of blocks (by number, modulo this) that give the error of per-session means and of the expected rate of
return."""


class Reduction:
    """Sums over blocks, taken in path order.

    Parameters
    ----------
    scenario
        As run.
    terms
        Its dates.
    """

    def __init__(self, scenario: Scenario, terms: Terms) -> None:
        self.scenario = scenario
        self.terms = terms
        self.columns: tuple[Column, ...] = columns(scenario)
        self.paths = 0
        self.ceiling = 0
        self.blocks = 0
        self.moments = {column.name: Moments(0, 0.0, 0.0) for column in self.columns}
        self.undefined = {column.name: 0 for column in self.columns}
        sessions = len(terms.dates)
        self._group_paths = np.zeros(GROUPS)
        self._group_flows = np.zeros((GROUPS, sessions))
        self._group_issued = np.zeros((GROUPS, sessions))

    def add(self, block: Block) -> None:
        """Take the next block."""
        group = block.index % GROUPS
        self._group_paths[group] += block.paths
        self._group_flows[group] += block.sums.flows
        self._group_issued[group] += block.sums.issued
        self.paths += block.paths
        self.ceiling += block.ceiling
        self.blocks += 1
        for name, moments in block.moments.items():
            self.moments[name] = self.moments[name].merge(moments)
            self.undefined[name] += block.undefined[name]

    def _summary_of(self, column: Column, spool: Spool) -> tuple[SummaryRow, Histogram | None]:
        """Summary row and histogram of one column."""
        run = self.scenario.run
        levels = {"confidence": run.confidence, "tail": run.tail}
        moments, undefined = self.moments[column.name], self.undefined[column.name]
        if spool.binned:
            bins = spool.bins(column.name)
            row = summarize_bins(column, bins, moments, undefined, **levels)
            return row, bins.histogram() if bins.count else None
        ordered = InOrder(in_order(spool.values(column.name).astype(column.dtype)))
        row = summarize(column, ordered, moments, undefined, **levels)
        return row, histogram_of(ordered) if ordered.values.size else None

    def summary(self, spool: Spool, threads: int = 1) -> tuple[list[SummaryRow], dict[str, Histogram]]:
        """Summary rows and histograms of all columns, one column in memory at a time in each thread."""
        with ThreadPoolExecutor(max_workers=threads) as team:
            found = list(team.map(lambda column: self._summary_of(column, spool), self.columns))
        rows = [row for row, _ in found]
        names = [column.name for column in self.columns]
        return rows, {name: drawn for name, (_, drawn) in zip(names, found, strict=True) if drawn is not None}

    def _mean_and_error(self, groups: Floats) -> tuple[Floats, Floats | None]:
        """Mean over paths by session, and its standard error from the groups; None with fewer than two groups."""
        used = self._group_paths > 0
        mean = groups.sum(axis=0) / self.paths
        count = int(used.sum())
        if count < 2:
            return mean, None
        weight = self._group_paths[used] / self.paths
        apart = groups[used] / self._group_paths[used, None] - mean
        return mean, np.sqrt((weight[:, None] * apart**2).sum(axis=0) / (count - 1))

    def issued(self) -> tuple[Floats, Floats | None]:
        """Mean cumulative shares issued by session, and its standard error."""
        return self._mean_and_error(np.cumsum(self._group_issued, axis=1))

    def flows(self) -> tuple[Floats, Floats | None]:
        """Mean cash to the investor by session (sales and what remains), and its standard error."""
        return self._mean_and_error(self._group_flows)

    def expected_rate(self) -> tuple[float | None, float | None]:
        """Internal rate of return of the expected flows, and its standard error by the jackknife over groups."""
        start = self.terms.dates[0]
        series = self.terms.tables.series
        # The tables hold what was bought up front: series, and warrants that were bought by themselves.
        paid = [
            (int(day), -usd)
            for day, usd in zip(series.purchase_days.tolist(), series.purchase_usd.tolist(), strict=True)
            if usd > 0
        ]
        days = [(day - start).days for day in self.terms.dates]

        def rate(flows: Floats) -> float | None:
            """The rate of return of the mean flows."""
            back = [(day, flow) for day, flow in zip(days, flows.tolist(), strict=True) if flow]
            return internal_rate_of_return([*paid, *back]) if any(flow > 0 for _, flow in back) else -1.0

        total = self._group_flows.sum(axis=0)
        whole = rate(total / self.paths)
        used = np.flatnonzero(self._group_paths)
        if whole is None or used.size < 2:
            return whole, None
        left_out = [rate((total - self._group_flows[g]) / (self.paths - self._group_paths[g])) for g in used]
        known = [value for value in left_out if value is not None]
        if len(known) < used.size:
            return whole, None
        values = np.array(known)
        error = float(np.sqrt((used.size - 1) / used.size * ((values - values.mean()) ** 2).sum()))
        return whole, error

    def _preferred_at_start(self) -> float:
        """Preferred outstanding at the opening of session 0."""
        whole = self.terms.tables.whole
        if whole is None:
            return float(sum(series.preferred_shares for series in self.scenario.deal.series))
        return float(whole.payments.start_preferred.sum())

    def fans(self, counts: Sequence[Fans]) -> dict[str, FanArrays]:
        """Per-session quantiles from the threads' counts."""
        confidence = self.scenario.run.confidence
        preferred = self._preferred_at_start()
        start = {"issued": 0.0, "preferred_left": preferred}
        out: dict[str, FanArrays] = {}
        plan = (
            ("shares_issued", "issued", kernel_fans.LOWEST_SHARES, kernel_fans.SHARE_BINS),
            ("preferred_left", "preferred_left", kernel_fans.LOWEST_SHARES, kernel_fans.PREFERRED_BINS),
            ("price_usd", "price", kernel_fans.LOWEST_PRICE_USD, kernel_fans.PRICE_BINS),
            ("conversion_price_usd", "conversion_price", kernel_fans.LOWEST_PRICE_USD, kernel_fans.PRICE_BINS),
        )
        for name, field, lowest, bins in plan:
            total = np.zeros((len(self.terms.dates), bins), dtype=np.int64)
            for each in counts:
                total += getattr(each, field)
            if field in start:
                # Kept as differences: every path starts in one bin, and moves are summed along the sessions.
                total[0, int(bin_of(start[field], lowest, bins))] += self.paths
                np.cumsum(total, axis=0, out=total)
            elif name == "conversion_price_usd":
                # Bin 0 holds sessions on which no conversion is possible: no price, not a price of zero.
                total[:, 0] = 0
            lower, upper = bit_bins(lowest, (bins - 1) // 128)
            out[name] = fan_quantiles(
                total, lower, upper, QUANTILES, confidence, whole_numbers=lowest == kernel_fans.LOWEST_SHARES
            )
        return out
