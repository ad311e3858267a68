"""Registry of every per-path output: name, dtype, unit, meaning, clause. The Parquet schema and the documentation are
made from it.
"""

from __future__ import annotations

from typing import Literal

from simulate.column import Column, Dtype
from simulate.scenario import Scenario, uses_whole
from simulate.whole_columns import with_whole

__all__ = ["LIMITS", "Column", "columns"]

LIMITS = ("sale_limit", "participation", "cap", "ownership", "authorized", "registration", "price")
"""The limits whose binding sessions are counted, in the order of the kernels' row."""

_LIMIT_TEXT = {
    "sale_limit": ("the sale-volume covenant", "SPA 4.15"),
    "participation": ("what the market takes where the contract sets no limit", "contract 5"),
    "cap": ("the Cap Amount", "CoD IV.G(i)"),
    "ownership": ("the ownership limit", "CoD IV.G(ii)"),
    "authorized": ("the authorized shares", "CoD V"),
    "registration": ("registration not yet effective", "RRA 2.1"),
    "price": ("a decision bid below hurdle x conversion price", "holder policy"),
}


def columns(scenario: Scenario) -> tuple[Column, ...]:
    """The columns of a scenario, in the order of its Parquet rows.

    Parameters
    ----------
    scenario
        Its series and warrants give the names of their columns. A deal that uses any of METHODS 10 to 22 has the
        columns of :mod:`simulate.whole_columns` too, after the others.

    Returns
    -------
    tuple of Column
    """
    shares: Dtype = "float64" if scenario.deal.conversion.fractional_shares else "int64"
    names = [series.name.lower() for series in scenario.deal.series]
    plain = (*_dilution(names, shares), *_money(names), *_rates(), *_bounds(), *_ends(names, shares))
    return with_whole(plain, scenario, shares) if uses_whole(scenario) else plain


def _usd(name: str, meaning: str, clause: str = "contract 11", *, headline: bool = False) -> Column:
    return Column(name, "float64", "USD", meaning, clause, "low", headline=headline)


def _shares(name: str, dtype: Dtype, meaning: str, clause: str, *, headline: bool = False) -> Column:
    return Column(name, dtype, "shares", meaning, clause, "high", headline=headline)


def _dilution(names: list[str], dtype: Dtype) -> list[Column]:
    """Shares by instrument, and dilution, always as two numbers."""
    net = "common issued under the deal, net of contributions back"
    return [
        _shares("shares_issued", dtype, net, "CoD IV.A", headline=True),
        *(
            _shares(f"shares_series_{n}", dtype, f"common issued on Series {n.upper()}", "CoD IV.A", headline=True)
            for n in names
        ),
        Column("dilution_of_total", "float64", "fraction", "new / (old + new)", "contract 11", "high", headline=True),
        Column("dilution_of_old", "float64", "fraction", "new / old", "contract 11", "high", headline=True),
    ]


def _money(names: list[str]) -> list[Column]:
    """What the investor takes in, and what is left of it after the purchase prices."""
    sold = "conversion shares, less commission"
    left = "common held at the last bid and preferred left at its recovery, at the horizon"
    profit = "investor's profit: sales and what remains less the purchase prices"
    return [
        _usd("conversion_proceeds_usd", f"sales of {sold}", "SPA 4.15", headline=True),
        *(_usd(f"proceeds_series_{n}_usd", f"sales of Series {n.upper()} {sold}", "SPA 4.15") for n in names),
        _usd("remaining_value_usd", left),
        _usd("pnl_usd", profit, headline=True),
        _usd("pnl_present_value_usd", "the same flows discounted to session 0", headline=True),
        *(_usd(f"pnl_series_{n}_usd", f"investor's profit on Series {n.upper()} alone") for n in names),
        *(
            _usd(f"pnl_series_{n}_present_value_usd", f"the same, Series {n.upper()} alone, discounted to session 0")
            for n in names
        ),
    ]


def _rates() -> list[Column]:
    """Multiples, rates and prices of the whole deal."""

    def rate(name: str, unit: str, meaning: str, worst: Literal["high", "low"], *, nullable: bool = True) -> Column:
        return Column(name, "float64", unit, meaning, "contract 11", worst, nullable=nullable, headline=True)

    price = "stated value converted / shares issued"
    discount = "1 - effective issue price / share-weighted bid at notice"
    return [
        rate("money_multiple", "multiple", "(sales + what remains) / purchase prices", "low", nullable=False),
        rate("irr_per_year", "per year", "effective annual rate of return on the dated flows", "low"),
        rate("effective_issue_price_usd", "USD per share", price, "low"),
        rate("discount_to_market", "fraction", discount, "high"),
    ]


def _bounds() -> list[Column]:
    """Sessions on which each limit bound."""
    return [
        Column(f"sessions_bound_{limit}", "int64", "sessions", f"sessions on which {text} bound", clause)
        for limit, (text, clause) in _LIMIT_TEXT.items()
    ]


def _ends(names: list[str], dtype: Dtype) -> list[Column]:
    """The cap and the vote, and how far conversion came."""
    cap, counted = "CoD IV.G(i)", "shares counted against the Cap Amount before approval"
    full = "session on which the last preferred converted; null: never (censored)"
    unconverted = "stated value unconverted at the horizon"
    lowest = "lowest conversion price of any notice"
    return [
        Column("cap_reached", "bool", "", "whether the Cap Amount stopped a conversion", cap, headline=True),
        _shares("cap_used_shares", dtype, counted, cap),
        Column("approved", "bool", "", "whether Stockholder Approval was given on this path", cap),
        Column(
            "sessions_to_full_conversion", "int64", "sessions", full, "CoD IV.H", "high", nullable=True, headline=True
        ),
        *(
            Column(
                f"preferred_left_series_{n}",
                dtype,
                "preferred shares",
                f"Series {n.upper()} unconverted at the horizon",
                "CoD IV.H",
                "high",
            )
            for n in names
        ),
        Column("unconverted_stated_value_usd", "float64", "USD", unconverted, "CoD IV.H", "high", headline=True),
        _shares("common_held_shares", dtype, "conversion shares unsold at the horizon", "SPA 4.15"),
        Column("lowest_conversion_price_usd", "float64", "USD per share", lowest, "CoD III.D", "low", nullable=True),
    ]
