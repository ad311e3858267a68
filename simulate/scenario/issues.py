"""What the company issues later: common, options and convertibles (``W 4(a)``, ``4(b)``, ``SPA 4.5``)."""

from __future__ import annotations

from typing import Literal

from simulate.scenario.base import Exact, term
from simulate.scenario.event_base import Dated


class Issuance(Dated):
    """The company issues common: ``W 4(a)``, ``SPA 4.5``, ``RL 1``."""

    kind: Literal["issuance"] = term("An issue of common", clause="W 4(a)")
    shares: int = term("Common issued", unit="shares", clause="W 4(a)", gt=0, le=10_000_000_000)
    consideration_usd: Exact = term(
        "Aggregate consideration received, gross (P); for nothing is said as 0", unit="USD", clause="W 4(a), 4(b)", ge=0
    )
    market_price_usd: Exact | None = term(
        "Market Price it is measured against, instead of the closing bid of the session before; null: that bid",
        unit="USD per share",
        clause="W 4(a)",
        mark="assumed",
        default=None,
        gt=0,
        le=100_000,
    )
    to: str = term("Purchaser, for the ledger", default="", max_length=80)
    excepted: bool = term(
        "Whether one of the seven exceptions applies, so that it adjusts no warrant", clause="W 4(b)(vi)", default=False
    )
    permitted: bool = term(
        "Whether an exception of the restriction on issues covers it (a public offering, strategic investors)",
        clause="SPA 4.5",
        default=False,
    )


class ConvertibleIssue(Dated):
    """The company issues options, or convertibles other than this deal's: ``W 4(b)``, ``CoD XI.E``."""

    kind: Literal["convertible_issue"] = term("An issue of options or convertibles", clause="W 4(b), CoD XI.E")
    name: str = term("Its name, for a later repricing or lapse", pattern=r"^[A-Za-z][A-Za-z0-9_]{0,15}$")
    maximum_shares: int = term(
        "Most common issuable under it, at its own terms", unit="shares", clause="W 4(b)", gt=0, le=10_000_000_000
    )
    consideration_usd: Exact = term("Paid for it on issue", unit="USD", clause="W 4(b)", ge=0)
    further_consideration_usd: Exact = term(
        "Least further consideration when it is exercised or converted in full", unit="USD", clause="W 4(b)", ge=0
    )
    variable_rate: bool = term(
        "Whether its rate floats with the market: then it counts as if the market were 80% of what it is, or at its "
        "fixed price if that is lower",
        clause="W 4(b)",
        default=False,
    )
    discount_fraction: Exact | None = term(
        "Discount d from the market at which it converts (CoD XI.E (i)); null: none",
        unit="fraction",
        clause="CoD XI.E",
        default=None,
        ge=0,
        lt=1,
    )
    fixed_price_usd: Exact | None = term(
        "Fixed price at which it converts or is exercised (CoD XI.E (ii)); null: none",
        unit="USD per share",
        clause="CoD XI.E",
        default=None,
        gt=0,
    )
    excepted: bool = term(
        "Whether one of the exceptions applies, so that it adjusts no warrant", clause="W 4(b)(vi)", default=False
    )
    permitted: bool = term(
        "Whether an exception of the restriction on issues covers it (a public offering, strategic investors)",
        clause="SPA 4.5",
        default=False,
    )


class Readjustment(Dated):
    """A convertible issue is repriced, or lapses unused: ``W 4(b)``."""

    kind: Literal["readjustment"] = term("A repricing or a lapse of a convertible issue", clause="W 4(b)")
    of: str = term("Name of the convertible issue", clause="W 4(b)")
    further_consideration_usd: Exact | None = term(
        "New least further consideration (a repricing); null: it lapses unused",
        unit="USD",
        clause="W 4(b)",
        default=None,
        ge=0,
    )
