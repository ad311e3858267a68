"""Fan chart of the conversion price, with the stock's median beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulate.plots.fans import date_axis, draw_bands, end_labels, end_texts, fan_of, legend_above
from simulate.plots.labels import text_width_inches
from simulate.plots.page import nothing_defined, page
from simulate.plots.style import INK, LABEL_POINTS, house
from simulate.statistics.fans import BINS_PER_OCTAVE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result


_EXACT = ", of which that of the fixed price is told as the fixed price"


def price_text(value: float, fixed_usd: float | None) -> str:
    """A price that a bin stands for, as exactly as the bin knows it.

    Parameters
    ----------
    value
        Middle of a bin, in dollars.
    fixed_usd
        The series' fixed price, below which alone a price floats; None: it has none.

    Returns
    -------
    str
        The fixed price to its last digit where it lies in the bin, for there its paths are heaped; else "about", and
        no digit finer than half the bin.
    """
    if fixed_usd is not None and _bin(value) == _bin(fixed_usd):
        return f"${fixed_usd:.2f}" if round(fixed_usd, 2) == fixed_usd else f"${fixed_usd:.4f}".rstrip("0")
    if value <= 0:
        return f"${value:.2f}"
    half = math.ldexp(1.0, math.frexp(value)[1] - 2) / BINS_PER_OCTAVE
    return f"about ${value:,.{max(0, math.floor(-math.log10(half)))}f}"


def _bin(value: float) -> tuple[int, int]:
    """Octave and place in it of the bin that holds a value."""
    mantissa, octave = math.frexp(value)
    return octave, math.floor((2 * mantissa - 1) * BINS_PER_OCTAVE)


def conversion_price(result: Result) -> Figure:
    """Fan chart: the conversion price of a notice on every session, and the median close.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with house():
        fan = fan_of(result, "conversion_price_usd")
        known = np.isfinite(fan.quantiles[0.50])
        if not known.any():
            return nothing_defined(result, "No session of any path has a conversion price")
        end = int(np.flatnonzero(known)[-1])
        last = {p: float(values[end]) for p, values in fan.quantiles.items()}
        series = result.manifest.get("conversion_price_series")
        fixed = _fixed_usd(result, series)

        def usd(value: float) -> str:
            """A quantile of the fan, with the digits that its bin knows."""
            return price_text(value, fixed)

        title = (
            f"A notice on {fan.dates[end]} converts at {usd(last[0.50])} at the median; "
            f"on one path in twenty at {usd(last[0.05])} or less"
        )
        paths = int(result.manifest.get("fan_paths", result.manifest["paths"]))
        note = (
            f"{f'Series {series}. ' if series else ''}Of {paths:,} paths followed to the horizon, converted or not; "
            f"bands are counted in bins at most 0.8% wide{_EXACT if fixed is not None else ''}."
        )
        texts = end_texts(last, usd)
        right = 0.3 + max(text_width_inches(text, LABEL_POINTS, bold="median" in text) for text in texts)
        figure, axes = page(result, title, note, right_inches=right, labels_inches=0.2)
        draw_bands(axes, fan)
        close = fan_of(result, "price_usd").quantiles[0.50]
        axes.plot(fan.days, close, color=INK, linewidth=0.9, linestyle=(0, (1, 1.5)), label="stock's median close")
        axes.set_xlim(fan.days[0], fan.days[-1])
        axes.set_ylim(0, 1.06 * max(float(np.nanmax(fan.quantiles[0.99])), float(np.nanmax(close))))
        date_axis(axes)
        axes.set_ylabel("Conversion price, USD per share")
        end_labels(axes, texts)
        legend_above(axes)
        return figure


def _fixed_usd(result: Result, name: str | None) -> float | None:
    """The fixed price of the series whose prices the run kept; None if it has none."""
    for series in result.scenario.deal.series:
        if name is None or series.name == name:
            fixed = series.conversion_price.fixed_usd
            return None if fixed is None else float(fixed)
    return None
