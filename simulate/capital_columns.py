"""The outputs on the company's capital table: dilution and earnings per share; see :mod:`simulate.capital_table`."""

from __future__ import annotations

from simulate.column import BOOKS, Column


def capital_columns() -> list[Column]:
    """The columns of a deal whose company's capital table is given."""
    deal = "common issued under the deal, and its warrants left at the horizon,"
    diluted = (
        "common outstanding, all options and convertibles of the capital table and the deal's warrants left at the "
        "horizon; preferred left is not in it"
    )

    def fraction(name: str, meaning: str) -> Column:
        """A column of dilution."""
        return Column(name, "float64", "fraction", meaning, BOOKS, "high")

    def earnings(name: str, meaning: str) -> Column:
        """A column of earnings per share; null where no net income is given."""
        return Column(name, "float64", "USD per share", meaning, BOOKS, "low", nullable=True)

    return [
        fraction(
            "dilution_treasury_method",
            f"{deal} / common outstanding, both with options and warrants by the treasury method at the last bid",
        ),
        fraction("dilution_fully_diluted", f"{deal} / fully diluted shares: {diluted}"),
        Column(
            "fully_diluted_shares",
            "float64",
            "shares",
            f"fully diluted shares: {diluted}",
            BOOKS,
            "high",
        ),
        earnings(
            "eps_basic_usd",
            "earnings per share: net income of a year / common outstanding at the end; null: no net income given",
        ),
        earnings(
            "eps_if_converted_usd",
            "diluted earnings per share: net income of a year, with the charges added back, / common outstanding at "
            "the end, both by the treasury and if-converted methods, each convertible only if it dilutes; a loss is "
            "not diluted; null: no net income given",
        ),
    ]
