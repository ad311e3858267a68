"""Sections of a memo that nothing is drawn for: hypothetical prices, and the prices at which something breaks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from simulate.errors import ConfigError
from simulate.memo.companions import BASE, Companions
from simulate.memo.document import Document
from simulate.memo.moves import price_text
from simulate.memo.say import millions_bare, percent, price, small_percent
from simulate.price_table import PriceTable, price_table
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.statistics.estimators import wilson_interval

_CENT = Fraction(1, 100)
_HIGHEST_USD = 100_000


def hypothetical_prices(document: Document, result: Result) -> None:
    """The table of hypothetical stock prices that a prospectus prints.

    Parameters
    ----------
    document
        Receives it.
    result
        The run.
    """
    table = price_table(result.scenario)
    put = document.numbers.put
    day = document.numbers.quote(str(table.on), "date", "price-table")
    document.heading("If the price were")
    headings = ["Stock price, USD"]
    headings += [f"Series {cell.name} converts at, USD" for cell in table.rows[0].series]
    ways = ["No cap"] + (["Within the cap"] if table.cap_amount is not None else [])
    if any(row.investor_warrants + row.agent_warrants for row in table.rows):
        ways.append("With warrants")
    headings += [text for way in ways for text in (f"{way}, millions", "new / (old + new)")]
    rows = []
    for row in table.rows:
        at = price_text(Decimal(row.price_usd.numerator) / Decimal(row.price_usd.denominator))

        def enter(value: float, unit: str, name: str, at: str = at) -> str:
            """A number of the table, in the row of this price."""
            say = {"shares": millions_bare, "fraction": percent}.get(unit, lambda usd: price(usd).lstrip("$"))
            return put(say, value, unit, "price-table", name, f"at {at}")

        cells = [enter(float(row.price_usd), "USD per share", "price")]
        for cell in row.series:
            known = cell.conversion_price_usd
            name = f"conversion_price_series_{cell.name.lower()}"
            cells.append("none" if known is None else enter(float(known), "USD per share", name))
        each = {"No cap": row.shares, "Within the cap": row.shares_capped, "With warrants": row.shares_with_warrants}
        names = {"No cap": "shares", "Within the cap": "shares_capped", "With warrants": "shares_with_warrants"}
        ends = {"No cap": "", "Within the cap": "_capped", "With warrants": "_with_warrants"}
        for way in ways:
            cells.append(enter(float(each[way]), "shares", names[way]))
            cells.append(enter(float(row.of_total(each[way])), "fraction", f"of_total{ends[way]}"))
        rows.append(cells)
    document.table(
        headings,
        rows,
        note=f"All preferred left converts at once on {day}, the bid having stood at that price for the whole "
        "look-back; limits on a single holder, on sales and on authorized shares are not applied.",
    )


def break_even_prices(document: Document, result: Result, companions: Companions) -> None:
    """The prices at which a limit is reached if the stock stands there, and how often the investor loses.

    Parameters
    ----------
    document
        Receives it.
    result
        The run.
    companions
        Their run as it is has every path's profit.
    """
    scenario, numbers = result.scenario, document.numbers
    said = []
    for text, is_past, name in _thresholds(scenario):
        found = _highest_price(scenario, is_past)
        if found is None:
            continue
        at = numbers.put(price, float(found), "USD per share", "price-table", "price", f"highest at which {name}")
        said.append(f"at {at} or less {text}")
    words = f"If the stock stands still, {'; '.join(said)}. " if said else ""
    profit = companions.values("pnl_usd")
    losing = int((profit < 0).sum())
    low, high = wilson_interval(losing, profit.size, float(scenario.run.confidence))

    def share(value: float, which: str) -> str:
        """A share of the companion's paths."""
        return numbers.put(small_percent, value, "fraction", "companions", "pnl_usd", which, BASE)

    document.paragraph(
        f"{words}The investor loses money on {share(losing / profit.size, 'share of paths below 0')} of paths "
        f"({share(low, 'low end of that share')} to {share(high, 'high end of that share')})."
    )


def _thresholds(scenario: Scenario) -> list[tuple[str, Callable[[PriceTable], list[bool]], str]]:
    """What may be reached as the price falls: in words, on which rows it is, and its name in the table of numbers."""
    deal = scenario.deal
    out: list[tuple[str, Callable[[PriceTable], list[bool]], str]] = []
    for place, series in enumerate(deal.series):
        prices = series.conversion_price
        if prices.variable is None or prices.variable.waived or prices.fixed_usd is None:
            continue
        fixed = Fraction(prices.fixed_usd)

        def floats(table: PriceTable, place: int = place, fixed: Fraction = fixed) -> list[bool]:
            """Whether a series converts under its fixed price."""
            known = [row.series[place].conversion_price_usd for row in table.rows]
            return [each is not None and each < fixed for each in known]

        out.append((f"Series {series.name} converts under its fixed price", floats, f"series {series.name} floats"))
    marks: list[tuple[str, int, str]] = []
    if deal.cap_amount_shares is not None:
        marks.append(("conversions alone pass the Cap Amount", deal.cap_amount_shares, "shares pass the cap"))
    if deal.common.authorized_shares is not None:
        free = deal.common.authorized_shares - deal.common.outstanding_shares - deal.common.reserved_elsewhere_shares
        marks.append(("conversions alone pass the authorized shares", free, "shares pass those authorized and free"))
    marks.append(
        ("the new shares are more than half of the company", deal.common.outstanding_shares, "shares pass half")
    )
    for text, number, name in marks:

        def passes(table: PriceTable, number: int = number) -> list[bool]:
            """Whether the new shares are more than a number."""
            return [row.shares > number for row in table.rows]

        out.append((text, passes, name))
    return out


def _highest_price(scenario: Scenario, is_past: Callable[[PriceTable], list[bool]]) -> Fraction | None:
    """The highest price, in whole cents, at which something is so that is so at every lower one; None: at none."""

    def at(cents: int) -> bool:
        """Whether it is so at a price."""
        with contextlib.suppress(ConfigError):
            return is_past(price_table(scenario, prices=[Decimal(cents) / 100]))[0]
        return False

    low, high = 1, int(2 * scenario.market.start_price_usd * 100) + 2
    if not at(low):
        return None
    while at(high) and high < _HIGHEST_USD * 100:
        low, high = high, min(2 * high, _HIGHEST_USD * 100)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if at(middle) else (low, middle)
    return low * _CENT
