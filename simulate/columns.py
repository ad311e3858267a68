"""Registry of every per-path output: name, dtype, unit, meaning, clause. The Parquet schema and the documentation are
made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulate.scenario import Scenario

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


@dataclass(frozen=True)
class Column:
    """One per-path output.

    Attributes
    ----------
    name, dtype, unit, meaning, clause
        As they stand in the Parquet schema. ``dtype`` is ``int64``, ``float64`` or ``bool``.
    worst
        Which tail the expected shortfall is taken in: ``high`` is bad for the company (shares), ``low`` for the
        investor (P&L). Empty: no expected shortfall.
    nullable
        Whether the value can be undefined on a path; then it is null in Parquet and counted in tables.
    headline
        Whether the terminal table shows it without being asked.
    """

    name: str
    dtype: Literal["int64", "float64", "bool"]
    unit: str
    meaning: str
    clause: str = ""
    worst: Literal["high", "low", ""] = ""
    nullable: bool = False
    headline: bool = False


def columns(scenario: Scenario) -> tuple[Column, ...]:
    """The columns of a scenario, in the order of its Parquet rows.

    Parameters
    ----------
    scenario
        Its series give the names of the per-series columns.

    Returns
    -------
    tuple of Column
    """
    shares: Literal["int64", "float64"] = "float64" if scenario.deal.conversion.fractional_shares else "int64"
    names = [series.name.lower() for series in scenario.deal.series]

    out: list[Column] = [
        Column(
            "shares_issued",
            shares,
            "shares",
            "common issued under the deal, net of contributions back",
            "CoD IV.A",
            "high",
            headline=True,
        ),
        *(
            Column(
                f"shares_series_{n}",
                shares,
                "shares",
                f"common issued on Series {n.upper()}",
                "CoD IV.A",
                "high",
                headline=True,
            )
            for n in names
        ),
        Column("dilution_of_total", "float64", "fraction", "new / (old + new)", "contract 11", "high", headline=True),
        Column("dilution_of_old", "float64", "fraction", "new / old", "contract 11", "high", headline=True),
        Column(
            "conversion_proceeds_usd",
            "float64",
            "USD",
            "sales of conversion shares, less commission",
            "SPA 4.15",
            "low",
            headline=True,
        ),
        *(
            Column(
                f"proceeds_series_{n}_usd",
                "float64",
                "USD",
                f"sales of Series {n.upper()} conversion shares, less commission",
                "SPA 4.15",
                "low",
            )
            for n in names
        ),
        Column(
            "remaining_value_usd",
            "float64",
            "USD",
            "common held at the last bid and preferred left at its recovery, at the horizon",
            "contract 11",
            "low",
        ),
        Column(
            "pnl_usd",
            "float64",
            "USD",
            "investor's profit: sales and what remains less the purchase prices",
            "contract 11",
            "low",
            headline=True,
        ),
        Column(
            "pnl_present_value_usd",
            "float64",
            "USD",
            "the same flows discounted to session 0",
            "contract 11",
            "low",
            headline=True,
        ),
        *(
            Column(
                f"pnl_series_{n}_usd",
                "float64",
                "USD",
                f"investor's profit on Series {n.upper()} alone",
                "contract 11",
                "low",
            )
            for n in names
        ),
        *(
            Column(
                f"pnl_series_{n}_present_value_usd",
                "float64",
                "USD",
                f"the same, Series {n.upper()} alone, discounted to session 0",
                "contract 11",
                "low",
            )
            for n in names
        ),
        Column(
            "money_multiple",
            "float64",
            "multiple",
            "(sales + what remains) / purchase prices",
            "contract 11",
            "low",
            headline=True,
        ),
        Column(
            "irr_per_year",
            "float64",
            "per year",
            "effective annual rate of return on the dated flows",
            "contract 11",
            "low",
            nullable=True,
            headline=True,
        ),
        Column(
            "effective_issue_price_usd",
            "float64",
            "USD per share",
            "stated value converted / shares issued",
            "contract 11",
            "low",
            nullable=True,
            headline=True,
        ),
        Column(
            "discount_to_market",
            "float64",
            "fraction",
            "1 - effective issue price / share-weighted bid at notice",
            "contract 11",
            "high",
            nullable=True,
            headline=True,
        ),
        *(
            Column(
                f"sessions_bound_{limit}",
                "int64",
                "sessions",
                f"sessions on which {_LIMIT_TEXT[limit][0]} bound",
                _LIMIT_TEXT[limit][1],
            )
            for limit in LIMITS
        ),
        Column("cap_reached", "bool", "", "whether the Cap Amount stopped a conversion", "CoD IV.G(i)", headline=True),
        Column(
            "cap_used_shares",
            shares,
            "shares",
            "shares counted against the Cap Amount before approval",
            "CoD IV.G(i)",
            "high",
        ),
        Column("approved", "bool", "", "whether Stockholder Approval was given on this path", "CoD IV.G(i)"),
        Column(
            "sessions_to_full_conversion",
            "int64",
            "sessions",
            "session on which the last preferred converted; null: never (censored)",
            "CoD IV.H",
            "high",
            nullable=True,
            headline=True,
        ),
        *(
            Column(
                f"preferred_left_series_{n}",
                shares,
                "preferred shares",
                f"Series {n.upper()} unconverted at the horizon",
                "CoD IV.H",
                "high",
            )
            for n in names
        ),
        Column(
            "unconverted_stated_value_usd",
            "float64",
            "USD",
            "stated value unconverted at the horizon",
            "CoD IV.H",
            "high",
            headline=True,
        ),
        Column("common_held_shares", shares, "shares", "conversion shares unsold at the horizon", "SPA 4.15", "high"),
        Column(
            "lowest_conversion_price_usd",
            "float64",
            "USD per share",
            "lowest conversion price of any notice",
            "CoD III.D",
            "low",
            nullable=True,
        ),
    ]
    return tuple(out)
