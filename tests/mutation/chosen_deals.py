"""Random deals in which most of a clause's module acts, by number: what guards it beside its tests by hand.

Of 240 whole deals chosen greedily by the branches that they take, each branch in three of them where there are three,
the quickest first; the others kill mutants that survived these (``python -m tests.mutation MODULE --hunt 200``).
"""

from __future__ import annotations

DEALS: dict[str, dict[str, tuple[int, ...]]] = {
    "anti_dilution": {"whole": (206,)},
    "cap_test": {"whole": (124, 145, 144, 188, 234, 159, 217)},
    "company_call": {"whole": (57, 12, 234)},
    "conversion": {"plain": (0, 1, 2), "fractional": (0, 1, 2), "whole": (124, 51, 41, 232, 2, 205, 217, 44)},
    "conversion_price": {"plain": (0, 1, 2), "fractional": (0, 1, 2), "whole": (124, 145, 51, 190, 167)},
    "default_payments": {"whole": (167, 18)},
    "delivery": {"whole": (32, 219)},
    "equity_raise": {"whole": (189,)},
    "events": {"whole": (124, 190, 144)},
    "exercise_payments": {"whole": (190, 102)},
    "limits": {"plain": (0,), "fractional": (2,)},
    "listing_rule": {"whole": (51,)},
    "maturity": {"whole": (160,)},
    "maturity_payments": {"whole": (118,)},
    "merger": {"whole": (51, 206)},
    "money": {"whole": (124, 41, 189, 206, 118, 152, 232, 136)},
    "notices": {"whole": (219, 195, 178, 217, 238, 227)},
    "obligations": {"whole": (145, 167)},
    "preferred_payments": {"whole": (124, 177)},
    "price_rules": {"whole": (124, 41)},
    "registration": {"whole": (124, 145)},
    "remedies": {"whole": (124, 145)},
    "reserve": {"whole": (124, 145)},
    "rule_144": {"whole": (213, 44)},
    "sales": {"plain": (0, 1), "fractional": (0, 1), "whole": (124, 41)},
    "splits": {"whole": (41, 232)},
    "warrant_sales": {"whole": (190, 102)},
    "warrants": {"whole": (190, 102)},
}
"""By module and kind, as ``KINDS`` in ``parity_of_clause.py`` draws them."""
