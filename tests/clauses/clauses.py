"""Every clause of the contract's reading, sections 1 to 11: where each implementation has it, and what tests it.

Data, one entry a rule. A rule that needs no code on a path says instead where it is settled.
"""

from __future__ import annotations

from tests.clauses.adjustment_clauses import ADJUSTMENTS
from tests.clauses.limit_clauses import LIMITS
from tests.clauses.price_clauses import PRICES
from tests.clauses.remedy_clauses import REMEDIES
from tests.clauses.rule import Clause

__all__ = ["CLAUSES", "SECTIONS", "Clause"]

SECTIONS = {
    1: "Instruments and parties",
    2: "Time",
    3: "Premium and conversion price",
    4: "Limits on conversion and exercise",
    5: "Limits on selling",
    6: "Tests every session",
    7: "Failing to deliver",
    8: "Redemption",
    9: "Adjustments",
    10: "Maturity",
    11: "Who gains, who pays",
}

CLAUSES: tuple[Clause, ...] = (*PRICES, *LIMITS, *REMEDIES, *ADJUSTMENTS)
