"""Numbers that the program must reproduce, each with its source: filings, mathematics, literature.

They were worked out or printed elsewhere, and nothing here is computed. Tests import them from here.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class OneDate(NamedTuple):
    """One conversion date, fixed or floating, capped: the closed form at one volatility."""

    present_value_usd: float
    cap_probability: float
    fixed_probability: float
    expected_shares: float


class OptimalConversion(NamedTuple):
    """A block that converts at any step of a binomial tree and must at the last: values per dollar of face."""

    start_usd: int
    volatility: str
    steps: int
    lookback_sessions: int
    lowest_count: int
    optimal: float
    wait_to_the_end: float
    convert_now: float

    @property
    def label(self) -> str:
        """The row's terms in words."""
        return (
            f"S0 {self.start_usd}, sigma {self.volatility}, {self.steps} steps, {self.lowest_count} of "
            f"{self.lookback_sessions}"
        )


WENDEL = {(10, 6): 0.780760, (10, 1): 1.876932, (10, 3): 1.381269, (5, 3): 0.541087, (20, 3): 2.488509}
"""V1: by (n, m), E[today - mean of the m lowest of n closes] of a Gaussian walk of unit daily deviation, from Wendel's
identity (Annals of Mathematical Statistics 1960) for the order statistics of walks."""

ONE_DATE_FACE_USD, ONE_DATE_FIXED_USD, ONE_DATE_MULTIPLIER = 7_950_000.0, 6.03, 1.01
ONE_DATE_CAP_SHARES, ONE_DATE_START_USD, ONE_DATE_RATE = 3_753_505, 6.0, 0.05
ONE_DATE = {
    "0.6": OneDate(9_423_642.92, 0.062345, 0.417460, 1_885_798.10),
    "0.8": OneDate(9_718_306.38, 0.164400, 0.370210, 2_149_073.99),
}
"""V2: by volatility; Black and Scholes (Journal of Political Economy 1973), T = 1 year, the terms above."""

OPTIMAL_CONVERSION = (
    OptimalConversion(6, "0.6", 12, 5, 3, 1.06180980, 1.05265017, 0.99502488),
    OptimalConversion(6, "1.0", 16, 5, 3, 1.13041211, 1.10703728, 0.99502488),
    OptimalConversion(6, "1.0", 16, 10, 6, 1.11272675, 1.10219405, 0.99502488),
    OptimalConversion(4, "1.0", 16, 10, 6, 1.10386522, 1.04062528, 0.99009901),
)
"""V3: an exact binomial tree that does not recombine; fixed price $6.03, multiplier 101%, Premium 6% on k/252, r 0."""

LONGSTAFF_SCHWARTZ = {
    (36, 0.2, 1): 4.478,
    (36, 0.2, 2): 4.840,
    (36, 0.4, 1): 7.101,
    (36, 0.4, 2): 8.508,
    (38, 0.2, 1): 3.250,
    (38, 0.2, 2): 3.745,
    (38, 0.4, 1): 6.148,
    (38, 0.4, 2): 7.670,
    (40, 0.2, 1): 2.314,
    (40, 0.2, 2): 2.885,
    (40, 0.4, 1): 5.312,
    (40, 0.4, 2): 6.920,
    (42, 0.2, 1): 1.617,
    (42, 0.2, 2): 2.212,
    (42, 0.4, 1): 4.582,
    (42, 0.4, 2): 6.248,
    (44, 0.2, 1): 1.110,
    (44, 0.2, 2): 1.690,
    (44, 0.4, 1): 3.948,
    (44, 0.4, 2): 5.647,
}
"""V4: American put by (S, sigma, T), K = 40, r = 6%, 50 exercise dates a year: Longstaff and Schwartz (Review of
Financial Studies 2001), Table 1, column of finite differences. Their grid's error reaches 0.006 in the last rows."""

MERTON_PUTS = {90: 9.285418, 100: 3.149026, 110: 1.401186}
"""V4: put by S; Merton (Journal of Financial Economics 1976): sigma .15, lambda .1, jump mean -.9, deviation .45,
r .05, T .25, K 100."""

PHILOX = {
    (0x00000000, "all zero"): (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    (0xFFFFFFFF, "all ones"): (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
}
"""V4: Philox4x32-10 by the word that fills counter and key: Random123's kat_vectors (Salmon et al. 2011)."""

FIRST_ISSUE, SECOND_ISSUE = date(1998, 7, 27), date(1998, 12, 18)
AS_CONVERTED = {
    ("A", FIRST_ISSUE): 1_243_781,
    ("A", date(1998, 11, 30)): 1_269_543,
    ("A", date(1999, 2, 10)): 1_284_264,
    ("B", date(1999, 2, 10)): 1_254_822,
}
"""Contract 12: shares of a whole series by (series, date), to the nearest share as the filings' tables have them."""

ALL_ON_1999_02_10 = 3_434_608
"""Contract 12: Series A, Series B and both investor warrants on 1999-02-10."""
REGISTERED_FOR_A = 1_904_314
"""Contract 12: 150% of the unrounded 1,269,542.697 of Series A on 1998-11-30."""
OUTSTANDING_1999_02_05, OWNERSHIP_FROM_NOTHING = 26_704_073, 1_375_919
"""Contract 12: common outstanding on 1999-02-05, and what 4.9% of it allows from nothing."""

BIDS_1999_10_21_TO_11_03 = (4.5, 5.1875, 4.84375, 4.75, 4.4375, 4.5625, 4.875, 5.34375, 5.3125, 6.0)
VARIABLE_PRICE_1999_11_04 = 4.7081
"""Contract 12: closing bids in USD, exact in 32nds, and the variable price that follows from them."""

RESERVE_TEST, CAP_TEST, REGISTRATION_TEST = 2_000_000, 2_535_956, 1_837_953
"""Contract 12: the most Series B, as converted, at which CoD V.B, CoD VI.B and RRA 3.2 do not fire yet."""

RIDGEWAY_SHARES_BEFORE, RIDGEWAY_SHARES_AFTER, RIDGEWAY_USD = 31_802_069, 32_397_958, 3_500_000
RIDGEWAY_MARKET_PRICE = 12.87
"""Contract 12: the Market Price, to the cent, from which the Ridgeway issue (RL 1) moves the exercise price by 1%
(W 4(h))."""
