"""The command's options: how their text is read, and what is refused before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import simulate

if TYPE_CHECKING:
    from simulate.scenario import Scenario

MOST_PATHS = 10**12
MOST_COMPANION_PATHS = 10**9
"""Of a run that is one of several, or is drawn again."""
HIGHEST_SEED = 2**64 - 1


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


def exact_number(text: str, option: str | None = None, form: str = "") -> Decimal:
    """A decimal from the command line, exactly.

    Parameters
    ----------
    text
        As it stands there.
    option, form
        Where it is a part of what an option takes: its name, and what is allowed, with an example.

    Raises
    ------
    typer.BadParameter
        If the text is none, or not finite.
    """
    advice = f"; give {form}" if form else ""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter(f"{text!r} is not a number{advice}", param_hint=option) from None
    if not value.is_finite():
        raise typer.BadParameter(f"{text!r} is not a finite number{advice}", param_hint=option)
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


def counted(option: str, low: int, high: int, help: str, metavar: str = "N") -> typer.models.OptionInfo:
    """An option that is a whole number, refused outside its range.

    Parameters
    ----------
    option
        Its name, such as ``--paths``.
    low, high
        The range, both ends allowed.
    help, metavar
        As the help shows them.
    """

    def within(value: int | None) -> int | None:
        """The value, if it is in the range."""
        if value is not None and not low <= value <= high:
            raise typer.BadParameter(f"{value} is not from {low} to {high}", param_hint=option)
        return value

    made: typer.models.OptionInfo = typer.Option(
        option, parser=whole_number, callback=within, metavar=metavar, help=help
    )
    return made


def load_to_run(config: str, paths: int | None) -> Scenario:
    """The scenario of a command that runs it; ``--paths`` takes the place of its own number before that is checked.

    Parameters
    ----------
    config
        What the command names.
    paths
        Of ``--paths``.
    """
    if paths is None:
        return simulate.load(config)
    from simulate.load import load_for

    return load_for(config, paths)


def named(given: Iterable[str], option: str, form: str, once: str) -> dict[str, str]:
    """The texts of an option that is NAME=VALUE and may be repeated, by name.

    Parameters
    ----------
    given
        As they stand on the command line.
    option
        Its name, such as ``--vary``.
    form
        What is allowed, with an example.
    once
        What to do instead of giving a name twice.

    Raises
    ------
    typer.BadParameter
        If a text is not of that form, or a name stands twice.
    """
    out: dict[str, str] = {}
    for text in given:
        name, _, value = (part.strip() for part in text.partition("="))
        if not name or not value:
            raise typer.BadParameter(f"{text!r} is not {form}", param_hint=option)
        if name in out:
            raise typer.BadParameter(f"{name} stands twice; {once}", param_hint=option)
        out[name] = value
    return out


def _spread(value: Decimal) -> Decimal:
    if not 0 <= value < 1:
        raise typer.BadParameter(f"{value} is not a fraction from 0 to below 1, such as 0.015", param_hint="--spread")
    return value


Config = Annotated[
    str,
    typer.Argument(metavar="CONFIG", help="Scenario file, or the name of a shipped one.", autocompletion=shipped_names),
]
Prices = Annotated[str, typer.Option("--prices", metavar="FILE", help="Price record, CSV or Parquet.")]
Spread = Annotated[
    Decimal,
    typer.Option(
        parser=exact_number,
        callback=_spread,
        metavar="FRACTION",
        help="Bid-ask spread that fills a missing bid or close.",
    ),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="File to write.")]
Jumps = Annotated[bool, typer.Option("--allow-jumps", help="Accept moves of more than a factor of two.")]
TableDir = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Directory for the table and the figure.")]
RunDir = Annotated[Path, typer.Argument(metavar="RUNDIR", help="Directory of a run.")]
Record = Annotated[str, typer.Argument(metavar="FILE", help="Price record, CSV or Parquet, or a shipped one.")]
Paths = Annotated[int | None, counted("--paths", 1, MOST_PATHS, "Paths, instead of run.paths.")]
Seed = Annotated[int | None, counted("--seed", 0, HIGHEST_SEED, "Seed, instead of run.seed.", "S")]
Threads = Annotated[int | None, typer.Option(metavar="T", min=1, help="Worker threads; default: all cores.")]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON, alone on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors and what --json asks for.")]


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
    form, once = "OUTPUT=HALF_WIDTH, such as shares_issued=10000", "give each output once"
    for name, width in named(given, "--until", form, once).items():
        if name not in names:
            guess = nearest(name, names)
            advice = f"did you mean {guess}?" if guess else f"there are {', '.join(names)}"
            raise typer.BadParameter(f"{name!r} is no output; {advice}", param_hint="--until")
        out[name] = float(exact_number(width, "--until", form))
        if not 0 < out[name] < float("inf"):
            raise typer.BadParameter(f"the half-width of {name} must be above 0", param_hint="--until")
    return out
