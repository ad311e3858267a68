"""When an event happens: on a date, or by chance."""

from __future__ import annotations

from pydantic import model_validator

from simulate.scenario.base import Day, Exact, Part, refuse, term

PLAUSIBLE_HAZARD = 1
"""Hazards above this many a year need ``allow``."""


class Dated(Part):
    """An event on a date: it acts from the first session on or after it."""

    date: Day = term("Date of the event", mark="given")


class DatedOrDrawn(Part):
    """An event on a date, or drawn once a path from a hazard."""

    date: Day | None = term("Date of the event; null: drawn from the hazard", default=None)
    hazard_per_year: Exact | None = term(
        "Chance per year that it happens, drawn once a path: 1 - exp(-hazard x days/365) by a session",
        unit="per year",
        mark="assumed",
        default=None,
        ge=0,
    )
    allow: bool = term("Take a hazard above 1 a year, which is not plausible", mark="setting", default=False)

    @model_validator(mode="after")
    def _dated_or_drawn(self) -> DatedOrDrawn:
        problems: list[str] = []
        if self.date is not None and self.hazard_per_year is not None:
            problems.append("date and hazard_per_year exclude each other; keep one")
        if self.date is None and self.hazard_per_year is None:
            problems.append("neither date nor hazard_per_year is given; give one of them")
        if self.hazard_per_year is not None and self.hazard_per_year > PLAUSIBLE_HAZARD and not self.allow:
            problems.append(
                f"hazard_per_year ({self.hazard_per_year}) is outside 0 to 1, the plausible range of a year; lower it, "
                "or say allow: true"
            )
        refuse(problems)
        return self
