"""How numbers are written in a memo: rounded as people write them, with a true minus sign."""

from __future__ import annotations

from collections.abc import Callable

from simulate.plots.labels import dollars, significant


def millions(shares: float) -> str:
    """Shares in millions: ``4.19 million``."""
    return f"{shares / 1e6:,.2f} million"


def millions_bare(shares: float) -> str:
    """Shares in millions, the unit told elsewhere: ``4.19``."""
    return f"{shares / 1e6:,.2f}".replace("-", "−")


def change_in_millions(shares: float) -> str:
    """A change of shares in millions with its sign: ``+0.62``."""
    return f"{shares / 1e6:+,.2f}".replace("-", "−")


def dollars_in_millions(usd: float) -> str:
    """Dollars in millions, three significant digits: ``$6.25 million``; small amounts as they are: ``$49,500``."""
    return dollars(usd)


def dollars_bare(usd: float) -> str:
    """Dollars in millions, the unit told elsewhere: ``6.25``."""
    return f"{usd / 1e6:,.2f}".replace("-", "−")


def price(usd: float) -> str:
    """Dollars a share: ``$5.05``."""
    return f"{'−' if usd < 0 else ''}${abs(usd):,.2f}"


def percent(fraction: float) -> str:
    """Percent to one decimal: ``11.9%``."""
    return f"{100 * fraction:,.1f}%".replace("-", "−")


def small_percent(fraction: float) -> str:
    """A share of paths: one decimal, two below one percent."""
    value = 100 * fraction
    return f"{value:.2f}%" if 0 < value < 1 else f"{value:.1f}%"


def rate(fraction: float) -> str:
    """A rate of return a year, in whole percent: ``81%``."""
    return f"{100 * fraction:,.0f}%".replace("-", "−")


def error(scale: float = 1.0, unit: str = "") -> Callable[[float], str]:
    """A standard error, to two significant digits, in the unit of the numbers it stands beside."""
    return lambda value: f"{significant(value * scale, 2)}{unit}"


def whole(value: float) -> str:
    """A whole number with thousands grouped."""
    return f"{value:,.0f}".replace("-", "−")


def decimals(value: float) -> str:
    """A multiple, to two decimals."""
    return f"{value:,.2f}".replace("-", "−")


def sessions(value: float) -> str:
    """A mean number of sessions: one decimal below a hundred."""
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def signed(scale: float, places: int, unit: str = "") -> Callable[[float], str]:
    """A difference with its sign, times a scale, to so many decimals: ``+3.1 pts``."""
    return lambda value: f"{value * scale:+,.{places}f}{unit}".replace("-", "−")
