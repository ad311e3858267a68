"""A result, as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.notebook.html import paragraph, shown, table

if TYPE_CHECKING:
    from simulate.results import Result

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
    from simulate.words.phrases import number_of

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
        said.append(f"{number_of(assumed, 'input', 'inputs')} nobody gave [assumed]; the scenario lists them.")
    return table(_caption(result), headings, cells, words=2) + "".join(paragraph(text) for text in said)


def _caption(result: Result) -> str:
    from simulate.words import measure_in_words
    from simulate.words.phrases import number_of

    return (
        f"{result.scenario.name}: {number_of(result.manifest['paths'], 'path', 'paths')}, seed "
        f"{result.manifest['seed']}, {measure_in_words(result.scenario.market)}, run {result.run_id}"
    )
