"""Conversion Default Payments unpaid at maturity become common with the last of the preferred (``CoD IV.H``)."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger import delivery
from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.default_payments import accrued_by_series
from simulate.ledger.general_limits import ownership_room_of
from simulate.ledger.general_notice import book_issue
from simulate.ledger.limits import cap_room
from simulate.ledger.obligations import fall_due
from simulate.ledger.path import Path
from simulate.ledger.remedy_state import state_of, terms_of
from simulate.ledger.reserve import authorized_room


def convert_default_payments(
    path: Path, series: SeriesTerms, session: int, *, preferred: Quantity, price: int, bid: int
) -> None:
    """Convert a series' unpaid default payments, as far as the limits leave room after its preferred.

    Parameters
    ----------
    path
        Where the path stands, the last preferred of the series just converted by requirement.
    series, session
        What has matured, and when.
    preferred
        What required conversion has just converted.
    price, bid
        Conversion price and the session's closing bid, in quanta.
    """
    if terms_of(path).delivery is None:
        return
    # Interest runs to the day of the conversion.
    fall_due(path, session)
    place, per_dollar = series.place, path.grid.per_dollar
    owed = unpaid(path, place)
    dollars = Fraction((owed * 100 + Fraction(1, 2)).__floor__(), 100)
    if not dollars:
        return
    room, limit = _room(path, series, session)
    if room == 0:
        path.binds(limit, session)
        return
    claim = path.grid.claims[place][session]
    shares = path.contract.rounding.beside(preferred, claim, price, dollars * per_dollar)
    if room is not None and shares > room:
        path.binds(limit, session)
        shares = room
        dollars = Fraction(room * price) / per_dollar
        if not path.contract.fractional:
            dollars = Fraction((dollars * 100).__floor__(), 100)
        _extinguish(path, place, min(Fraction(1), dollars / owed))
    else:
        _extinguish(path, place, Fraction(1))
    book_issue(path, place, session, shares, bid)
    path.fire("default_payments_converted")
    left = unpaid(path, place)
    path.write(
        session,
        "default payments converted",
        series.name,
        shares=shares,
        price=Fraction(price, per_dollar),
        amount=dollars,
        clause="CoD IV.H",
        note="unpaid default payments become common at maturity, with the last of the preferred"
        + (f"; ${float(left):,.2f} beyond the limits stays owed in cash" if left else ""),
    )
    delivery.notice_given(path, place, session, 0, shares, bid)


def unpaid(path: Path, place: int) -> Fraction:
    """Default payments of a series that are due and unpaid, will be due, or have accrued; no interest.

    Parameters
    ----------
    path
        Where the path stands.
    place
        The series.

    Returns
    -------
    Fraction
        Dollars.
    """
    state = state_of(path)
    owed = state.accounts.defaults.get(place, Fraction(0))
    owed += sum((item.by_series[place] for item in state.accounts.certificate if item.default), Fraction(0))
    if state.failure is not None:
        owed += accrued_by_series(path, state.failure)[place]
    return owed


def _room(path: Path, series: SeriesTerms, session: int) -> tuple[Quantity | None, str]:
    """What every limit still lets through, and the tightest of them, the first at a tie; None: no limit."""
    rooms = (
        ("cap", cap_room(path, series, session)),
        ("ownership", ownership_room_of(path, path.investor_common)),
        ("authorized", authorized_room(path, "series", series.place)),
    )
    room: Quantity | None = None
    limit = ""
    for name, shares in rooms:
        if shares is not None and (room is None or max(shares, 0) < room):
            room, limit = max(shares, 0), name
    if room is not None and not path.contract.fractional:
        room = room.__floor__()
    return room, limit


def _extinguish(path: Path, place: int, part: Fraction) -> None:
    """A part of what is unpaid, from each piece alike, is owed no more."""
    state = state_of(path)
    accounts, failure = state.accounts, state.failure
    if failure is not None:
        accrued = accrued_by_series(path, failure)[place]
        failure.converted[place] = failure.converted.get(place, Fraction(0)) + part * accrued
    taken = part * accounts.defaults.get(place, Fraction(0))
    if taken:
        accounts.defaults[place] -= taken
        accounts.principal -= taken
    for item in accounts.certificate:
        if item.default:
            taken = part * item.by_series[place]
            item.by_series[place] -= taken
            item.amount -= taken
