"""The limits in general: reserved shares, the other ownership basis, and volume (METHODS 14, 16.1)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.limits import cap_left, cap_room, ownership_room
from simulate.ledger.path import Path
from simulate.ledger.sales import rule_limit
from simulate.ledger.warrant_terms import WarrantState


def authorized_room_for(path: Path, kind: str, place: int) -> Quantity | None:
    """Shares authorized and neither outstanding nor reserved for something else (``CoD V``, METHODS 16.1).

    Parameters
    ----------
    path
        Where the path stands.
    kind
        ``series`` or ``warrant``.
    place
        Which of them.

    Returns
    -------
    int, Fraction or None
        None: no limit.
    """
    from simulate.ledger import reserve  # it reads the limits in its turn

    return reserve.authorized_room(path, kind, place)


def ownership_room_of(path: Path, held: Quantity) -> Quantity | None:
    """The most new common that the ownership limit leaves a party (``CoD IV.G(ii)``, ``W 8(f)``).

    Parameters
    ----------
    path
        Where the path stands.
    held
        What the party holds.

    Returns
    -------
    int, Fraction or None
        None: no such limit.
    """
    fraction, general = path.contract.ownership, path.contract.general
    if fraction is None:
        return None
    if general is None or not general.ownership_before:
        return ownership_room(path.outstanding, held, fraction, whole=not path.contract.fractional)
    room = Fraction(fraction[0], fraction[1]) * path.outstanding - held
    return max(room if path.contract.fractional else room.__floor__(), 0)


def conversion_volume_room(path: Path, session: int) -> Quantity | None:
    """What the limit on a session's conversions leaves (METHODS 14).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.

    Returns
    -------
    int, Fraction or None
        None: no such limit.
    """
    rule = path.conversion_volume
    return None if rule is None else max(rule_limit(path, rule, session) - path.converted_today, 0)


def notice_rooms(
    path: Path, series: SeriesTerms, session: int, *, price: int, cap_price: int, by_holder: bool
) -> Iterator[tuple[str, Quantity, int]]:
    """The rooms of a notice in the order of ties, each with the price at which the notice uses it.

    Parameters
    ----------
    path
        Where the path stands, read afresh.
    series, session
        What converts, and when.
    price, cap_price
        The conversion price, and that at which the Cap Amount is used, in quanta.
    by_holder
        Whether the holder gives the notice of its own will: only then volume limits it.

    Yields
    ------
    tuple
        Name of the limit, shares, quanta.
    """
    contract = path.contract
    room = None if contract.cap_excess_lost else cap_room(path, series, session)
    if room is not None:
        yield "cap", max(room, 0), cap_price
    room = ownership_room_of(path, path.investor_common)
    if room is not None:
        yield "ownership", room, price
    room = authorized_room_for(path, "series", series.place)
    if room is not None:
        yield "authorized", room, price
    room = conversion_volume_room(path, session) if by_holder else None
    if room is not None:
        yield "conversion_volume", room, price


def exercise_rooms(path: Path, warrant: WarrantState, session: int, *, cashless: bool) -> Iterator[tuple[str, int]]:
    """The rooms of an exercise in the order of ties, in whole shares (METHODS 11).

    Parameters
    ----------
    path
        Where the path stands.
    warrant, session
        What is exercised, and when.
    cashless
        Whether it is paid with Warrant Shares, which may leave cap and ownership aside.

    Yields
    ------
    tuple
        Name of the limit, shares.
    """
    contract, terms = path.contract, warrant.terms
    assert contract.general is not None
    if not cashless or contract.general.exercise.cashless_obeys_limits:
        room = cap_left(path, session) if terms.counts_against_cap else None
        if room is not None:
            yield "cap", max(room, 0).__floor__()
        room = ownership_room_of(path, common_of_party(path, terms.party))
        if room is not None:
            yield "ownership", room.__floor__()
    room = authorized_room_for(path, "warrant", terms.place)
    if room is not None:
        yield "authorized", room.__floor__()


def common_of_party(path: Path, party: str) -> Quantity:
    """Common that the investor, or the agent, holds from the deal.

    Parameters
    ----------
    path
        Where the path stands.
    party
        ``investor`` or ``agent``.

    Returns
    -------
    int or Fraction
    """
    if party == "investor":
        return path.investor_common
    return sum(warrant.held for warrant in path.warrants if warrant.terms.party == party)


def within_general_limits(
    path: Path,
    series: SeriesTerms,
    session: int,
    *,
    wanted: Quantity,
    price: int,
    cap_price: int,
    by_holder: bool,
) -> tuple[Quantity, str]:
    """The largest notice up to what is wanted that every limit lets through, and the limit that cut it.

    Parameters
    ----------
    path
        Where the path stands.
    series, session
        What converts, and when.
    wanted
        Preferred that would be converted.
    price, cap_price, by_holder
        As in :func:`notice_rooms`.

    Returns
    -------
    preferred : int or Fraction
        What may be converted.
    limit : str
        The tightest limit, the first of them at a tie; empty: none cut it.
    """
    allowed, bound = wanted, ""
    claim = path.grid.claims[series.place][session]
    for name, room, at in notice_rooms(path, series, session, price=price, cap_price=cap_price, by_holder=by_holder):
        most = path.contract.rounding.most_within(room, claim, at)
        if most < allowed:
            allowed, bound = most, name
    return allowed, bound
