"""What the investor pays up front: known before any path is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from simulate.scenario import Scenario

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Purchases:
    """What is paid up front for the instruments, and what that is worth at session 0.

    Attributes
    ----------
    usd, present_usd
        By series, [S]; nothing for an equity line, which pays by its draws.
    warrants_usd, warrants_present_usd
        By warrant, [W]: what its holder paid for it by itself.
    """

    usd: Floats
    present_usd: Floats
    warrants_usd: Floats
    warrants_present_usd: Floats


def purchases(scenario: Scenario, first_session: date) -> Purchases:
    """Purchase prices by instrument, carried to session 0 at the discount rate.

    Parameters
    ----------
    scenario
        The deal and the rate.
    first_session
        Date of session 0.
    """
    deal = scenario.deal
    rate = float(scenario.market.discount_rate_per_year)

    def present(usd: list[float], dates: list[date]) -> Floats:
        """Amounts paid on dates, at session 0."""
        return np.array(
            [
                amount * math.exp(-rate * (day - first_session).days / 365)
                for amount, day in zip(usd, dates, strict=True)
            ]
        )

    usd = [float(series.purchase_price_usd) if series.draws is None else 0.0 for series in deal.series]
    warrants = [float(warrant.purchase_price_usd) for warrant in deal.warrants]
    return Purchases(
        np.array(usd),
        present(usd, [series.issue_date for series in deal.series]),
        np.array(warrants),
        present(warrants, [warrant.issue_date for warrant in deal.warrants]),
    )
