"""The market, the holder and the run in words."""

from __future__ import annotations

from decimal import Decimal

from simulate.config.canonical import plain_number
from simulate.scenario import Bootstrap, Deal, Gbm, Holder, Market, Run, Volume
from simulate.words.phrases import money, percent


def measure_in_words(market: Market) -> str:
    """The measure and its drift, as every table names them."""
    if market.measure == "risk_neutral":
        return f"risk-neutral measure (drift {percent(market.drift)} a year, the discount rate)"
    return f"physical measure (drift {percent(market.drift)} a year)"


def market_in_words(market: Market) -> list[str]:
    """The measure, the prices, the quotation and the volume."""
    tick = "a grid of 2^-20 dollars" if market.tick_usd is None else f"ticks of ${plain_number(market.tick_usd)}"
    earlier = (
        "session 0's bid and the volume median"
        if market.earlier_record is None
        else f"the record {market.earlier_record}"
    )
    return [
        f"Market, {measure_in_words(market)}: the stock closes at {money(market.start_price_usd)} on "
        "session 0; money is "
        f"discounted at {percent(market.discount_rate_per_year)} a year, continuously, on calendar days.",
        f"Prices: {_price_model(market.price)}.",
        f"Quotation: the closing bid is the close less half a spread of {percent(market.spread_fraction)}; "
        "prices stand on "
        f"{tick}; before session 0 {earlier} stand for bids and volumes (contract 2).",
        f"Volume: {_volume(market.volume)}.",
    ]


def _price_model(price: Gbm | Bootstrap) -> str:
    if isinstance(price, Gbm):
        volatility = percent(price.volatility_per_year)
        return f"geometric Brownian motion, volatility {volatility} a year on 252 sessions"
    blocks = (
        "a mean length estimated from the record"
        if price.block_sessions == "auto"
        else f"{plain_number(Decimal(price.block_sessions))} sessions in the mean"
    )
    words = [f"stationary block bootstrap of the daily log returns of {price.record}, blocks of {blocks}"]
    words.append(
        "the drift of the measure" if price.drift == "scenario" else "the record's own drift, not the measure's"
    )
    if price.target_volatility_per_year is not None:
        words.append(f"rescaled to a volatility of {percent(price.target_volatility_per_year)} a year")
    if price.smoothing is not None:
        words.append(f"smoothed with a bandwidth of {percent(price.smoothing)} of the returns' deviation")
    if price.allow_jumps:
        words.append("jumps of more than a factor of two accepted")
    return ", ".join(words)


def _volume(volume: Volume) -> str:
    lognormal = (
        f"lognormal about a median of {volume.median_shares:,} shares a session, log deviation "
        f"{plain_number(volume.log_deviation)}, persistence {plain_number(volume.persistence)}, correlation "
        "with the size "
        f"of the return {plain_number(volume.size_correlation)}"
    )
    if volume.model == "lognormal":
        return lognormal
    missing = "refused" if volume.missing == "refuse" else f"replaced, for every session, by this model: {lognormal}"
    return f"resampled with the returns; a record that lacks volume is {missing}"


def holder_in_words(holder: Holder, deal: Deal) -> list[str]:
    """What the holder does, and what the market takes from it."""
    free = "otherwise" if deal.limits.sale_volume is not None else "in each session"
    market = (
        f"{free} as much as it likes"
        if holder.participation is None
        else f"{free} at most {percent(holder.participation)} of the session's volume"
    )
    bid = "the session before" if holder.sale_decision == "previous_close" else "the same session"
    if holder.policy == "hold":
        policy = "holds its preferred to maturity, and sells the common it then gets as soon as it may"
    else:
        policy = (
            "sells what it holds as soon as it may, then converts the fewest whole preferred shares that "
            "fill the room left, "
            "lower conversion price first, while the closing bid of "
            f"{bid} is at least {plain_number(holder.hurdle)} times the Conversion Price"
        )
    return [
        f"Holder: it {policy}; it sells within the covenant where one is in force, {market}, at the closing "
        "bid less a "
        f"commission of {percent(holder.commission_fraction)}."
    ]


def run_in_words(run: Run) -> list[str]:
    """How the simulation runs."""
    return [
        f"Run: {run.paths:,} paths from seed {run.seed}; intervals at {percent(run.confidence)} "
        "confidence; expected "
        f"shortfall of the worst {percent(1 - run.tail)} of paths."
    ]
