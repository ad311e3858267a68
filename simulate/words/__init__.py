"""The deal in words: every number of a scenario with its unit and clause, as it would be read aloud."""

from __future__ import annotations

from simulate.scenario import Approval, Deal, Scenario, Series
from simulate.words.market import holder_in_words, market_in_words, measure_in_words, run_in_words
from simulate.words.marks import assumed_inputs, choices_in_force, fixed_readings
from simulate.words.phrases import day_of, listed, money, percent

__all__ = ["assumed_inputs", "choices_in_force", "deal_in_words", "fixed_readings", "measure_in_words"]


def deal_in_words(scenario: Scenario) -> list[str]:
    """The deal, the market, the holder and the run in sentences.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Returns
    -------
    list of str
        One paragraph each, numbers with unit and clause.
    """
    deal = scenario.deal
    out = [
        f"{deal.issuer.name} ({deal.issuer.ticker}), {deal.common.outstanding_shares:,} common shares "
        "outstanding on "
        f"{day_of(deal.start)}, session 0; sessions of {deal.issuer.calendar}; simulated to "
        f"{day_of(deal.horizon)}.",
    ]
    for series in deal.series:
        out += _series(series, deal)
    out += _limits(deal)
    out += _approval(deal.approval, deal)
    out += _conversion(deal)
    out += market_in_words(scenario.market)
    out += holder_in_words(scenario.holder, deal)
    out += run_in_words(scenario.run)
    return out


def _series(series: Series, deal: Deal) -> list[str]:
    face = series.stated_value_usd * series.preferred_shares
    premium, price = series.premium, series.conversion_price
    name = f"Series {series.name}"
    issue_counted = "counted" if premium.counts_issue_date else "not counted"
    out = [
        f"{name}: {series.preferred_shares:,} preferred shares of {money(series.stated_value_usd)} stated "
        "value, "
        f"{money(face)} in all (CoD I, III.F), sold for {money(series.purchase_price_usd)} on "
        f"{day_of(series.issue_date)} (SPA 1).",
        f"{name}, Premium: {percent(premium.rate_per_year)} a year of the stated value, simple, on N "
        "calendar days over "
        f"{premium.day_count_days}; N runs from the issue date, itself {issue_counted}, to the Conversion "
        "Date, "
        "counted (CoD III.F).",
    ]
    variable = price.variable
    if variable is None:
        assert price.fixed_usd is not None  # the schema has seen to it
        out.append(f"{name}, Conversion Price: fixed at {money(price.fixed_usd)} a share (CoD III.E).")
    else:
        end = (
            "ending on the trading day before the Conversion Date"
            if variable.window_end == "day_before"
            else "ending on the Conversion Date"
        )
        floating = (
            f"{percent(variable.multiplier)} of the average of the {variable.lowest_count} lowest closing "
            "bids of the "
            f"{variable.lookback_sessions} consecutive sessions {end} (CoD III.G)"
        )
        if price.fixed_usd is None:
            out.append(
                f"{name}, Conversion Price: no fixed price; from {day_of(variable.switch_on)}, inclusive "
                "(CoD "
                "III.D), "
                f"{floating}; before that date nothing converts."
            )
        else:
            out.append(
                f"{name}, Conversion Price: fixed at {money(price.fixed_usd)} a share (CoD III.E) until "
                f"{day_of(variable.switch_on)}; from that date, inclusive, the lower of it (CoD III.D) and "
                f"{floating}."
            )
        if variable.waived:
            out.append(
                f"{name}, waiver: it converts at the fixed price whatever the variable one; the shares "
                "above that number "
                "are contributed back (SPA 4.8)."
            )
    out.append(
        f"{name}: its shares may be sold on a public market from {day_of(series.registration_effective)} "
        "(RRA "
        "2.1); it "
        f"matures on {day_of(series.maturity)}, when what is left must convert within the limits (CoD IV.H), "
        "and "
        + (
            "what they hold back converts as room appears."
            if deal.conversion.after_maturity == "keeps_converting"
            else "what they hold back never converts."
        )
    )
    return out


def _limits(deal: Deal) -> list[str]:
    out: list[str] = []
    limits, common = deal.limits, deal.common
    if limits.cap is None:
        out.append("Cap Amount: none (CoD IV.G(i)).")
    else:
        cap = limits.cap
        returns = "leave the count" if cap.returns == "net" else "stay in the count"
        excess = (
            "stays unconverted and keeps its Premium"
            if cap.excess == "stays"
            else "is lost with the preferred it came from"
        )
        out.append(
            f"Cap Amount: before Stockholder Approval conversions of Series {listed(list(cap.counts))} issue "
            "at most "
            f"{cap.amount_shares:,} common shares together, first come first served (CoD IV.G(i)); shares "
            "contributed "
            f"back {returns} (SPA 4.8); what exceeds it {excess} (CoD IV.G)."
        )
    if limits.ownership_fraction is None:
        out.append("Ownership limit: none (CoD IV.G(ii)).")
    else:
        out.append(
            "Ownership limit: after a conversion the holder holds at most "
            f"{percent(limits.ownership_fraction)} of the "
            "common outstanding, the new shares in both (CoD IV.G(ii), RRA 2.3)."
        )
    if common.authorized_shares is None:
        out.append("Authorized shares: no limit (CoD V).")
    else:
        out.append(
            f"Authorized shares: {common.authorized_shares:,}, of which "
            f"{common.authorized_shares - common.outstanding_shares:,} are free at session 0; nothing is "
            "issued beyond "
            "them (CoD V)."
        )
    covenant = limits.sale_volume
    if covenant is None:
        out.append("Sale-volume covenant: none (SPA 4.15).")
    else:
        sessions = "session" if covenant.average_sessions == 1 else f"{covenant.average_sessions} sessions"
        price = (
            "at any price"
            if covenant.price_below_usd is None
            else f"at prices under {money(covenant.price_below_usd)} a share"
        )
        free = (
            "" if covenant.price_below_usd is None else f" At {money(covenant.price_below_usd)} or more sales are free."
        )
        out.append(
            f"Sale-volume covenant: while the holder owns any Series {covenant.while_held}, its sales in "
            f"one session {price} "
            f"are at most the greatest of {covenant.floor_shares:,} shares (SPA 4.15(i)), "
            f"{percent(covenant.share_of_session_volume)} of that session's volume (SPA 4.15(ii)) and "
            f"{percent(covenant.share_of_average_volume)} of the average volume of the {sessions} before "
            f"(SPA 4.15(iii)).{free}"
        )
    return out


def _approval(approval: Approval, deal: Deal) -> list[str]:
    lifts = "and lifts the Cap Amount" if deal.limits.cap is not None else "but there is no Cap Amount to lift"
    if approval.mode == "never":
        return ["Stockholder Approval: never given (CoD IV.G(i), SPA 4.7)."]
    assert approval.date is not None  # the schema has seen to it
    if approval.mode == "date":
        return [f"Stockholder Approval: given on {day_of(approval.date)} {lifts} (CoD IV.G(i), SPA 4.7)."]
    assert approval.probability is not None  # the schema has seen to it
    return [
        f"Stockholder Approval: given on {day_of(approval.date)} with a probability of "
        f"{percent(approval.probability)}, "
        f"drawn once per path, {lifts} (CoD IV.G(i), SPA 4.7)."
    ]


def _conversion(deal: Deal) -> list[str]:
    conversion = deal.conversion
    if conversion.fractional_shares:
        shares = "Preferred converts in fractions into fractions of common, and nothing is rounded"
    elif conversion.round_up == "per_notice":
        shares = "Preferred converts whole; the common of a notice is rounded up once"
    else:
        shares = "Preferred converts whole; the common of each preferred share is rounded up"
    sale = "on" if conversion.same_day_sale else "only after"
    return [
        f"Conversion: {shares} (CoD IV.A, IV.E). Shares may be sold {sale} their Conversion Date (CoD "
        "IV.C). Preferred still "
        f"unconverted at the horizon is worth {percent(conversion.unconverted_recovery)} of its stated "
        "value."
    ]
