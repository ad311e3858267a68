"""Histograms of what a run found: new shares, prices, the discount, what others gave up, the time it took."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulate.plots.histogram import Outcome, histogram
from simulate.plots.labels import significant
from simulate.words.phrases import number_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result


def _million(shares: float) -> str:
    return f"{shares / 1e6:,.2f} million"


def _usd(value: float) -> str:
    return f"{'−' if value < 0 else ''}${abs(value):,.2f}"


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.1f}%".replace("-", "−")


def _sessions(value: float) -> str:
    return number_of(round(value), "session", "sessions")


def _plain(places: int, scale: float) -> Callable[[float], str]:
    """Numbers without unit, to so many places, in the unit of the figure."""
    return lambda value: f"{value * scale:,.{places}f}".replace("-", "−")


def _bins(unit: str) -> Callable[[float], str]:
    """The width of a bar in a unit."""
    return lambda width: f"{significant(width, 2)} {unit}"


_NEW_SHARES = Outcome(
    "shares_issued",
    1e-6,
    "New shares issued under the deal, millions",
    _bins("million shares"),
    _million,
    _plain(2, 1e-6),
)
_ISSUE_PRICE = Outcome(
    "effective_issue_price_usd",
    1.0,
    "Effective issue price: stated value converted / shares issued for it, USD per share",
    _bins("USD"),
    _usd,
    _plain(2, 1.0),
)
_DISCOUNT = Outcome(
    "discount_to_market",
    100.0,
    "Discount of the effective issue price to the bids at the notices, percent (below 0: a premium)",
    _bins("points"),
    _percent,
    _plain(1, 100.0),
)
_GIVEN_UP = Outcome(
    "value_given_up_per_old_share_usd",
    1.0,
    "Value given up by the other holders, USD per old share (below 0: they gained)",
    _bins("USD"),
    _usd,
    _plain(2, 1.0),
)
_CONVERSION = Outcome(
    "sessions_to_full_conversion",
    1.0,
    "Trading sessions from session 0 until the last preferred share is converted",
    _bins("sessions"),
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


def _drawn(result: Result, outcome: Outcome, title: Callable[[float, float, float], str]) -> Figure:
    return histogram(result, outcome, lambda row: title(*(row.quantiles[p][0] for p in (0.05, 0.50, 0.95))))
