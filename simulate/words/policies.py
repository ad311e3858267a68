"""What the holder does under its policy, in words."""

from __future__ import annotations

from decimal import Decimal

from simulate.config.canonical import plain_number
from simulate.scenario import Holder
from simulate.words.phrases import counted, day_of, listed, number_of, percent

_AMOUNTS = {
    "what_limits_allow": "converts all that the limits on conversion allow",
    "what_it_can_sell": "converts the fewest whole preferred shares that fill the room left",
}


def policy_in_words(holder: Holder) -> str:
    """What the holder does, as the end of a sentence that begins with the holder.

    Parameters
    ----------
    holder
        Any valid holder.

    Returns
    -------
    str
    """
    return _SAID[holder.policy](holder)


def _bid(holder: Holder) -> str:
    """Which closing bid it decides on."""
    day = "the session before" if holder.sale_decision == "previous_close" else "the same session"
    return f"the closing bid of {day}"


def _hold(_: Holder) -> str:
    return "holds its preferred to maturity, and sells the common it then gets as soon as it may"


def _convert_and_sell(holder: Holder) -> str:
    return (
        "sells what it holds as soon as it may, then converts the fewest whole preferred shares that fill the room "
        f"left, lower conversion price first, while {_bid(holder)} is at least {plain_number(holder.hurdle)} times the "
        "Conversion Price"
    )


def _when_over(holder: Holder, margin: Decimal) -> str:
    return f"when {_bid(holder)} is at least {percent(margin)} over the Conversion Price"


def _threshold(holder: Holder) -> str:
    own = holder.threshold
    return f"sells what it holds as soon as it may, and {_AMOUNTS[own.amount]} {_when_over(holder, own.margin)}"


def _roll_off(holder: Holder) -> str:
    own = holder.roll_off
    also = "" if own.margin is None else f"; it also {_AMOUNTS[own.amount]} {_when_over(holder, own.margin)}"
    sold = (
        "sold from the next session on"
        if holder.sale_decision == "previous_close"
        else "sold at once as far as there is room"
    )
    return (
        "sells what it holds as soon as it may, and converts all that the limits on conversion allow on the day before "
        "low bids leave the window and the Conversion Price rises, as the day's close tells, while "
        f"{_bid(holder)} is at least {plain_number(holder.hurdle)} times the Conversion Price, those shares {sold}"
        f"{also}"
    )


def _pressure(holder: Holder) -> str:
    return (
        "presses the pricing window, a stress that SPA 4.14 bars as manipulation: it sells what it holds as fast as it "
        "may, converts nothing while it has common to sell, and then converts at once what "
        f"{number_of(holder.pricing_window_pressure.sessions, 'session', 'sessions')} of such selling need, lower "
        f"conversion price first, while {_bid(holder)} is at least {plain_number(holder.hurdle)} times the Conversion "
        "Price"
    )


def _dated_acts(holder: Holder) -> str:
    own = holder.dated_acts
    said = [
        f"{act.preferred_shares:,} Series {act.series} converted on {day_of(act.date)}"
        if act.preferred_shares is not None
        else f"{act.common_shares:,} common of Series {act.series} sold on {day_of(act.date)}"
        for act in own.acts
    ]
    sales = (
        "sells what it holds as soon as it may"
        if own.sells == "as_it_may"
        else "sells common from series on those dates alone"
    )
    return (
        f"acts on dates, whatever the bid: {listed(said)}; what a limit holds back of an act is not tried again; it "
        f"{sales}"
    )


def _short_hedged(holder: Holder) -> str:
    own = holder.short_hedged
    when = "also before" if own.before_effectiveness else "not before"
    counts = (
        "which count against the limit on sales"
        if own.counts_in_sale_limit
        else "which only the market's share of the volume bounds"
    )
    waits = (
        ", but not while tomorrow's Conversion Price, as the day's close tells it, is lower"
        if own.waits_while_price_falls
        else ""
    )
    return (
        f"sells borrowed stock {_when_over(holder, own.margin)}, up to what its preferred converts into and at most "
        f"{percent(own.borrow_limit_fraction)} of the common outstanding, {when} the registration of the shares that "
        f"cover it is effective, {counts}; it pays {percent(own.borrow_cost_per_year)} a year for what is borrowed, "
        f"converts what it must deliver while {_bid(holder)} is at least {plain_number(holder.hurdle)} times the "
        f"Conversion Price{waits}, delivers from the next session on, and buys back at the bid what is short when the "
        "series is gone or the run ends"
    )


def _optimal(holder: Holder) -> str:
    number = len(holder.optimal.boundaries)
    return (
        "sells what it holds as soon as it may, then converts the fewest whole preferred shares that fill the room "
        f"left, lower conversion price first, when {_bid(holder)} reaches the multiple of the Conversion Price that "
        f"{counted(number, 'a fitted boundary asks', f'{number} fitted boundaries ask')} by date, by what is left and "
        "by whether the price floats"
    )


_SAID = {
    "hold": _hold,
    "convert_and_sell": _convert_and_sell,
    "threshold": _threshold,
    "roll_off": _roll_off,
    "dated_acts": _dated_acts,
    "short_hedged": _short_hedged,
    "pricing_window_pressure": _pressure,
    "optimal": _optimal,
}
