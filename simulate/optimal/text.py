"""Bounds of the optimal holder's values as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.words.phrases import number_of

if TYPE_CHECKING:
    from simulate.optimal.bounds import Bounds
    from simulate.optimal.holder import OptimalValue, SeriesBounds
    from simulate.scenario import Scenario

WIDE = 0.05
"""A gap beyond which the reason is said."""


def block_lines(scenario: Scenario, found: Bounds) -> list[str]:
    """The bounds of a block that converts at once.

    Parameters
    ----------
    scenario
        As bounded.
    found
        Of :func:`simulate.optimal.block.block_value`.
    """
    return [
        f"{scenario.name}: the whole series converts once, at the best time, and is sold at that close",
        f"  from below   ${found.lower:>16,.0f}  standard error {found.lower_error:,.0f}",
        f"  from above   ${found.upper:>16,.0f}  standard error {found.upper_error:,.0f}",
        f"  gap          {found.gap:>17.3%}  of the value",
        f"Converts on session {found.mean_session:.1f} in the mean. {number_of(found.paths, 'path', 'paths')}; the "
        f"rule was fitted on {found.fitted_on:,} others (METHODS 27).",
    ]


def optimal_lines(value: OptimalValue) -> list[str]:
    """The series' bounds in lots.

    Parameters
    ----------
    value
        Of :func:`simulate.optimal.holder.optimal_value`.
    """
    out = [
        f"{value.scenario.name}: what each series is worth in lots, a session's limit at a time, USD at session 0, "
        "risk-neutral",
        "",
        f"  {'':<10} {'own policy':>16} {'error':>10} {'fitted, at least':>18} {'error':>10} {'at most':>16} "
        f"{'error':>10} {'gap':>7}",
        *(_series(one) for one in value.series),
        f"{value.paths:,} paths of the deal itself under its own policy and under fitted boundaries, fitted on "
        f"{value.fit_paths:,} others; at most: {value.bound_paths:,} paths of the relaxed problem (METHODS 28).",
    ]
    wide = [one.name for one in value.series if one.gap > WIDE]
    if wide:
        out.append(
            f"Why the gap of {' and '.join(wide)} is over {WIDE:.0%}: the bound from above gives each series the whole "
            "limit on sales for itself, knows no limit on conversion, converts all that is left at maturity, and "
            "prices every lot by the martingale of one."
        )
    return out


def _series(one: SeriesBounds) -> str:
    return (
        f"  {one.name:<10} {one.policy_usd:>16,.0f} {one.policy_error_usd:>10,.0f} {one.lower_usd:>18,.0f} "
        f"{one.lower_error_usd:>10,.0f} {one.upper_usd:>16,.0f} {one.upper_error_usd:>10,.0f} {one.gap:>7.1%}"
    )
