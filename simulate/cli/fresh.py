"""The command new: a commented scenario from a few answers, or a copy of one that ships."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from simulate.cli.answers import say_written, write_text
from simulate.cli.guard import guarded, say_error
from simulate.cli.options import Json, Quiet, shipped_names
from simulate.errors import ConfigError, OutputError

OF_WHOLE = "Answers of a whole deal"


def _answer(text: str, panel: str = "Answers") -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar="VALUE", help=text, rich_help_panel=panel)
    return option


def is_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()


@guarded
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file to write.")],
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="NAME", help="Copy this scenario instead.", autocompletion=shipped_names),
    ] = None,
    company: Annotated[str | None, _answer("Name of the company.")] = None,
    ticker: Annotated[str | None, _answer("Trading symbol of its common.")] = None,
    outstanding_shares: Annotated[str | None, _answer("Common shares outstanding.")] = None,
    start: Annotated[str | None, _answer("Closing date, YYYY-MM-DD.")] = None,
    preferred_shares: Annotated[str | None, _answer("Preferred shares sold.")] = None,
    stated_value_usd: Annotated[str | None, _answer("Stated value of one, in dollars.")] = None,
    premium_rate_per_year: Annotated[str | None, _answer("Premium a year: 6% is 0.06.")] = None,
    fixed_usd: Annotated[str | None, _answer("Fixed conversion price in dollars, or null.")] = None,
    multiplier: Annotated[str | None, _answer("Multiplier of the average of lowest bids: 85% is 0.85.")] = None,
    lookback_sessions: Annotated[str | None, _answer("Sessions in the look-back.")] = None,
    lowest_count: Annotated[str | None, _answer("How many of the lowest bids are averaged.")] = None,
    start_price_usd: Annotated[str | None, _answer("Stock price now, in dollars.")] = None,
    volatility_per_year: Annotated[str | None, _answer("Volatility a year: 90% is 0.90.")] = None,
    median_shares: Annotated[str | None, _answer("Shares traded in a usual session.")] = None,
    authorized_shares: Annotated[str | None, _answer("Common shares authorized.", OF_WHOLE)] = None,
    reserved_shares: Annotated[
        str | None, _answer("Common reserved for the preferred and the warrant.", OF_WHOLE)
    ] = None,
    registered_shares: Annotated[str | None, _answer("Common registered for sale.", OF_WHOLE)] = None,
    cap_fraction: Annotated[str | None, _answer("Cap, of the common outstanding: 19.99% is 0.1999.", OF_WHOLE)] = None,
    sale_fraction: Annotated[
        str | None, _answer("Most that is sold of a session's volume: 15% is 0.15.", OF_WHOLE)
    ] = None,
    warrant_shares: Annotated[str | None, _answer("Shares of the warrant.", OF_WHOLE)] = None,
    exercise_price_usd: Annotated[str | None, _answer("Its exercise price in dollars.", OF_WHOLE)] = None,
    company_cash_usd: Annotated[
        str | None, _answer("What the company could pay the investor in all.", OF_WHOLE)
    ] = None,
    whole: Annotated[
        bool,
        typer.Option(
            "--whole", help="With a cap, a covenant on sales, a warrant, a reserve, registration, redemption."
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing: what is not given is assumed, and marked so.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace FILE.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write a commented scenario file from a few answers, or a copy of one that ships."""
    given = {
        "company": company,
        "ticker": ticker,
        "outstanding_shares": outstanding_shares,
        "start": start,
        "preferred_shares": preferred_shares,
        "stated_value_usd": stated_value_usd,
        "premium_rate_per_year": premium_rate_per_year,
        "fixed_usd": fixed_usd,
        "multiplier": multiplier,
        "lookback_sessions": lookback_sessions,
        "lowest_count": lowest_count,
        "start_price_usd": start_price_usd,
        "volatility_per_year": volatility_per_year,
        "median_shares": median_shares,
        "authorized_shares": authorized_shares,
        "reserved_shares": reserved_shares,
        "registered_shares": registered_shares,
        "cap_fraction": cap_fraction,
        "sale_fraction": sale_fraction,
        "warrant_shares": warrant_shares,
        "exercise_price_usd": exercise_price_usd,
        "company_cash_usd": company_cash_usd,
    }
    answers = {key: value for key, value in given.items() if value is not None}
    if file.exists() and not (overwrite and file.is_file()):
        raise OutputError(f"{file}: is there already; name another file, or replace it (--overwrite)")
    if source is not None:
        _refuse_changes(answers, whole)
        _copy(source, file)
    else:
        _write_fresh(file, answers, whole, asks=not (yes or quiet or json))
    say_written(file, json, quiet)


def _refuse_changes(answers: dict[str, str], whole: bool) -> None:
    """A copy takes no answers."""
    if answers or whole:
        changed = f"change {', '.join(answers)} in the copy" if answers else "leave --whole out"
        raise typer.BadParameter(f"copies a scenario as it is; {changed}", param_hint="--from")


def _write_fresh(file: Path, answers: dict[str, str], whole: bool, *, asks: bool) -> None:
    """A scenario from the answers, checked before it is written; ``asks``: ask somebody who is there for the others."""
    from simulate.config.fresh import WHOLE, check_text, fresh_text

    for question in WHOLE:
        if question.key in answers and not whole:
            option = f"--{question.key.replace('_', '-')}"
            raise typer.BadParameter(
                "goes with --whole: a deal of conversions alone has no such term", param_hint=option
            )
    today = date.today()
    if asks and is_terminal():
        answers = _ask(file, answers, today, whole)
    text = fresh_text(answers, today, whole=whole)
    check_text(text, file)
    write_text(file, text)


def _ask(file: Path, answers: dict[str, str], today: date, whole: bool) -> dict[str, str]:
    """Ask for what was not given, each answer checked as it is given; who only takes the default leaves it assumed."""
    from simulate.config.fresh import problems_so_far, questions

    out, asked = dict(answers), questions(today, whole=whole)
    open_keys = [question.key for question in asked if question.key not in answers]
    if wrong := problems_so_far(out, today, open_keys, file, whole=whole):
        raise ConfigError(wrong)
    for question in asked:
        if question.key in answers:
            continue
        open_keys.remove(question.key)
        while True:
            said = _prompt(f"{question.text} [{question.default}]")
            given = out | ({question.key: said} if said else {})
            wrong = problems_so_far(given, today, open_keys, file, whole=whole)
            if not wrong:
                break
            say_error(*(line.split(": ", 1)[1] for line in wrong))
        out = given
    return out


def _prompt(text: str) -> str:
    """An answer; empty: the default is taken. Ctrl-C, or the end of what is typed, ends the command."""
    try:
        return str(typer.prompt(text, default="", show_default=False, err=True)).strip()
    except typer.Abort:
        # What the prompt makes of Ctrl-C would end as a mistake of the user's.
        say_error("")
        raise KeyboardInterrupt from None


def _copy(name: str, file: Path) -> None:
    """A scenario's own text, and the records it names, beside the new file."""
    from simulate.config.fresh import copy_of

    text, records = copy_of(name, file.absolute().parent)
    for target, content in records.items():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            raise OutputError(f"{target}: cannot be written: {error.strerror}; name a file elsewhere") from None
    write_text(file, text)
