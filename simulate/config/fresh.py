"""A scenario file from a few answers, every line with its meaning and its mark; or a copy of a shipped one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from simulate.config import yaml_tree
from simulate.config.yaml_tree import Scalar, YamlError
from simulate.errors import ConfigError, OutputError
from simulate.load import scenario_of
from simulate.shipped import find_record, find_scenario, shipped_scenarios

TEMPLATE = "fresh.yaml.template"
"""The file with ``<key>`` for an answer and ``[key?]`` for its mark; ``##`` parts a line from its comment.

A line that begins with ``[plain]`` is of a deal of conversions alone, one that begins with ``[whole]`` of a whole deal.
"""
_PLACE, _COMMENT = re.compile(r"<([a-z_]+)>|\[([a-z_]+)\?\]"), " ## "
_PLAIN, _WHOLE = "[plain]", "[whole]"
_RECORDS = (("market", "price", "record"), ("market", "earlier_record"))


@dataclass(frozen=True)
class Question:
    """One thing that a new scenario must know.

    Attributes
    ----------
    key
        Name of the answer.
    text
        The question.
    default
        Taken where nobody answers; it is marked [assumed] then.
    """

    key: str
    text: str
    default: str


WHOLE = (
    Question("authorized_shares", "Common shares authorized", "100000000"),
    Question("reserved_shares", "Common reserved for the preferred and the warrant", "5000000"),
    Question("registered_shares", "Common registered for sale by the holder", "5000000"),
    Question("cap_fraction", "Cap on what is issued, of the common outstanding (19.99% is 0.1999)", "0.1999"),
    Question("sale_fraction", "Most that the holder may sell of a session's volume (15% is 0.15)", "0.15"),
    Question("warrant_shares", "Shares of the investor's warrant", "250000"),
    Question("exercise_price_usd", "Exercise price of the warrant, in dollars", "5.50"),
    Question("company_cash_usd", "What the company could pay the investor in all, in dollars", "2500000"),
)
"""What a whole deal is asked besides: what limits it, its warrant, what the company can pay."""


def questions(today: date, *, whole: bool = False) -> tuple[Question, ...]:
    """What is asked, in order.

    Parameters
    ----------
    today
        The start date if nobody gives another.
    whole
        Whether the deal has a cap, a covenant on sales, a warrant, a reserve, registration and redemption.
    """
    return (
        Question("company", "Name of the company", "New Company"),
        Question("ticker", "Trading symbol of its common", "NEWCO"),
        Question("outstanding_shares", "Common shares outstanding", "25000000"),
        Question("start", "Closing date, YYYY-MM-DD", today.isoformat()),
        Question("preferred_shares", "Preferred shares sold", "5000"),
        Question("stated_value_usd", "Stated value of one, in dollars", "1000"),
        Question("premium_rate_per_year", "Premium a year (6% is 0.06)", "0.06"),
        Question("fixed_usd", "Fixed conversion price in dollars, or null for none", "5.00"),
        Question("multiplier", "Multiplier of the average of lowest bids (85% is 0.85)", "0.85"),
        Question("lookback_sessions", "Sessions in the look-back", "10"),
        Question("lowest_count", "How many of the lowest bids are averaged", "5"),
        Question("start_price_usd", "Stock price now, in dollars", "4.50"),
        Question("volatility_per_year", "Volatility a year (90% is 0.90)", "0.90"),
        Question("median_shares", "Shares traded in a usual session", "150000"),
        *(WHOLE if whole else ()),
    )


def _dates(start: str, today: date) -> list[str]:
    """Issue, registration, maturity, horizon and expiry of a warrant; after today if the start will be refused."""
    try:
        first = date.fromisoformat(start)
        return [(first + timedelta(days)).isoformat() for days in (0, 90, 3 * 365, 3 * 365 + 180, 5 * 365)]
    except (ValueError, OverflowError):
        return _dates(today.isoformat(), today)


def fresh_text(answers: Mapping[str, str], today: date, *, whole: bool = False) -> str:
    """A commented scenario from answers.

    Parameters
    ----------
    answers
        By key of :func:`questions`; what is missing takes its default, marked [assumed].
    today
        The start date if nobody gave another.
    whole
        As of :func:`questions`.

    Returns
    -------
    str
        YAML.
    """
    asked = {question.key: question for question in questions(today, whole=whole)}
    value = {key: answers.get(key, question.default) for key, question in asked.items()}
    mark = {key: "[given]" if key in answers else "[assumed]" for key in asked}
    issued, effective, maturity, horizon, expires = _dates(value["start"], today)
    try:
        bought = f"{float(value['preferred_shares']) * float(value['stated_value_usd']):.0f}"
    except (ValueError, OverflowError):
        bought = "1"

    value |= {"bought": bought, "issued": issued, "effective": effective, "maturity": maturity}
    value |= {"horizon": horizon, "expires": expires}
    value["company"], value["ticker"] = (_escaped(value[key]) for key in ("company", "ticker"))

    def filled(text: str) -> str:
        """A part of a line with answers and marks in their places."""
        return _PLACE.sub(lambda place: value[place[1]] if place[1] else mark[place[2]], text)

    template = Path(__file__).with_name(TEMPLATE).read_text(encoding="utf-8")
    left, kept = (_PLAIN, _WHOLE) if whole else (_WHOLE, _PLAIN)
    lines = [line.removeprefix(kept) for line in template.splitlines() if not line.startswith(left)]
    return "".join(_line(*map(filled, line.split(_COMMENT))) for line in lines)


def _line(text: str, comment: str = "") -> str:
    """A line of the file, its comment in a column of its own."""
    return f"{text:<46} # {comment}\n" if comment else f"{text}\n"


def _escaped(text: str) -> str:
    """Text that may stand between quotation marks of YAML."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def check_text(text: str, target: Path) -> None:
    """Refuse a text that is no valid scenario, before it is written.

    Parameters
    ----------
    text
        YAML.
    target
        The file it is for, which messages name.

    Raises
    ------
    ConfigError
        With one line for each thing that is wrong.
    """
    try:
        tree, problems = yaml_tree.read_tree(text)
    except YamlError as error:
        raise ConfigError(f"{target}:{error.line}: YAML does not parse: {error.text}") from None
    assert isinstance(tree, yaml_tree.Mapping)  # it is made of one
    scenario_of(target, tree, problems)


def problems_so_far(
    answers: Mapping[str, str], today: date, open_keys: Collection[str], target: Path, *, whole: bool
) -> list[str]:
    """What is wrong with the answers so far, defaults in the place of the others.

    Parameters
    ----------
    answers, today, whole
        As of :func:`fresh_text`.
    open_keys
        Of the questions yet to be answered: what names one of them may be set right by it.
    target
        The file, which messages name.

    Returns
    -------
    list of str
        Lines such as those of :class:`ConfigError`; empty: nothing.
    """
    try:
        check_text(fresh_text(answers, today, whole=whole), target)
    except ConfigError as error:
        later = re.compile(rf"\b(?:{'|'.join(open_keys)})\b") if open_keys else None
        return [line for line in error.messages if later is None or not later.search(line.removeprefix(str(target)))]
    return []


def copy_of(name: str, folder: Path) -> tuple[str, dict[Path, bytes]]:
    """A shipped scenario, or a file, to start from; and the records it names, for beside it.

    Parameters
    ----------
    name
        A shipped name or a file.
    folder
        Where the copy shall stand.

    Returns
    -------
    text : str
        The file's own, comments and all.
    records : dict of pathlib.Path to bytes
        Price records that are not in the folder yet.

    Raises
    ------
    ConfigError
        If there is no such scenario.
    OutputError
        If another file stands where a record must be.
    """
    source = find_scenario(name)
    if not source.is_file():
        from simulate.config.fields import nearest

        guess = nearest(name, shipped_scenarios())
        hint = f"did you mean {guess}?" if guess else f"there are {', '.join(shipped_scenarios())}"
        raise ConfigError(f"{name}: no such scenario ships; {hint}")
    text = source.read_text(encoding="utf-8")
    tree, _ = yaml_tree.read_tree(text)
    records: dict[Path, bytes] = {}
    for path in _RECORDS:
        given = yaml_tree.at(tree, path)
        if not (isinstance(given, Scalar) and isinstance(given.value, str)):
            continue
        content = find_record(source.parent / given.value).read_bytes()
        target = folder / given.value
        if target.is_file() and target.read_bytes() != content:
            raise OutputError(f"{target}: is another record than {name} names; name a file in another folder")
        if not target.is_file():
            records[target] = content
    return text, records
