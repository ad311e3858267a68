"""The command's options: how their text is read, and what is refused before anything is computed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from simulate.scenario import Scenario


def whole_number(text: str) -> int:
    """A whole number from the command line; ``1e6`` and ``1_000_000`` are one million.

    Raises
    ------
    typer.BadParameter
        If the text is none.
    """
    value = exact_number(text)
    if value != value.to_integral_value() or value.adjusted() > 20:
        raise typer.BadParameter(f"{text!r} is not a whole number such as 100000 or 1e6")
    return int(value)


def exact_number(text: str) -> Decimal:
    """A decimal from the command line, exactly.

    Raises
    ------
    typer.BadParameter
        If the text is none, or not finite.
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter(f"{text!r} is not a number") from None
    if not value.is_finite():
        raise typer.BadParameter(f"{text!r} is not a finite number")
    return value


def shipped_names(incomplete: str) -> list[str]:
    """The shipped scenarios that a word may be the beginning of, for the shell's completion.

    Parameters
    ----------
    incomplete
        What stands on the command line so far.
    """
    from simulate.shipped import shipped_scenarios

    return [name for name in shipped_scenarios() if name.startswith(incomplete)]


Config = Annotated[
    str,
    typer.Argument(metavar="CONFIG", help="Scenario file, or the name of a shipped one.", autocompletion=shipped_names),
]
Prices = Annotated[str, typer.Option("--prices", metavar="FILE", help="Price record, CSV or Parquet.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="File to write.")]
Jumps = Annotated[bool, typer.Option("--allow-jumps", help="Accept moves of more than a factor of two.")]
Paths = Annotated[int | None, typer.Option(parser=whole_number, metavar="N", help="Paths, instead of run.paths.")]
Seed = Annotated[int | None, typer.Option(parser=whole_number, metavar="S", help="Seed, instead of run.seed.")]
Threads = Annotated[int | None, typer.Option(metavar="T", min=1, help="Worker threads; default: all cores.")]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON, alone on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors and what --json asks for.")]


def within(option: str, value: int | None, low: int, high: int) -> None:
    """Refuse an option outside its range.

    Raises
    ------
    typer.BadParameter
        With the range.
    """
    if value is not None and not low <= value <= high:
        raise typer.BadParameter(f"{value} is not from {low} to {high}", param_hint=option)


def half_widths(given: list[str], scenario: Scenario) -> dict[str, float]:
    """The targets of ``--until``: half-widths by output.

    Parameters
    ----------
    given
        Texts such as ``shares_issued=10000``.
    scenario
        Its outputs are the names allowed.

    Raises
    ------
    typer.BadParameter
        If a text is none, names no output or one twice, or its width is not above 0.
    """
    from simulate.columns import columns
    from simulate.config.fields import nearest

    names = [column.name for column in columns(scenario)]
    out: dict[str, float] = {}
    for text in given:
        name, equals, width = (part.strip() for part in text.partition("="))
        if not equals:
            raise typer.BadParameter(
                f"{text!r} is not OUTPUT=HALF_WIDTH, such as shares_issued=10000", param_hint="--until"
            )
        if name not in names:
            guess = nearest(name, names)
            advice = f"did you mean {guess}?" if guess else f"there are {', '.join(names)}"
            raise typer.BadParameter(f"{name!r} is no output; {advice}", param_hint="--until")
        if name in out:
            raise typer.BadParameter(f"{name} stands twice; give each output once", param_hint="--until")
        out[name] = float(exact_number(width))
        if not 0 < out[name] < float("inf"):
            raise typer.BadParameter(f"the half-width of {name} must be above 0", param_hint="--until")
    return out
