"""Shards of paths, block by block in path order, into the tables of a result."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

import numpy as np
import numpy.typing as npt

from kernels import fans as kernel_fans
from kernels.bins import bin_of
from simulate import own_memory
from simulate.columns import Column, columns
from simulate.counts import MOST_IN_32_BITS, Counts
from simulate.ledger.rate_of_return import internal_rate_of_return
from simulate.scenario import Scenario
from simulate.shard import Shard
from simulate.spool import Spool
from simulate.statistics import (
    QUANTILES,
    Clusters,
    InOrder,
    SummaryRow,
    histogram_of,
    histogram_ranks,
    in_order,
    in_order_at,
    summarize,
    summarize_bins,
    summarize_clusters,
    summary_ranks,
)
from simulate.statistics.estimators import Moments
from simulate.statistics.fans import FanArrays, bit_bins, fan_quantiles
from simulate.statistics.histograms import Histogram
from simulate.terms import Terms

Floats = npt.NDArray[np.float64]

_FANS = (
    ("shares_issued", "issued", kernel_fans.LOWEST_SHARES, kernel_fans.SHARE_BINS),
    ("preferred_left", "preferred_left", kernel_fans.LOWEST_SHARES, kernel_fans.PREFERRED_BINS),
    ("price_usd", "price", kernel_fans.LOWEST_PRICE_USD, kernel_fans.PRICE_BINS),
    ("conversion_price_usd", "conversion_price", kernel_fans.LOWEST_PRICE_USD, kernel_fans.PRICE_BINS),
)
"""Quantity, field of the kernels' counts, lower edge of its bin 1, number of bins."""
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
        size = len(self.columns)
        self._count = np.zeros(size, np.int64)
        self._mean, self._squares = np.zeros(size), np.zeros(size)
        self._undefined = np.zeros(size, np.int64)
        self._fans: dict[str, npt.NDArray[Any]] = {}
        sessions = len(terms.dates)
        self._group_paths = np.zeros(GROUPS)
        self._group_flows = np.zeros((GROUPS, sessions))
        self._group_issued = np.zeros((GROUPS, sessions))

    def add(self, shard: Shard) -> None:
        """Take the next shard, block by block; its counts apart."""
        for at, paths in enumerate(shard.paths.tolist()):
            group = self.blocks % GROUPS
            self._group_paths[group] += paths
            self._group_flows[group] += shard.flows[at]
            self._group_issued[group] += shard.issued[at]
            self.paths += paths
            self.blocks += 1
            self._merge(shard.count[at], shard.mean[at], shard.squares[at])
        self.ceiling += int(shard.ceiling.sum())
        self._undefined += shard.undefined.sum(axis=0)

    def _merge(self, count: npt.NDArray[np.int64], mean: Floats, squares: Floats) -> None:
        """The moments of one more block: :meth:`Moments.merge` on all columns, in the same operations."""
        both = self._count + count
        share = count / np.maximum(both, 1)
        delta = mean - self._mean
        merged = self._mean + delta * share
        merged_squares = self._squares + squares + delta * delta * (self._count * share)
        first, none = self._count == 0, count == 0
        self._mean = np.where(none, self._mean, np.where(first, mean, merged))
        self._squares = np.where(none, self._squares, np.where(first, squares, merged_squares))
        self._count = both

    def count(self, counts: Counts) -> None:
        """Take counts of paths by session; their order does not matter."""
        for _, field, _, bins in _FANS:
            if field in counts.fans:
                places, numbers = counts.fans[field]
                kind = np.dtype(np.int32 if self.paths <= MOST_IN_32_BITS else np.int64)
                if field not in self._fans:
                    self._fans[field] = own_memory.zeros((len(self.terms.dates), bins), kind)
                elif self._fans[field].dtype != kind:
                    self._fans[field] = self._fans[field].astype(kind)
                self._fans[field].reshape(-1)[places] += numbers

    @property
    def moments(self) -> dict[str, Moments]:
        """Moments of each column, merged in path order."""
        numbers = zip(self._count.tolist(), self._mean.tolist(), self._squares.tolist(), strict=True)
        return {column.name: Moments(*each) for column, each in zip(self.columns, numbers, strict=True)}

    @property
    def undefined(self) -> dict[str, int]:
        """Paths on which each column is not defined."""
        return dict(zip((column.name for column in self.columns), self._undefined.tolist(), strict=True))

    def row(self, column: Column, spool: Spool) -> SummaryRow:
        """Summary row of one column, of the paths that have come so far."""
        return self._summary_of(column, spool)[0]

    def _summary_of(self, column: Column, spool: Spool) -> tuple[SummaryRow, Histogram | None]:
        """Summary row and histogram of one column."""
        run = self.scenario.run
        levels = {"confidence": run.confidence, "tail": run.tail}
        moments, undefined = self.moments[column.name], self.undefined[column.name]
        if spool.binned:
            bins = spool.bins(column.name)
            row = summarize_bins(column, bins, moments, undefined, **levels)
            return row, bins.histogram() if bins.count else None
        if run.paths_together > 1:
            values, paths = spool.values_by_path(column.name)
            clusters = Clusters.of(paths, run.paths_together)
            ordered = InOrder(in_order(values.astype(column.dtype, copy=False)))
            row = summarize_clusters(column, values, clusters, moments, undefined, **levels, ordered=ordered)
            return row, histogram_of(ordered) if values.size else None
        values = spool.values(column.name).astype(column.dtype, copy=False)
        count = int(values.size)
        ordered = in_order_at(values, [*summary_ranks(count, **levels), *histogram_ranks(count)] if count else [])
        row = summarize(column, ordered, moments, undefined, **levels)
        return row, histogram_of(ordered) if ordered.values.size else None

    def summary(self, spool: Spool, team: Executor) -> tuple[list[SummaryRow], dict[str, Histogram]]:
        """Summary rows and histograms of all columns, one column in memory at a time in each thread of the team."""
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

    def fans(self) -> dict[str, FanArrays]:
        """Per-session quantiles from the counts."""
        confidence = self.scenario.run.confidence
        start = {"issued": 0.0, "preferred_left": self._preferred_at_start()}
        out: dict[str, FanArrays] = {}
        for name, field, lowest, bins in _FANS:
            total = self._fans.pop(field, None)
            if total is None:
                total = np.zeros((len(self.terms.dates), bins), np.int64)
            if field in start:
                # Kept as differences: every path starts in one bin, and moves are summed along the sessions.
                total[0, int(bin_of(start[field], lowest, bins))] += self.paths
                np.cumsum(total, axis=0, out=total)
            elif name == "conversion_price_usd":
                # Bin 0 holds sessions on which no conversion is possible: no price, not a price of zero.
                total[:, 0] = 0
            lower, upper = bit_bins(lowest, (bins - 1) // 128)
            out[name] = fan_quantiles(
                total,
                lower,
                upper,
                QUANTILES,
                confidence,
                whole_numbers=lowest == kernel_fans.LOWEST_SHARES,
                together=self.scenario.run.paths_together,
            )
        return out
