"""Exercise of warrants: for cash or cashless, within the limits; what becomes of a fraction (``W 1``, ``12(c)``)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from simulate.ledger import rule_144
from simulate.ledger.conversion import Quantity
from simulate.ledger.general_limits import exercise_rooms
from simulate.ledger.limits import cap_left
from simulate.ledger.market_price import market_price
from simulate.ledger.path import Path
from simulate.ledger.public_sales import sell_one_warrant
from simulate.ledger.statements import may_be_sold
from simulate.ledger.warrant_terms import ExercisePolicy, WarrantState


@dataclass(frozen=True, slots=True)
class Exercise:
    """How an exercise turns Warrant Shares into common.

    Attributes
    ----------
    ratio
        Common for one Warrant Share: 1 for cash, (M - E)/M cashless.
    """

    ratio: Fraction

    def shares(self, number: int) -> int:
        """Common for so many Warrant Shares."""
        return (number * self.ratio).__floor__()

    def fewest_reaching(self, room: int) -> int:
        """The fewest Warrant Shares whose common reaches a positive room."""
        return -(-room // self.ratio).__floor__()

    def most_within(self, room: int) -> int:
        """The most Warrant Shares whose common stays within a room."""
        return -(-(room + 1) // self.ratio).__floor__() - 1


def exercise_warrants(
    path: Path, session: int, bid: int, room: Quantity | None, party: str
) -> tuple[int, bool, Quantity | None]:
    """Exercise a party's warrants in order, in what room is left for sales.

    Parameters
    ----------
    path
        Where the path stands, after the holder's conversions.
    session, bid
        The session and its closing bid, in quanta.
    room
        What may still be sold on the session; None: no limit.
    party
        ``investor`` or ``agent``.

    Returns
    -------
    sold : int
        Common sold at once.
    cut : bool
        Whether an exercise was cut to the room.
    room : int, Fraction or None
        What is left of it.
    """
    assert path.contract.general is not None
    policy = path.contract.general.exercise
    sold, cut = 0, False
    if policy.never:
        return sold, cut, room
    for warrant in path.warrants:
        if warrant.terms.party == party and warrant.terms.first <= session and warrant.unexpired(session):
            at_once, was_cut, room = _exercise(path, warrant, policy, session, bid, room)
            sold, cut = sold + at_once, cut or was_cut
    return sold, cut, room


def _exercise(
    path: Path, warrant: WarrantState, policy: ExercisePolicy, session: int, bid: int, room: Quantity | None
) -> tuple[int, bool, Quantity | None]:
    """One warrant on one session; as :func:`exercise_warrants`."""
    nothing = 0, False, room
    last = session == warrant.terms.last
    market = market_price(path, session)
    if not _decides(path, warrant, policy, session, bid, last=last):
        return nothing
    if policy.cashless and (market is None or market <= warrant.price):
        return nothing
    ratio = Fraction(1)
    if policy.cashless:
        assert market is not None
        ratio = (market - warrant.price) / market
    terms = Exercise(ratio)
    available = wanted = warrant.whole_left
    allowed = _what_may_go(path, warrant, session)
    if not last and room is not None and room <= 0:
        return nothing
    if not last and (room is not None or allowed is not None):
        # A room is filled by whole shares only.
        goal = min(each.__floor__() for each in (room, allowed) if each is not None)
        wanted = min(available, terms.fewest_reaching(goal) if policy.cashless else goal)
        if wanted < available and allowed is not None and (room is None or allowed < room):
            rule_144.kept_back(path, warrant.terms.party, session)
    number, limit = wanted, ""
    for name, limit_room in exercise_rooms(path, warrant, session, cashless=policy.cashless):
        most = terms.most_within(limit_room)
        if most < number:
            number, limit = most, name
    if limit:
        path.binds(limit, session)
    shares, in_cash = terms.shares(number), Fraction(0)
    if shares > 0:
        in_cash = _issue(
            path, warrant, policy, session, bid, number=number, shares=shares, limit=limit, last=last, terms=terms
        )
    if (shares > 0 and number == available) or (last and available == 0):
        in_cash += _settle_fraction(path, warrant, policy, session)
    if in_cash > 0:
        path.fire("fraction_paid")
    if shares <= 0:
        return nothing
    at_once: Quantity = shares if room is None else max(min(shares, room), 0)
    if allowed is not None and allowed < at_once:
        if allowed:
            rule_144.kept_back(path, warrant.terms.party, session)
        at_once = allowed
    sold = _sell_at_once(path, warrant, session, bid, at_once.__floor__())
    if room is not None:
        room -= sold if last else at_once
    return sold, not last and wanted < available, room


def _decides(path: Path, warrant: WarrantState, policy: ExercisePolicy, session: int, bid: int, *, last: bool) -> bool:
    """Whether the holder exercises on a session; what stops it before the last one binds."""
    decision = path.bid(session - 1) if path.contract.decides_on_previous_close else bid
    if decision is None:
        if path.journal is not None:
            path.journal.no_decision_bid(session)
        return False
    decided = Fraction(decision, path.grid.per_dollar)
    if decided <= warrant.price:
        return False
    if last:
        return True
    if policy.at_expiry:
        return False
    if _what_may_go(path, warrant, session) == 0:
        path.binds("registration", session)
        return False
    if decided <= policy.hurdle * warrant.price:
        path.binds("price", session)
        return False
    return True


def _what_may_go(path: Path, warrant: WarrantState, session: int) -> int | None:
    """How much common of an exercise may be sold on its session: all (None) if registered, else by Rule 144."""
    if may_be_sold(path, warrant.terms.registered, warrant.terms.statement, session):
        return None
    return rule_144.new_may_go(path, warrant.terms.name, warrant.terms.party, session)


def _issue(
    path: Path,
    warrant: WarrantState,
    policy: ExercisePolicy,
    session: int,
    bid: int,
    *,
    number: int,
    shares: int,
    limit: str,
    last: bool,
    terms: Exercise,
) -> Fraction:
    """Issue the common of an exercise, and pay what goes with it; what was paid for a fraction of a share."""
    from simulate.ledger import exercise_delivery, reserve  # they read the path in their turn

    strike = number * warrant.price
    warrant.amount -= strike
    warrant.held += shares
    warrant.issued += shares
    if path.rule_144 is not None and not path.rule_144.terms.tacks:
        rule_144.begins_to_be_held(path, warrant.terms.name, session, shares)
    if warrant.terms.counts_against_cap and cap_left(path, session) is not None:
        path.cap_used += shares
    path.outstanding += shares
    path.issued_value += shares * bid
    exercise_delivery.exercise_given(path, warrant, session, shares)
    reserve.use(path, "warrant", warrant.terms.place, shares)
    path.fire("exercise_cashless" if policy.cashless else "exercise_cash")
    if last:
        path.fire("exercise_at_expiry")
    if not policy.cashless:
        warrant.strikes.append((session, strike))
    path.write(
        session, "exercise", warrant.terms.name, shares=shares, price=warrant.price,
        amount=None if policy.cashless else -strike, limit=limit,
        clause="W 12(c)" if policy.cashless else "W 1(a)",
        note=f"{number:,} Warrant Shares {'surrendered, cashless' if policy.cashless else 'for cash'}"
        f"{', on the last session of the exercise period' if last else ''}; {warrant.whole_left:,} are left",
    )  # fmt: skip
    in_cash = Fraction(0)
    if policy.cashless:
        at = _fraction_price(path, warrant, policy, session)
        in_cash = (number * terms.ratio - shares) * at
        _pay_fraction(path, warrant, session, in_cash, "the fraction of a share that a cashless exercise leaves")
    if warrant.accrued:
        distributed = warrant.accrued * number
        warrant.paid.append((session, distributed))
        path.write(
            session, "distribution", warrant.terms.name, amount=distributed, clause="W 4(f)",
            note=f"${float(warrant.accrued):,.6f} accrued on each Warrant Share, paid on exercise",
        )  # fmt: skip
    return in_cash


def _settle_fraction(path: Path, warrant: WarrantState, policy: ExercisePolicy, session: int) -> Fraction:
    """Settle in cash the fraction of a Warrant Share that no exercise can take (``W 4(i)``); what was paid for it."""
    fraction, strike = warrant.real_left, warrant.amount
    if not fraction:
        return Fraction(0)
    market = market_price(path, session)
    if policy.cashless:
        assert market is not None
        paid = fraction * (market - warrant.price)
    else:
        warrant.strikes.append((session, strike))
        path.write(
            session, "exercise", warrant.terms.name, price=warrant.price, amount=-strike, clause="W 4(i)",
            note=f"the Exercise Price of the last {float(fraction):.6f} of a Warrant Share",
        )  # fmt: skip
        paid = fraction * _fraction_price(path, warrant, policy, session)
    warrant.amount = Fraction(0)
    _pay_fraction(path, warrant, session, paid, f"the last {float(fraction):.6f} of a Warrant Share, in cash")
    return paid


def _fraction_price(path: Path, warrant: WarrantState, policy: ExercisePolicy, session: int) -> Fraction:
    """What a whole share is worth where a fraction of one is paid in cash."""
    market = market_price(path, session) if policy.fraction_at_market else None
    return warrant.price if market is None else market


def _pay_fraction(path: Path, warrant: WarrantState, session: int, dollars: Fraction, note: str) -> None:
    if dollars > 0:
        warrant.paid.append((session, dollars))
        path.write(session, "fraction", warrant.terms.name, amount=dollars, clause="W 4(i)", note=note)


def _sell_at_once(path: Path, warrant: WarrantState, session: int, bid: int, shares: int) -> int:
    """Sell on the day of exercise what was just issued, if it may be sold then."""
    from simulate.ledger import exercise_delivery  # it reads the path in its turn

    if shares <= 0 or not path.contract.same_day_sale:
        return 0
    sold = sell_one_warrant(path, warrant, session, bid, shares)
    if sold > 0:
        exercise_delivery.sold_at_once(path, warrant, session, bid, sold)
    return sold


def expire(path: Path, session: int) -> None:
    """After its last session a warrant is worth nothing (``W 2``).

    Parameters
    ----------
    path
        Where the path stands when the session opens.
    session
        The session.
    """
    for warrant in path.warrants:
        if warrant.amount > 0 and session > warrant.terms.last:
            warrant.expired += warrant.whole_left
            path.write(
                session, "expiry", warrant.terms.name, clause="W 2",
                note=f"{warrant.whole_left:,} Warrant Shares expired unexercised",
            )  # fmt: skip
            warrant.amount = Fraction(0)
