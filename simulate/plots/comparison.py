"""Dots and intervals: what moves from the first scenario to the others, output by output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg

from simulate.plots.labels import significant, text_width_inches, wrapped
from simulate.plots.style import (
    DARK,
    INK,
    LABEL_POINTS,
    LIGHT,
    MARGIN_INCHES,
    MIDDLE,
    PALE,
    SMALL_POINTS,
    SUBTITLE_POINTS,
    TITLE_POINTS,
    WIDTH_INCHES,
    HouseFigure,
    house,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulate.comparison.comparison import Comparison
    from simulate.comparison.differences import Difference

_ROW_INCHES = 0.135
_MARKS = ("o", "s", "^", "D", "v", "P")
_SHADES = (DARK, MIDDLE, INK, LIGHT)


def comparison(found: Comparison, *, title: str | None = None) -> Figure:
    """The difference of each output's mean from the first scenario, with its interval.

    Parameters
    ----------
    found
        A comparison.
    title
        Instead of "What .. changes".

    Returns
    -------
    matplotlib.figure.Figure
        Outputs have units of their own, so each row has its own scale: it shows sign and certainty; the numbers stand
        beside it.
    """
    rows = [each for each in found.differences if each.statistic == "mean"]
    outputs = list(dict.fromkeys(each.output for each in rows))
    others = found.labels[1:]
    with house():
        inches = WIDTH_INCHES - 2 * MARGIN_INCHES
        title = wrapped(_title(found) if title is None else title, TITLE_POINTS, inches, bold=True)
        subtitle = wrapped(_subtitle(found), SUBTITLE_POINTS, inches)
        small = wrapped(_small_print(found), SMALL_POINTS, inches)
        above = MARGIN_INCHES + _height(title, TITLE_POINTS) + _height(subtitle, SUBTITLE_POINTS) + 0.12
        names = max((text_width_inches(name, LABEL_POINTS) for name in outputs), default=0.0)
        start = MARGIN_INCHES + names + 0.1
        labels = {name: wrapped(name, LABEL_POINTS, WIDTH_INCHES - start - 0.7) for name in others}
        if len(others) > 1:
            above += sum(_height(label, LABEL_POINTS) + 0.05 for label in labels.values())
        below = MARGIN_INCHES * 0.7 + _height(small, SMALL_POINTS) + 0.14
        tall = (len(outputs) * (len(others) * _ROW_INCHES + 0.09)) + 0.1
        height = above + tall + below
        figure = HouseFigure(figsize=(WIDTH_INCHES, height))
        FigureCanvasAgg(figure)
        left = MARGIN_INCHES / WIDTH_INCHES
        figure.text(
            left,
            1 - MARGIN_INCHES / height,
            title,
            fontsize=TITLE_POINTS,
            fontweight="bold",
            va="top",
            parse_math=False,
        )
        under = 1 - (MARGIN_INCHES + _height(title, TITLE_POINTS) + 0.05) / height
        figure.text(left, under, subtitle, fontsize=SUBTITLE_POINTS, va="top", parse_math=False)
        figure.text(
            left,
            MARGIN_INCHES * 0.7 / height,
            small,
            fontsize=SMALL_POINTS,
            va="bottom",
            color="#444444",
            parse_math=False,
        )
        numbers = max((text_width_inches(_number(each), LABEL_POINTS) for each in rows), default=0.0)
        wide = WIDTH_INCHES - start - numbers - MARGIN_INCHES - 0.1
        axes = figure.add_axes((start / WIDTH_INCHES, below / height, wide / WIDTH_INCHES, tall / height))
        _draw(axes, outputs, labels, rows)
        if len(others) > 1:
            legend = axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), borderpad=0.0, borderaxespad=0.2)
            for text in legend.get_texts():
                text.set_parse_math(False)
        return figure


def _height(text: str, points: float) -> float:
    return (text.count("\n") + 1) * points * 1.25 / 72


def _title(found: Comparison) -> str:
    others = found.labels[1:]
    what = f"{others[0]} changes" if len(others) == 1 else f"{len(others)} scenarios change"
    return f"What {what} against {found.labels[0]}"


def _subtitle(found: Comparison) -> str:
    paths = ", ".join(f"{count:,}" for count in dict.fromkeys(found.paths))
    how = "runs with nothing in common" if found.is_unpaired else "the same random numbers for all"
    return f"Difference of each output's mean from {found.labels[0]}'s · {paths} paths · {how}"


def _small_print(found: Comparison) -> str:
    version = str(found.manifests[found.labels[0]].get("versions", {}).get("floorless", ""))
    program = f"floorless {version}" if version[:1].isdigit() else "floorless"
    error = "errors of the runs added in quadrature" if found.is_unpaired else "errors of the per-path differences"
    runs = ", ".join(f"{label} {found.manifests[label]['config_hash'][:12]}" for label in found.labels)
    seeds = ", ".join(str(seed) for seed in dict.fromkeys(found.seeds))
    barred = "".join(f"{note}. " for note in found.notes if ": stress: " in note)
    return (
        f"{barred}Each row has its own scale: it shows sign and certainty. Numbers are the difference ± its standard "
        f"error. Source: simulation by {program}; runs {runs}; seed {seeds}. Intervals: {100 * found.confidence:g}% "
        f"confidence, {error}."
    )


def _number(each: Difference) -> str:
    sign = "+" if each.difference > 0 else ""
    error = "" if each.standard_error is None else f" ± {significant(each.standard_error, 2)}"
    return f"{sign}{significant(each.difference, 3)}{error} {each.unit}"


def _draw(axes: Axes, outputs: list[str], labels: dict[str, str], rows: list[Difference]) -> None:
    """One row for each output, in it one dot for each other scenario; zero in the middle."""
    others = list(labels)
    step = len(others) * _ROW_INCHES + 0.09
    axes.set_xlim(-1.08, 1.08)
    axes.set_ylim(len(outputs) * step + 0.05, -0.05)
    axes.set_axis_off()
    axes.axvline(0.0, color=INK, linewidth=0.6)
    named: set[str] = set()
    for place, output in enumerate(outputs):
        middle = (place + 0.5) * step
        if place % 2 == 0:
            axes.axhspan(place * step, (place + 1) * step, color=PALE, alpha=0.5, linewidth=0)
        axes.annotate(
            output,
            xy=(0.0, middle),
            xycoords=axes.get_yaxis_transform(),
            xytext=(-6, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=LABEL_POINTS,
            parse_math=False,
            annotation_clip=False,
        )
        here = [each for each in rows if each.output == output]
        reach = max((abs(end) for each in here for end in (each.low, each.high, each.difference) if end), default=1.0)
        for each in here:
            number = others.index(each.scenario)
            height = middle + (number - (len(others) - 1) / 2) * _ROW_INCHES
            shade, mark = _SHADES[number % len(_SHADES)], _MARKS[number % len(_MARKS)]
            if each.low is not None and each.high is not None:
                axes.plot((each.low / reach, each.high / reach), (height, height), color=shade, linewidth=1.4)
            label = None if each.scenario in named else labels[each.scenario]
            named.add(each.scenario)
            axes.plot(each.difference / reach, height, mark, color=shade, markersize=3.6, label=label, linestyle="none")
            axes.annotate(
                _number(each),
                xy=(1.0, height),
                xycoords=axes.get_yaxis_transform(),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=LABEL_POINTS,
                parse_math=False,
                annotation_clip=False,
            )
