"""What a right is worth to a holder who uses it best: bounded from below and from above (METHODS 27).

Longstaff and Schwartz (Review of Financial Studies 2001) and Tsitsiklis and Van Roy (IEEE Transactions on Neural
Networks 2001) for the rule, Rogers (Mathematical Finance 2002) and Haugh and Kogan (Operations Research 2004) for the
bound from above.
"""

from __future__ import annotations

from simulate.optimal.block import block_problem, block_problems, block_value
from simulate.optimal.bounds import Bounds, Rule, bound_value, fit_rule, rule_value
from simulate.optimal.puts import put_problem

__all__ = [
    "Bounds",
    "Rule",
    "block_problem",
    "block_problems",
    "block_value",
    "bound_value",
    "fit_rule",
    "put_problem",
    "rule_value",
]
