"""Payments of preferred along the way: draws, amortisation, and Premium in cash or common (METHODS 15)."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.general_limits import authorized_room_for, ownership_room_of
from simulate.ledger.general_notice import book_issue
from simulate.ledger.limits import cap_room
from simulate.ledger.notice import give_notice
from simulate.ledger.path import Path
from simulate.ledger.payment_terms import PaymentTerms
from simulate.ledger.rule_144 import begins_to_be_held


def pay_preferred(path: Path, session: int, bid: int) -> None:
    """Step 4 of a session: draws, then amortisation, then Premium, series in order.

    Parameters
    ----------
    path
        Where the path stands, what was held already sold.
    session, bid
        The session and its closing bid, in quanta.
    """
    general = path.contract.general
    assert general is not None
    for series, payments in zip(path.contract.series, general.payments, strict=True):
        if session in payments.drawn:
            _draw(path, series, session, bid, payments.drawn[session])
    for series, payments in zip(path.contract.series, general.payments, strict=True):
        if session in payments.amortised:
            _amortise(path, series, session, bid, payments)
    for series, payments in zip(path.contract.series, general.payments, strict=True):
        if session in payments.premium and session <= series.maturity and path.preferred_left[series.place]:
            _pay_premium(path, series, session, bid, payments)


def _draw(path: Path, series: SeriesTerms, session: int, bid: int, preferred: int) -> None:
    """The company draws on its line: common for the investor, who pays the stated value of what is drawn."""
    from simulate.ledger import delivery  # it reads the path's notices in its turn

    place = series.place
    wanted = min(preferred, path.commitment[place])
    price = conversion_price(path, series, session)
    if not wanted or price is None or delivery.refuses(path, session):
        return
    before = path.commitment[place]
    shares = give_notice(path, series, session, wanted=wanted, price=price, bid=bid, kind="draw")
    if shares is None:
        return
    begins_to_be_held(path, series.name, session, shares)
    drawn = before - path.commitment[place]
    path.drawn[place] += drawn
    paid = drawn * series.stated_value
    path.purchases.append((session, place, paid))
    path.fire("draw")
    path.write(
        session, "purchase", series.name, preferred=drawn, amount=-paid, clause="SPA 1",
        note=f"a draw on the line; {float(path.commitment[place]):,.0f} may still be drawn",
    )  # fmt: skip


def _amortise(path: Path, series: SeriesTerms, session: int, bid: int, payments: PaymentTerms) -> None:
    """Retire preferred on its date: in common as far as the limits allow, the rest in cash."""
    from simulate.ledger import delivery  # it reads the path's notices in its turn

    place = series.place
    due = min(payments.amortised[session], path.preferred_left[place])
    if not due:
        return
    after = path.preferred_left[place] - due
    if not payments.amortised_in_cash and not delivery.refuses(path, session):
        price = conversion_price(path, series, session)
        if price is not None:
            shares = give_notice(path, series, session, wanted=due, price=price, bid=bid, kind="amortisation")
            if shares:
                path.fire("amortisation_in_shares")
    rest: Quantity = path.preferred_left[place] - after
    if rest <= 0:
        return
    claim = Fraction(path.grid.claims[place][session], path.grid.per_dollar)
    path.preferred_left[place] = after
    path.redeemed[place] += rest
    path.fire("amortisation_in_cash")
    path.pay(
        session, place, rest * claim, "amortisation in cash", "CoD III.F",
        f"{float(rest):,.0f} preferred retired in cash at ${float(claim):,.6f} each",
    )  # fmt: skip


def _pay_premium(path: Path, series: SeriesTerms, session: int, bid: int, payments: PaymentTerms) -> None:
    """Pay the Premium that has run: in common, if the deal says so and every room holds it, else in cash."""
    place = series.place
    amount = path.preferred_left[place] * payments.premium[session]
    if not amount:
        return
    said = payments.premium_from[session]
    shares = _premium_shares(path, series, session, amount) if payments.in_shares else None
    if shares is None:
        path.fire("premium_in_cash")
        path.pay(session, place, amount, "premium", "CoD III.F", f"{said}, in cash")
        return
    path.fire("premium_in_shares")
    book_issue(path, place, session, shares, bid)
    price = conversion_price(path, series, session)
    path.write(
        session, "premium", series.name, shares=shares, clause="CoD III.F",
        price=None if price is None else Fraction(price, path.grid.per_dollar),
        amount=amount, note=f"{said}, in common at the conversion price",
    )  # fmt: skip


def _premium_shares(path: Path, series: SeriesTerms, session: int, amount: Fraction) -> int | None:
    """Common for an amount of Premium; None where there is no price, not one share, or too little room."""
    price = conversion_price(path, series, session)
    if price is None:
        return None
    shares = (amount * path.grid.per_dollar / price).__floor__()
    if shares < 1:
        return None
    rooms = (
        cap_room(path, series, session),
        ownership_room_of(path, path.investor_common),
        authorized_room_for(path, "series", series.place),
    )
    return shares if all(room is None or shares <= room for room in rooms) else None
