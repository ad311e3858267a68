"""Dilution and earnings per share on the company's capital table (contract 11), element by element over paths.

The bases, at the end of a path, all on the footing of its last session (the table's numbers are restated by old
restated / old, as options and convertibles commonly are on a split):

- **Treasury method** (SFAS 128, paragraph 17): options and warrants below the last bid count with the shares that
  their exercise adds after buying back at that bid what their exercise price pays for, ``n (1 - K/bid)``.
- **Fully diluted**: every option, warrant and convertible of the table counts in full.
- **If converted** (SFAS 128, paragraphs 13 to 16 and 26): of net income. Options first, by the treasury method; then
  convertibles, from the least charges a share to the most, each only if it lowers the earnings per share; its charges
  are added back, before tax. A loss is not diluted.

The deal's own warrants count where they are left at the horizon, that is if they expire after it and no merger or
liquidation ended them. Preferred left is not counted: it has an output of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kernels.rows import UNDEFINED
from simulate.scenario import CapitalTable

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class EndOfPath:
    """Where a block of paths ends, [paths] each.

    Attributes
    ----------
    new, outstanding
        Shares issued under the deal, and common outstanding.
    restated
        Old shares restated for splits / old shares.
    bid_usd
        Last bid.
    warrants_left, exercise_prices_usd
        Of each warrant of the deal: whole Warrant Shares left, 0 where none are, and its Exercise Price.
    """

    new: Floats
    outstanding: Floats
    restated: Floats
    bid_usd: Floats
    warrants_left: tuple[Floats, ...]
    exercise_prices_usd: tuple[Floats, ...]


def _added(restated: Floats | float, exercise_price_usd: Floats | float, bid_usd: Floats) -> Floats:
    """Shares that the treasury method adds for one share under option; none at or above the bid."""
    quoted = bid_usd > 0.0
    share = restated - exercise_price_usd / np.where(quoted, bid_usd, 1.0)
    added: Floats = np.where(quoted, np.maximum(share, 0.0), 0.0)
    return added


def dilution_and_earnings(table: CapitalTable, end: EndOfPath) -> dict[str, Floats]:
    """The capital table's columns.

    Parameters
    ----------
    table
        Options, convertibles and net income.
    end
        Where the paths end.

    Returns
    -------
    dict of name -> [paths] float64
        In the registry's order; earnings per share are ``UNDEFINED`` if no net income is given.
    """
    # Options are restated to n x r shares at K/r: together n (r - K/bid).
    options = np.zeros_like(end.new)
    optioned = 0.0
    for right in table.options:
        options = options + float(right.shares) * _added(end.restated, float(right.exercise_price_usd), end.bid_usd)
        optioned += float(right.shares)
    own = np.zeros_like(end.new)
    own_left = np.zeros_like(end.new)
    for left, price in zip(end.warrants_left, end.exercise_prices_usd, strict=True):
        own = own + left * _added(1.0, price, end.bid_usd)
        own_left = own_left + left
    convertible = float(sum(each.shares for each in table.convertibles))
    fully_diluted = end.outstanding + own_left + end.restated * (optioned + convertible)
    return {
        "dilution_treasury_method": (end.new + own) / (end.outstanding + own + options),
        "dilution_fully_diluted": (end.new + own_left) / fully_diluted,
        "fully_diluted_shares": fully_diluted,
    } | _earnings(table, end, options + own)


def _earnings(table: CapitalTable, end: EndOfPath, options: Floats) -> dict[str, Floats]:
    """Earnings per share, basic and if converted."""
    if table.net_income_usd_per_year is None:
        undefined = np.full_like(end.new, UNDEFINED)
        return {"eps_basic_usd": undefined, "eps_if_converted_usd": undefined}
    income = float(table.net_income_usd_per_year)
    basic = income / end.outstanding
    if income <= 0.0:
        return {"eps_basic_usd": basic, "eps_if_converted_usd": basic}
    earned = np.full_like(end.new, income)
    shares = end.outstanding + options
    for each in sorted(table.convertibles, key=lambda one: one.charges_usd_per_year / one.shares):
        charges = float(each.charges_usd_per_year)
        more = float(each.shares) * end.restated
        dilutes = charges * shares < earned * more
        earned = np.where(dilutes, earned + charges, earned)
        shares = np.where(dilutes, shares + more, shares)
    return {"eps_basic_usd": basic, "eps_if_converted_usd": earned / shares}
