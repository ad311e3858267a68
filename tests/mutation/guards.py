"""The clause modules of ``kernels/`` and the tests that guard each, with the compiler off in about two seconds."""

from __future__ import annotations

from tests.mutation.chosen_deals import DEALS
from tests.mutation.equivalent import EQUIVALENT

_OF_WARRANTS = (
    "kernels/test_warrants",
    "ledger/test_ledger_exercise_amounts",
    "ledger/test_ledger_exercises",
    "ledger/test_ledger_warrant_common",
    "ledger/test_ledger_warrants",
)
_BY_HAND: dict[str, tuple[str, ...]] = {
    "anti_dilution": ("kernels/test_anti_dilution", "ledger/test_ledger_anti_dilution"),
    "bins": ("kernels/test_bins",),
    "cap_test": (
        "ledger/test_ledger_cap_test",
        "ledger/test_ledger_least_price",
        "ledger/test_ledger_without_approval",
    ),
    "company_call": ("ledger/test_ledger_company_call", "ledger/test_ledger_equity_raise"),
    "conversion": (
        "kernels/test_conversion",
        "kernels/test_limits_general",
        "ledger/test_ledger_conversion",
        "ledger/test_ledger_least_price",
        "ledger/test_ledger_limits",
    ),
    "conversion_price": (
        "kernels/test_plain_price",
        "kernels/test_conversion_price",
        "ledger/test_ledger_conversion_price",
    ),
    "default_payments": (
        "kernels/test_remedies",
        "ledger/test_ledger_default_payments",
        "ledger/test_ledger_ratchet",
        "ledger/test_ledger_delivery",
        "ledger/test_ledger_exercise_delivery",
        "ledger/test_ledger_second_readings",
    ),
    "delivery": (
        "ledger/test_ledger_delivery",
        "ledger/test_ledger_exercise_delivery",
        "ledger/test_ledger_failures_in_turn",
    ),
    "equity_raise": ("ledger/test_ledger_equity_raise",),
    "exercise_payments": _OF_WARRANTS,
    "events": (
        "kernels/test_events",
        "ledger/test_ledger_distributions",
        "ledger/test_ledger_later_convertibles",
    ),
    "exact": ("kernels/test_exact",),
    "fine_bins": ("kernels/test_fine_bins",),
    "issue_covenant": ("ledger/test_ledger_issue_covenant",),
    "limits": ("kernels/test_limits_general", "ledger/test_ledger_limits"),
    "listing_rule": ("ledger/test_ledger_listing_rule",),
    "maturity": (
        "kernels/test_maturity_payments",
        "ledger/test_ledger_maturity",
        "ledger/test_ledger_maturity_conditions",
        "ledger/test_ledger_maturity_payments",
    ),
    "maturity_conditions": ("ledger/test_ledger_maturity_conditions",),
    "maturity_payments": ("kernels/test_maturity_payments", "ledger/test_ledger_maturity_payments"),
    "merger": ("kernels/test_merger", "ledger/test_ledger_merger", "ledger/test_ledger_least_price"),
    "notices": ("ledger/test_ledger_notices", "ledger/test_ledger_least_price"),
    "obligations": ("kernels/test_obligations", "ledger/test_ledger_obligations", "ledger/test_ledger_delivery"),
    "preferred_payments": (
        "kernels/test_preferred_payments",
        "ledger/test_ledger_preferred_payments",
        "ledger/test_ledger_least_price",
    ),
    "price_rules": (
        "kernels/test_price_rules",
        "kernels/test_noted_prices",
        "ledger/test_ledger_price_rules",
        "ledger/test_ledger_least_price",
    ),
    "redemption": (
        "kernels/test_redemption",
        "kernels/test_remedies",
        "ledger/test_ledger_redemption",
        "ledger/test_ledger_second_readings",
        "ledger/test_ledger_least_price",
    ),
    "registration": (
        "kernels/test_remedies",
        "ledger/test_ledger_registered_shares",
        "ledger/test_ledger_registration_in_turn",
        "ledger/test_ledger_registration_payments",
        "ledger/test_ledger_statements",
        "ledger/test_ledger_least_price",
    ),
    "remedies": ("kernels/test_remedies", "kernels/test_splits", "ledger/test_ledger_delivery"),
    "reserve": ("kernels/test_remedies", "ledger/test_ledger_reserve", "ledger/test_ledger_least_price"),
    "returns": ("kernels/test_returns",),
    "rights": (
        "kernels/test_remedies",
        "ledger/test_ledger_issue_covenant",
        "ledger/test_ledger_redemption",
        "ledger/test_ledger_second_readings",
    ),
    "rule_144": (
        "kernels/test_rule_144",
        "ledger/test_ledger_rule_144",
        "ledger/test_ledger_rule_144_periods",
        "ledger/test_ledger_rule_144_splits",
    ),
    "sales": (
        "kernels/test_limits_general",
        "ledger/test_ledger_sales",
        "ledger/test_ledger_registered_shares",
        "ledger/test_ledger_rule_144",
    ),
    "splits": ("kernels/test_splits", "ledger/test_ledger_splits"),
    "waiting_rights": ("kernels/test_waiting_rights",),
    "warrant_sales": _OF_WARRANTS,
    "warrants": _OF_WARRANTS,
}
"""Modules, and the tests that work their numbers out by hand: with the kernels, or with the ledger and the kernels
beside it (``tests/parity/twin.py``)."""


def _tests(module: str) -> tuple[str, ...]:
    """The tests of a module: by hand, and against the ledger."""
    drawn = tuple(
        f"mutation/parity_of_clause.py::test_deal[{module}-{kind}-{deal}]"
        for kind, numbers in DEALS.get(module, {}).items()
        for deal in numbers
    )
    return drawn + tuple(f"{each}.py" for each in _BY_HAND.get(module, ()))


TESTS: dict[str, tuple[str, ...]] = {module: _tests(module) for module in sorted({*_BY_HAND, *DEALS})}
"""By module, files and tests below ``tests/``."""
_NOT_YET: tuple[str, ...] = ()
JUDGED: tuple[str, ...] = tuple(each for each in EQUIVALENT if each not in _NOT_YET)
"""Modules of which every mutant has been tried and every survivor is named: one of them is tried on each commit."""
