"""Tables of the commands that set runs side by side, as wide as they need to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

from simulate.cli.terminal import number

if TYPE_CHECKING:
    from pathlib import Path

    from simulate.comparison import Comparison, Difference
    from simulate.ledger.conversion import Quantity
    from simulate.output.listing import RunLine
    from simulate.price_rows import PriceTable, PriceTableRow
    from simulate.sweeps import Frontier


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> None:
    """Print a table to stdout, wider than the terminal if it must be: a cut number is worse.

    Parameters
    ----------
    title
        Above it; empty: none.
    headings
        Of the columns.
    rows
        Cells.
    words
        How many columns, from the left, are words; the others are numbers.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, title_justify="left", box=SIMPLE_HEAD)
    for place, heading in enumerate(headings):
        table.add_column(Text(heading), justify="left" if place < words else "right", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(highlight=False)
    console.width = 1000
    console.width = table.__rich_measure__(console, console.options).maximum
    console.print(table)


def heading(words: str) -> str:
    """A heading in words, in lines short enough for a column of numbers."""
    return fill(words, 18)


def seed_and_measure(manifest: Mapping[str, Any]) -> str:
    """What runs were drawn with, for a title."""
    return f"seed {manifest['seed']}, {manifest['measure'].replace('_', '-')} measure"


_COMPARED = (
    *("output", "unit", "mean of\nthe first", "mean of\nthe other", "difference\nof means", "standard\nerror"),
    *("5%\nquantile", "±", "median", "±", "95%\nquantile", "±"),
)


def print_comparison(found: Comparison) -> None:
    """Print what each scenario changes: means, and differences with their errors."""
    from simulate.words.phrases import counted

    first = found.labels[0]
    counts = list(dict.fromkeys(found.paths))
    paths = f"{' and '.join(f'{count:,}' for count in counts)} {counted(counts[-1], 'path', 'paths')}"
    seeds = " and ".join(str(seed) for seed in dict.fromkeys(found.seeds))
    how = "unpaired: errors add in quadrature" if found.is_unpaired else "paired: the same random numbers"
    for other in found.labels[1:]:
        rows = [each for each in found.differences if each.scenario == other]
        outputs = list(dict.fromkeys(each.output for each in rows))
        by_name = {(each.output, each.statistic): each for each in rows}
        print_table(
            f"{other} less {first}\n{paths}, seed {seeds}, {how}",
            [*_COMPARED, f"shortfall\n{found.tail:g}", "±"],
            [_comparison_cells(output, by_name) for output in outputs],
            words=2,
        )
    for label in dict.fromkeys(label for _, label in found.left_out):
        outputs = [output for output, lacking in found.left_out if lacking == label]
        print(f"Not compared, for {label} has none: {', '.join(outputs)}.")
    for note in found.notes:
        print(f"Note: {note}.")
    print("Every number is of the paths on which both define the output; a dash: too few paths for its error.")


def _comparison_cells(output: str, by_name: dict[tuple[str, str], Difference]) -> list[str]:
    mean = by_name[output, "mean"]
    # A probability is a number between 0 and 1, told like a fraction.
    unit = "fraction" if mean.unit == "probability" else mean.unit
    cells = [output, mean.unit, number(mean.first, unit), number(mean.other, unit)]
    for statistic in ("mean", "q05", "q50", "q95", "shortfall"):
        each = by_name.get((output, statistic))
        cells.append("-" if each is None else signed(each.difference, unit))
        cells.append("-" if each is None else number(each.standard_error, unit))
    return cells


def signed(value: float, unit: str) -> str:
    """A difference in its unit, with its sign."""
    text = number(value, unit)
    return text if value <= 0 or text == "-" else f"+{text}"


def print_frontier(found: Frontier) -> None:
    """Print every point with what becomes of the conditions, and what keeps them in words."""
    from simulate.sweeps.frontier import shown

    fields = list(found.points[0].values) if found.points else []
    headings = [field.replace(".", ".\n", 1) if len(field) > 60 else field for field in fields]
    for condition in found.conditions:
        headings += [f"{condition.output}\n{condition.number}", "low", "high"]
    rows = [
        [
            *(shown(value) for value in point.values.values()),
            *("-" if value is None else f"{value:.6g}" for estimate in point.estimates for value in estimate),
            point.verdict,
        ]
        for point in found.points
    ]
    conditions = " and ".join(condition.text for condition in found.conditions)
    print_table(f"Kept: {conditions}", [*headings, "verdict"], rows, words=0)
    print(f"Along {found.along}:")
    for line in found.lines():
        print(f"  {line}")


def print_price_table(table: PriceTable, name: str) -> None:
    """Print the table of hypothetical prices; both roundings, capped and uncapped, with warrants."""
    headings = ["stock\nprice"]
    for cell in table.rows[0].series:
        headings += [f"Series {cell.name}\nprice", "shares"]
    headings += ["all shares\n(certificate)", "to the\nnearest", "of\ntotal", "of\nold"]
    if table.cap_amount is not None:
        headings += ["shares,\ncapped", "of\ntotal", "of\nold"]
    has_warrants = any(row.investor_warrants or row.agent_warrants for row in table.rows)
    if has_warrants:
        headings += ["shares with\nwarrants", "of\ntotal", "of\nold"]
    rows = []
    for row in table.rows:
        cells = [f"{float(row.price_usd):,.4f}"]
        for cell in row.series:
            price = cell.conversion_price_usd
            cells += ["-" if price is None else f"{float(price):,.4f}", f"{float(cell.shares):,.0f}"]
        cells += [f"{float(row.shares):,.0f}", f"{row.shares_nearest:,}", *_percents(row, row.shares)]
        if table.cap_amount is not None:
            cells += [f"{float(row.shares_capped):,.0f}", *_percents(row, row.shares_capped)]
        if has_warrants:
            most = row.shares_with_warrants
            cells += [f"{float(most):,.0f}", *_percents(row, most)]
        rows.append(cells)
    title = f"{name}\nhypothetical stock prices, all preferred converted on {table.on}, US dollars and shares"
    print_table(title, headings, rows, words=0)
    print("of total: new / (old + new); of old: new / old.")
    for note in table.notes:
        print(f"Note: {note}.")


def _percents(row: PriceTableRow, shares: Quantity) -> list[str]:
    return [f"{float(part):.2%}" for part in (row.of_total(shares), row.of_old(shares))]


def print_runs(directory: Path, found: Sequence[RunLine]) -> None:
    """Print a list of runs."""
    if not found:
        print(f"No runs under {directory}; floorless run CONFIG --out DIR makes one.")
        return
    rows = [
        [
            str(run.directory),
            run.name,
            "-" if run.paths is None else f"{run.paths:,}",
            "-" if run.seed is None else str(run.seed),
            number(run.shares_issued, "shares"),
            number(run.shares_issued_error, "shares"),
            number(run.dilution_of_total_p95, "fraction"),
            number(run.dilution_of_old_p95, "fraction"),
            number(run.pnl_usd, "USD"),
        ]
        for run in found
    ]
    headings = ["directory", "scenario", "paths", "seed", "shares\nissued", "standard\nerror"]
    headings += ["dilution of\ntotal, 95%", "dilution of\nold, 95%", "investor's\nP&L, USD"]
    print_table("", headings, rows, words=2)
