"""The clause modules of ``kernels/`` and the tests that guard each, with the compiler off in about two seconds."""

from __future__ import annotations

_PRICES = ("kernels/test_plain_price.py", "kernels/test_conversion_price.py", "kernels/test_price_rules.py")
TESTS: dict[str, tuple[str, ...]] = {
    "conversion_price": _PRICES,
    "limits": ("kernels/test_limits_general.py", "kernels/test_price_rules.py"),
    "price_rules": ("kernels/test_price_rules.py",),
    "preferred_payments": ("kernels/test_preferred_payments.py",),
    "warrants": ("kernels/test_warrants.py",),
    "anti_dilution": ("kernels/test_anti_dilution.py",),
    "splits": ("kernels/test_splits.py",),
    "merger": ("kernels/test_merger.py",),
    "events": ("kernels/test_events.py",),
    "fine_bins": ("scale/test_counts.py",),
    "bins": ("kernels/test_bins.py",),
    "returns": ("kernels/test_returns.py",),
    "exact": ("kernels/test_exact.py",),
}
