"""A result, a scenario, a ledger and the tables of studies, as a notebook shows them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from simulate.notebook.html import NOTHING, bullets, details, paragraph, shown, signed, table

if TYPE_CHECKING:
    from simulate.comparison import Comparison
    from simulate.ledger import Event, Ledger
    from simulate.price_rows import PriceTable, PriceTableRow
    from simulate.results import Result
    from simulate.scenario import Scenario

MOST_EVENTS = 30
"""Events of a ledger that are shown at once; the others open on a click."""
_LEVELS = (0.05, 0.50, 0.95)


def result_html(result: Result) -> str:
    """The headline outputs with their Monte Carlo errors, the measure, and what a reader must know.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    str
        HTML.
    """
    from simulate.columns import columns

    headline = {column.name for column in columns(result.scenario) if column.headline}
    rows = [row for row in result.summary_rows if row.name in headline]
    tail = f"{rows[0].tail:g}" if rows else "stated"
    headings = ["output", "unit", "mean", "standard error", *(f"{100 * p:g}%" for p in _LEVELS)]
    cells = []
    for row in rows:
        quantiles = [row.quantiles[p][0] if p in row.quantiles else None for p in _LEVELS]
        numbers = [row.mean, row.standard_error, *quantiles, row.expected_shortfall, row.expected_shortfall_error]
        cells.append([row.name, row.unit, *(shown(number, row.unit) for number in numbers), f"{row.undefined:,}"])
    headings += [f"shortfall {tail}", "its error", "undefined paths"]
    said = [
        f"Shortfall: the mean of the worst paths beyond level {tail}. Undefined: paths on which the output has no "
        "value; its numbers are of the others.",
        *(f"Warning: {text}." for text in result.manifest.get("warnings", ())),
        *(f"Announced: {text}." for text in result.manifest.get("announcements", ())),
    ]
    assumed = len(result.manifest.get("assumed_inputs", ()))
    if assumed:
        said.append(f"{assumed} inputs are [assumed]: nobody gave them. The scenario lists them.")
    return table(_caption(result), headings, cells, words=2) + "".join(paragraph(text) for text in said)


def _caption(result: Result) -> str:
    from simulate.words import measure_in_words
    from simulate.words.phrases import number_of

    return (
        f"{result.scenario.name}: {number_of(result.manifest['paths'], 'path', 'paths')}, seed "
        f"{result.manifest['seed']}, {measure_in_words(result.scenario.market)}, run {result.run_id}"
    )


def scenario_html(scenario: Scenario) -> str:
    """The deal in words, and every choice and assumption in force.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Returns
    -------
    str
        HTML.
    """
    from simulate.words import assumed_inputs, choices_in_force, deal_in_words, fixed_readings

    choices, assumed, readings = choices_in_force(scenario), assumed_inputs(scenario), fixed_readings(scenario)
    return "\n".join(
        [
            table(scenario.name, ["the deal in words"], [[line] for line in deal_in_words(scenario)]),
            details(f"{len(choices)} choices in force: where the documents are open", _fields(choices)),
            details(f"{len(assumed)} inputs assumed: nobody gave them", _fields(assumed)),
            details(
                f"{len(readings)} readings without a switch",
                bullets(f"{reading.text} ({reading.clause})" for reading in readings),
            ),
        ]
    )


def _fields(items: Sequence[object]) -> str:
    return bullets(item.line() for item in items)  # type: ignore[attr-defined]


def ledger_html(ledger: Ledger) -> str:
    """The events of a path with date, quantities, limit and clause; what it came to; the books.

    Parameters
    ----------
    ledger
        Of one path.

    Returns
    -------
    str
        HTML.
    """
    from simulate.words.phrases import number_of

    contract = ledger.contract
    events, more = ledger.events[:MOST_EVENTS], ledger.events[MOST_EVENTS:]
    first, last = contract.session_dates[0], contract.session_dates[-1]
    caption = f"One path: {number_of(len(ledger.events), 'event', 'events')}, {first} to {last}"
    parts = [_events(caption, events)]
    if more:
        parts.append(details(f"{number_of(len(more), 'more event', 'more events')}", _events("", more)))
    parts.append(details("what the path came to", _totals(ledger)))
    if ledger.books:
        rows = []
        for book in ledger.books:
            closes = "closes to the cent" if round(book.gap_usd * 100) == 0 else "does not close"
            lines = [*(name for name, _ in book.lines), book.result]
            cents = [*book.cents, sum(book.cents)]
            party = [f"{book.party} ({closes})", *[""] * (len(lines) - 1)]
            rows += [[who, name, f"{amount / 100:,.2f}"] for who, name, amount in zip(party, lines, cents, strict=True)]
        parts.append(details("the books", table("", ["book", "line", "USD"], rows, words=2)))
    return "\n".join([*parts, *(paragraph(f"Note: {note}.") for note in ledger.notes)])


def _events(caption: str, events: Sequence[Event]) -> str:
    headings = ["date", "event", "instrument", "limit", "clause", "note"]
    numbers = ["preferred", "common", "price, USD", "amount, USD"]
    rows = []
    for event in events:
        words = [event.date.isoformat(), event.kind, event.instrument, event.limit, event.clause, event.note]
        price = "" if event.price is None else f"{float(event.price):,.4f}"
        amount = "" if event.amount_usd is None else f"{event.amount_usd:,.2f}"
        rows.append([*words, _count(event.preferred), _count(event.shares), price, amount])
    return table(caption, [*headings, *numbers], rows, words=len(headings))


def _count(number: int | Fraction | None) -> str:
    if number is None:
        return ""
    return f"{number:,}" if isinstance(number, int) else f"{float(number):,.6f}"


def _totals(ledger: Ledger) -> str:
    rows = []
    for name, value in ledger.totals.items():
        if value is None:
            text = NOTHING
        elif isinstance(value, (bool, int)):
            text = str(value).lower() if isinstance(value, bool) else f"{value:,}"
        else:
            text = f"{float(value):,.2f}" if name.endswith("_usd") and abs(value) >= 1000 else f"{float(value):,.6g}"
        rows.append([name, text])
    return table("", ["output", "value"], rows)


def comparison_html(found: Comparison) -> str:
    """Means, and what each scenario changes of them, every difference with its own error.

    Parameters
    ----------
    found
        A comparison.

    Returns
    -------
    str
        HTML.
    """
    paths = " and ".join(f"{count:,}" for count in dict.fromkeys(found.paths))
    seeds = " and ".join(str(seed) for seed in dict.fromkeys(found.seeds))
    measures = " and ".join(dict.fromkeys(str(run["measure"]).replace("_", "-") for run in found.manifests.values()))
    how = "unpaired: errors add in quadrature" if found.is_unpaired else "paired: the same random numbers"
    headings = ["output", "unit", "mean of the first", "mean of the other", "difference", "standard error"]
    headings += ["median", "±", f"shortfall {found.tail:g}", "±"]
    parts = []
    for other in found.labels[1:]:
        rows = [each for each in found.differences if each.scenario == other]
        by_name = {(each.output, each.statistic): each for each in rows}
        cells = []
        for output in dict.fromkeys(each.output for each in rows):
            mean = by_name[output, "mean"]
            row = [output, mean.unit, shown(mean.first, mean.unit), shown(mean.other, mean.unit)]
            for statistic in ("mean", "q50", "shortfall"):
                each = by_name.get((output, statistic))
                row += [NOTHING] * 2 if each is None else _difference(each.difference, each.standard_error, each.unit)
            cells.append(row)
        caption = (
            f"{other} less {found.labels[0]}: {paths} paths, seed {seeds}, {measures} measure, {how}; "
            "± is a standard error"
        )
        parts.append(table(caption, headings, cells, words=2))
    return "\n".join([*parts, *(paragraph(f"Note: {note}.") for note in found.notes)])


def _difference(value: float, error: float | None, unit: str) -> list[str]:
    return [signed(value, unit), shown(error, unit)]


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
