"""A placement and sales at the market on given bids and volumes (METHODS, Other ways to raise it). Numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulate.alternatives.terms import AlternativeTerms

Floats = NDArray[np.float64]

NEAR_WHOLE = 1e-9
"""Of a share: a quotient this near a whole number is that number, whatever division made of it."""


@dataclass(frozen=True)
class Raised:
    """What one way of raising money came to, path by path, and what its buyers paid and got back.

    Attributes
    ----------
    shares
        Common sold, [paths].
    cash_usd
        What the company got for it, after the agent's commission, [paths].
    worth_usd
        The shares at the bids of the sessions on which they were sold, [paths].
    flows
        Cash of the buyers by session, what they pay negative, [paths, sessions].
    """

    shares: Floats
    cash_usd: Floats
    worth_usd: Floats
    flows: Floats

    @property
    def given_up_usd(self) -> Floats:
        """What the holders of before gave up: the shares at the bid of their sale, less what the company got."""
        return self.worth_usd - self.cash_usd


@dataclass(frozen=True)
class Resale:
    """How buyers sell again: a share of a session's volume, None without a limit, and the commission they pay."""

    participation: float | None
    commission: float

    def room(self, volumes: Floats) -> Floats:
        """What may be sold on each session."""
        return np.full_like(volumes, np.inf) if self.participation is None else np.floor(self.participation * volumes)


def placement(
    bids: Floats, volumes: Floats, price_usd: float, money_usd: float, terms: AlternativeTerms, resale: Resale
) -> Raised:
    """Common sold on session 0 at a fixed discount to its closing price.

    Parameters
    ----------
    bids, volumes
        Of every session, [paths, sessions].
    price_usd
        Closing price of session 0.
    money_usd
        What is to be raised.
    terms
        The discount.
    resale
        How the buyers sell again, from session 1 on.

    Returns
    -------
    Raised
    """
    paths = bids.shape[0]
    price = price_usd * (1 - terms.placement_discount)
    number = float(np.ceil(money_usd / price - NEAR_WHOLE))
    room = resale.room(volumes)
    room[:, 0] = 0.0
    sold = np.diff(np.minimum(np.cumsum(room, axis=1), number), axis=1, prepend=0.0)
    flows = sold * bids * (1 - resale.commission)
    flows[:, -1] += (number - sold.sum(axis=1)) * bids[:, -1] * (1 - resale.commission)
    flows[:, 0] -= money_usd
    return Raised(np.full(paths, number), np.full(paths, money_usd), number * bids[:, 0], flows)


def at_the_market(bids: Floats, volumes: Floats, money_usd: float, terms: AlternativeTerms, resale: Resale) -> Raised:
    """Common sold into the market session by session, in equal daily parts within a share of the volume.

    Parameters
    ----------
    bids, volumes
        Of every session, [paths, sessions].
    money_usd
        What is to be raised.
    terms
        Participation, parts and commission.
    resale
        How the buyers sell again, from the session after on.

    Returns
    -------
    Raised
        Less money than asked where the volume does not take it before the last session.
    """
    paths, sessions = bids.shape
    net = 1 - terms.market_commission
    cash, worth, shares, held = (np.zeros(paths) for _ in range(4))
    flows = np.zeros_like(bids)
    room = np.floor(terms.market_participation * volumes)
    resold = resale.room(volumes)
    for t in range(1, sessions):
        sold = np.minimum(held, resold[:, t])
        due = money_usd * min(t, terms.market_sessions) / terms.market_sessions
        wanted = np.maximum(np.ceil((due - cash) / (bids[:, t] * net) - NEAR_WHOLE), 0.0)
        number = np.minimum(wanted, room[:, t])
        paid = number * bids[:, t]
        flows[:, t] = sold * bids[:, t] * (1 - resale.commission) - paid
        cash, worth, shares = cash + paid * net, worth + paid, shares + number
        held = held - sold + number
        if not held.any() and (cash >= money_usd).all():
            break
    flows[:, -1] += held * bids[:, -1] * (1 - resale.commission)
    return Raised(shares, cash, worth, flows)
