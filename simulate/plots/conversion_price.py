"""Fan chart of the conversion price, with the stock's median beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulate.plots.fans import date_axis, draw_bands, end_labels, end_texts, fan_of, legend_above
from simulate.plots.labels import text_width_inches
from simulate.plots.page import nothing_defined, page
from simulate.plots.style import INK, LABEL_POINTS, house

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result


def _usd(value: float) -> str:
    return f"${value:.2f}"


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
        title = (
            f"A notice on {fan.dates[end]} converts at {_usd(last[0.50])} at the median; "
            f"on one path in twenty at {_usd(last[0.05])} or less"
        )
        series = result.manifest.get("conversion_price_series")
        paths = int(result.manifest.get("fan_paths", result.manifest["paths"]))
        note = (
            f"{f'Series {series}. ' if series else ''}Of {paths:,} paths followed to the horizon, converted or not; "
            "bands are counted in bins at most 0.8% wide."
        )
        texts = end_texts(last, _usd)
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
