"""Readings of the documents that no field switches: what every scenario shares, and what a part brings with it."""

from __future__ import annotations

from dataclasses import dataclass

from simulate.scenario import Delisting, DeliveryFailure, Distribution, Merger, Scenario


@dataclass(frozen=True)
class Reading:
    """A reading of the documents that has no switch."""

    text: str
    clause: str


FIXED_READINGS = (
    Reading("Business days are the exchange's sessions; Premium runs on calendar days.", "contract 2"),
    Reading("The last session is valued at its bid; what is left is not sold in a rush.", "contract 11"),
)
"""Readings that every scenario shares."""

CLAUSES_OF_VALENCE = Reading(
    "Clauses are cited from the documents of Valence Technology's deal of 1998, whose terms these are of a kind with; "
    "the clauses of this deal's own documents are for its lawyer to put beside them.",
    "SPA, RRA, CoD, W",
)
EARLIER_FLAT = Reading(
    "Before session 0 the closing bids stand at session 0's bid and the volumes at their median: no record is given.",
    "contract 2",
)
ISSUE_COVENANT = Reading(
    "The market under which the company may not issue is the closing bid of the session before; notice of a breach is "
    "given on the day of the issue.",
    "SPA 4.5",
)
RULE_144_MET = Reading(
    "The holders are no affiliates, and what Rule 144 asks beside time held and volume is met: current information, "
    "brokers' transactions, a notice of each sale; a sale that is free of its limit on volume counts against it.",
    "Rule 144(c), (e)(2), (f), (h)",
)
STATEMENTS_STILL = Reading(
    "Registration payments end once all common may be sold under Rule 144 without a limit; what asks for registered "
    "shares (the cover test, event (vi), conversion at maturity) still does.",
    "RRA 3.1",
)
CALENDAR_DAYS = Reading("Registration payments count calendar days, from the start date on.", "RRA 2.3")
DEFAULTS_CONVERT = Reading(
    "Default payments unpaid at maturity become common with the last preferred of their series; what the limits hold "
    "back then, interest, and those of a series not converted at maturity stay owed in cash.",
    "CoD IV.H",
)
PAID_OUTSIDE = Reading(
    "What the company can pay limits redemptions, default and registration payments; dividends, Premium, amortisation, "
    "fractions and expenses are paid outside it.",
    "CoD VIII.D",
)
RESERVE_RELEASED = Reading(
    "Once no preferred of its series is left, the Reserved Amount keeps no more than its warrants may take.", "CoD V.A"
)
NOTICED_IS_RETIRED = Reading(
    "A Redemption Notice is given before the session's notices of conversion, at its closing bid; its preferred is "
    "retired that day, and what the company cannot pay in time stays owed with interest.",
    "CoD VIII.B to D",
)
REFUSED_FACE = Reading(
    "An announced refusal affects all preferred of every series that was left on its first day.", "CoD VII.A"
)
LISTING_ENDED = Reading(
    "The holder has the listing ended on the session after event (viii), whether or not the cap held a notice back.",
    "CoD VIII.E",
)
PRICE_STAYS = Reading("A dividend or pro-rata right does not lower the simulated price.", "CoD IX.B, XI.F")
SALES_GO_ON = Reading("After a delisting sales go on at the simulated bid.", "CoD VIII.A(i)")
INTRINSIC = Reading(
    "In a merger a replacement warrant is valued at its intrinsic worth, and the acquirer pays what is owed in full.",
    "W 4(e)",
)
NO_PROXY_TRADES = Reading(
    "A session's own trades are not simulated: its average and its low are stood for by two closes.", "CoD III.G"
)


def fixed_readings(scenario: Scenario) -> list[Reading]:
    """The readings in force that no field switches.

    Parameters
    ----------
    scenario
        A reading that belongs to a part is in force where the scenario has the part.

    Returns
    -------
    list of Reading
        Those that all share first.
    """
    deal, market = scenario.deal, scenario.market
    kinds = tuple(type(event) for event in deal.events)
    fields = {one.conversion_price.variable.price_field for one in deal.series if one.conversion_price.variable}
    in_force = (
        (CLAUSES_OF_VALENCE, deal.issuer.ticker != "VLNC"),
        (EARLIER_FLAT, market.earlier_record is None and not (market.earlier_bids_usd and market.earlier_volumes)),
        (NO_PROXY_TRADES, bool(fields & {"vwap_proxy", "low_proxy"})),
        (RULE_144_MET, deal.rule_144 is not None),
        (STATEMENTS_STILL, deal.rule_144 is not None and deal.registration is not None),
        (CALENDAR_DAYS, deal.registration is not None and deal.registration.paying_series is not None),
        (DEFAULTS_CONVERT, deal.delivery is not None),
        (RESERVE_RELEASED, deal.reserve is not None),
        (NOTICED_IS_RETIRED, deal.redemption is not None),
        (REFUSED_FACE, any(isinstance(event, DeliveryFailure) and event.refusal for event in deal.events)),
        (LISTING_ENDED, deal.cap_test is not None and scenario.holder.has_listing_ended),
        (PAID_OUTSIDE, deal.redemption is not None),
        (ISSUE_COVENANT, deal.issue_covenant is not None),
        (PRICE_STAYS, Distribution in kinds),
        (SALES_GO_ON, Delisting in kinds or deal.listing_rule is not None),
        (INTRINSIC, any(isinstance(event, Merger) and event.pays for event in deal.events) and bool(deal.warrants)),
    )
    return [*FIXED_READINGS, *(reading for reading, holds in in_force if holds)]
