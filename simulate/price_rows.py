"""What a table of hypothetical prices holds, and how it is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.ledger.conversion import Quantity
from simulate.ledger.csv_file import decimal_text, write_csv


@dataclass(frozen=True)
class SeriesCell:
    """One series at one stock price.

    Attributes
    ----------
    name
        Of the series.
    conversion_price_usd
        Exact; None: no conversion is possible.
    shares
        What a single notice of all preferred gives, rounded as the certificate rounds.
    shares_nearest
        The same rounded to the nearest share, as filings' tables are.
    shares_capped
        What of ``shares`` the Cap Amount lets through, were there no approval.
    """

    name: str
    conversion_price_usd: Fraction | None
    shares: Quantity
    shares_nearest: int
    shares_capped: Quantity


@dataclass(frozen=True)
class PriceTableRow:
    """The deal at one stock price.

    Attributes
    ----------
    price_usd
        The closing bid of every session of the look-backs.
    series
        In deal order.
    investor_warrants, agent_warrants
        Warrant Shares left that have not expired.
    outstanding
        Common outstanding at session 0.
    """

    price_usd: Fraction
    series: tuple[SeriesCell, ...]
    investor_warrants: int
    agent_warrants: int
    outstanding: int

    @property
    def shares(self) -> Quantity:
        """Conversion shares of all series, as the certificate rounds; no cap."""
        return sum(cell.shares for cell in self.series)

    @property
    def shares_nearest(self) -> int:
        """Conversion shares of all series, each to the nearest share; no cap."""
        return sum(cell.shares_nearest for cell in self.series)

    @property
    def shares_capped(self) -> Quantity:
        """Conversion shares of all series within the Cap Amount."""
        return sum(cell.shares_capped for cell in self.series)

    @property
    def shares_with_warrants(self) -> Quantity:
        """Conversion shares and every Warrant Share; no cap."""
        return self.shares + self.investor_warrants + self.agent_warrants

    def of_total(self, shares: Quantity) -> Fraction:
        """New shares as a part of the company after them: new / (old + new)."""
        return Fraction(shares) / (self.outstanding + Fraction(shares))

    def of_old(self, shares: Quantity) -> Fraction:
        """New shares as a part of the company before them: new / old."""
        return Fraction(shares) / self.outstanding


@dataclass(frozen=True)
class PriceTable:
    """A table of hypothetical prices.

    Attributes
    ----------
    on
        The Conversion Date of every row.
    rows
        In the order of the prices asked for.
    cap_amount
        What is left of the Cap Amount; None: the deal has none.
    notes
        What a reader must know.
    """

    on: date
    rows: tuple[PriceTableRow, ...]
    cap_amount: Quantity | None
    notes: tuple[str, ...]

    def header(self) -> list[str]:
        """Names of the columns, each with its unit."""
        out = ["price [USD per share]"]
        for cell in self.rows[0].series:
            out += [
                f"conversion_price_series_{cell.name.lower()} [USD per share]",
                f"shares_series_{cell.name.lower()} [shares, as the certificate rounds]",
                f"shares_series_{cell.name.lower()}_nearest [shares, to the nearest]",
            ]
        out += [
            "shares [shares, as the certificate rounds]",
            "shares_nearest [shares, each series to the nearest]",
            "of_total [fraction, new / (old + new)]",
            "of_old [fraction, new / old]",
        ]
        if self.cap_amount is not None:
            out += [
                "shares_capped [shares]",
                "of_total_capped [fraction, new / (old + new)]",
                "of_old_capped [fraction, new / old]",
            ]
        return [
            *out,
            "investor_warrants [shares]",
            "agent_warrants [shares]",
            "shares_with_warrants [shares]",
            "of_total_with_warrants [fraction, new / (old + new)]",
            "of_old_with_warrants [fraction, new / old]",
        ]

    def cells(self) -> Iterator[list[str]]:
        """The rows as text, in the order of :meth:`header`; fractions with six decimals."""
        for row in self.rows:
            out = [decimal_text(row.price_usd)]
            for cell in row.series:
                out += [decimal_text(cell.conversion_price_usd), decimal_text(cell.shares), str(cell.shares_nearest)]
            out += [decimal_text(row.shares), str(row.shares_nearest), *_parts(row, row.shares)]
            if self.cap_amount is not None:
                out += [decimal_text(row.shares_capped), *_parts(row, row.shares_capped)]
            out += [str(row.investor_warrants), str(row.agent_warrants), decimal_text(row.shares_with_warrants)]
            yield [*out, *_parts(row, row.shares_with_warrants)]

    def _repr_html_(self) -> str:
        """The table, for notebooks."""
        from simulate.notebook.price_table_view import price_table_html

        return price_table_html(self)

    def write_csv(self, path: str | os.PathLike[str]) -> None:
        """Write the table as CSV, units in the header; whole or not at all.

        Parameters
        ----------
        path
            Where to.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        write_csv(path, self.header(), self.cells())


def _parts(row: PriceTableRow, shares: Quantity) -> list[str]:
    return [decimal_text(row.of_total(shares)), decimal_text(row.of_old(shares))]
