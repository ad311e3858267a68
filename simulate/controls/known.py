"""What is known exactly of a path's stock at a date: its mean, and the claim of V2, had it been converted then."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import special

from simulate.errors import ConfigError
from simulate.scenario import Gbm, Scenario
from simulate.scenario.series import Series

Floats = NDArray[np.float64]
SESSIONS_PER_YEAR = 252


@dataclass(frozen=True)
class Lognormal:
    """A stock whose logarithm is normal.

    Attributes
    ----------
    mean, variance
        Of the logarithm of its price in dollars.
    """

    mean: float
    variance: float

    def below(self, price: float, power: int = 0) -> float:
        """E[S^power; S < price], power -1, 0 or 1."""
        whole = math.exp(power * self.mean + power * power * self.variance / 2)
        if price == math.inf:
            return whole
        if price <= 0:
            return 0.0
        deviate = (math.log(price) - self.mean - power * self.variance) / math.sqrt(self.variance)
        return whole * float(special.ndtr(deviate))


@dataclass(frozen=True)
class Claim:
    """A face that converts at one date at the lower of two prices, no more than so many shares (V2).

    Attributes
    ----------
    face_usd
        What converts.
    fixed_usd
        The fixed price; infinite: none.
    multiplier
        Of the stock's price, for the variable one; 0: none.
    most_shares
        Infinite: no cap.
    """

    face_usd: float
    fixed_usd: float
    multiplier: float
    most_shares: float

    def shares(self, prices: Floats) -> Floats:
        """Shares at each price of the stock."""
        floating = self.multiplier * prices if self.multiplier else np.full_like(prices, math.inf)
        price = np.minimum(self.fixed_usd, floating)
        return np.minimum(self.most_shares, self.face_usd / price)

    def expected(self, stock: Lognormal, power: int) -> float:
        """E[S^power x shares], power 0 or 1.

        Parameters
        ----------
        stock
            At the date.
        power
            0: the shares; 1: what they are worth.
        """
        fixed_shares = self.face_usd / self.fixed_usd
        most = self.most_shares
        if not self.multiplier or fixed_shares >= most:
            return min(fixed_shares, most) * stock.below(math.inf, power)
        capped_below = self.face_usd / (self.multiplier * most)
        fixed_above = self.fixed_usd / self.multiplier
        out = 0.0 if capped_below == 0 else most * stock.below(capped_below, power)
        between = stock.below(fixed_above, power - 1) - stock.below(capped_below, power - 1)
        out += self.face_usd / self.multiplier * between
        if fixed_above < math.inf:
            out += fixed_shares * (stock.below(math.inf, power) - stock.below(fixed_above, power))
        return out


@dataclass(frozen=True)
class Control:
    """A function of a path's closes whose expectation is known.

    Attributes
    ----------
    name
        What it is.
    session
        Whose close it reads.
    expectation
        Exact, but for the grid of prices (2^-20 dollars) and its ceiling.
    value
        From closes in dollars.
    """

    name: str
    session: int
    expectation: float
    value: Callable[[Floats], Floats]


def controls_of(scenario: Scenario, dates: Sequence[date]) -> list[Control]:
    """The controls of a scenario.

    Parameters
    ----------
    scenario
        Of geometric Brownian motion without a tick.
    dates
        Of its sessions.

    Returns
    -------
    list of Control
        The stock at the horizon; for each series that converts, at the first date of its variable price, half-way and
        at maturity: the stock, the shares of the claim of V2, and what they are worth.

    Raises
    ------
    ConfigError
        Where the expectations are not known.
    """
    market = scenario.market
    if not isinstance(market.price, Gbm):
        raise ConfigError(
            f"market.price.model {market.price.model}: expectations of the claim are known of gbm alone; "
            "set it to gbm, or take the plain estimates"
        )
    if market.tick_usd is not None:
        raise ConfigError(
            f"market.tick_usd {market.tick_usd}: closes rounded to a tick have other expectations; set it to null, or "
            "take the plain estimates"
        )
    last = len(dates) - 1
    out = [_stock_at(scenario, dates, last)]
    seen = {last}
    for series in scenario.deal.series:
        for session in _sessions_of(series, dates):
            if session not in seen:
                out.append(_stock_at(scenario, dates, session))
                seen.add(session)
            out += _claims_at(scenario, dates, series, session)
    return out


def stock_at(scenario: Scenario, dates: Sequence[date], session: int) -> Lognormal:
    """The stock at a session: drift by calendar days, variance by sessions (METHODS 2).

    Parameters
    ----------
    scenario
        Of geometric Brownian motion.
    dates
        Of its sessions.
    session
        From 1.

    Returns
    -------
    Lognormal
    """
    market = scenario.market
    assert isinstance(market.price, Gbm)  # others are refused
    variance = float(market.price.volatility_per_year) ** 2 * session / SESSIONS_PER_YEAR
    years = (dates[session] - dates[0]).days / 365
    mean = math.log(float(market.start_price_usd)) + float(market.drift) * years - variance / 2
    return Lognormal(mean, variance)


def _sessions_of(series: Series, dates: Sequence[date]) -> list[int]:
    """First floating session, half-way and maturity, as far as they lie within the run."""
    variable = series.conversion_price.variable
    begins = series.registration_effective if variable is None or variable.waived else variable.switch_on
    first = next((k for k, day in enumerate(dates) if day >= begins), len(dates) - 1)
    matures = max((k for k, day in enumerate(dates) if day <= series.maturity), default=0)
    return sorted({max(1, each) for each in (first, (first + matures) // 2, matures) if first <= matures})


def _stock_at(scenario: Scenario, dates: Sequence[date], session: int) -> Control:
    stock = stock_at(scenario, dates, session)
    return Control(f"stock on {dates[session]}", session, stock.below(math.inf, 1), lambda closes: closes)


def _claims_at(scenario: Scenario, dates: Sequence[date], series: Series, session: int) -> Iterator[Control]:
    """The claim of V2 at a date: its shares, and their worth."""
    prices, deal = series.conversion_price, scenario.deal
    variable = None if prices.variable is None or prices.variable.waived else prices.variable
    cap = deal.cap_amount_shares if deal.approval.mode == "never" else None
    claim = Claim(
        face_usd=float(series.preferred_shares * series.stated_value_usd),
        fixed_usd=math.inf if prices.fixed_usd is None else float(prices.fixed_usd),
        multiplier=0.0 if variable is None else float(variable.multiplier),
        most_shares=math.inf if cap is None else float(cap),
    )
    # Shares that do not vary control nothing; a face without a price converts into none.
    if claim.multiplier == 0.0 or claim.face_usd / claim.fixed_usd >= claim.most_shares:
        return
    stock = stock_at(scenario, dates, session)
    label = f"series {series.name} converted whole on {dates[session]}"
    yield Control(f"shares of {label}", session, claim.expected(stock, 0), claim.shares)
    yield Control(f"worth of {label}", session, claim.expected(stock, 1), lambda closes: closes * claim.shares(closes))
