"""Which deals and sessions :mod:`kernels.series_alone` runs, and that no term of a deal is forgotten there."""

from __future__ import annotations

import pytest

import simulate
from kernels import policy_tables, quick_deals, remedy_tables, rule_144_tables, tables, whole_tables
from simulate.terms import make_terms

# Every field of a deal's tables, by how the quick session deals with it. A new field must be put into one of these:
# if it moves an ordinary session (``kernels.ordinary``) in a way that ``run_alone`` does not, ``may_act_alone`` has to
# refuse deals that use it.
READ = {
    # Looked at in a quick session as in a full one, mostly by the same functions.
    "ClockTable": "days discount earlier_bids earlier_volumes",
    "QuoteTable": "units_per_dollar",
    "SeriesTable": "preferred claim_scale price_scale fixed_price window_price lookback_sessions lowest_count "
    "window_lag switch_on waived registered matures counts_to_cap hurdle_bid hurdle_price",
    "DealTable": "cap_amount approval_session ownership_numerator ownership_denominator keeps_converting",
    "SaleTable": "covenant while_held floor_shares session_numerator session_denominator average_numerator "
    "average_denominator average_sessions share_numerator share_denominator line_units participation_numerator "
    "participation_denominator net_of_commission",
    "HolderTable": "converts decision_lag policy",
    "PolicyTable": "boundary_bid boundary_price boundary_from boundary_step boundaries parts",
    "Tables": "clock quote series claim deal sale holder whole",
    "PricingTable": "window_price stepped first_taken price_field floor_price below_floor ceiling_price",
    "PaymentTable": "fan_series",
    "WarrantTable": "amount price first registered hurdle_bid hurdle_price scale units_per_dollar never at_expiry_only "
    "entries agent",
    "LimitsTable": "ownership_before lines lines_per_unit floors session_numerator session_denominator "
    "average_numerator average_denominator average_sessions bands",
    "Whole": "pricing payments warrants limits remedy policy by_session",
    "ReserveTable": "series original",
    "RegistrationTable": "has_statement registered paying",
    "DeliveryTable": "exists",
    "ListingTable": "sessions line_units",
    "FeedbackTable": "moves_prices impact",
    "RemedyTable": "reserve registration delivery listing",
}
REFUSED = {
    # A deal in which they matter is run in full.
    "HolderTable": "mechanical",
    "FeedbackTable": "pressure_sessions",
    "CompanyTable": "calls raises",
    "Rule144Table": "applies",
    "Whole": "feedback company rule_144",
    "DealTable": "round_up_per_share fractional same_day_sale cap_excess_lost cap_gross",
    "LimitsTable": "conversion_volume",
    "ReserveTable": "numerator denominator",
    "CapTestTable": "series numerator denominator",
    "RegistrationTable": "raises cover_numerator cover_denominator",
    "RemedyTable": "cap_test",
}
NOT_ON_SUCH_SESSIONS = {
    # They act on sessions that are dated, pending, or a warrant's, or only in what the market is and what a row says.
    "QuoteTable": "start_units highest_units bid_numerator bid_denominator round_down",
    "SeriesTable": "stated_value_usd purchase_usd purchase_days",
    "DealTable": "outstanding authorized approval_words recovery",
    # Without impact, dilution and pressure they are nothing.
    "FeedbackTable": "mechanical deviations exponent permanent decay usual_volume",
    # Without the Rule they are nothing.
    "Rule144Table": "volume_numerator volume_denominator average_sessions average_weeks tacks held_from free_from "
    "warrant_held_from warrant_free_from counted_from held_before free_before",
    "CompanyTable": "callable first multiple call_price call_bid pay_after threshold_usd due_within most_units "
    "price_numerator price_denominator between restricted_until floor_bid floor_price market_bid market_before "
    "adjusts_from",
    "PolicyTable": "margin_bid margin_price takes_all may_sell_at_once act_preferred act_common sells_as_dated "
    "last_act borrow_numerator borrow_denominator borrow_cost shorts_count before_effectiveness waits_while_falling",
    "Tables": "gbm bootstrap merton garch tree volume sampling",
    "PricingTable": "grain fixed_at_start resets reset_price reset_scale reset_lookback reset_count reset_floor "
    "discount_price lower_fixed",
    "PaymentTable": "premium_mode premium_usd premium_claim premium_scale claim_usd amortised amortised_in_cash drawn "
    "is_drawn last_draw start_held start_preferred start_proceeds_usd expenses_usd needs_last_bid",
    "WarrantTable": "shadow_usd start_held issued last expires_days statement counts_to_cap in_reserve resets "
    "reset_numerator reset_denominator reset_lookback reset_count reset_floor cashless cashless_obeys_limits "
    "fraction_at_exercise_price assumed_market least_change volatility_closes",
    "EventTable": "kind session hazard shares consideration_usd old_shares fraction rate noticed moneyness_days "
    "before_notice merger_face_usd flag other_flag refers_to completed thawed until suspended restricted_from adjusts "
    "splits hazard_a_day hazard_level_usd hazard_power follows_price takes_later_terms entries split_count",
    "LimitsTable": "reserved_elsewhere cap_used lines_grain maturity_tested refuses_at_maturity",
    "Whole": "events hazard_words",
    "ReserveTable": "amount used sessions raises act_within_days",
    "CapTestTable": "first approval_by late_approval_cures leaves_market restores_all",
    "RegistrationTable": "restored_numerator restored_denominator cover_sessions effective_within counted_days "
    "base_units units_per_dollar of_all month_days day_numerator day_denominator pay_session unusable pays_in_shares",
    "DeliveryTable": "period exercise_period flat_usd flat_until face_fraction premium_daily premium_sum ratchet_days "
    "event_sessions pay_after purchase_cost",
    "RedemptionTable": "series redeems face_usd pay_after cash_usd lawful_usd interest_per_day owed_recovery "
    "ends_when_cured penalty_of_all_left entries",
    "ListingTable": "cure_days cure_sessions event_after",
    "IssueCovenantTable": "held_numerator held_denominator event_after",
    "RemedyTable": "redemption issues",
}
MARKET = {"GbmTable", "BootstrapTable", "MertonTable", "GarchTable", "TreeTable", "VolumeTable", "SamplingTable"}
"""Tables of which a session sees only what they draw."""

TABLES = {
    name: table
    for module in (tables, whole_tables, remedy_tables, policy_tables, rule_144_tables)
    for name, table in vars(module).items()
    if isinstance(table, type) and issubclass(table, tuple) and table.__module__ == module.__name__
}


def test_no_table_is_forgotten():
    assert set(TABLES) == set(READ) | set(REFUSED) | set(NOT_ON_SUCH_SESSIONS) | MARKET


@pytest.mark.parametrize("name", sorted(set(TABLES) - MARKET))
def test_no_field_is_forgotten(name):
    known = [field for kind in (READ, REFUSED, NOT_ON_SUCH_SESSIONS) for field in kind.get(name, "").split()]
    assert sorted(known) == sorted(TABLES[name]._fields)


def alone(terms, **changes) -> bool:
    """Whether the deal may be run quickly, asked with the compiler off."""
    asked = getattr(quick_deals.may_act_alone, "__wrapped__", quick_deals.may_act_alone)
    return bool(asked(terms.tables._replace(**changes), terms.tables.whole))


def test_the_default_deal_is_run_quickly():
    assert alone(make_terms(simulate.load("valence-1998")))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("round_up_per_share", True),
        ("fractional", True),
        ("same_day_sale", False),
        ("cap_excess_lost", True),
        ("cap_gross", True),
        ("ownership_numerator", 501.0),
    ],
)
def test_a_term_that_it_does_not_know_turns_it_off(field, value):
    terms = make_terms(simulate.load("valence-1998"))
    assert not alone(terms, deal=terms.tables.deal._replace(**{field: value}))


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("reserve", "numerator", 0.0),
        ("cap_test", "numerator", 0.0),
        ("registration", "cover_numerator", 0.0),
        ("registration", "raises", False),
    ],
)
def test_a_test_that_it_cannot_foresee_turns_it_off(table, field, value):
    terms = make_terms(simulate.load("valence-1998"))
    setattr(getattr(terms.tables.whole.remedy, table), field, value)
    assert not alone(terms)


def test_another_policy_turns_it_off():
    terms = make_terms(simulate.load("valence-1998"))
    assert not alone(terms, holder=terms.tables.holder._replace(mechanical=False))


def test_a_limit_on_conversion_volume_or_none_on_sales_turns_it_off():
    terms = make_terms(simulate.load("valence-1998"))
    assert not alone(terms, sale=terms.tables.sale._replace(participation_numerator=0.0))
    terms.tables.whole.limits.conversion_volume = True
    assert not alone(terms)
