"""The holder's money and what the path comes to: every output, from the counts of the path (contract 11)."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from simulate.ledger.conversion import Quantity
from simulate.ledger.path import LIMITS, Path
from simulate.ledger.rate_of_return import internal_rate_of_return
from simulate.ledger.valuation import last_bid
from simulate.ledger.whole_totals import Total, whole_cash_flows, whole_totals

__all__ = ["Total", "cash_flows", "last_bid", "rate_of_return", "series_books", "totals"]

_NO_CASH = 1e-6
"""Dollars under which a net flow counts as zero."""


@dataclass(frozen=True, slots=True)
class SeriesBook:
    """One series' money on a path, exact, in dollars.

    Attributes
    ----------
    purchase
        Purchase price, paid on the issue date; nothing for an equity line, which pays by its draws.
    gross_sales
        Session and shares x bid of each sale, in quanta, before commission.
    kept
        Dollars that a quantum of gross sales leaves, commission taken.
    remaining_common, remaining_preferred
        Worth of what is left at the last session.
    """

    purchase_days: int
    purchase: Fraction
    gross_sales: list[tuple[int, Quantity]]
    kept: Fraction
    remaining_common: Fraction
    remaining_preferred: Fraction

    @property
    def proceeds(self) -> Fraction:
        """Sales of all sessions, less commission."""
        return sum(amount for _, amount in self.gross_sales) * self.kept

    @property
    def remaining(self) -> Fraction:
        """What is left, common and preferred."""
        return self.remaining_common + self.remaining_preferred

    @property
    def profit(self) -> Fraction:
        """Sales and what remains less the purchase price."""
        return self.proceeds + self.remaining - self.purchase


def series_books(path: Path) -> list[SeriesBook]:
    """The books of each series at the end of a path.

    Parameters
    ----------
    path
        The path, run to its end.

    Returns
    -------
    list of SeriesBook
    """
    contract, per_dollar = path.contract, path.grid.per_dollar
    kept = (1 - contract.commission) / per_dollar
    valued = last_bid(path)
    # A merger or a liquidation leaves nothing; what is undelivered at the end counts as held.
    bid = 0 if valued is None or path.ended is not None else valued[1]
    recovery = contract.recovery if path.ended is None else Fraction(0)
    books = []
    for series, terms in zip(contract.series, contract.scenario.deal.series, strict=True):
        held = path.common_held[series.place] + path.undelivered[series.place]
        books.append(
            SeriesBook(
                purchase_days=series.purchase_days,
                purchase=series.purchase_price if terms.draws is None else Fraction(0),
                gross_sales=path.sales[series.place],
                kept=kept,
                remaining_common=held * bid * kept,
                remaining_preferred=path.preferred_left[series.place] * recovery * series.stated_value,
            )
        )
    return books


def present_value(path: Path, book: SeriesBook) -> float:
    """A series' flows at session 0, each times ``exp(-r days/365)``; the purchase is carried forward.

    Parameters
    ----------
    path
        For the discount factors.
    book
        The series.

    Returns
    -------
    float
        Dollars.
    """
    discounts = path.contract.discounts
    paid = float(book.purchase) * math.exp(-path.contract.discount_rate_per_year * book.purchase_days / 365)
    sales = math.fsum(amount * discounts[session] for session, amount in book.gross_sales) * float(book.kept)
    return math.fsum([sales, float(book.remaining) * discounts[-1], -paid])


def cash_flows(path: Path, books: list[SeriesBook]) -> list[float]:
    """The holder's net flow of each session, all series, in dollars, without purchases before session 0.

    Parameters
    ----------
    path
        For the days.
    books
        Of all series.

    Returns
    -------
    list of float
        Purchases paid on the session's date, sales less commission, and at the last session what remains. A deal that
        uses the rest of the contract has all its flows here (:func:`simulate.ledger.whole_totals.whole_cash_flows`).
    """
    if path.contract.whole:
        return whole_cash_flows(path)
    flows = [0.0 for _ in path.contract.days]
    for book in books:
        if book.purchase_days == 0:
            flows[0] -= float(book.purchase)
        kept = float(book.kept)
        for session, amount in book.gross_sales:
            flows[session] += amount * kept
        flows[-1] += float(book.remaining)
    return flows


def rate_of_return(path: Path, books: list[SeriesBook]) -> float | None:
    """Effective annual rate on the dated flows of all series; see :mod:`simulate.ledger.rate_of_return`.

    Parameters
    ----------
    path
        For the days.
    books
        Of all series.

    Returns
    -------
    float or None
    """
    by_day = dict(zip(path.contract.days, cash_flows(path, books), strict=True))
    bought: defaultdict[int, float] = defaultdict(float)
    for book in books:
        bought[book.purchase_days] += float(book.purchase)
    if not any(flow + bought[day] > _NO_CASH for day, flow in by_day.items()):
        return -1.0
    earlier = [(day, -dollars) for day, dollars in bought.items() if day < 0]
    return internal_rate_of_return((day, flow) for day, flow in [*earlier, *by_day.items()] if abs(flow) > _NO_CASH)


def totals(path: Path, *, irr: bool) -> dict[str, Total]:
    """Every output of a path, under the names and in the order of the registry of columns.

    Parameters
    ----------
    path
        The path, run to its end.
    irr
        Whether the internal rate of return is computed; it is None if not.

    Returns
    -------
    dict
    """
    contract, books = path.contract, series_books(path)
    number = float if contract.fractional else int
    names = [series.name.lower() for series in contract.series]
    issued, old = sum(path.issued), contract.outstanding_shares
    proceeds = sum((book.proceeds for book in books), Fraction(0))
    remaining = sum((book.remaining for book in books), Fraction(0))
    purchases = sum((book.purchase for book in books), Fraction(0))
    values = [present_value(path, book) for book in books]
    left = path.preferred_left
    converted = sum(
        ((series.preferred_shares - left[series.place]) * series.stated_value for series in contract.series),
        Fraction(0),
    )
    unconverted = sum((left[series.place] * series.stated_value for series in contract.series), Fraction(0))
    lowest, market_value = path.lowest_price, Fraction(path.notice_value) / path.grid.per_dollar
    result: dict[str, Total] = {"shares_issued": number(issued)}
    result |= {f"shares_series_{name}": number(shares) for name, shares in zip(names, path.issued, strict=True)}
    result["dilution_of_total"] = float(Fraction(issued) / (old + issued))
    result["dilution_of_old"] = float(Fraction(issued) / old)
    result["conversion_proceeds_usd"] = float(proceeds)
    result |= {f"proceeds_series_{name}_usd": float(book.proceeds) for name, book in zip(names, books, strict=True)}
    result["remaining_value_usd"] = float(remaining)
    result["pnl_usd"] = float(proceeds + remaining - purchases)
    result["pnl_present_value_usd"] = math.fsum(values)
    result |= {f"pnl_series_{name}_usd": float(book.profit) for name, book in zip(names, books, strict=True)}
    result |= {f"pnl_series_{name}_present_value_usd": value for name, value in zip(names, values, strict=True)}
    result["money_multiple"] = float((proceeds + remaining) / purchases) if purchases else None
    result["irr_per_year"] = rate_of_return(path, books) if irr and not contract.whole else None
    result["effective_issue_price_usd"] = float(converted / issued) if issued else None
    result["discount_to_market"] = float(1 - converted / market_value) if market_value else None
    result |= {f"sessions_bound_{limit}": path.bound_sessions[limit] for limit in LIMITS}
    result["cap_reached"] = path.bound_sessions["cap"] > 0
    result["cap_used_shares"] = number(path.cap_used)
    result["approved"] = path.market.approved
    result["sessions_to_full_conversion"] = None if any(left) else path.last_conversion
    result |= {f"preferred_left_series_{name}": number(shares) for name, shares in zip(names, left, strict=True)}
    result["unconverted_stated_value_usd"] = float(unconverted)
    result["common_held_shares"] = number(sum(path.common_held))
    result["lowest_conversion_price_usd"] = None if lowest is None else lowest / path.grid.per_dollar
    return whole_totals(path, result, irr=irr) if contract.whole else result
