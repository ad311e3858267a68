"""What happens to the company, in words: dated events in the order of their dates, then what is drawn by chance."""

from __future__ import annotations

from datetime import date

from simulate.config.canonical import plain_number
from simulate.scenario import (
    AuthorizedIncrease,
    ConvertibleIssue,
    DatedOrDrawn,
    Deal,
    Delisting,
    DeliveryFailure,
    Distribution,
    Event,
    Issuance,
    IssueCovenant,
    Liquidation,
    Merger,
    Readjustment,
    RedemptionEvent,
    SpecialAdjustment,
    Split,
    StockDividend,
    Suspension,
)
from simulate.words.phrases import counted, day_of, listed, money, percent

ANNOUNCED = {
    "merger": "a merger",
    "asset_sale": "a sale of substantially all assets",
    "tender_offer": "a tender offer for half of the common or more",
}
"""What freezes the Conversion Price, by ``transaction``."""


def events_in_words(deal: Deal) -> list[str]:
    """Every event, one to a line; nothing where the deal has none.

    Parameters
    ----------
    deal
        Events of one date stand in the order of the deal, in which they act.

    Returns
    -------
    list of str
        Dated ones first, by date; one that lies outside the run says that it does not act.
    """
    dated = [event for event in deal.events if event.date is not None]
    drawn = [event for event in deal.events if event.date is None]
    out = [f"Event: {_when(event, deal)}{_what(event, deal)}" for event in sorted(dated, key=_date)]
    out += [f"Event by chance: {_hazard(event)}{_what(event, deal)}" for event in drawn]
    if deal.issue_covenant is not None:
        covenant = deal.issue_covenant
        out.append(
            f"Later issues: until {day_of(covenant.until)} the company issues no equity at a fixed price under "
            f"{money(covenant.fixed_floor_usd)} a share and none variably priced (SPA 4.5); its dated issues are "
            f"checked against that. {_market_leg(covenant)}"
        )
    return out


def _market_leg(covenant: IssueCovenant) -> str:
    part = percent(covenant.market_fraction)
    if covenant.market_leg == "ignored":
        return f"Whether they are under {part} of the market is not tested."
    return (
        f"One under {part} of the closing bid of the session before, while the investor holds "
        f"{percent(covenant.held_fraction)} of the preferred or the common it was converted into, is event (iv) "
        f"{covenant.event_after_sessions} sessions later (CoD VIII.A(iv))."
    )


def _date(event: Event) -> date:
    assert event.date is not None  # the caller has looked
    return event.date


def _when(event: Event, deal: Deal) -> str:
    day = _date(event)
    outside = ""
    if day < deal.start and not isinstance(event, Suspension):
        outside = " (before the start: it does not act)"
    elif day > deal.horizon:
        outside = " (after the horizon: it does not act)"
    return f"{day_of(day)}{outside}: "


def _hazard(event: Event) -> str:
    assert isinstance(event, DatedOrDrawn)  # a dated event has a date
    assert event.hazard_per_year is not None  # the schema has seen to it
    return f"{plain_number(event.hazard_per_year)} a year, drawn once per path: "


def merger_in_words(deal: Deal) -> str:
    """What any merger does to the preferred."""
    terms = deal.merger
    sessions = terms.freeze_sessions_after_abandonment
    after = counted(sessions, "a session", f"{sessions} sessions")
    return (
        f"Mergers: an announcement freezes the Conversion Price from above, to the completion or until {after} after "
        f"the abandonment (CoD XI.B); completion pays preferred {percent(terms.face_multiple)} of face at least (CoD "
        "XI.C)."
    )


def _what(event: Event, deal: Deal) -> str:
    words = _of_an_issue(event, deal) or _of_the_common(event) or _of_the_company(event, deal) or _of_a_failure(event)
    assert words  # every kind of event is in one of the four
    return f"{words}."


def _of_an_issue(event: Event, deal: Deal) -> str:
    excepted = ", by an exception without adjusting any warrant (W 4(b)(vi))"
    if isinstance(event, Issuance):
        to = f" to {event.to}" if event.to else ""
        stated = event.market_price_usd
        against = "" if stated is None else f", against a stated Market Price of {money(stated)}"
        return (
            f"the company issues {event.shares:,} shares of common{to} for {money(event.consideration_usd)}{against} "
            "(W 4(a))" + (excepted if event.excepted else "")
        )
    if isinstance(event, ConvertibleIssue):
        further = "" if event.variable_rate else f" and at least {money(event.further_consideration_usd)} more"
        price = []
        if event.variable_rate:
            part = percent(deal.warrant_terms.assumed_market_fraction)
            lower = "" if event.fixed_price_usd is None else ", or at the fixed price if that is lower"
            price.append(
                f"at a rate that floats with the market (counted as if the market were {part} of what it is{lower})"
            )
        if event.discount_fraction is not None:
            price.append(f"at a discount of {percent(event.discount_fraction)} from the market (CoD XI.E)")
        if event.fixed_price_usd is not None:
            price.append(f"at {money(event.fixed_price_usd)} a share (CoD XI.E)")
        terms = f", convertible {listed(price)}" if price else ""
        return (
            f"the company issues {event.name}, rights to at most {event.maximum_shares:,} shares, for "
            f"{money(event.consideration_usd)}{further}{terms} (W 4(b))" + (excepted if event.excepted else "")
        )
    if isinstance(event, Readjustment):
        if event.further_consideration_usd is None:
            return f"{event.of} lapses unused, and the warrants it adjusted are readjusted (W 4(b))"
        return (
            f"{event.of} is repriced: its further consideration becomes {money(event.further_consideration_usd)}, and "
            "the warrants are readjusted as if it had been that on issue (W 4(b))"
        )
    return ""


def _of_the_common(event: Event) -> str:
    if isinstance(event, Split):
        kind = "a split" if event.new_shares > event.old_shares else "a reverse split"
        return f"{kind} of {event.new_shares} new shares for {event.old_shares} old (CoD XI.A, W 4(c))"
    if isinstance(event, StockDividend):
        how = "adjusts the prices only" if event.treatment == "price_only" else "adjusts all that a split adjusts"
        return (
            f"a stock dividend that makes {event.old_shares} shares {event.new_shares}, which {how} (CoD XI.A, W 4(c))"
        )
    if isinstance(event, Distribution):
        what = "a dividend in cash" if event.kind == "dividend" else "pro-rata rights worth"
        of = " of" if event.kind == "dividend" else ""
        return (
            f"{what}{of} {money(event.worth_usd)} a share, to preferred as converted the session before, and to "
            "warrants on exercise (CoD IX.B, XI.F, W 4(f))"
        )
    if isinstance(event, SpecialAdjustment):
        return f"the accountants set the fixed prices to {percent(event.factor)} of what they were (CoD XI.G)"
    if isinstance(event, AuthorizedIncrease):
        return f"stockholders authorize {event.shares:,} more shares of common (CoD V)"
    return ""


def _of_the_company(event: Event, deal: Deal) -> str:
    if isinstance(event, Merger):
        what = ANNOUNCED[event.transaction]
        pays = (
            "the closing bid of the session before completion"
            if event.consideration_usd is None
            else money(event.consideration_usd)
        )
        if event.completed is not None and not event.pays:
            end = f"completed on {day_of(event.completed)}, after which that ends; nothing is paid for it (CoD XI.C)"
        elif event.completed is not None:
            end = (
                f"completed on {day_of(event.completed)}, at which preferred gets the greater of what its common would "
                f"have had and {percent(deal.merger.face_multiple)} of face (CoD XI.C), and a warrant the greater of "
                "its worth in the merger and its Black-Scholes Amount, at a Treasury rate of "
                f"{percent(event.treasury_rate_per_year)} a year (W 4(e))"
            )
        elif event.abandoned is not None:
            sessions = deal.merger.freeze_sessions_after_abandonment
            until = counted(sessions, "a session", f"{sessions} sessions")
            end = f"abandoned on {day_of(event.abandoned)}, {until} after which that ends"
        else:
            end = "neither completed nor abandoned in the run"
        at = f" at {pays} a share of common" if event.pays else ""
        return f"{what}{at} is announced, which freezes the Conversion Price from above (CoD XI.B); {end}"
    if isinstance(event, Liquidation):
        return (
            f"the company is wound up; preferred gets {percent(event.recovery)} of its Liquidation Preference, common "
            "nothing (CoD X)"
        )
    if isinstance(event, Delisting):
        return (
            "the common is delisted: the Cap Amount lapses, and event (i) follows on the session that makes "
            f"{event.event_sessions} without a listing (CoD VIII.A(i)){_follows(event)}"
        )
    if isinstance(event, Suspension):
        series = listed(list(event.statements))
        return f"to {day_of(event.until)}, no sales under the statement of Series {series} (RRA 3.6, 4.5)"
    return ""


def _follows(event: Delisting) -> str:
    """How the chance of a performance delisting follows the bid."""
    if event.hazard_level_usd is None:
        return ""
    return (
        f"; the chance is the stated one at a closing bid of {money(event.hazard_level_usd)}, and goes as one over the "
        f"bid to the power {plain_number(event.hazard_power)} (contract 8)"
    )


def _of_a_failure(event: Event) -> str:
    if isinstance(event, DeliveryFailure):
        what = "the company announces that it will not convert" if event.refusal else "certificates are not delivered"
        buys = "; the holder buys in what it had sold (CoD VII.B, W 1(e))" if event.buy_in else ""
        return f"{what}, until {event.late_days:,} calendar days after the Delivery Period (CoD VII.A){buys}"
    if isinstance(event, RedemptionEvent):
        before = "" if event.until is None else f", if before {day_of(event.until)},"
        return f"Redemption Event ({event.event}) happens{before} (CoD VIII.A({event.event}))"
    return ""
