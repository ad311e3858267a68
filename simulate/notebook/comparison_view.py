"""A comparison, as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.notebook.html import NOTHING, paragraph, shown, signed, table

if TYPE_CHECKING:
    from simulate.comparison.comparison import Comparison


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
