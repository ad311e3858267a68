"""Histograms of what a run found: new shares, prices, the discount, what others gave up, the time it took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulate.plots.bars import bars_of, beyond, draw_bars
from simulate.plots.labels import mark_above, significant
from simulate.plots.page import nothing_defined, page, too_few
from simulate.plots.style import house

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result
    from simulate.statistics import SummaryRow

_MARKS = {0.05: ":", 0.50: "-", 0.95: "--"}


@dataclass(frozen=True)
class _Outcome:
    """How an output is drawn: what a unit of it is in the figure, its axis, and how its values are written."""

    name: str
    scale: float
    axis: str
    bin_unit: str
    say: Callable[[float], str]
    short: Callable[[float], str]


def _million(shares: float) -> str:
    return f"{shares / 1e6:,.2f} million"


def _usd(value: float) -> str:
    return f"{'−' if value < 0 else ''}${abs(value):,.2f}"


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.1f}%".replace("-", "−")


def _sessions(value: float) -> str:
    return f"{value:,.0f} sessions"


def _plain(places: int, scale: float) -> Callable[[float], str]:
    """Numbers without unit, to so many places, in the unit of the figure."""
    return lambda value: f"{value * scale:,.{places}f}".replace("-", "−")


_NEW_SHARES = _Outcome(
    "shares_issued", 1e-6, "New shares issued under the deal, millions", "million shares", _million, _plain(2, 1e-6)
)
_ISSUE_PRICE = _Outcome(
    "effective_issue_price_usd",
    1.0,
    "Effective issue price: stated value converted / shares issued for it, USD per share",
    "USD",
    _usd,
    _plain(2, 1.0),
)
_DISCOUNT = _Outcome(
    "discount_to_market",
    100.0,
    "Discount of the effective issue price to the bids at the notices, percent (below 0: a premium)",
    "points",
    _percent,
    _plain(1, 100.0),
)
_GIVEN_UP = _Outcome(
    "value_given_up_per_old_share_usd",
    1.0,
    "Value given up by the other holders, USD per old share (below 0: they gained)",
    "USD",
    _usd,
    _plain(2, 1.0),
)
_CONVERSION = _Outcome(
    "sessions_to_full_conversion",
    1.0,
    "Trading sessions from session 0 until the last preferred share is converted",
    "sessions",
    _sessions,
    _plain(0, 1.0),
)


def new_shares(result: Result) -> Figure:
    """Histogram of the new shares.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return _drawn(
        result,
        _NEW_SHARES,
        lambda low, median, high: (
            f"{_million(median)} new shares at the median; {_million(low)} to {_million(high)} on nine paths of ten"
        ),
    )


def issue_price(result: Result) -> Figure:
    """Histogram of the effective issue price.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return _drawn(
        result,
        _ISSUE_PRICE,
        lambda low, median, high: (
            f"A share is issued at {_usd(median)} at the median; on one path in twenty at {_usd(low)} or less"
        ),
    )


def discount(result: Result) -> Figure:
    """Histogram of the discount to market.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return _drawn(
        result,
        _DISCOUNT,
        lambda low, median, high: (
            f"{_percent(median)} under the market at the median; on one path in twenty {_percent(high)} or more"
        ),
    )


def value_given_up(result: Result) -> Figure:
    """Histogram of the value given up per old share.

    Parameters
    ----------
    result
        A run's answers, of a deal that uses the rest of the contract.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return _drawn(
        result,
        _GIVEN_UP,
        lambda low, median, high: (
            f"Other holders give up {_usd(median)} a share at the median; on one path in twenty {_usd(high)} or more"
        ),
    )


def full_conversion(result: Result) -> Figure:
    """Histogram of the time to full conversion.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    row = result.row(_CONVERSION.name)
    left = row.undefined / max(1, row.defined + row.undefined)
    return _drawn(
        result,
        _CONVERSION,
        lambda low, median, high: (
            f"All preferred is converted after {_sessions(median)} at the median; on {100 * left:.2g}% of paths it "
            "never is"
        ),
    )


def _drawn(result: Result, outcome: _Outcome, title: Callable[[float, float, float], str]) -> Figure:
    with house():
        row = result.row(outcome.name)
        bars = bars_of(result, outcome.name, outcome.scale)
        if bars is None:
            return nothing_defined(result, f"{outcome.axis}: defined on no path")
        low, median, high = (row.quantiles[p][0] for p in _MARKS)
        note = " ".join(
            part
            for part in (
                beyond(bars, outcome.say(row.minimum or 0.0), outcome.say(row.maximum or 0.0)),
                _undefined(row),
                too_few(row),
            )
            if part
        )
        figure, axes = page(result, title(low, median, high), note, labels_inches=0.62)
        draw_bars(axes, bars)
        axes.set_xlabel(outcome.axis)
        axes.set_ylabel(f"Probability per bin of {significant(bars.width, 2)} {outcome.bin_unit}")
        mark_above(axes, [_mark(row, outcome, p) for p in _MARKS])
        return figure


def _mark(row: SummaryRow, outcome: _Outcome, p: float) -> tuple[float, str, str]:
    """A quantile as :func:`simulate.plots.labels.mark_above` takes it: place, line, label with its interval."""
    value, least, most = row.quantiles[p]
    name = "median" if p == 0.5 else f"{100 * p:g}% quantile"
    interval = f"({outcome.short(least)} to {outcome.short(most)})"
    return value * outcome.scale, _MARKS[p], f"{name}\n{outcome.say(value)}\n{interval}"


def _undefined(row: SummaryRow) -> str:
    return f"Not defined on {row.undefined:,} of {row.defined + row.undefined:,} paths." if row.undefined else ""
