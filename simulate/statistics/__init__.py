"""What is said of an output over all paths, each number with its Monte Carlo error.

The face of the statistics: rows of the summary, estimators, bins and fans are to be had from here.
"""

from __future__ import annotations

from simulate.statistics.bins import FineBins, fine_bins_for
from simulate.statistics.clusters import Clusters, student_deviate
from simulate.statistics.estimators import (
    Level,
    Moments,
    expected_shortfall,
    interval_coverage,
    normal_deviate,
    quantile_interval_ranks,
    quantile_rank,
    tail_count,
    wilson_interval,
)
from simulate.statistics.fans import FanArrays, bit_bins, fan_quantiles
from simulate.statistics.histograms import Histogram
from simulate.statistics.sorted_values import InOrder, histogram_of, histogram_ranks, in_order, in_order_at
from simulate.statistics.summaries import summarize, summarize_bins, summarize_clusters, summary_ranks
from simulate.statistics.summary_row import QUANTILES, SummaryRow

__all__ = [
    "QUANTILES",
    "Clusters",
    "FanArrays",
    "FineBins",
    "Histogram",
    "InOrder",
    "Level",
    "Moments",
    "SummaryRow",
    "bit_bins",
    "expected_shortfall",
    "fan_quantiles",
    "fine_bins_for",
    "histogram_of",
    "histogram_ranks",
    "in_order",
    "in_order_at",
    "interval_coverage",
    "normal_deviate",
    "quantile_interval_ranks",
    "quantile_rank",
    "student_deviate",
    "summarize",
    "summarize_bins",
    "summarize_clusters",
    "summary_ranks",
    "tail_count",
    "wilson_interval",
]
