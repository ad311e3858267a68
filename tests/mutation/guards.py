"""The clause modules of ``kernels/`` and the tests that guard each, with the compiler off in about two seconds."""

from __future__ import annotations

from tests.mutation.chosen_deals import DEALS

_BY_HAND: dict[str, tuple[str, ...]] = {
    "conversion_price": ("kernels/test_plain_price.py", "kernels/test_conversion_price.py"),
    "price_rules": ("kernels/test_price_rules.py",),
    "limits": ("kernels/test_limits_general.py",),
    "conversion": ("kernels/test_conversion.py", "kernels/test_limits_general.py"),
    "sales": ("kernels/test_limits_general.py",),
    "preferred_payments": ("kernels/test_preferred_payments.py",),
    "warrants": ("kernels/test_warrants.py",),
    "anti_dilution": ("kernels/test_anti_dilution.py",),
    "splits": ("kernels/test_splits.py",),
    "merger": ("kernels/test_merger.py",),
    "events": ("kernels/test_events.py",),
    "maturity_payments": ("kernels/test_maturity_payments.py",),
    "fine_bins": ("scale/test_counts.py",),
    "bins": ("kernels/test_bins.py",),
    "returns": ("kernels/test_returns.py",),
    "exact": ("kernels/test_exact.py",),
}
"""Modules, and the tests that work their numbers out by hand."""
_REMEDIES = (
    "delivery",
    "default_payments",
    "obligations",
    "redemption",
    "remedies",
    "reserve",
    "cap_test",
    "registration",
)


def _tests(module: str) -> tuple[str, ...]:
    """The tests of a module: by hand, and against the ledger."""
    out = tuple(
        f"mutation/parity_of_clause.py::test_deal[{module}-{kind}-{deal}]"
        for kind, numbers in DEALS.get(module, {}).items()
        for deal in numbers
    )
    out += _BY_HAND.get(module, ()) + (("kernels/test_remedies.py",) if module in _REMEDIES else ())
    return out


TESTS: dict[str, tuple[str, ...]] = {module: _tests(module) for module in sorted({*_BY_HAND, *DEALS})}
"""By module, files and tests below ``tests/``."""
JUDGED: tuple[str, ...] = ("conversion_price",)
"""Modules of which every mutant has been tried and every survivor is named: one of them is tried on each commit."""
