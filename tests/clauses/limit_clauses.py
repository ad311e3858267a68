"""Sections 4 and 5 of the contract's reading: limits on conversion and exercise, and on selling."""

from __future__ import annotations

from tests.clauses.rule import Clause

WHOLE = "parity/test_parity_whole.py::test_random_whole_deals"
PLAIN = "parity/test_parity.py::test_random_deals_drawn_by_hypothesis"

LIMITS = (
    Clause(
        4,
        "Cap Amount until approval, first come first served, net or gross",
        "CoD IV.G(i), W 5",
        ("kernels.limits.cap_room", "kernels.conversion.within_limits"),
        ("simulate.ledger.limits.cap_left",),
        ("ledger/test_ledger_limits.py", PLAIN),
        ("bound_cap",),
    ),
    Clause(
        4,
        "Stockholder Approval: a date, never, or drawn; the cap lapses too when the common is not listed",
        "CoD IV.G(i), SPA 4.13",
        ("kernels.market.draw.approval_drawn", "kernels.reserve.cap_applies"),
        ("simulate.ledger.reserve.cap_applies",),
        ("ledger/test_ledger_limits.py::test_approval_that_is_drawn_and_fails_leaves_the_cap", WHOLE),
    ),
    Clause(
        4,
        "4.9% after the act, by common held",
        "CoD IV.G(ii), W 8(f)",
        ("kernels.limits.ownership_room", "kernels.conversion.within_limits"),
        ("simulate.ledger.limits.ownership_room", "simulate.ledger.general_limits.ownership_room_of"),
        ("ledger/test_ledger_limits.py::test_ownership_limit_after_the_act", "property/test_whole_invariants.py"),
        ("bound_ownership",),
    ),
    Clause(
        4,
        "authorized and reserved shares",
        "CoD V",
        (
            "kernels.reserve.authorized_room",
            "kernels.reserve.kept_in_reserve",
            "kernels.reserve.use_reserve",
            "kernels.conversion.within_limits",
        ),
        (
            "simulate.ledger.reserve.authorized_room",
            "simulate.ledger.reserve.unreserved_room",
            "simulate.ledger.reserve.use",
        ),
        (
            "ledger/test_ledger_limits.py::test_nothing_is_issued_beyond_the_authorized_shares",
            "ledger/test_ledger_reserve.py",
            WHOLE,
        ),
        ("authorized_increase", "bound_authorized"),
    ),
    Clause(
        4,
        "a limit on a session's conversions by volume",
        "METHODS 14",
        ("kernels.limits.conversion_volume_room",),
        ("simulate.ledger.general_limits.conversion_volume_room",),
        ("ledger/test_ledger_price_rules.py", "kernels/test_price_rules.py", WHOLE),
        ("conversion_volume",),
    ),
    Clause(
        4,
        "warrants: no exercise outside their period; cashless exercise obeys the limits",
        "W 2, W 12(c)",
        (
            "kernels.warrants.exercise_within_limits",
            "kernels.warrants.expire_warrants",
        ),
        (
            "simulate.ledger.general_limits.exercise_rooms",
            "simulate.ledger.warrants.expire",
        ),
        ("ledger/test_ledger_warrants.py", "kernels/test_warrants.py", WHOLE),
        ("exercise_cashless", "exercise_at_expiry"),
    ),
    Clause(
        5,
        "sale-volume covenant under $12.00 while Series B is held; bands",
        "SPA 4.15",
        (
            "kernels.sales.covenant_shares",
            "kernels.sales.banded_limit",
        ),
        (
            "simulate.ledger.sales.covenant_limit",
            "simulate.ledger.general_sales.sale_limit_in_general",
        ),
        ("ledger/test_ledger_sales.py", "property/test_invariants.py"),
        ("bound_sale_limit",),
    ),
    Clause(
        5,
        "the session's volume in it: the total, or without the holder's own sales",
        "SPA 4.15(ii)",
        ("kernels.sales.covenant_shares", "kernels.limits.leg_shares"),
        ("simulate.ledger.volume_rules.session_share",),
        ("ledger/test_ledger_second_readings.py", "parity/test_parity_found.py", WHOLE),
        ("bound_sale_limit",),
    ),
    Clause(
        5,
        "on transfer of Series B the limit is split by Series B held",
        "SPA 4.15",
        ("kernels.sales.part_of_limit",),
        ("simulate.ledger.sales.part_of_limit",),
        ("ledger/test_ledger_sales.py", PLAIN),
        ("bound_sale_limit",),
    ),
    Clause(
        5,
        "participation where the contract sets no limit",
        "contract 5",
        ("kernels.sales.participation_shares",),
        (
            "simulate.ledger.sales.sale_limit",
            "simulate.ledger.sales.market_limit",
        ),
        ("ledger/test_ledger_sales.py::test_participation_where_the_contract_sets_no_limit",),
        ("bound_participation",),
    ),
    Clause(
        5,
        "no public sale before registration or in a suspension",
        "RRA 2.1, 3.6, 4.5",
        (
            "kernels.sales.may_sell",
            "kernels.registration.is_suspended",
        ),
        (
            "simulate.ledger.sales.sell_what_is_held",
            "simulate.ledger.statements.may_be_sold",
        ),
        ("ledger/test_ledger_sales.py::test_no_notice_and_no_sale_before_registration", WHOLE),
        ("suspension", "bound_registration"),
    ),
    Clause(
        5,
        "Rule 144 as another way to the market: a year held, then within its limit on volume; after two years free",
        "Rule 144(d), (e), (k); contract 5",
        (
            "kernels.rule_144.open_volume_limit",
            "kernels.rule_144.series_may_go",
            "kernels.rule_144.new_may_go",
            "kernels.sales.sell_either_way",
            "kernels.warrant_sales.sell_warrant_publicly",
        ),
        (
            "simulate.ledger.rule_144.open_volume_limit",
            "simulate.ledger.rule_144.may_go",
            "simulate.ledger.rule_144.new_may_go",
            "simulate.ledger.public_sales.sell_one_series",
            "simulate.ledger.public_sales.sell_one_warrant",
        ),
        ("ledger/test_ledger_rule_144.py", "kernels/test_rule_144.py", "parity/test_parity_rule_144.py", WHOLE),
        ("rule_144_sale", "rule_144_volume"),
    ),
    Clause(
        5,
        "sales fill at the bid less commission; the same day, if the deal says so",
        "contract 5, CoD IV.C",
        ("kernels.sales.sell",),
        ("simulate.ledger.sales.sell",),
        ("ledger/test_ledger_books.py::test_money_of_one_sale_by_hand", "ledger/test_ledger_holder.py"),
    ),
    Clause(
        5,
        "the covenant reads the price achieved, after impact",
        "SPA 4.15, METHODS, Impact",
        ("kernels.price_achieved.achieved_limit", "kernels.price_feedback.settle_sales"),
        ("simulate.ledger.price_achieved.achieved_limit", "simulate.ledger.price_feedback.settle_sales"),
        ("ledger/test_ledger_impact.py", "parity/test_feedback.py", WHOLE),
    ),
    Clause(
        5,
        "no manipulation: selling into the pricing window is a stress, and labelled so",
        "SPA 4.14",
        ("kernels.holder.pricing_window_pressure.shares_to_reach",),
        ("simulate.ledger.pricing_window_pressure.shares_to_reach",),
        (
            "ledger/test_ledger_pressure.py",
            "config/test_config_feedback.py::test_pressure_is_labelled_as_barred_wherever_it_is_shown",
            WHOLE,
        ),
    ),
)
