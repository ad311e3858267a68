"""What the command shows of a run: its progress and its summary table."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulate.results import Result
    from simulate.statistics import SummaryRow

SHOWN_QUANTILES = (0.05, 0.5, 0.95)


def number(value: float | None, unit: str) -> str:
    """A number in its unit, with as many digits as a reader can use."""
    if value is None or not math.isfinite(value):
        return "-"
    if unit.startswith("USD per"):
        return f"{value:,.4f}"
    if unit in ("fraction", "multiple", "per year", ""):
        return f"{value:,.4f}"
    if unit == "sessions":
        return f"{value:,.1f}"
    return f"{value:,.0f}"


def print_summary(result: Result) -> None:
    """Print the headline outputs: mean, standard error, quantiles, expected shortfall."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from simulate.columns import columns
    from simulate.words import assumed_inputs, measure_in_words
    from simulate.words.phrases import number_of

    scenario = result.scenario
    headline = {column.name for column in columns(scenario) if column.headline}
    tail = f"{float(scenario.run.tail):g}"
    paths = number_of(int(result.manifest["paths"]), "path", "paths")
    table = Table(
        title=f"{scenario.name}\n{paths}, seed {result.manifest['seed']}, {measure_in_words(scenario.market)}",
        title_justify="left",
        box=SIMPLE_HEAD,
    )
    for heading in ("output", "unit"):
        table.add_column(heading, no_wrap=True)
    for heading in (
        "mean",
        "standard\nerror",
        *(f"{100 * p:g}%" for p in SHOWN_QUANTILES),
        f"shortfall\n{tail}",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in result.summary_rows:
        if row.name in headline:
            table.add_row(*_cells(row))
    # A narrow terminal would cut the numbers, and a pipe has no width at all: the table takes what it needs.
    console = Console(highlight=False)
    console.width = 1000
    console.width = table.__rich_measure__(console, console.options).maximum
    console.print(table)
    for line in _notes(result, headline):
        console.print(line, markup=False, soft_wrap=True)
    console.print(
        f"{len(assumed_inputs(scenario))} inputs are [assumed]; floorless check lists them with every "
        "[choice] in force.",
        markup=False,
        soft_wrap=True,
    )


def _cells(row: SummaryRow) -> list[str]:
    is_share = row.dtype == "bool"
    unit = "share of paths" if is_share else row.unit
    quantiles = [row.quantiles[p][0] if p in row.quantiles else None for p in SHOWN_QUANTILES]
    values = (row.mean, row.standard_error, *quantiles, row.expected_shortfall)
    return [row.name, unit, *(number(value, "" if is_share else row.unit) for value in values)]


def _notes(result: Result, headline: set[str]) -> Iterator[str]:
    rows = [row for row in result.summary_rows if row.name in headline]
    for row in rows:
        if row.undefined:
            from simulate.words.phrases import number_of

            missing = number_of(row.undefined, "path", "paths")
            yield f"{row.name}: not defined on {missing}; its numbers are of {row.defined:,}."
    if any(row.binned for row in rows):
        yield "Quantiles and shortfalls are binned: exact to 0.1%."
    rate = result.manifest.get("expected_irr_per_year")
    if rate is not None:
        error = result.manifest.get("expected_irr_standard_error")
        known = "not known from so few paths" if error is None else f"{float(error):.4f}"
        yield f"IRR of the expected flows: {float(rate):.4f} per year (standard error {known})."
    computed = int(result.manifest.get("irr_paths", result.manifest["paths"]))
    if computed < int(result.manifest["paths"]):
        yield f"irr_per_year: computed on the first {computed:,} paths."
    for text in result.manifest.get("announcements", ()):
        yield f"Announced: {text}"
    for warning in result.manifest.get("warnings", ()):
        yield f"Warning: {warning}"


Progress = Callable[[int, int], None]
Announce = Callable[[str], None]


@contextmanager
def progress_bar(shown: bool) -> Iterator[tuple[Progress | None, Announce | None]]:
    """A progress bar on stderr: paths done, rate and time left; lines of text where stderr is no terminal.

    Parameters
    ----------
    shown
        False: nothing is shown.

    Yields
    ------
    progress, announce
        What :func:`simulate.run` calls with paths done and in all, and with a line of text.
    """
    if not shown:
        yield None, None
        return
    if not sys.stderr.isatty():
        yield None, lambda text: print(text, file=sys.stderr, flush=True)
        return
    from rich import progress as rich_progress
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    bar = rich_progress.Progress(
        rich_progress.TextColumn("paths"),
        rich_progress.BarColumn(),
        rich_progress.TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
        rich_progress.TextColumn("{task.fields[rate]}"),
        rich_progress.TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("paths", total=1, rate="", visible=False)

        def progress(done: int, total: int) -> None:
            """Move the bar to the paths done."""
            speed = bar.tasks[0].speed
            rate = f"{speed:,.0f} a second" if speed else ""
            bar.update(task, completed=done, total=total, rate=rate, visible=True)

        yield progress, lambda text: console.print(text, markup=False, soft_wrap=True)
