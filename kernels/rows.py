"""What a path leaves behind: the places of a row, by name.

A row is float64: first the places below, then ``PER_SERIES`` places for each series in turn. Whole numbers are exact.
"""

from __future__ import annotations

SHARES_ISSUED = 0
PROCEEDS_USD = 1
PROCEEDS_PRESENT_USD = 2
REMAINING_USD = 3
REMAINING_PRESENT_USD = 4
IRR = 5
"""Effective annual rate; UNDEFINED where it has no unique value, NOT_COMPUTED where it was not asked for."""
BID_VALUE_USD = 6
"""Sum over notices of shares x bid."""
BOUND = 7
"""First of the seven counts of sessions on which a limit bound, in the order of the limits below."""
CAP_USED = 14
APPROVED = 15
FULL_CONVERSION = 16
"""Session on which the last preferred converted; UNDEFINED: never."""
LOWEST_PRICE_USD = 17
"""Lowest conversion price of any notice; UNDEFINED: none was given."""
TOUCHED_CEILING = 18
"""1 where the price touched the ceiling of the grid while the path was followed."""
FIXED_PLACES = 19

SERIES_SHARES = 0
SERIES_PROCEEDS_USD = 1
SERIES_PROCEEDS_PRESENT_USD = 2
SERIES_REMAINING_USD = 3
SERIES_REMAINING_PRESENT_USD = 4
SERIES_PREFERRED_LEFT = 5
SERIES_HELD = 6
PER_SERIES = 7

SALE_LIMIT = 0
PARTICIPATION = 1
CAP = 2
OWNERSHIP = 3
AUTHORIZED = 4
REGISTRATION = 5
PRICE = 6
LIMITS = 7
NO_LIMIT = -1
"""In the place of one of them: none binds."""

UNDEFINED = -1.0e300
"""Sentinel of a value that does not exist; null in every output."""
NOT_COMPUTED = -2.0e300
"""Sentinel of a value that was not asked for."""


def places(series: int) -> int:
    """Length of a row.

    Parameters
    ----------
    series
        Number of series.
    """
    return FIXED_PLACES + PER_SERIES * series


# The rest of the contract: a deal that uses it has, after the series' places, PER_SERIES_WHOLE more places for each
# series, PER_WARRANT places for each warrant, and WHOLE_PLACES for the path.

SERIES_REDEEMED = 0
"""Preferred retired for cash: redemption, amortisation, merger, liquidation."""
SERIES_PAID_USD = 1
"""Paid by the company (or an acquirer) to the investor on the series, outside the pooled accounts."""
SERIES_PAID_PRESENT_USD = 2
SERIES_DUE_USD = 3
"""What fell due on the pooled accounts for the series: the key by which their payments are attributed."""
SERIES_BOUGHT_USD = 4
"""Purchase price paid by draws on an equity line; what was paid up front is an input."""
SERIES_BOUGHT_PRESENT_USD = 5
SERIES_UNDELIVERED = 6
"""Common issued and not delivered at the end (also in SERIES_HELD)."""
SERIES_BUY_IN_USD = 7
"""What the holder paid to buy in common of the series that it had sold."""
SERIES_BUY_IN_PRESENT_USD = 8
PER_SERIES_WHOLE = 9

WARRANT_SHARES = 0
WARRANT_PROCEEDS_USD = 1
WARRANT_PROCEEDS_PRESENT_USD = 2
WARRANT_STRIKE_USD = 3
"""Exercise price paid to the company."""
WARRANT_STRIKE_PRESENT_USD = 4
WARRANT_PAID_USD = 5
"""Paid by the company (or an acquirer): fractions, distributions, a merger's cash."""
WARRANT_PAID_PRESENT_USD = 6
WARRANT_REMAINING_USD = 7
WARRANT_REMAINING_PRESENT_USD = 8
WARRANT_HELD = 9
WARRANT_UNEXERCISED = 10
"""Warrant Shares, whole, that expired unexercised or are left at the end."""
WARRANT_EXERCISE_PRICE_USD = 11
"""In force at the end."""
WARRANT_DUE_USD = 12
"""What fell due on the pooled accounts for the warrant, as SERIES_DUE_USD of a series."""
WARRANT_BUY_IN_USD = 13
"""What the holder paid to buy in common of the warrant that it had sold."""
WARRANT_BUY_IN_PRESENT_USD = 14
PER_WARRANT = 15

POOLED_PAID_USD = 0
"""Paid on the certificate and registration accounts, interest included."""
POOLED_PAID_PRESENT_USD = 1
INTEREST_PAID_USD = 2
OWED_USD = 3
"""Owed and unpaid at the end, interest included."""
OWED_WORTH_PRESENT_USD = 4
"""Its worth (owed_recovery), discounted to session 0; part of what remains."""
BUY_IN_COST_USD = 5
ISSUED_VALUE_USD = 6
"""Sum over all shares issued under the deal of shares x bid at issue."""
LAST_BID_USD = 7
OUTSTANDING_AT_END = 8
OLD_RESTATED = 9
"""Shares outstanding at session 0, restated for splits."""
OTHER_ISSUES_USD = 10
"""Consideration of the company's own issues."""
OTHER_ISSUES_SHARES = 11
"""Their shares, restated for splits as outstanding is."""
ENDED = 12
"""Session of a merger's completion or of a liquidation; UNDEFINED: none."""
RESERVED_AT_END = 13
ACTS_CUT = 14
"""Dated acts of the holder that were cut or could not be."""
SHORT_SOLD = 15
"""Common sold short, restated for splits; so are the next two."""
SHORT_COVERED = 16
"""What of it was bought back."""
MOST_SHORT = 17
"""The most that was short at the close of a session."""
BORROW_COST_USD = 18
COVER_COST_USD = 19
CALLED = 20
"""Preferred that the company has called."""
CALL_USD = 21
RAISED_USD = 22
"""What the company's sales of common under its policy brought."""
FIRED = 23
"""First of the counts of what acted, in the order of FIRINGS."""

FIRINGS = (
    "exercise_cash",
    "exercise_cashless",
    "exercise_at_expiry",
    "fraction_paid",
    "issuance",
    "warrant_adjusted",
    "adjustment_carried_forward",
    "convertible_issue",
    "readjustment",
    "split",
    "stock_dividend",
    "freeze",
    "merger",
    "merger_pays_125_percent",
    "merger_black_scholes",
    "dividend",
    "rights",
    "liquidation",
    "special_adjustment",
    "authorized_increase",
    "delisting",
    "suspension",
    "later_discount",
    "later_fixed_price",
    "warrant_reset",
    "reset",
    "multiplier_step",
    "floor",
    "cash_difference",
    "ceiling",
    "premium_in_cash",
    "premium_in_shares",
    "amortisation_in_cash",
    "amortisation_in_shares",
    "draw",
    "reserve_trigger",
    "reserve_raised",
    "trading_market_trigger",
    "late_approval_cures",
    "left_market",
    "registered_trigger",
    "registered_raised",
    "registration_payment",
    "registration_payment_in_shares",
    "default",
    "refusal",
    "ratchet",
    "buy_in",
    "event_i",
    "event_ii",
    "event_iii",
    "event_iv",
    "event_v",
    "event_vi",
    "event_vii",
    "event_viii",
    "event_ix",
    "event_x",
    "redemption",
    "impairment",
    "payment_short",
    "interest",
    "maturity_condition_failed",
    "refused_at_maturity",
    "conversion_volume",
    "listing_notice",
    "listing_cured",
    "low_price_delisting",
    "issue_covenant_broken",
    "exercise_buy_in",
    "default_payments_converted",
    "equity_raised",
    "rule_144_sale",
    "rule_144_volume",
    "registration_period_ended",
)
"""What can act on a path; METHODS 22 says when each counts."""

# The places of the names above: a test compares them.
FIRED_EXERCISE_CASH = 0
FIRED_EXERCISE_CASHLESS = 1
FIRED_EXERCISE_AT_EXPIRY = 2
FIRED_FRACTION_PAID = 3
FIRED_ISSUANCE = 4
FIRED_WARRANT_ADJUSTED = 5
FIRED_ADJUSTMENT_CARRIED_FORWARD = 6
FIRED_CONVERTIBLE_ISSUE = 7
FIRED_READJUSTMENT = 8
FIRED_SPLIT = 9
FIRED_STOCK_DIVIDEND = 10
FIRED_FREEZE = 11
FIRED_MERGER = 12
FIRED_MERGER_PAYS_125_PERCENT = 13
FIRED_MERGER_BLACK_SCHOLES = 14
FIRED_DIVIDEND = 15
FIRED_RIGHTS = 16
FIRED_LIQUIDATION = 17
FIRED_SPECIAL_ADJUSTMENT = 18
FIRED_AUTHORIZED_INCREASE = 19
FIRED_DELISTING = 20
FIRED_SUSPENSION = 21
FIRED_LATER_DISCOUNT = 22
FIRED_LATER_FIXED_PRICE = 23
FIRED_WARRANT_RESET = 24
FIRED_RESET = 25
FIRED_MULTIPLIER_STEP = 26
FIRED_FLOOR = 27
FIRED_CASH_DIFFERENCE = 28
FIRED_CEILING = 29
FIRED_PREMIUM_IN_CASH = 30
FIRED_PREMIUM_IN_SHARES = 31
FIRED_AMORTISATION_IN_CASH = 32
FIRED_AMORTISATION_IN_SHARES = 33
FIRED_DRAW = 34
FIRED_RESERVE_TRIGGER = 35
FIRED_RESERVE_RAISED = 36
FIRED_TRADING_MARKET_TRIGGER = 37
FIRED_LATE_APPROVAL_CURES = 38
FIRED_LEFT_MARKET = 39
FIRED_REGISTERED_TRIGGER = 40
FIRED_REGISTERED_RAISED = 41
FIRED_REGISTRATION_PAYMENT = 42
FIRED_REGISTRATION_PAYMENT_IN_SHARES = 43
FIRED_DEFAULT = 44
FIRED_REFUSAL = 45
FIRED_RATCHET = 46
FIRED_BUY_IN = 47
FIRED_EVENT_I = 48
FIRED_EVENT_II = 49
FIRED_EVENT_III = 50
FIRED_EVENT_IV = 51
FIRED_EVENT_V = 52
FIRED_EVENT_VI = 53
FIRED_EVENT_VII = 54
FIRED_EVENT_VIII = 55
FIRED_EVENT_IX = 56
FIRED_EVENT_X = 57
FIRED_REDEMPTION = 58
FIRED_IMPAIRMENT = 59
FIRED_PAYMENT_SHORT = 60
FIRED_INTEREST = 61
FIRED_MATURITY_CONDITION_FAILED = 62
FIRED_REFUSED_AT_MATURITY = 63
FIRED_CONVERSION_VOLUME = 64
FIRED_LISTING_NOTICE = 65
FIRED_LISTING_CURED = 66
FIRED_LOW_PRICE_DELISTING = 67
FIRED_ISSUE_COVENANT_BROKEN = 68
FIRED_EXERCISE_BUY_IN = 69
FIRED_DEFAULT_PAYMENTS_CONVERTED = 70
FIRED_EQUITY_RAISED = 71
FIRED_RULE_144_SALE = 72
FIRED_RULE_144_VOLUME = 73
FIRED_REGISTRATION_PERIOD_ENDED = 74

WHOLE_PLACES = FIRED + len(FIRINGS)


def whole_places(series: int, warrants: int) -> int:
    """Length of a row of a deal that uses the rest of the contract.

    Parameters
    ----------
    series, warrants
        How many there are.
    """
    return places(series) + PER_SERIES_WHOLE * series + PER_WARRANT * warrants + WHOLE_PLACES
