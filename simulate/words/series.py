"""A series of preferred in words: what it is, what it earns, at what price it converts, when it is paid."""

from __future__ import annotations

from simulate.scenario import Conversion, ConversionPrice, Premium, Resets, Series, VariablePrice
from simulate.words.phrases import counted, day_of, days_of, listed, money, percent, span_of


def series_in_words(series: Series, conversion: Conversion) -> list[str]:
    """One series, a paragraph to each of its terms.

    Parameters
    ----------
    series
        The series.
    conversion
        What the deal says of required conversion.

    Returns
    -------
    list of str
        Numbers with unit and clause.
    """
    name = f"Series {series.name}"
    face = series.stated_value_usd * series.preferred_shares
    sold = (
        f"sold for {money(series.purchase_price_usd)} on {day_of(series.issue_date)} (SPA 1)."
        if series.draws is None
        else f"a commitment of {day_of(series.issue_date)}, sold and paid for as it is drawn."
    )
    out = [
        f"{name}: {series.preferred_shares:,} preferred shares of {money(series.stated_value_usd)} stated "
        f"value, {money(face)} in all (CoD I, III.F), {sold}",
        f"{name}, Premium: {_premium(series.premium)}",
        *(f"{name}, {words}" for words in _prices(series.conversion_price)),
        *(f"{name}, {words}" for words in _payments(series)),
        f"{name}: {_end(series, conversion)}",
    ]
    if series.position is not None:
        out.append(f"{name}, position: {_position(series)}")
    return out


def _premium(premium: Premium) -> str:
    rate = f"{percent(premium.rate_per_year)} a year of the stated value"
    issue_counted = "counted" if premium.counts_issue_date else "not counted"
    if premium.paid == "on_conversion":
        return (
            f"{rate}, simple, on N {_counted(premium)} over {premium.day_count_days}; N runs from the issue date, "
            f"itself {issue_counted}, to the Conversion Date, counted (CoD III.F)."
        )
    every = "every month" if premium.pay_months == 1 else f"every {premium.pay_months} months from the issue date"
    return {
        "in_kind": f"{rate}, added to the claim {every}, so that it compounds; what has run since, on calendar days "
        f"over {premium.day_count_days}, converts with it (CoD III.F).",
        "cash": f"{rate} on calendar days over {premium.day_count_days}, paid in cash {every}; what has run since then "
        "converts (CoD III.F).",
        "shares": f"{rate} on calendar days over {premium.day_count_days}, paid {every} in common at the Conversion "
        "Price where the limits have room for all of it, else in cash; what has run since then converts (CoD III.F).",
    }[premium.paid]


def _counted(premium: Premium) -> str:
    return "trading sessions" if premium.counts == "sessions" else "calendar days"


def _prices(price: ConversionPrice) -> list[str]:
    variable = price.variable
    if variable is None:
        assert price.fixed_usd is not None  # the schema has seen to it
        out = [f"Conversion Price: fixed at {money(price.fixed_usd)} a share (CoD III.E)."]
    else:
        floating = _floating(variable)
        if price.fixed_usd is None:
            out = [
                f"Conversion Price: no fixed price; from {day_of(variable.switch_on)}, inclusive "
                f"(CoD III.D), {floating}; before that date nothing converts."
            ]
        else:
            out = [
                f"Conversion Price: fixed at {money(price.fixed_usd)} a share (CoD III.E) until "
                f"{day_of(variable.switch_on)}; from that date, inclusive, the lower of it (CoD III.D) and {floating}."
            ]
        if variable.waived:
            out.append(
                "waiver: it converts at the fixed price whatever the variable one; the shares "
                "above that number are contributed back (SPA 4.8)."
            )
        out += _rules(variable)
    if price.ceiling_usd is not None:
        out.append(f"ceiling: the Conversion Price is never above {money(price.ceiling_usd)} a share.")
    if price.resets is not None:
        out.append(f"resets: on {days_of(price.resets.dates)} the fixed price falls {reset_in_words(price.resets)}.")
    return out


def _floating(variable: VariablePrice) -> str:
    end = (
        "ending on the trading day before the Conversion Date"
        if variable.window_end == "day_before"
        else "ending on the Conversion Date"
    )
    field = {
        "closing_bid": "closing bids",
        "close": "closes",
        "vwap_proxy": "average prices (each the mean of a session's close and the close before)",
        "low_proxy": "low prices (each the lower of a session's close and the close before)",
    }[variable.price_field]
    taken = {
        "lowest_average": f"the average of the {variable.lowest_count} lowest {field}",
        "lowest": f"the lowest of the {field}",
        "mean": f"the mean of the {field}",
        "median": f"the median of the {field}",
        "kth_lowest": f"the {_ordinal(variable.lowest_count)}lowest of the {field}",
    }[variable.selector]
    window = counted(variable.lookback_sessions, "session", f"{variable.lookback_sessions} consecutive sessions")
    return f"{percent(variable.multiplier)} of {taken} of the {window} {end} (CoD III.G)"


def _ordinal(number: int) -> str:
    """``6th-`` before lowest; nothing for the first."""
    if number == 1:
        return ""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}-"


def _rules(variable: VariablePrice) -> list[str]:
    out = []
    if variable.multiplier_steps:
        steps = [
            f"{percent(step.multiplier)} from {day_of(step.date)}"
            + (" unless its registration is effective by then" if step.unless == "registered" else "")
            for step in variable.multiplier_steps
        ]
        out.append(f"later multipliers: {listed(steps)} (CoD III.G).")
    if variable.floor_usd is not None:
        below = {
            "at_floor": "below it the series converts at the floor",
            "stops": "below it the series does not convert at all",
            "cash_difference": "below it the series converts at the floor, and the shares that are missing are paid in "
            "cash at the closing bid",
        }[variable.below_floor]
        out.append(f"floor: {money(variable.floor_usd)} a share for the variable price; {below}.")
    return out


def reset_in_words(resets: Resets) -> str:
    """To what a price falls on its reset dates, if the market is lower."""
    floor = "" if resets.floor_usd is None else f", but not below {money(resets.floor_usd)}"
    window = counted(resets.lookback_sessions, "session", f"{resets.lookback_sessions} sessions")
    return (
        f"to {percent(resets.multiplier)} of the average of the {resets.lowest_count} lowest closing bids of the "
        f"{window} before, if that is lower{floor}"
    )


def _payments(series: Series) -> list[str]:
    out = []
    if series.amortisation is not None:
        amortised = series.amortisation
        how = (
            "its claim paid in cash"
            if amortised.pay == "cash"
            else "converted at the Conversion Price within the limits, what they hold back paid in cash"
        )
        out.append(
            f"amortisation: {amortised.preferred_shares:,} preferred shares, or what is left of them, are retired on "
            f"each of {span_of(amortised.dates)}, {how}."
        )
    if series.draws is not None:
        draws = series.draws
        worth = money(draws.preferred_shares * series.stated_value_usd)
        out.append(
            f"draws: the company sells {draws.preferred_shares:,} preferred shares' worth of common, {worth}, on each "
            f"of {span_of(draws.dates)}, at the Conversion Price; what the limits hold back is not drawn."
        )
    return out


def _end(series: Series, conversion: Conversion) -> str:
    sale = f"its shares may be sold on a public market from {day_of(series.registration_effective)} (RRA 2.1); "
    if series.draws is not None:
        return f"{sale}what is not drawn by {day_of(series.maturity)} lapses."
    after = (
        "what they hold back converts as room appears."
        if conversion.after_maturity == "keeps_converting"
        else "what they hold back never converts."
    )
    if conversion.maturity_conditions == "ignored":
        must = "when what is left must convert within the limits (CoD IV.H), and "
    else:
        must = (
            "when what is left must convert within the limits, provided that the shares of all preferred and of the "
            "investor's warrants are authorized and reserved, registered and listed; if not, it goes on at the "
            "holder's option (CoD IV.H); "
        )
    return f"{sale}it matures on {day_of(series.maturity)}, {must}{after}"


def _position(series: Series) -> str:
    position = series.position
    assert position is not None  # the caller has looked
    fixed = (
        ""
        if position.fixed_usd is None
        else f" The fixed price in force is {money(position.fixed_usd)} a share (CoD III.E)."
    )
    return (
        f"at session 0 {position.preferred_left:,} preferred shares are left, {position.common_held:,} shares of "
        f"common from it are held, and earlier sales brought {money(position.proceeds_usd)}, counted on session 0."
        f"{fixed}"
    )
