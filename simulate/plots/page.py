"""The page of a figure: title, measure, axes, and the small print that signs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg

from simulate.config.canonical import plain_number
from simulate.plots.labels import wrapped
from simulate.plots.style import (
    HEIGHT_INCHES,
    MARGIN_INCHES,
    SMALL_POINTS,
    SUBTITLE_POINTS,
    TITLE_POINTS,
    WIDTH_INCHES,
    HouseFigure,
)
from simulate.scenario import Garch, Gbm, Merton, Tree, label_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulate.results import Result
    from simulate.statistics import SummaryRow


def page(
    result: Result,
    title: str,
    note: str,
    *,
    right_inches: float = 0.2,
    labels_inches: float = 0.0,
    left_inches: float = 0.78,
) -> tuple[HouseFigure, Axes]:
    """A figure with its title, measure and small print, and the axes between them.

    Parameters
    ----------
    result
        Signs the figure.
    title
        What was found, in words.
    note
        What else the reader must know, set before the small print.
    right_inches
        Room to the right of the axes.
    labels_inches
        Room between the title and the axes.
    left_inches
        Room to the left of the axes.

    Returns
    -------
    figure : HouseFigure
    axes : matplotlib.axes.Axes
    """
    figure = HouseFigure(figsize=(WIDTH_INCHES, HEIGHT_INCHES))
    FigureCanvasAgg(figure)
    inches = WIDTH_INCHES - 2 * MARGIN_INCHES
    title_text = wrapped(title, TITLE_POINTS, inches, bold=True)
    subtitle = wrapped(subtitle_of(result), SUBTITLE_POINTS, inches)
    small = wrapped(f"{note} {signature(result)}", SMALL_POINTS, inches)
    left, top = MARGIN_INCHES / WIDTH_INCHES, 1 - MARGIN_INCHES / HEIGHT_INCHES
    used = 0.0
    for text, points, bold in ((title_text, TITLE_POINTS, True), (subtitle, SUBTITLE_POINTS, False)):
        figure.text(
            left,
            top - used / HEIGHT_INCHES,
            text,
            fontsize=points,
            fontweight="bold" if bold else "normal",
            va="top",
            linespacing=1.2,
            parse_math=False,
        )
        used += _height_inches(text, points) + 0.06
    figure.text(
        left,
        MARGIN_INCHES / HEIGHT_INCHES * 0.7,
        small,
        fontsize=SMALL_POINTS,
        va="bottom",
        linespacing=1.25,
        color="#444444",
        parse_math=False,
    )
    bottom = MARGIN_INCHES * 0.7 + _height_inches(small, SMALL_POINTS) + 0.52
    height = HEIGHT_INCHES - MARGIN_INCHES - used - labels_inches - bottom - 0.06
    axes = figure.add_axes(
        (
            left_inches / WIDTH_INCHES,
            bottom / HEIGHT_INCHES,
            (WIDTH_INCHES - left_inches - right_inches) / WIDTH_INCHES,
            height / HEIGHT_INCHES,
        )
    )
    return figure, axes


def _height_inches(text: str, points: float) -> float:
    return (text.count("\n") + 1) * points * 1.25 / 72


def subtitle_of(result: Result) -> str:
    """Scenario, measure and number of paths; what of it the contract bars.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    str
    """
    market = result.scenario.market
    measure = str(result.manifest["measure"]).replace("_", "-")
    drift = plain_number(market.drift * 100)
    label = label_of(result.scenario.holder.policy)
    barred = f" · {label}" if label else ""
    return f"{result.scenario.name} · {measure} measure, drift {drift}% a year · {_paths(result)}{barred}"


def _paths(result: Result) -> str:
    paths = result.manifest["paths"]
    return f"{paths:,} {'path' if paths == 1 else 'paths'}"


def too_few(row: SummaryRow) -> str:
    """A sentence on the quantiles whose intervals have too few paths; empty if there are none.

    Parameters
    ----------
    row
        The output of the figure.

    Returns
    -------
    str
    """
    if not row.truncated:
        return ""
    levels = ", ".join(f"{100 * p:g}%" for p in row.truncated)
    return f"Too few paths for full intervals of the quantiles {levels}."


def signature(result: Result) -> str:
    """The small print: model, program, run, seed, paths and level of the intervals.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    str
    """
    price = result.scenario.market.price
    if isinstance(price, Gbm):
        model = f"geometric Brownian motion, volatility {plain_number(price.volatility_per_year * 100)}% a year"
    elif isinstance(price, Merton):
        model = (
            f"Merton's jump diffusion, volatility {plain_number(price.volatility_per_year * 100)}% a year, "
            f"{plain_number(price.jumps_per_year)} jumps a year"
        )
    elif isinstance(price, Garch):
        model = f"GARCH(1,1), Student-t innovations of {plain_number(price.degrees_of_freedom)} degrees of freedom"
    elif isinstance(price, Tree):
        model = f"binomial walk, volatility {plain_number(price.volatility_per_year * 100)}% a year"
    else:
        model = f"stationary bootstrap of {price.record.replace(chr(92), '/').rsplit('/', 1)[-1]}"
    version = str(result.manifest.get("versions", {}).get("floorless", ""))
    program = f"floorless {version}" if version[:1].isdigit() else "floorless"
    level = f"{100 * result.summary_rows[0].confidence:g}%" if result.summary_rows else "stated"
    return (
        f"Source: simulation by {program} ({model}). Run {result.run_id}, "
        f"seed {result.manifest['seed']}, {_paths(result)}. "
        f"Monte Carlo intervals: {level} confidence."
    )


def nothing_defined(result: Result, title: str) -> HouseFigure:
    """A page that says that there is nothing to draw.

    Parameters
    ----------
    result
        Signs the figure.
    title
        What is missing.

    Returns
    -------
    HouseFigure
    """
    figure, axes = page(result, title, "")
    axes.set_axis_off()
    return figure
