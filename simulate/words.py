"""The deal in words: every number of a scenario with its unit and clause, as it would be read aloud."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from simulate.canonical import plain_number
from simulate.marks import assumed_inputs, choices_in_force, fixed_readings
from simulate.scenario import Approval, Bootstrap, Deal, Gbm, Holder, Market, Run, Scenario, Series, Volume

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
        f"{_day(deal.start)}, session 0; sessions of {deal.issuer.calendar}; simulated to "
        f"{_day(deal.horizon)}.",
    ]
    for series in deal.series:
        out += _series(series, deal)
    out += _limits(deal)
    out += _approval(deal.approval, deal)
    out += _conversion(deal)
    out += _market(scenario.market)
    out += _holder(scenario.holder, deal)
    out += _run(scenario.run)
    return out


def _money(value: Decimal) -> str:
    text = f"{value:,f}" if value != value.to_integral_value() else f"{int(value):,}"
    whole, _, cents = text.partition(".")
    cents = cents.rstrip("0")
    return f"${whole}" + (f".{cents:0<2}" if cents else "")


def _percent(value: Decimal) -> str:
    return f"{plain_number(value * 100)}%"


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _series(series: Series, deal: Deal) -> list[str]:
    face = series.stated_value_usd * series.preferred_shares
    premium, price = series.premium, series.conversion_price
    name = f"Series {series.name}"
    issue_counted = "counted" if premium.counts_issue_date else "not counted"
    out = [
        f"{name}: {series.preferred_shares:,} preferred shares of {_money(series.stated_value_usd)} stated "
        "value, "
        f"{_money(face)} in all (CoD I, III.F), sold for {_money(series.purchase_price_usd)} on "
        f"{_day(series.issue_date)} (SPA 1).",
        f"{name}, Premium: {_percent(premium.rate_per_year)} a year of the stated value, simple, on N "
        "calendar days over "
        f"{premium.day_count_days}; N runs from the issue date, itself {issue_counted}, to the Conversion "
        "Date, "
        "counted (CoD III.F).",
    ]
    variable = price.variable
    if variable is None:
        assert price.fixed_usd is not None  # the schema has seen to it
        out.append(f"{name}, Conversion Price: fixed at {_money(price.fixed_usd)} a share (CoD III.E).")
    else:
        end = (
            "ending on the trading day before the Conversion Date"
            if variable.window_end == "day_before"
            else "ending on the Conversion Date"
        )
        floating = (
            f"{_percent(variable.multiplier)} of the average of the {variable.lowest_count} lowest closing "
            "bids of the "
            f"{variable.lookback_sessions} consecutive sessions {end} (CoD III.G)"
        )
        if price.fixed_usd is None:
            out.append(
                f"{name}, Conversion Price: no fixed price; from {_day(variable.switch_on)}, inclusive (CoD "
                "III.D), "
                f"{floating}; before that date nothing converts."
            )
        else:
            out.append(
                f"{name}, Conversion Price: fixed at {_money(price.fixed_usd)} a share (CoD III.E) until "
                f"{_day(variable.switch_on)}; from that date, inclusive, the lower of it (CoD III.D) and "
                f"{floating}."
            )
        if variable.waived:
            out.append(
                f"{name}, waiver: it converts at the fixed price whatever the variable one; the shares "
                "above that number "
                "are contributed back (SPA 4.8)."
            )
    out.append(
        f"{name}: its shares may be sold on a public market from {_day(series.registration_effective)} (RRA "
        "2.1); it "
        f"matures on {_day(series.maturity)}, when what is left must convert within the limits (CoD IV.H), "
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
            f"Cap Amount: before Stockholder Approval conversions of Series {_list(list(cap.counts))} issue "
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
            f"{_percent(limits.ownership_fraction)} of the "
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
            else f"at prices under {_money(covenant.price_below_usd)} a share"
        )
        free = (
            ""
            if covenant.price_below_usd is None
            else f" At {_money(covenant.price_below_usd)} or more sales are free."
        )
        out.append(
            f"Sale-volume covenant: while the holder owns any Series {covenant.while_held}, its sales in "
            f"one session {price} "
            f"are at most the greatest of {covenant.floor_shares:,} shares (SPA 4.15(i)), "
            f"{_percent(covenant.share_of_session_volume)} of that session's volume (SPA 4.15(ii)) and "
            f"{_percent(covenant.share_of_average_volume)} of the average volume of the {sessions} before "
            f"(SPA 4.15(iii)).{free}"
        )
    return out


def _approval(approval: Approval, deal: Deal) -> list[str]:
    lifts = (
        "and lifts the Cap Amount" if deal.limits.cap is not None else "but there is no Cap Amount to lift"
    )
    if approval.mode == "never":
        return ["Stockholder Approval: never given (CoD IV.G(i), SPA 4.7)."]
    assert approval.date is not None  # the schema has seen to it
    if approval.mode == "date":
        return [f"Stockholder Approval: given on {_day(approval.date)} {lifts} (CoD IV.G(i), SPA 4.7)."]
    assert approval.probability is not None  # the schema has seen to it
    return [
        f"Stockholder Approval: given on {_day(approval.date)} with a probability of "
        f"{_percent(approval.probability)}, "
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
        f"unconverted at the horizon is worth {_percent(conversion.unconverted_recovery)} of its stated "
        "value."
    ]


def measure_in_words(market: Market) -> str:
    """The measure and its drift, as every table names them."""
    if market.measure == "risk_neutral":
        return f"risk-neutral measure (drift {_percent(market.drift)} a year, the discount rate)"
    return f"physical measure (drift {_percent(market.drift)} a year)"


def _market(market: Market) -> list[str]:
    tick = (
        "a grid of 2^-20 dollars" if market.tick_usd is None else f"ticks of ${plain_number(market.tick_usd)}"
    )
    earlier = (
        "session 0's bid and the volume median"
        if market.earlier_record is None
        else f"the record {market.earlier_record}"
    )
    return [
        f"Market, {measure_in_words(market)}: the stock closes at {_money(market.start_price_usd)} on "
        "session 0; money is "
        f"discounted at {_percent(market.discount_rate_per_year)} a year, continuously, on calendar days.",
        f"Prices: {_price_model(market.price)}.",
        f"Quotation: the closing bid is the close less half a spread of {_percent(market.spread_fraction)}; "
        "prices stand on "
        f"{tick}; before session 0 {earlier} stand for bids and volumes (contract 2).",
        f"Volume: {_volume(market.volume)}.",
    ]


def _price_model(price: Gbm | Bootstrap) -> str:
    if isinstance(price, Gbm):
        volatility = _percent(price.volatility_per_year)
        return f"geometric Brownian motion, volatility {volatility} a year on 252 sessions"
    blocks = (
        "a mean length estimated from the record"
        if price.block_sessions == "auto"
        else f"{plain_number(Decimal(price.block_sessions))} sessions in the mean"
    )
    words = [f"stationary block bootstrap of the daily log returns of {price.record}, blocks of {blocks}"]
    words.append(
        "the drift of the measure"
        if price.drift == "scenario"
        else "the record's own drift, not the measure's"
    )
    if price.target_volatility_per_year is not None:
        words.append(f"rescaled to a volatility of {_percent(price.target_volatility_per_year)} a year")
    if price.smoothing is not None:
        words.append(f"smoothed with a bandwidth of {_percent(price.smoothing)} of the returns' deviation")
    if price.allow_jumps:
        words.append("jumps of more than a factor of two accepted")
    return ", ".join(words)


def _volume(volume: Volume) -> str:
    lognormal = (
        f"lognormal about a median of {volume.median_shares:,} shares a session, log deviation "
        f"{plain_number(volume.log_deviation)}, persistence {plain_number(volume.persistence)}, correlation "
        "with the size "
        f"of the return {plain_number(volume.size_correlation)}"
    )
    if volume.model == "lognormal":
        return lognormal
    missing = (
        "refused"
        if volume.missing == "refuse"
        else f"replaced, for every session, by this model: {lognormal}"
    )
    return f"resampled with the returns; a record that lacks volume is {missing}"


def _holder(holder: Holder, deal: Deal) -> list[str]:
    free = "otherwise" if deal.limits.sale_volume is not None else "in each session"
    market = (
        f"{free} as much as it likes"
        if holder.participation is None
        else f"{free} at most {_percent(holder.participation)} of the session's volume"
    )
    bid = "the session before" if holder.sale_decision == "previous_close" else "the same session"
    if holder.policy == "hold":
        policy = "holds its preferred to maturity, and sells the common it then gets as soon as it may"
    else:
        policy = (
            "sells what it holds as soon as it may, then converts the fewest whole preferred shares that "
            "fill the room left, "
            "lower conversion price first, while the closing bid of "
            f"{bid} is at least {plain_number(holder.hurdle)} times the Conversion Price"
        )
    return [
        f"Holder: it {policy}; it sells within the covenant where one is in force, {market}, at the closing "
        "bid less a "
        f"commission of {_percent(holder.commission_fraction)}."
    ]


def _run(run: Run) -> list[str]:
    return [
        f"Run: {run.paths:,} paths from seed {run.seed}; intervals at {_percent(run.confidence)} "
        "confidence; expected "
        f"shortfall of the worst {_percent(1 - run.tail)} of paths."
    ]
