"""Terms of the policy ``optimal``: boundaries at which it gives notice, as ``floorless optimal`` fits them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from simulate.scenario.base import Day, Exact, Part, refuse, term

MOST_BOUNDARIES = 64
"""Of one series."""
MOST_PARTS = 8

_Least = Annotated[Exact | None, Field(ge=0, le=100)]


class Boundary(Part):
    """From a date on: the least bid over the conversion price at which it gives notice of a lot.

    One number for each equal part of the preferred, by how much of it is left: the first while no more than the first
    part is left, the last while all of it is. null: it waits.
    """

    series: str | None = term("Of which series; null: of all", mark="setting", default=None)
    date: Day = term("From this date", mark="setting")
    floating: tuple[_Least, ...] = term(
        "Least bid over conversion price while the price floats under the fixed one, or there is no fixed one",
        unit="fraction",
        mark="assumed",
        min_length=1,
        max_length=MOST_PARTS,
    )
    fixed: tuple[_Least, ...] = term(
        "The same while the fixed price is the Conversion Price",
        unit="fraction",
        mark="assumed",
        min_length=1,
        max_length=MOST_PARTS,
    )

    @model_validator(mode="after")
    def _same_parts(self) -> Boundary:
        problems: list[str] = []
        if len(self.floating) != len(self.fixed):
            problems.append(
                f"floating has {len(self.floating)} parts and fixed {len(self.fixed)}; give both for the same parts"
            )
        for name in ("floating", "fixed"):
            fine = [least for least in getattr(self, name) if least is not None and least != round(least, 3)]
            if fine:
                problems.append(f"{name} has {fine[0]}, of more than three decimals; round it to thousandths")
        refuse(problems)
        return self


class Optimal(Part):
    """Terms of ``optimal``: it converts a lot, what it can sell in the session, where a fitted boundary says so."""

    boundaries: tuple[Boundary, ...] = term(
        "Boundaries of each series in the order of their dates; before the first it waits. floorless optimal fits them",
        mark="assumed",
        default=(),
        max_length=4 * MOST_BOUNDARIES,
    )

    @model_validator(mode="after")
    def _in_order(self) -> Optimal:
        problems: list[str] = []
        names = sorted({boundary.series for boundary in self.boundaries}, key=str)
        if None in names and len(names) > 1:
            problems.append("boundaries are of all series (series null) and of some by name; name a series in each")
        for name in names:
            own = [boundary for boundary in self.boundaries if boundary.series == name]
            of = "" if name is None else f" of series {name}"
            dates = [boundary.date for boundary in own]
            if dates != sorted(set(dates)):
                problems.append(f"boundaries{of} do not ascend by date; put them in order, each date once")
            if len(own) > MOST_BOUNDARIES:
                problems.append(f"boundaries{of} are {len(own)}; give at most {MOST_BOUNDARIES}")
            if len({len(boundary.floating) for boundary in own}) > 1:
                problems.append(f"boundaries{of} have different numbers of parts; give all of them the same")
        refuse(problems)
        return self

    def of_series(self, name: str) -> tuple[Boundary, ...]:
        """Boundaries of a series, in the order of their dates."""
        return tuple(boundary for boundary in self.boundaries if boundary.series in (None, name))
