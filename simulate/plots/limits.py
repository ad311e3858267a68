"""Which limits bound the holder: on how many paths, and on how many sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.columns import LIMITS
from simulate.plots.chances import chance_bars, label_rows, panel_beside, percent, tell_values
from simulate.plots.page import page
from simulate.plots.style import DARK, INK, LIGHT, house
from simulate.statistics.chances import chance_above
from simulate.words.phrases import number_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result

_LEFT, _RIGHT_PANEL, _GAP = 1.75, 1.9, 0.35
_NAMES = {
    "sale_limit": "Sale-volume covenant",
    "participation": "What the market takes",
    "cap": "Cap Amount",
    "ownership": "Ownership limit",
    "authorized": "Authorized shares",
    "registration": "Registration",
    "price": "Bid under the holder's hurdle",
}


def limits(result: Result) -> Figure:
    """Bars of the share of paths on which each limit bound, and of its mean sessions.

    Parameters
    ----------
    result
        A run's answers.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with house():
        rows = [result.row(f"sessions_bound_{name}") for name in LIMITS]
        known = [(row, chance) for row in rows if (chance := chance_above(row)) is not None]
        known.sort(key=lambda pair: -(pair[0].mean or 0.0))
        (first, chance), (second, _) = known[:2]
        most, next_most = (number_of(round(row.mean or 0.0), "session", "sessions") for row in (first, second))
        title = (
            f"{_said(first.name)} binds on {percent(chance.share)} of paths, {most} on average; next is "
            f"{_inside(second.name)}, {next_most}"
        )
        right = 0.2 + _RIGHT_PANEL + _GAP
        figure, axes = page(
            result, title, "A session counts for each limit that stopped or cut the holder on it.",
            left_inches=_LEFT, right_inches=right,
        )  # fmt: skip
        chance_bars(axes, [chance for _, chance in known])
        labels = [f"{_said(row.name)}\n({row.clause})" for row, _ in known]
        label_rows(axes, labels, _LEFT - 0.3)
        axes.set_xlabel("Paths on which it bound, percent")
        other = panel_beside(figure, axes, width_inches=_RIGHT_PANEL, right_inches=0.2)
        means = [row.mean or 0.0 for row, _ in known]
        errors = [
            [
                mean - (row.mean_low if row.mean_low is not None else mean)
                for mean, (row, _) in zip(means, known, strict=True)
            ],
            [
                (row.mean_high if row.mean_high is not None else mean) - mean
                for mean, (row, _) in zip(means, known, strict=True)
            ],
        ]
        places = list(range(len(known)))
        other.barh(places, means, height=0.62, color=LIGHT, edgecolor=DARK, linewidth=0.5)
        other.errorbar(means, places, xerr=errors, fmt="none", ecolor=INK, elinewidth=0.9, capsize=2.0)
        texts = [f"{mean:,.2f}" if 0 < mean < 10 else f"{mean:,.0f}" for mean in means]
        tell_values(other, texts, [mean + over for mean, over in zip(means, errors[1], strict=True)])
        other.set_yticks([])
        other.set_ylim(*axes.get_ylim())
        other.set_xlim(0, 1.25 * max([*(mean + over for mean, over in zip(means, errors[1], strict=True)), 1e-9]))
        other.set_xlabel("Sessions on which it bound, mean")
        return figure


def limit_in_words(name: str) -> str:
    """A limit as a reader knows it.

    Parameters
    ----------
    name
        Of :data:`simulate.columns.LIMITS`.

    Returns
    -------
    str
    """
    return _NAMES[name]


def _said(name: str) -> str:
    return limit_in_words(name.removeprefix("sessions_bound_"))


def _inside(name: str) -> str:
    """The same within a sentence."""
    said = _said(name)
    return said if name == "sessions_bound_cap" else f"{said[0].lower()}{said[1:]}"
