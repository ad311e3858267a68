"""What a registration statement lets be sold: when, and how much of it (``RRA 2.1``, ``3.2``, ``3.6``)."""

from __future__ import annotations

from simulate.ledger import registration
from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path


def may_be_sold(path: Path, registered: int, statement: int | None, session: int) -> bool:
    """Whether common may be sold on a public market: registered, and its statement usable (``RRA 2.1``, ``3.6``).

    Parameters
    ----------
    path
        Where the path stands.
    registered
        First session on which its registration is effective.
    statement
        The series whose statement covers it; None: a statement of its own.
    session
        The session.

    Returns
    -------
    bool
    """
    return session >= registered and not registration.suspended(path, statement, session)


def within_statement(path: Path, statement: int | None, session: int, shares: Quantity) -> Quantity:
    """How many of the shares to be sold a statement that binds still covers; what it cuts, registration bound.

    Parameters
    ----------
    path
        Where the path stands.
    statement
        The series whose statement covers them; None: a statement of its own.
    session
        The session.
    shares
        What would be sold.

    Returns
    -------
    int or Fraction
    """
    room = registration.sale_room(path, statement)
    if room is None or shares <= room:
        return shares
    path.binds("registration", session)
    return max(room, 0)
