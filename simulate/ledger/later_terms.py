"""Terms that later events better: later convertibles, the accountants, resets (``CoD XI.E``, ``XI.G``)."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.general_price import fall_to_market, multiplier_in_force, to_the_grain
from simulate.ledger.path import Path
from simulate.ledger.price_terms import later_multiplier
from simulate.ledger.reset_terms import to_the_cent
from simulate.scenario import ConvertibleIssue, SpecialAdjustment


def take_later_terms(path: Path, session: int, event: ConvertibleIssue) -> None:
    """Take a later convertible's discount or fixed price where it is better (``CoD XI.E``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        When it is issued.
    event
        The later convertible.
    """
    general, grid = path.contract.general, path.grid
    assert general is not None
    if not general.takes_later_terms:
        return
    for series in path.contract.series:
        place = series.place
        if series.variable is not None and not series.variable.waived:
            scheduled = general.prices[place].multipliers[session]
            later = later_multiplier(path.contract.scenario.deal, event, scheduled)
            before = multiplier_in_force(path, series, session)
            if later is not None and before > later:
                path.multiplier_caps[place] = later
                path.fire("later_discount")
                path.write(
                    session, "later terms", series.name, clause="CoD XI.E(i)",
                    note=f"a discount of {float(event.discount_fraction or 0):g}: the multiplier "
                    f"{float(before):g} becomes {float(later):g} for good",
                )  # fmt: skip
        fixed = path.fixed_prices[place]
        if fixed is None or event.fixed_price_usd is None:
            continue
        lower = int(Fraction(event.fixed_price_usd) * grid.per_dollar)
        if lower < fixed:
            path.fixed_prices[place] = lower
            path.fire("later_fixed_price")
            path.write(
                session, "later terms", series.name, price=Fraction(lower, grid.per_dollar), clause="CoD XI.E(ii)",
                note=f"replaces the fixed price of ${fixed / grid.per_dollar:,.6f}",
            )  # fmt: skip


def special_adjustment(path: Path, session: int, event: SpecialAdjustment) -> None:
    """Multiply every fixed price by what the accountants set (``CoD XI.G``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        When it acts.
    event
        The adjustment.
    """
    path.fire("special_adjustment")
    factor = Fraction(event.factor)
    for series in path.contract.series:
        fixed = path.fixed_prices[series.place]
        if fixed is None:
            continue
        adjusted = to_the_grain(path, fixed * factor)
        path.fixed_prices[series.place] = adjusted
        path.write(
            session, "special adjustment", series.name, price=Fraction(adjusted, path.grid.per_dollar),
            clause="CoD XI.G", note=f"the fixed price of ${fixed / path.grid.per_dollar:,.6f} x {float(factor):g}",
        )  # fmt: skip


def reset_prices(path: Path, session: int) -> None:
    """On reset dates fixed prices, and then exercise prices, fall to the market if it is lower (METHODS 11, 13).

    Parameters
    ----------
    path
        Where the path stands, the session's corporate events done.
    session
        The session.
    """
    general, per_dollar = path.contract.general, path.grid.per_dollar
    assert general is not None
    for series in path.contract.series:
        resets, fixed = general.prices[series.place].resets, path.fixed_prices[series.place]
        if resets is None or fixed is None or session not in resets.sessions:
            continue
        floor = path.reset_floors[series.place]
        market = fall_to_market(path, resets, session, None if floor is None else Fraction(floor, per_dollar))
        if market is None:
            continue
        fallen = to_the_grain(path, market * per_dollar)
        if fallen < fixed:
            path.fixed_prices[series.place] = fallen
            path.fire("reset")
            path.write(
                session, "reset", series.name, price=Fraction(fallen, per_dollar), clause="CoD III.E",
                note=f"the fixed price of ${fixed / per_dollar:,.6f} falls to the market",
            )  # fmt: skip
    for warrant in path.warrants:
        resets = warrant.terms.resets
        if resets is None or session not in resets.sessions or not warrant.unexpired(session):
            continue
        market = fall_to_market(path, resets, session, warrant.reset_floor)
        if market is not None and to_the_cent(market) < warrant.price:
            before = warrant.price
            warrant.price = warrant.shadow = to_the_cent(market)
            path.fire("warrant_reset")
            path.write(
                session, "reset", warrant.terms.name, price=warrant.price, clause="W 4",
                note=f"the Exercise Price of ${float(before):,.4f} falls to the market; "
                f"{float(warrant.real_left):,.2f} Warrant Shares",
            )  # fmt: skip
