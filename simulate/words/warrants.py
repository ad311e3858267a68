"""The warrants in words: who may buy what, when, at what price, and what the holder does about it."""

from __future__ import annotations

from simulate.config.canonical import plain_number
from simulate.scenario import Deal, Warrant, WarrantPolicy
from simulate.words.phrases import day_of, days_of, money, percent
from simulate.words.series import reset_in_words


def warrants_in_words(deal: Deal) -> list[str]:
    """Each warrant, and what they share; nothing where there is none."""
    if not deal.warrants:
        return []
    terms = deal.warrant_terms
    limits = "obeys" if terms.cashless_obeys_limits else "does not obey"
    fraction = "the market price" if terms.fraction_paid_at == "market" else "the Exercise Price"
    return [
        *(_warrant(warrant) for warrant in deal.warrants),
        f"All warrants: a cashless exercise {limits} the Cap Amount and the ownership limit, and always the authorized "
        f"shares (W 12(c)); a fraction of a share is paid in cash at {fraction} (W 1(d), 4(i)). An adjustment of less "
        f"than {percent(terms.least_adjustment_fraction)} of the Exercise Price is carried forward (W 4(h)); a "
        f"variable-rate convertible counts as if the market were {percent(terms.assumed_market_fraction)} of what it "
        "is (W 4(b)(ii)). In a merger the Black-Scholes Amount takes the volatility of at most "
        f"{terms.volatility_sessions} closes before the notice, which is given {terms.merger_notice_sessions} sessions "
        "before the completion (W 4(e)), but not before the announcement, and the Exercise Price of its date.",
    ]


def _warrant(warrant: Warrant) -> str:
    holder = "the investor" if warrant.party == "investor" else "the placement agent"
    paid = f" for {money(warrant.purchase_price_usd)}" if warrant.purchase_price_usd else ""
    out = [
        f"Warrant {warrant.name}, of {holder}: {warrant.shares:,} shares at {money(warrant.exercise_price_usd)} a "
        f"share (W), issued on {day_of(warrant.issue_date)}{paid}, exercisable from "
        f"{day_of(warrant.exercisable_from)} to {day_of(warrant.expires)}, both inclusive (W 2)"
    ]
    statement = "no series' statement" if warrant.statement is None else f"Series {warrant.statement}'s statement"
    out.append(f"its shares may be sold from {day_of(warrant.registration_effective)}, on {statement} (RRA 2.1)")
    out.append(f"they {'come' if warrant.in_reserve else 'do not come'} out of the Reserved Amount (CoD V.A)")
    if warrant.anti_dilution:
        since = "its issue" if warrant.adjusts_from is None else day_of(warrant.adjusts_from)
        out.append(f"issues below market from {since} on adjust it (W 4(a))")
    else:
        out.append("issues below market do not adjust it")
    if warrant.resets is not None:
        out.append(f"on {days_of(warrant.resets.dates)} its price falls {reset_in_words(warrant.resets)}")
    if warrant.adjusted_price_usd is not None:
        out.append(f"adjusted before, its Exercise Price is {money(warrant.adjusted_price_usd)} at session 0 (W 4)")
    if warrant.shadow_price_usd is not None:
        out.append(f"unrounded, its Exercise Price stands at {money(warrant.shadow_price_usd)} at session 0 (W 4(h))")
    if warrant.amount_left_usd is not None:
        left = money(warrant.amount_left_usd)
        out.append(f"Warrant Shares for {left} of aggregate exercise price are left at session 0 (W 4(d))")
    if warrant.shares_left is not None:
        out.append(f"{warrant.shares_left:,} of its shares are left at session 0")
    if warrant.common_held:
        out.append(f"{warrant.common_held:,} shares of common from it are held at session 0")
    return "; ".join(out) + "."


def exercise_in_words(policy: WarrantPolicy) -> str:
    """What investor and agent do with warrants."""
    if policy.exercise == "never":
        return "Warrants: they are never exercised."
    how = "in cash (W 1(a))" if policy.method == "cash" else "without cash, for shares worth the gain (W 12(c))"
    if policy.exercise == "at_expiry":
        return f"Warrants: exercised on their last session, if in the money, {how}."
    return (
        f"Warrants: exercised {how} as far as the shares can be sold at once, while the closing bid is above "
        f"{plain_number(policy.hurdle)} times the Exercise Price; on their last session, whatever is in the money."
    )
