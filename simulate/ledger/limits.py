"""The limits on a notice, each on its own (``CoD IV.G``, ``CoD V``); what exceeds one stays unconverted."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path


def cap_applies(path: Path, session: int) -> bool:
    """Whether the Cap Amount is in force: no approval acts, and the common is listed (``CoD IV.G(i)``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.

    Returns
    -------
    bool
    """
    if path.contract.whole:
        from simulate.ledger import reserve  # it reads prices in its turn

        return reserve.cap_applies(path, session)
    return session < path.approved_from


def cap_room(path: Path, series: SeriesTerms, session: int) -> Quantity | None:
    """What is left of the Cap Amount, first come first served, until Stockholder Approval (``CoD IV.G(i)``).

    Parameters
    ----------
    path
        Where the path stands.
    series
        The series that converts.
    session
        The session.

    Returns
    -------
    int, Fraction or None
        Shares; None: no cap, not for this series, or lifted.
    """
    if path.contract.cap_amount is None or not series.counts_against_cap:
        return None
    return cap_left(path, session)


def cap_left(path: Path, session: int) -> Quantity | None:
    """What is left of the Cap Amount for whatever counts against it, on today's footing.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.

    Returns
    -------
    int, Fraction or None
        Shares; None: there is no cap, or it does not apply.
    """
    if path.cap_amount is None or not cap_applies(path, session):
        return None
    return path.cap_amount - path.cap_used


def ownership_room(outstanding: Quantity, held: Quantity, fraction: tuple[int, int], *, whole: bool) -> Quantity:
    """The most new shares x with ``held + x <= p (outstanding + x)`` (``CoD IV.G(ii)``; ``RRA 2.3``).

    Parameters
    ----------
    outstanding, held
        Common shares outstanding, and those of them that the holder holds.
    fraction
        p as numerator and denominator: 49 and 1000 for 4.9%.
    whole
        Whether the room is floored to whole shares.

    Returns
    -------
    int or Fraction
        ``(p x outstanding - held) / (1 - p)``, at least 0.
    """
    numerator, denominator = fraction
    above, below = numerator * outstanding - denominator * held, denominator - numerator
    if above <= 0:
        return 0
    return above // below if whole else Fraction(above) / below


def authorized_room(outstanding: Quantity, authorized: int) -> Quantity:
    """Shares authorized and not yet outstanding (``CoD V``), at least 0.

    Parameters
    ----------
    outstanding, authorized
        Common shares outstanding and authorized.

    Returns
    -------
    int or Fraction
    """
    return max(authorized - outstanding, 0)


def within_limits(
    path: Path, series: SeriesTerms, session: int, *, wanted: Quantity, claim: int, price: int, cap_price: int
) -> tuple[Quantity, str]:
    """The largest notice up to what is wanted that every limit lets through, and the limit that cut it.

    Parameters
    ----------
    path
        Where the path stands, read afresh.
    series, session
        What converts, and when.
    wanted
        Preferred that the holder, or the required conversion, would convert.
    claim, price
        Claim of one preferred share and conversion price, in quanta.
    cap_price
        The price at which the notice uses the Cap Amount.

    Returns
    -------
    preferred : int or Fraction
        What may be converted.
    limit : str
        ``cap``, ``ownership`` or ``authorized``, the tightest, the first of them at a tie; empty: none cut
        it.
    """
    contract, rounding = path.contract, path.contract.rounding
    allowed, bound = wanted, ""
    room = None if contract.cap_excess_lost else cap_room(path, series, session)
    if room is not None:
        most = rounding.most_within(room, claim, cap_price)
        if most < allowed:
            allowed, bound = most, "cap"
    if contract.ownership is not None:
        held = sum(path.common_held)
        room = ownership_room(path.outstanding, held, contract.ownership, whole=not contract.fractional)
        most = rounding.most_within(room, claim, price)
        if most < allowed:
            allowed, bound = most, "ownership"
    if contract.authorized_shares is not None:
        room = authorized_room(path.outstanding, contract.authorized_shares)
        most = rounding.most_within(room, claim, price)
        if most < allowed:
            allowed, bound = most, "authorized"
    return allowed, bound
