"""What every part of the schema shares: exact decimals, and fields that carry unit, clause and mark.

A *mark* says where a value may come from, in the words of the contract's reading:

``given``
    stated in a source document;
``inferred``
    not stated, but it reproduces public figures exactly;
``choice``
    the documents leave it open or conflict: a named switch;
``assumed``
    an input that nobody gave: listed in every output;
``public``
    on public record outside the source documents;
``setting``
    of the run, not of the deal.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Mark = Literal["given", "inferred", "choice", "assumed", "public", "setting"]

EARLIEST_DATE = date(1990, 1, 2)
LATEST_DATE = date(2039, 12, 30)


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("must be a finite number")
    if value != 0 and (value.adjusted() > 15 or -value.as_tuple().exponent > 12):  # type: ignore[operator]
        raise ValueError("must have at most 15 digits before and 12 after the decimal point")
    return value


def _in_range(value: date) -> date:
    if not EARLIEST_DATE <= value <= LATEST_DATE:
        raise ValueError(f"must lie from {EARLIEST_DATE} to {LATEST_DATE}, the calendar that ships")
    return value


Exact = Annotated[Decimal, AfterValidator(_finite)]
"""A YAML decimal taken exactly: ``6.03`` is 603/100, not the nearest binary fraction."""

Day = Annotated[date, AfterValidator(_in_range)]
"""A calendar date inside the shipped exchange calendar."""


class Part(BaseModel):
    """A part of a scenario: immutable, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, data: Any) -> Any:
        # Python takes True for 1, and pydantic "yes" for True and "7500" for 7500: here nothing is so taken.
        if isinstance(data, dict):
            problems: list[str] = []
            for name, info in cls.model_fields.items():
                value, annotation = data.get(name), info.annotation
                if annotation is bool and isinstance(value, (int, str)) and not isinstance(value, bool):
                    problems.append(f"{name} ({value!r}) is not true or false; write one of them")
                if annotation is not bool and isinstance(value, bool):
                    problems.append(f"{name} takes no true or false; give its value")
                if annotation in (int, int | None) and isinstance(value, str):
                    problems.append(f"{name} ({value!r}) is text, not a whole number; give the number")
            refuse(problems)
        return data


def refuse(problems: list[str]) -> None:
    """Refuse a part for all the ways in which its fields contradict each other, one to a line.

    Raises
    ------
    ValueError
        If there is any problem.
    """
    if problems:
        raise ValueError("\n".join(problems))


def term(description: str, *, unit: str = "", clause: str = "", mark: Mark = "given", **keywords: Any) -> Any:
    """A pydantic field with its unit, clause and mark.

    Parameters
    ----------
    description
        What the number means, in the contract's words.
    unit
        ``USD``, ``shares``, ``per year``, ``sessions``, ``fraction`` and the like; empty for switches.
    clause
        The clause, in the citation style of the contract's reading (``CoD III.G``).
    mark
        Where the value may come from; see the module's docstring.
    **keywords
        Passed to :func:`pydantic.Field` (``default``, ``gt``, ``ge``, ``le`` and so on).
    """
    extra: dict[str, Any] = {"unit": unit, "clause": clause, "mark": mark}
    return Field(description=description, json_schema_extra=extra, **keywords)
