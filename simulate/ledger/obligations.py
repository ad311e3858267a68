"""What is owed: two pooled accounts, interest, and what the company can pay (``CoD VIII.D``, ``XIV.E``)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path
from simulate.ledger.remedy_state import Obligation, state_of, terms_of
from simulate.ledger.remedy_terms import in_force


def shared_out(amount: Fraction, weights: Sequence[Fraction | Quantity]) -> list[Fraction]:
    """An amount divided in proportion; nothing where all weights are 0.

    Parameters
    ----------
    amount
        Dollars.
    weights
        One for each series.

    Returns
    -------
    list of Fraction
        Dollars.
    """
    total = sum(weights)
    return [amount * weight / total if total else Fraction(0) for weight in weights]


def _credit(path: Path, by_series: Sequence[Fraction]) -> None:
    due = state_of(path).due_by_series
    for place, amount in enumerate(by_series):
        due[place] += amount


def owe_certificate(
    path: Path, session: int, amount: Fraction, by_series: list[Fraction], reason: str, *, default: bool = False
) -> None:
    """Let an amount fall due on the certificate account, at the last session at the latest.

    Parameters
    ----------
    path
        Where the path stands.
    session
        Session on which it falls due, perhaps after the run.
    amount
        Dollars.
    by_series
        Its attribution, dollars.
    reason
        For the journal.
    default
        Whether it is Conversion Default Payments.
    """
    if amount > 0:
        due = min(session, len(path.contract.session_dates) - 1)
        state_of(path).accounts.certificate.append(Obligation(due, amount, by_series, reason, default))


def owe_on_warrant(path: Path, session: int, amount: Fraction, warrant: int, reason: str) -> None:
    """Let an amount fall due for a warrant, without interest, at the last session at the latest (``W 1(e)``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        Session on which it falls due, perhaps after the run.
    amount
        Dollars.
    warrant
        Its place.
    reason
        For the journal.
    """
    if amount > 0:
        due = min(session, len(path.contract.session_dates) - 1)
        state_of(path).accounts.certificate.append(Obligation(due, amount, [], reason, warrant=warrant))


def owe_registration(path: Path, session: int, amount: Fraction, place: int) -> None:
    """A registration payment in cash falls due now, without interest (``RRA 2.3``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    amount
        Dollars.
    place
        The paying series.
    """
    state_of(path).accounts.registration += amount
    state_of(path).due_by_series[place] += amount
    name = path.contract.series[place].name
    path.write(session, "due", name, amount=amount, clause="RRA 2.3", note="registration payment, in cash")


def fall_due(path: Path, session: int) -> None:
    """Interest to date, then what the certificate account makes due by now, with its own interest since.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    accounts, days = state_of(path).accounts, path.contract.days
    daily = terms_of(path).interest_a_day
    accounts.interest += accounts.principal * daily * (days[session] - days[accounts.interest_to])
    accounts.interest_to = session
    now = [item for item in accounts.certificate if item.session <= session]
    accounts.certificate = [item for item in accounts.certificate if item.session > session]
    for item in now:
        if item.warrant is not None:
            accounts.registration += item.amount
            state_of(path).due_by_warrant[item.warrant] += item.amount
            path.write(session, "due", amount=item.amount, clause="W 1(e)", note=item.reason)
            continue
        if not item.amount:
            # Converted at maturity.
            continue
        accounts.principal += item.amount
        if item.default:
            for place, amount in enumerate(item.by_series):
                accounts.defaults[place] = accounts.defaults.get(place, Fraction(0)) + amount
        accounts.interest += item.amount * daily * (days[session] - days[item.session])
        _credit(path, item.by_series)
        path.write(session, "due", amount=item.amount, clause="CoD XIV.E", note=item.reason)


def _paid(path: Path, session: int, most: Fraction | None) -> Fraction:
    """Pay interest, then certificate principal, then the registration account; None: all of it."""
    state, accounts = state_of(path), state_of(path).accounts
    left = accounts.owed if most is None else min(most, accounts.owed)
    total = left
    interest = min(left, accounts.interest)
    left -= interest
    principal = min(left, accounts.principal)
    registration = left - principal
    accounts.interest -= interest
    if principal:
        kept = 1 - principal / accounts.principal
        accounts.defaults = {place: amount * kept for place, amount in accounts.defaults.items()}
    accounts.principal -= principal
    accounts.registration -= registration
    state.interest_paid += interest
    if interest:
        path.fire("interest")
    if total:
        state.pooled_paid.append((session, total))
    return total


def pay_what_is_owed(path: Path, session: int) -> None:
    """Last act of a session: what is due is paid as far as the company can (``CoD VIII.D``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    fall_due(path, session)
    accounts, redemption = state_of(path).accounts, terms_of(path).redemption
    if not accounts.owed:
        return
    capacity = None
    if redemption is not None:
        capacity = max(Fraction(0), in_force(redemption.cash, session) + path.raised_usd - accounts.cash_paid)
    paid = _paid(path, session, capacity)
    accounts.cash_paid += paid
    if paid:
        note = "interest first, then the Certificate's amounts, then registration payments"
        path.write(session, "payment", amount=paid, clause="CoD VIII.D", note=note)
    if accounts.owed:
        path.fire("payment_short")
        if state_of(path).begins("payment short", session):
            note = "stays owed: the company cannot pay more for now"
            path.write(session, "payment short", amount=accounts.owed, clause="CoD VIII.D", note=note)


def settle_with(path: Path, session: int, recovery: Fraction, clause: str, note: str) -> None:
    """All that is owed, due or not, is settled at once at a fraction of it; nothing is owed any more.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    recovery
        What is paid of each dollar; what is not is lost.
    clause, note
        For the journal.
    """
    accounts = state_of(path).accounts
    for item in accounts.certificate:
        item.session = min(item.session, session)
    fall_due(path, session)
    owed = accounts.owed
    if not owed:
        return
    for name in ("interest", "principal", "registration"):
        setattr(accounts, name, getattr(accounts, name) * recovery)
    paid = _paid(path, session, None)
    path.write(session, "payment", amount=paid, clause=clause, note=note)
