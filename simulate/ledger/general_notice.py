"""What a conversion moves beside preferred and common: the reserve, deliveries, cash differences, and the counts."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.general_price import general_price, price_terms_of
from simulate.ledger.path import Path


def after_notice(
    path: Path, series: SeriesTerms, session: int, *, kind: str, preferred: Quantity, shares: Quantity, bid: int
) -> None:
    """Keep the books of a notice that issued shares.

    Parameters
    ----------
    path
        Where the path stands, the notice done.
    series, session
        What converted, and when.
    kind
        ``notice``, ``required conversion``, ``amortisation`` or ``draw``.
    preferred, shares
        What was converted, and the common for it.
    bid
        The session's closing bid, in quanta.
    """
    from simulate.ledger import delivery, reserve  # they read a path's notices in their turn

    place = series.place
    path.issued_value += shares * bid
    reserve.use(path, "series", place, shares)
    if kind == "notice":
        path.converted_today += shares
    price = general_price(path, series, session)
    assert price is not None
    if price.floored:
        path.fire("floor")
    if price.capped:
        path.fire("ceiling")
    _count_step(path, series, session)
    if price.floored and price.variable is not None and price_terms_of(path, series).below_floor == "cash_difference":
        _pay_difference(path, series, session, preferred, shares, bid, price.variable)
    delivery.notice_given(path, place, session, preferred, shares, bid)


def book_issue(path: Path, place: int, session: int, shares: Quantity, bid: int) -> None:
    """Keep the books of common that a series gets without a conversion (Premium paid in shares).

    Parameters
    ----------
    path
        Where the path stands.
    place
        The series.
    session
        When.
    shares
        How many.
    bid
        The session's closing bid, in quanta.
    """
    from simulate.ledger import reserve  # it reads the path in its turn
    from simulate.ledger.limits import cap_room

    if cap_room(path, path.contract.series[place], session) is not None:
        path.cap_used += shares
    path.common_held[place] += shares
    path.issued[place] += shares
    path.outstanding += shares
    path.issued_value += shares * bid
    reserve.use(path, "series", place, shares)


def _count_step(path: Path, series: SeriesTerms, session: int) -> None:
    """Count a session on which a notice was given at a later multiplier than the base one."""
    rule = series.variable
    if rule is None or rule.waived or session < rule.switch_on:
        return
    if price_terms_of(path, series).stepped[session] and path.stepped_on[series.place] != session:
        path.stepped_on[series.place] = session
        path.fire("multiplier_step")


def _pay_difference(
    path: Path, series: SeriesTerms, session: int, preferred: Quantity, shares: Quantity, bid: int, variable: int
) -> None:
    """Below the floor: the shares that are missing, in cash at the closing bid."""
    missing = Fraction(preferred * path.grid.claims[series.place][session]) / variable - shares
    if missing > 0:
        path.fire("cash_difference")
        path.pay(
            session, series.place, missing * Fraction(bid, path.grid.per_dollar), "cash difference", "CoD III.G",
            f"the floor keeps back {float(missing):,.2f} common, paid in cash at the closing bid",
        )  # fmt: skip
