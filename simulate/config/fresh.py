"""A scenario file from a few answers, every line with its meaning and its mark; or a copy of a shipped one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from simulate.config import yaml_tree
from simulate.config.yaml_tree import Scalar, YamlError
from simulate.errors import ConfigError, OutputError
from simulate.load import scenario_of
from simulate.shipped import find_record, find_scenario, shipped_scenarios

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


def questions(today: date) -> tuple[Question, ...]:
    """What is asked, in order.

    Parameters
    ----------
    today
        The start date if nobody gives another.
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
    )


def _dates(start: str, today: date) -> list[str]:
    """Issue, registration, maturity and horizon after a closing; after today where the loader will refuse the start."""
    try:
        first = date.fromisoformat(start)
        return [(first + timedelta(days)).isoformat() for days in (0, 90, 3 * 365, 3 * 365 + 180)]
    except (ValueError, OverflowError):
        return _dates(today.isoformat(), today)


def fresh_text(answers: Mapping[str, str], today: date) -> str:
    """A commented scenario from answers.

    Parameters
    ----------
    answers
        By key of :func:`questions`; what is missing takes its default, marked [assumed].
    today
        The start date if nobody gave another.

    Returns
    -------
    str
        YAML.
    """
    asked = {question.key: question for question in questions(today)}
    value = {key: answers.get(key, question.default) for key, question in asked.items()}
    mark = {key: "[given]" if key in answers else "[assumed]" for key in asked}
    issued, effective, maturity, horizon = _dates(value["start"], today)
    try:
        bought = f"{float(value['preferred_shares']) * float(value['stated_value_usd']):.0f}"
    except (ValueError, OverflowError):
        bought = "1"

    def line(indent: int, key: str, comment: str, name: str = "") -> str:
        """One line of the file with its meaning and mark."""
        return _line(indent, name or key, value[key], f"{comment} {mark[key]}")

    lines = [
        "# A scenario of floorless: one file is one scenario. [given]: an answer; [assumed]: nobody gave it, look",
        "# at it. floorless check tells it in words; floorless schema --out FILE lets an editor complete and check it.",
        "schema_version: 1",
        f"name: {_quoted(value['company'] + ', convertible preferred')}",
        "",
        "deal:",
        "  issuer:",
        _line(4, "name", _quoted(value["company"]), f"the company {mark['company']}"),
        _line(4, "ticker", _quoted(value["ticker"]), f"of the common {mark['ticker']}"),
        line(2, "start", "session 0: the closing"),
        _line(2, "horizon", horizon, "half a year after maturity, so that shares can be sold [assumed]"),
        "  common:",
        line(4, "outstanding_shares", "before anything is issued under the deal"),
        _line(4, "authorized_shares", "null", "no limit is stated [assumed]"),
        "  series:",
        _line(4, "- name", "A", "names its columns in the tables"),
        line(6, "preferred_shares", "sold at the closing"),
        line(6, "stated_value_usd", "of one preferred share"),
        _line(6, "purchase_price_usd", bought, "at stated value [assumed]"),
        _line(6, "issue_date", issued, "the closing: the Premium runs from it [assumed]"),
        "      premium:",
        line(8, "premium_rate_per_year", "simple, paid on conversion", "rate_per_year"),
        "      conversion_price:",
        line(8, "fixed_usd", "most that the holder pays; null: it floats only"),
        "        variable:",
        _line(10, "switch_on", issued, "the price may float from this date on [assumed]"),
        line(10, "multiplier", "of the average below"),
        line(10, "lookback_sessions", "closing bids up to the day before"),
        line(10, "lowest_count", "how many of the lowest are averaged"),
        _line(6, "registration_effective", effective, "the holder may sell from this date on [assumed]"),
        _line(6, "maturity", maturity, "what is left converts then [assumed]"),
        "  approval:",
        _line(4, "mode", "never", "of stockholders; it would lift a cap [assumed]"),
        "  limits:",
        _line(4, "cap", "null", "no exchange cap [assumed]; amount_shares and counts state one"),
        _line(4, "ownership_fraction", "0.0499", "most of the common that the holder may hold [assumed]"),
        "  conversion:",
        _line(4, "maturity_conditions", "ignored", "converts at maturity as far as the limits allow [choice]"),
        "",
        "market:",
        line(2, "start_price_usd", "at the closing"),
        _line(2, "measure", "physical", "drift as stated below [choice]"),
        _line(2, "drift_per_year", "0", "the expected price stays where it is [assumed]"),
        _line(2, "discount_rate_per_year", "0.05", "[assumed]"),
        _line(2, "spread_fraction", "0.015", "bid-ask spread: bid = 0.9925 x close [assumed]"),
        "  price:",
        _line(4, "model", "gbm", "geometric Brownian motion [assumed]"),
        line(4, "volatility_per_year", "on 252 sessions"),
        "  volume:",
        line(4, "median_shares", "traded in a session"),
        _line(4, "log_deviation", "0.8", "[assumed]"),
        _line(4, "persistence", "0.6", "[assumed]"),
        _line(4, "size_correlation", "0.4", "with the size of the day's move [assumed]"),
        "",
        "holder:",
        _line(2, "policy", "convert_and_sell", "converts while the bid is at least the conversion price [assumed]"),
        _line(2, "participation", "0.20", "share of the volume that it sells [assumed]"),
        "",
        "run:",
        "  paths: 100000",
        "  seed: 1",
    ]
    return "\n".join(lines) + "\n"


def _line(indent: int, key: str, value: str, comment: str) -> str:
    """A line of the file, its comment in a column of its own."""
    return f"{' ' * indent + key + ': ' + value:<46} # {comment}"


def _quoted(text: str) -> str:
    """Text that YAML takes for nothing else."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


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
