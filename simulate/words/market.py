"""The market, the holder and the run in words."""

from __future__ import annotations

from decimal import Decimal

from simulate.config.canonical import plain_number
from simulate.scenario import Bootstrap, Deal, Garch, Gbm, Holder, Market, Merton, Run, Scenario, Tree, Volume
from simulate.words.in_force import has_later_terms
from simulate.words.phrases import counted, money, number_of, percent
from simulate.words.policies import policy_in_words
from simulate.words.warrants import exercise_in_words


def measure_in_words(market: Market) -> str:
    """The measure and its drift, as every table names them."""
    if market.measure == "risk_neutral":
        return f"risk-neutral measure (drift {percent(market.drift)} a year, the discount rate)"
    return f"physical measure (drift {percent(market.drift)} a year)"


def market_in_words(market: Market) -> list[str]:
    """The measure, the prices, the quotation and the volume."""
    tick = "a grid of 2^-20 dollars" if market.tick_usd is None else f"ticks of ${plain_number(market.tick_usd)}"
    return [
        f"Market, {measure_in_words(market)}: the stock closes at {money(market.start_price_usd)} on "
        "session 0; money is "
        f"discounted at {percent(market.discount_rate_per_year)} a year, continuously, on calendar days.",
        f"Prices: {_price_model(market.price)}.",
        f"Quotation: the closing bid is the close less half a spread of {percent(market.spread_fraction)}; "
        "prices stand on "
        f"{tick}; before session 0 {_earlier(market)} stand for bids and volumes (contract 2).",
        f"Volume: {_volume(market.volume)}.",
        *_dilution(market),
    ]


def _dilution(market: Market) -> list[str]:
    """What new shares, or the sale of them, do to the price that everyone sees."""
    if market.dilution_in_price == "mechanical":
        return [
            "Dilution in the price: what is drawn is the worth of all common as if converted, which more shares "
            "divide (METHODS, Dilution)."
        ]
    law = market.impact
    if law is None:
        return []
    sigma = percent(Decimal(str(round(market.impact_volatility_per_year, 6))))
    stays = "none of it stays" if not law.permanent_fraction else f"{percent(law.permanent_fraction)} of it stays"
    return [
        f"Impact: sales press the logarithm of the price by {plain_number(law.coefficient)} deviations of a session "
        f"(volatility {sigma} a year) times what was sold, in usual volumes, to the power "
        f"{plain_number(law.exponent)}; the memory of a sale fades by half in "
        f"{plain_number(law.half_life_sessions)} sessions, and {stays}; the "
        "conversion window sees the pressed price (METHODS, Impact)."
    ]


def _earlier(market: Market) -> str:
    if market.earlier_record is not None:
        return f"the record {market.earlier_record}"
    bids, volumes = len(market.earlier_bids_usd), len(market.earlier_volumes)
    of_bids = counted(bids, "a given bid", f"{bids} given bids") if bids else "session 0's bid"
    of_volumes = counted(volumes, "a given volume", f"{volumes} given volumes") if volumes else "the volume median"
    return f"{of_bids} and {of_volumes}"


def _price_model(price: Gbm | Bootstrap | Merton | Garch | Tree) -> str:
    if isinstance(price, Gbm):
        volatility = percent(price.volatility_per_year)
        return f"geometric Brownian motion, volatility {volatility} a year on 252 sessions"
    if isinstance(price, Merton):
        return _jumps(price)
    if isinstance(price, Garch):
        return _changing_variance(price)
    if isinstance(price, Tree):
        return (
            f"a binomial walk, volatility {percent(price.volatility_per_year)} a year on 252 sessions: each session "
            "up or down by one factor, with the probability that gives the expected price its drift"
        )
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


def _jumps(price: Merton) -> str:
    return (
        f"Merton's jump diffusion, volatility {percent(price.volatility_per_year)} a year on 252 sessions between "
        f"{plain_number(price.jumps_per_year)} jumps a year in the mean, whose logarithms have mean "
        f"{plain_number(price.jump_mean_log)} and deviation {plain_number(price.jump_deviation_log)}; the drift is "
        "compensated for them"
    )


def _changing_variance(price: Garch) -> str:
    return (
        f"GARCH(1,1), omega {plain_number(price.omega_per_session)} a session, alpha {plain_number(price.alpha)}, beta "
        f"{plain_number(price.beta)}, with Student-t innovations of {plain_number(price.degrees_of_freedom)} degrees "
        f"of freedom held within {plain_number(price.innovation_bound)} deviations, and a session's deviation within "
        f"{percent(price.highest_deviation)}"
    )


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


def holder_in_words(scenario: Scenario) -> list[str]:
    """What the holder does, and what the market takes from it; of warrants and rights only where the deal has them."""
    holder, deal = scenario.holder, scenario.deal
    free = "otherwise" if deal.limits.sale_volume is not None else "in each session"
    market = (
        f"{free} as much as it likes"
        if holder.participation is None
        else f"{free} at most {percent(holder.participation)} of the session's volume"
    )
    return [
        f"Holder: it {policy_in_words(holder)}; it sells within the covenant where one is in force, {market}, at the "
        "closing bid less a "
        f"commission of {percent(holder.commission_fraction)}.",
        *_rights(holder, deal),
    ]


def _rights(holder: Holder, deal: Deal) -> list[str]:
    """What the holder does with rights that only some deals give it."""
    out: list[str] = []
    if deal.warrants:
        out.append(exercise_in_words(holder.warrants))
    if deal.redemption is not None:
        elects = {
            "never": "never elects redemption",
            "always": "elects redemption whenever it may",
            "when_it_pays_more": "elects redemption when it pays more than converting at the bid would bring",
        }[holder.redeems]
        refuses = (
            ", and refuses required conversion while a Redemption Event continues (CoD IV.H)"
            if holder.refuses_at_maturity
            else ""
        )
        out.append(f"Rights: the holder {elects} (CoD VIII.B){refuses}.")
    if deal.registration is not None and deal.registration.paying_series is not None:
        out.append(f"Registration payments: taken in {holder.takes_registration_payments_in} (RRA 2.3).")
    if has_later_terms(deal):
        takes = "takes" if holder.takes_later_terms else "does not take"
        discount = "1 - d" if deal.later_convertibles == "one_less_discount" else "the multiplier in force x (1 - d)"
        out.append(
            f"Later convertibles: the holder {takes} their better terms; a discount d makes the multiplier {discount} "
            "(CoD XI.E)."
        )
    if deal.cap_test is not None and holder.has_listing_ended:
        out.append("Listing: after event (viii) the holder has the company leave its market (CoD VIII.E).")
    return out


def run_in_words(run: Run) -> list[str]:
    """How the simulation runs."""
    out = [
        f"Run: {number_of(run.paths, 'path', 'paths')} from seed {run.seed}; intervals at {percent(run.confidence)} "
        f"confidence; expected shortfall of the worst {percent(1 - run.tail)} of paths."
    ]
    together = run.paths // run.paths_together
    if run.sampling == "antithetic":
        out.append(f"Sampling: antithetic; errors are those of {together:,} pairs (METHODS, Sampling).")
    if run.sampling == "sobol":
        out.append(
            f"Sampling: sobol, scrambled, with a Brownian bridge; errors are those of {together:,} independent "
            f"randomisations of {run.paths_together:,} paths (METHODS, Sampling)."
        )
    return out
