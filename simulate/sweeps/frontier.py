"""Which points of a grid keep a condition, and where along a field it ceases to hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from simulate.config.fields import nearest
from simulate.errors import ConfigError
from simulate.output.tables import quantile_name
from simulate.statistics import QUANTILES, normal_deviate, student_deviate

if TYPE_CHECKING:
    from simulate.sweeps.grid import Sweep

Verdict = Literal["kept", "undecided", "broken"]

_CONDITION = re.compile(r"\s*(?P<output>\w+)\s+(?P<what>\w+)\s*(?P<sign><=|>=|<|>)\s*(?P<bound>[-+.\deE_,]+)\s*")


_FROM_0_TO_1 = frozenset({"dilution_of_total", "others_share_after"})
"""Parts of a whole; other fractions may be more than it, or below nothing."""
_AT_MOST_1 = frozenset({"discount_to_market"})
_NOT_BELOW_0 = frozenset({"shares", "preferred shares", "sessions", "multiple"})
"""Units of what is counted, and of multiples of money paid in."""


@dataclass(frozen=True)
class Condition:
    """A number of an output, and the bound it is to keep.

    Attributes
    ----------
    text
        As it was written.
    output
        Name of the output.
    number
        ``mean``, ``expected_shortfall``, or a quantile such as ``q95``.
    at_most
        Whether the bound is an upper one.
    bound
        In the output's unit.
    """

    text: str
    output: str
    number: str
    at_most: bool
    bound: float

    @classmethod
    def of(cls, text: str) -> Condition:
        """Read a condition such as ``dilution_of_total p95 <= 0.15``.

        Raises
        ------
        ConfigError
            If the text is none.
        """
        found = _CONDITION.fullmatch(text)
        levels = {f"p{round(100 * p)}": quantile_name(p) for p in QUANTILES}
        numbers = {"mean": "mean", "median": "q50", "shortfall": "expected_shortfall"} | levels
        bound: float | None = None
        if found is not None:
            try:
                bound = float(found["bound"].replace(",", ""))
            except ValueError:
                bound = None
        if found is None or bound is None or found["what"] not in numbers:
            raise ConfigError(
                f"{text!r} is no condition; give OUTPUT NUMBER <= BOUND, such as 'dilution_of_total p95 <= 0.15'; "
                f"NUMBER is one of {', '.join(numbers)}"
            )
        return cls(text.strip(), found["output"], numbers[found["what"]], found["sign"].startswith("<"), bound)

    def refuse_beyond_range(self, unit: str, dtype: str) -> None:
        """Refuse a bound that the output cannot come to: every point would keep it, or none.

        Parameters
        ----------
        unit, dtype
            Of the output.

        Raises
        ------
        ConfigError
            With what a percentage would be.
        """
        low = high = None
        if dtype == "bool" or self.output in _FROM_0_TO_1:
            low, high, what = 0.0, 1.0, "is from 0 to 1"
        elif self.output in _AT_MOST_1:
            high, what = 1.0, "is at most 1"
        elif unit in _NOT_BELOW_0 or self.output == "dilution_of_old":
            low, what = 0.0, "is never below 0"
        if (low is not None and self.bound < low) or (high is not None and self.bound > high):
            meant = f": {self.bound:g}% is {self.bound / 100:g}" if self.bound > 1 else ""
            raise ConfigError(
                f"{self.text!r}: {self.output} {what}, which {self.bound:g} is not{meant}; give a bound that "
                "it can come to"
            )

    def verdict(self, low: float | None, high: float | None) -> Verdict:
        """Kept or broken if the whole interval says so; else undecided."""
        if low is None or high is None:
            return "undecided"
        if self.at_most:
            return "kept" if high <= self.bound else "broken" if low > self.bound else "undecided"
        return "kept" if low >= self.bound else "broken" if high < self.bound else "undecided"


@dataclass(frozen=True)
class FrontierPoint:
    """A point of the grid and what becomes of the conditions there.

    Attributes
    ----------
    values
        Of the varied fields, by name.
    estimates
        Of each condition's number: estimate, and the ends of its interval.
    verdict
        ``kept``: every condition's interval keeps it; ``broken``: some interval lies beyond its bound; else
        ``undecided``: more paths would tell.
    """

    values: dict[str, float | str]
    estimates: tuple[tuple[float | None, float | None, float | None], ...]
    verdict: Verdict


@dataclass(frozen=True)
class Frontier:
    """The grid by its verdicts.

    Attributes
    ----------
    conditions
        All of which are to be kept.
    along
        The field along which :meth:`lines` look.
    points
        In the order of the grid.
    """

    conditions: tuple[Condition, ...]
    along: str
    points: tuple[FrontierPoint, ...]

    def lines(self) -> list[str]:
        """What keeps the conditions, in words: a line for each combination of the other fields."""
        out = []
        for others, group in self._groups():
            where = ", ".join(f"{name} = {shown(value)}" for name, value in others)
            verdicts = {
                verdict: [shown(point.values[self.along]) for point in group if point.verdict == verdict]
                for verdict in ("kept", "undecided", "broken")
            }
            said = "; ".join(f"{name} at {', '.join(values)}" for name, values in verdicts.items() if values)
            crossing = self.crossing(group)
            if crossing:
                said += f"; the estimate meets the bound near {', '.join(f'{value:.6g}' for value in crossing)}"
            out.append(f"{where}: {said}" if where else said)
        return out

    def _groups(self) -> list[tuple[tuple[tuple[str, float | str], ...], list[FrontierPoint]]]:
        groups: dict[tuple[tuple[str, float | str], ...], list[FrontierPoint]] = {}
        for point in self.points:
            others = tuple((name, value) for name, value in point.values.items() if name != self.along)
            groups.setdefault(others, []).append(point)
        return list(groups.items())

    def crossing(self, group: Sequence[FrontierPoint]) -> list[float]:
        """Where the estimate meets the bound between neighbours, on a straight line; of a single condition only.

        Parameters
        ----------
        group
            Points that differ in the field along which it is looked.

        Returns
        -------
        list of float
            In that field's unit, ascending; empty for words and dates.
        """
        if len(self.conditions) != 1:
            return []
        bound = self.conditions[0].bound
        known = [
            (float(value), point.estimates[0][0] - bound)
            for point in group
            if not isinstance(value := point.values[self.along], str) and point.estimates[0][0] is not None
        ]
        known.sort()
        return [
            left + (right - left) * below / (below - above)
            for (left, below), (right, above) in pairwise(known)
            if below * above < 0
        ]


def shown(value: float | str) -> str:
    """A value of a field for reading."""
    return value if isinstance(value, str) else f"{value:.10g}"


def frontier(found: Sweep, keep: Sequence[str], along: str | None) -> Frontier:
    """The verdicts of a sweep's points; see :meth:`simulate.sweeps.Sweep.frontier`."""
    fields = found.fields
    if not keep:
        raise ConfigError("nothing is to be kept; give a condition such as 'dilution_of_total p95 <= 0.15'")
    if along is not None and along not in fields:
        guess = nearest(along, fields)
        hint = f"did you mean {guess}?" if guess else f"varied are {', '.join(fields)}"
        raise ConfigError(f"{along}: was not varied; {hint}")
    conditions = tuple(Condition.of(text) for text in keep)
    rows = {(row["point"], row["output"]): row for row in found.table.to_pylist()}
    outputs = list(dict.fromkeys(output for _, output in rows))
    for condition in conditions:
        if condition.output not in outputs:
            guess = nearest(condition.output, outputs)
            hint = f"did you mean {guess}?" if guess else f"there are {', '.join(outputs)}"
            raise ConfigError(f"{condition.output}: no such output in the sweep; {hint}")
        row = next(row for (_, output), row in rows.items() if output == condition.output)
        condition.refuse_beyond_range(row["unit"], row["dtype"])
    points = []
    for number in dict.fromkeys(point for point, _ in rows):
        row = rows[number, conditions[0].output]
        estimates = tuple(_estimate(rows.get((number, each.output)), each.number) for each in conditions)
        verdicts = [each.verdict(low, high) for each, (_, low, high) in zip(conditions, estimates, strict=True)]
        verdict: Verdict = "broken" if "broken" in verdicts else "undecided" if "undecided" in verdicts else "kept"
        points.append(FrontierPoint({name: row[name] for name in fields}, estimates, verdict))
    return Frontier(conditions, fields[-1] if along is None else along, tuple(points))


def _estimate(row: dict[str, Any] | None, number: str) -> tuple[float | None, float | None, float | None]:
    """A number of the summary and the ends of its interval."""
    if row is None:
        return None, None, None
    if any(quantile_name(p) == number for p in row["truncated"]):
        # Too few paths for an interval at that level: the estimate decides nothing.
        return row[number], None, None
    if number != "expected_shortfall":
        return row[number], row[f"{number}_low"], row[f"{number}_high"]
    value, error = row[number], row["expected_shortfall_error"]
    if value is None or error is None:
        return value, None, None
    degrees = row.get("error_degrees")
    confidence = row["confidence"]
    half = (normal_deviate(confidence) if degrees is None else student_deviate(confidence, degrees)) * error
    return value, value - half, value + half
