"""Sections of a memo on what stands behind the numbers: the terms, the errors, the assumptions, what is left out."""

from __future__ import annotations

from simulate.memo.companions import Companions
from simulate.memo.document import Document
from simulate.memo.numbers import Numbers
from simulate.memo.say import millions, percent, small_percent, whole
from simulate.results import Result
from simulate.words import assumed_inputs, choices_in_force, deal_in_words, fixed_readings, measure_in_words
from simulate.words.marks import InForce

LEFT_OUT = (
    "The holder follows a policy and does not optimise.",
    "The price follows one model, stated with the deal; it does not answer to news of the deal.",
    "The company takes no decision of its own: what it can pay, its authorized shares and the dates of its acts are "
    "inputs.",
    "A placement and sales at the market are taken to find their buyers on the terms stated, whatever the news; their "
    "sales do not move the price either.",
    "Tax, accounting and the costs of the deal beyond those stated are left out.",
)
"""What the model leaves out, as a board must know it."""


def terms(document: Document, result: Result) -> None:
    """The term sheet with its clauses."""
    document.heading("The deal as it is read")
    said = deal_in_words(result.scenario)
    document.items([_term(document.numbers, line) for line in said], columns=2, size=7.6)


def _term(numbers: Numbers, line: str) -> tuple[str, str]:
    """A sentence of the deal, its subject apart."""
    numbers.quote(line, "deal_in_words")
    term, colon, rest = line.partition(": ")
    return (f"{term}:", rest) if colon and len(term) < 60 else ("", line)


def _fields(numbers: Numbers, fields: list[InForce], name: str) -> list[tuple[str, str]]:
    out = []
    for field in fields:
        clause = f" ({field.clause})" if field.clause else ""
        value = field.value if field.value == "none" else f"{_grouped(field.value)} {field.unit}".rstrip()
        numbers.quote(f"{field.name} = {value}{clause}", name)
        out.append((field.name, f"= {value}{clause}"))
    return out


def _grouped(value: str) -> str:
    """A value with the thousands of a large whole number apart."""
    return f"{int(value):,}" if value.isdecimal() else value


def certainty(document: Document, result: Result, companions: Companions) -> None:
    """How sure the numbers are: paths, errors, how the estimate settles, and what the run itself warns of."""
    numbers, scenario = document.numbers, result.scenario
    shares, dilution = result.row("shares_issued"), result.row("dilution_of_total")
    paths = numbers.put(whole, result.manifest["paths"], "paths", "manifest", "paths", "")
    level = numbers.quote(f"{100 * shares.confidence:g}%", "run.confidence")
    measure = numbers.quote(measure_in_words(scenario.market), "measure_in_words")
    document.heading("How sure the numbers are")
    said = (
        f"The run has {paths} paths under the {measure}. At {level} confidence the mean of the new shares lies between "
        f"{numbers.of(shares, 'mean_low', millions)} and {numbers.of(shares, 'mean_high', millions)}, the median of "
        f"new / (old + new) between {numbers.of(dilution, 'q50_low', percent)} and "
        f"{numbers.of(dilution, 'q50_high', percent)}, its quantile of one path in twenty between "
        f"{numbers.of(dilution, 'q95_low', percent)} and {numbers.of(dilution, 'q95_high', percent)}."
    )
    if shares.mean and shares.standard_error is not None:
        part = numbers.put(
            small_percent,
            shares.standard_error / shares.mean,
            "fraction",
            "summary",
            "shares_issued",
            "standard_error / mean",
        )
        said += f" The standard error of the mean is {part} of it."
    said += " That is the error of the simulation alone; that of the assumptions is larger: they stand below."
    document.paragraph(said)
    warnings = [
        *(numbers.quote(text, "announcements", "manifest") for text in result.manifest.get("announcements", ())),
        *(numbers.quote(text, "warnings", "manifest") for text in result.manifest.get("warnings", ())),
    ]
    if warnings:
        document.items([("", f"{text[0].upper()}{text[1:]}.") for text in warnings])
    document.figure("convergence", companions.as_run.plot.convergence(), width=44)


_UNMOVED = "The holder's sales do not move the price, which can make the outcome worse."
_NO_SHORTS = "Nobody sells short, which can make the outcome worse."
_OF_GBM = "With geometric Brownian motion the price does not jump, and its volatility does not change."


def left_out(document: Document, result: Result, notes: list[str]) -> None:
    """What the model leaves out.

    Parameters
    ----------
    document
        Receives it.
    result
        The run.
    notes
        What else a reader must know of this memo.
    """
    market = result.scenario.market
    of_model = (_OF_GBM,) if market.price.model == "gbm" else ()
    if getattr(market, "dilution_in_price", "none") == "none":
        of_model = (_UNMOVED, *of_model)
    if result.scenario.holder.policy != "short_hedged":
        of_model = (_NO_SHORTS, *of_model)
    document.heading("What the model leaves out")
    document.items([("", text) for text in (*LEFT_OUT, *of_model, *notes)])
    document.paragraph(
        "Every number of this memo is in the table of numbers beside it, with its value before rounding, its run, its "
        "table and its column. Nothing here is a price, an opinion or advice."
    )


def assumptions(document: Document, result: Result) -> None:
    """What nobody gave."""
    document.heading("Assumptions that nobody gave")
    document.items(_fields(document.numbers, assumed_inputs(result.scenario), "assumed_inputs"), columns=2, size=7.2)


def switches(document: Document, result: Result) -> None:
    """The switches used."""
    document.heading("Switches: where the documents are open, what was taken")
    document.items(
        _fields(document.numbers, choices_in_force(result.scenario), "choices_in_force"), columns=2, size=7.2
    )


def readings(document: Document, result: Result) -> None:
    """The readings of the documents that no switch changes."""
    document.heading("Readings of the documents that no switch changes")
    said = [(f"{reading.clause}:", reading.text) for reading in fixed_readings(result.scenario)]
    for clause, text in said:
        document.numbers.quote(f"{clause} {text}", "fixed_readings")
    document.items(said, columns=2, size=7.2)
