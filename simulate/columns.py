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

YES_OR_NO = "true or false"
"""Unit of an output that is a bool."""

_NEW, _OLD = "common issued under the deal", "common outstanding at session 0"
DILUTION_OF_TOTAL = f"new / (old + new): new = {_NEW}, old = {_OLD}"
DILUTION_OF_OLD = f"new / old: new = {_NEW}, old = {_OLD}"

_LIMIT_TEXT = {
    "sale_limit": ("the sale-volume covenant", "SPA 4.15"),
    "participation": ("what the market takes where the contract sets no limit", "contract 5"),
    "cap": ("the Cap Amount", "CoD IV.G(i)"),
    "ownership": ("the ownership limit", "CoD IV.G(ii)"),
    "authorized": ("the authorized shares", "CoD V"),
    "registration": ("registration not yet effective", "RRA 2.1"),
    "price": ("a bid, on which the holder decides, below its hurdle x the conversion price", "holder policy"),
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
        Column("dilution_of_total", "float64", "fraction", DILUTION_OF_TOTAL, "contract 11", "high", headline=True),
        Column("dilution_of_old", "float64", "fraction", DILUTION_OF_OLD, "contract 11", "high", headline=True),
    ]


def _money(names: list[str]) -> list[Column]:
    """What the investor takes in, and what is left of it after the purchase prices."""
    sold = "conversion shares, less commission"
    left = "common held at the last bid and preferred left at its recovery, at the horizon"
    profit = "investor's profit: sales less commission, and what remains at the horizon, less the purchase prices"
    discounted = "every flow discounted to session 0 at market.discount_rate_per_year"
    return [
        _usd("conversion_proceeds_usd", f"sales of {sold}", "SPA 4.15", headline=True),
        *(_usd(f"proceeds_series_{n}_usd", f"sales of Series {n.upper()} {sold}", "SPA 4.15") for n in names),
        _usd("remaining_value_usd", left),
        _usd("pnl_usd", profit, headline=True),
        _usd("pnl_present_value_usd", f"{profit}; {discounted}", headline=True),
        *(_usd(f"pnl_series_{n}_usd", f"{profit}; Series {n.upper()} alone") for n in names),
        *(
            _usd(f"pnl_series_{n}_present_value_usd", f"{profit}; Series {n.upper()} alone; {discounted}")
            for n in names
        ),
    ]


def _rates() -> list[Column]:
    """Multiples, rates and prices of the whole deal."""

    def rate(name: str, unit: str, meaning: str, worst: Literal["high", "low"], *, nullable: bool = True) -> Column:
        return Column(name, "float64", unit, meaning, "contract 11", worst, nullable=nullable, headline=True)

    multiple = "(sales less commission + what remains at the horizon) / purchase prices, the investor's"
    internal = (
        "effective annual rate of return on the investor's dated cash flows, what remains at the horizon with them; "
        "null: no single rate, or a path beyond those it is computed on"
    )
    price = "effective issue price: stated value of the preferred converted / shares issued for it; null: none was"
    discount = (
        "1 - (stated value of the preferred converted / shares issued for it) / (mean bid on the sessions of the "
        "notices, weighted by their shares); null: nothing was converted"
    )
    return [
        rate("money_multiple", "multiple", multiple, "low", nullable=False),
        rate("irr_per_year", "per year", internal, "low"),
        rate("effective_issue_price_usd", "USD per share", price, "low"),
        rate("discount_to_market", "fraction", discount, "high"),
    ]


def _bounds() -> list[Column]:
    """Sessions on which each limit bound."""
    return [
        Column(
            f"sessions_bound_{limit}",
            "int64",
            "sessions",
            f"sessions on which {text} stopped or cut the holder",
            clause,
        )
        for limit, (text, clause) in _LIMIT_TEXT.items()
    ]


def _ends(names: list[str], dtype: Dtype) -> list[Column]:
    """The cap and the vote, and how far conversion came."""
    cap, counted = "CoD IV.G(i)", "shares counted against the Cap Amount before Stockholder Approval"
    full = (
        "number of the session, from 0, on which the last preferred converted; null: some is left at the horizon "
        "(censored)"
    )
    unconverted = "stated value of the preferred of all series unconverted at the horizon"
    lowest = "lowest conversion price of any notice on the path; null: no notice was given"
    return [
        Column(
            "cap_reached", "bool", YES_OR_NO, "whether the Cap Amount stopped or cut a conversion", cap, headline=True
        ),
        _shares("cap_used_shares", dtype, counted, cap),
        Column("approved", "bool", YES_OR_NO, "whether Stockholder Approval was given on this path", cap),
        Column(
            "sessions_to_full_conversion", "int64", "sessions", full, "CoD IV.H", "high", nullable=True, headline=True
        ),
        *(
            Column(
                f"preferred_left_series_{n}",
                dtype,
                "preferred shares",
                f"Series {n.upper()} preferred unconverted at the horizon",
                "CoD IV.H",
                "high",
            )
            for n in names
        ),
        Column("unconverted_stated_value_usd", "float64", "USD", unconverted, "CoD IV.H", "high", headline=True),
        _shares("common_held_shares", dtype, "conversion shares unsold at the horizon", "SPA 4.15"),
        Column("lowest_conversion_price_usd", "float64", "USD per share", lowest, "CoD III.D", "low", nullable=True),
    ]
