"""The numbers of a scenario, found in its schema, and the values each is moved to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from simulate.changed import Steps, with_field
from simulate.config.canonical import plain_number
from simulate.config.fields import extra, kinds, nearest
from simulate.errors import ConfigError
from simulate.scenario import Scenario
from simulate.scenario.base import Part

STEP = Decimal("0.1")
"""By what part of itself a number is moved, unless another is asked for."""
STEP_OF_ZERO = Decimal("0.01")
"""By how much a rate or a fraction is moved that is zero: a hundredth."""
WHOLE_STEP_OF_ZERO = 1
"""By how many sessions or days a number of them is moved that is zero."""
_RATES = ("fraction", "per year", "per month", "per square root of year", "multiple")
_TIMES = ("sessions", "days", "months")
_FINEST = Decimal("1e-12")
PARTS = ("market", "deal")
"""Whose numbers are moved unless others are asked for."""

Direction = Literal["down", "up"]


@dataclass(frozen=True)
class Moved:
    """A number moved one way.

    Attributes
    ----------
    value
        What it is moved to; None: nothing.
    scenario
        With that value; None: it is not run.
    reason
        Why not; empty: it is.
    """

    value: Decimal | None
    scenario: Scenario | None
    reason: str


@dataclass(frozen=True)
class Input:
    """A number of a scenario, and its two moves.

    Attributes
    ----------
    name
        Dotted, with the names of series and warrants: ``deal.series.B.conversion_price.fixed_usd``.
    unit, clause, mark, meaning
        Of the field.
    now
        Its value.
    down, up
        Where it is moved to.
    """

    name: str
    unit: str
    clause: str
    mark: str
    meaning: str
    now: Decimal
    down: Moved
    up: Moved


def inputs_of(
    scenario: Scenario,
    *,
    step: Decimal = STEP,
    moves: Mapping[str, Decimal] | None = None,
    chosen: Sequence[str] | None = None,
) -> list[Input]:
    """Every number of a scenario that can be moved.

    Parameters
    ----------
    scenario
        What is moved.
    step
        By what part of itself each is moved down and up; whole numbers by at least one. A move that leaves the
        schema's range ends at the range's end.
    moves
        By name, by how much a number is moved instead.
    chosen
        Names, or the beginnings of names up to a dot; None: market and deal.

    Returns
    -------
    list of Input
        In the order of the schema. Lists of bare numbers (earlier bids) and switches are not moved.

    Raises
    ------
    ConfigError
        If a step is no part, or a name stands for nothing.
    """
    if not 0 < step < 1:
        raise ConfigError(f"step {step}: is not above 0 and below 1; give a part such as 0.1")
    known = list(_numbers(scenario, (), ""))
    names = [name for name, _, _ in known]
    wanted = PARTS if chosen is None else tuple(chosen)
    problems = [_unknown(each, names) for each in wanted if not any(_is_in(name, each) for name in names)]
    own = dict(moves or {})
    problems += [_unknown(each, names) for each in own if each not in names]
    problems += [f"{name}: moved by {amount}; give an amount above 0" for name, amount in own.items() if amount <= 0]
    if problems:
        raise ConfigError(problems)
    return [
        _input(scenario, name, steps, info, step, own.get(name))
        for name, steps, info in known
        if name in own or any(_is_in(name, each) for each in wanted)
    ]


def _is_in(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def _unknown(given: str, names: Sequence[str]) -> str:
    guess = nearest(given, names)
    hint = f"did you mean {guess}?" if guess else "name one such as market.start_price_usd, or a part such as deal"
    return f"{given}: no number of this scenario, nor a part that has any; {hint}"


def _numbers(part: Part, steps: Steps, name: str) -> Iterator[tuple[str, Steps, FieldInfo]]:
    """Numbers below a part: dotted name, steps and field."""
    for field, info in type(part).model_fields.items():
        if field == "run":
            continue
        value = getattr(part, field)
        here, called = (*steps, field), f"{name}.{field}" if name else field
        if isinstance(value, Part):
            yield from _numbers(value, here, called)
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                if isinstance(item, Part):
                    yield from _numbers(item, (*here, place), f"{called}.{getattr(item, 'name', place)}")
        elif isinstance(value, (int, Decimal)) and not isinstance(value, bool) and _is_number(info):
            yield called, here, info


def _is_number(info: FieldInfo) -> bool:
    return any(kind.type in (int, Decimal) for kind in kinds(info))


def value_at(scenario: Scenario, steps: Steps) -> Any:
    """What stands in a field.

    Parameters
    ----------
    scenario
        Where it stands.
    steps
        As of :func:`simulate.changed.with_field`.

    Returns
    -------
    Any
    """
    found: Any = scenario
    for one in steps:
        found = found[one] if isinstance(one, int) else getattr(found, one)
    return found


def _input(
    scenario: Scenario, name: str, steps: Steps, info: FieldInfo, step: Decimal, amount: Decimal | None
) -> Input:
    now = Decimal(value_at(scenario, steps))
    kind = next(kind for kind in kinds(info) if kind.type in (int, Decimal))
    unit = extra(info, "unit")
    is_whole = kind.type is int
    if amount is None:
        amount = _amount(now, unit, is_whole, step)
    moved = []
    for sign in (-1, 1):
        if not amount:
            reason = "it is zero, of which a part is nothing: name by how much it moves"
            moved.append(Moved(None, None, reason))
            continue
        value = now + sign * amount
        if is_whole:
            value = value.quantize(Decimal(1), ROUND_HALF_UP)
        value = min(max(value, Decimal(kind.limits.get("ge", value))), Decimal(kind.limits.get("le", value)))
        moved.append(_moved(scenario, steps, now, value, is_whole))
    return Input(
        name=name,
        unit=unit,
        clause=extra(info, "clause"),
        mark=extra(info, "mark"),
        meaning=info.description or "",
        now=now,
        down=moved[0],
        up=moved[1],
    )


def _amount(now: Decimal, unit: str, is_whole: bool, step: Decimal) -> Decimal:
    """By how much a number is moved; 0: it is zero, and nothing says by how much."""
    if now:
        part = abs(now) * step
        if is_whole:
            return max(Decimal(1), part.quantize(Decimal(1), ROUND_HALF_UP))
        return max(_FINEST, part.quantize(_FINEST, ROUND_HALF_UP).normalize())
    if is_whole:
        return Decimal(WHOLE_STEP_OF_ZERO if unit in _TIMES else 0)
    return STEP_OF_ZERO if unit in _RATES else Decimal(0)


def _moved(scenario: Scenario, steps: Steps, now: Decimal, value: Decimal, is_whole: bool) -> Moved:
    if value == now:
        return Moved(None, None, f"{plain_number(now)} is the end of its range")
    try:
        changed = with_field(scenario, steps, int(value) if is_whole else value)
    except ValidationError as error:
        said = "; ".join(each["msg"].removeprefix("Value error, ").replace("\n", "; ") for each in error.errors())
        return Moved(value, None, f"not allowed: {said}")
    return Moved(value, changed, "")
