"""A table of hypothetical prices, as a notebook shows it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from simulate.notebook.html import NOTHING, paragraph, table

if TYPE_CHECKING:
    from simulate.price_rows import PriceTable, PriceTableRow


def price_table_html(found: PriceTable) -> str:
    """The table of hypothetical prices: both parts of the company, capped and uncapped, with warrants.

    Parameters
    ----------
    found
        A price table.

    Returns
    -------
    str
        HTML.
    """
    headings = ["stock price, USD"]
    for cell in found.rows[0].series:
        headings += [f"Series {cell.name} price, USD", "shares"]
    headings += ["all shares", "of total", "of old"]
    has_cap, has_warrants = found.cap_amount is not None, found.rows[0].shares_with_warrants != found.rows[0].shares
    headings += ["capped shares", "of total", "of old"] if has_cap else []
    headings += ["shares with warrants", "of total", "of old"] if has_warrants else []
    rows = []
    for row in found.rows:
        cells = [f"{float(row.price_usd):,.4f}"]
        for cell in row.series:
            price = cell.conversion_price_usd
            cells += [NOTHING if price is None else f"{float(price):,.4f}", f"{float(cell.shares):,.0f}"]
        cells += _shares_and_parts(row, row.shares)
        cells += _shares_and_parts(row, row.shares_capped) if has_cap else []
        cells += _shares_and_parts(row, row.shares_with_warrants) if has_warrants else []
        rows.append(cells)
    caption = f"Hypothetical stock prices, all preferred converted on {found.on}; exact, nothing is drawn"
    said = ("of total: new / (old + new); of old: new / old.", *(f"Note: {note}." for note in found.notes))
    return table(caption, headings, rows, words=0) + "".join(paragraph(text) for text in said)


def _shares_and_parts(row: PriceTableRow, shares: int | Fraction) -> list[str]:
    return [f"{float(shares):,.0f}", f"{float(row.of_total(shares)):.2%}", f"{float(row.of_old(shares)):.2%}"]
