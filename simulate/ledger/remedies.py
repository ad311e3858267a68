"""Step 7 of a session: what fails is read, what accrues is counted, what is owed is paid (contract 6 to 8)."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.cap_test import cap_test
from simulate.ledger.default_payments import become_due
from simulate.ledger.delivery import deliver_at_the_end, delivery
from simulate.ledger.general_price import to_the_grain
from simulate.ledger.listing_rule import listing_rule
from simulate.ledger.obligations import pay_what_is_owed, settle_with
from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import late_approval
from simulate.ledger.registration import cover_test
from simulate.ledger.registration_payments import registration_payments, settle_registration
from simulate.ledger.remedy_state import state_of
from simulate.ledger.reserve import reserve_test


def run_tests(path: Path, session: int, bid: int) -> None:
    """Run every test of a session in order; what is due is paid last.

    Parameters
    ----------
    path
        Where the path stands, after required conversion.
    session, bid
        The session and its closing bid, in quanta.
    """
    state, dates = state_of(path), path.contract.session_dates
    late_approval(path, session)
    delivery(path, session)
    registration_payments(path, session, bid)
    reserve_test(path, session)
    cap_test(path, session)
    cover_test(path, session)
    listing_rule(path, session, bid)
    pay_what_is_owed(path, session)
    state.read_to = dates[session].toordinal()
    state.settled = session == len(dates) - 1


def restate(path: Path, new: int, old: int) -> None:
    """A split changes the footing of every number of shares that is kept here (``CoD XI.A``, ``W 4(c)``).

    Parameters
    ----------
    path
        Where the path stands.
    new, old
        New shares for so many old ones.
    """
    state = state_of(path)
    state.reserved = state.reserved * new // old
    state.reserve_used = state.reserve_used * new // old
    restate_failure(path, new, old)


def restate_failure(path: Path, new: int, old: int) -> None:
    """What a stock dividend that adjusts prices alone changes too: statements, an open failure (``CoD XI.A``).

    Parameters
    ----------
    path
        Where the path stands.
    new, old
        New shares for so many old ones.
    """
    state = state_of(path)
    # What a statement covers grows with the shares (Rule 416).
    state.registered = {statement: shares * new // old for statement, shares in state.registered.items()}
    state.bought_in = [shares * new // old for shares in state.bought_in]
    failure = state.failure
    if failure is not None:
        failure.issued = [shares * new // old for shares in failure.issued]
        failure.sold = [shares * new // old for shares in failure.sold]
        for exercise in failure.exercises:
            exercise.issued = exercise.issued * new // old
            exercise.sold = exercise.sold * new // old
        failure.lowest_price = [
            None if price is None else to_the_grain(path, Fraction(price * old, new)) for price in failure.lowest_price
        ]


def acquired(path: Path, session: int) -> None:
    """A merger is completed: the acquirer pays in full what is owed, due or not (``CoD XI.C``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session of the completion.
    """
    _make_due(path, session)
    settle_with(path, session, Fraction(1), "CoD XI.C", "the acquirer pays what is owed")
    state_of(path).settled = True


def liquidated(path: Path, session: int, recovery: Fraction) -> None:
    """The company is wound up: of what is owed, due or not, a part is recovered (``CoD X``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session of the liquidation.
    recovery
        What is paid of each dollar.
    """
    _make_due(path, session)
    settle_with(path, session, Fraction(recovery), "CoD X", "what the liquidation brings of what is owed")
    state_of(path).settled = True


def at_last_session(path: Path, session: int) -> None:
    """After the last session what is undelivered counts as held, and everything not yet due has fallen due.

    Parameters
    ----------
    path
        A path that ran to its end, or was finished before.
    session
        The last session.
    """
    state = state_of(path)
    if not state.settled and pending(path, session):
        # The last session had no bid on record, so that its tests were not run.
        _make_due(path, session)
        pay_what_is_owed(path, session)
    state.settled = True
    deliver_at_the_end(path, session)


def _make_due(path: Path, session: int) -> None:
    """What has accrued to the session before falls due."""
    failure = state_of(path).failure
    if failure is not None:
        become_due(path, session, failure)
    settle_registration(path, session)


def pending(path: Path, session: int) -> bool:
    """Whether anything is owed, undelivered or accruing, so that the path is not finished.

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
    state = state_of(path)
    return bool(
        state.accounts.owed
        or state.accounts.certificate
        or state.failure is not None
        or any(path.undelivered)
        or state.registration_accrued
        or state.registration_due
    )
