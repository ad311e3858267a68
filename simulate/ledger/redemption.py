"""Redemption by the holder: when it elects, what it gets, and how many are taken (``CoD VIII.B`` to ``VIII.F``)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.default_payments import penalty
from simulate.ledger.obligations import owe_certificate
from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import FULL_EVENTS, alive, give_right, late_approval
from simulate.ledger.registration import available
from simulate.ledger.remedy_state import state_of, terms_of
from simulate.ledger.remedy_terms import RedemptionTerms, in_force
from simulate.ledger.reserve import as_converted, reserve_basis, warrant_shares


def event_happens(path: Path, session: int, event: str) -> None:
    """A Redemption Event that no state of the path decides: dated, drawn, or of a delisting (``CoD VIII.A``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session; the right can be elected from the next one on.
    event
        ``i`` to ``vi`` or ``x``.
    """
    give_right(path, session, event, f"Redemption Event ({event})")


def notice(path: Path, session: int, bid: int) -> None:
    """Elect redemption under the rights that are alive, series by series (``CoD VIII.B``).

    Parameters
    ----------
    path
        Where the path stands, before the session's conversions.
    session, bid
        The session and its closing bid (M), in quanta.
    """
    late_approval(path, session)
    remedies = terms_of(path)
    terms, rights = remedies.redemption, alive(path, session)
    if terms is None or remedies.redeems == "never" or not rights:
        return
    for place in terms.places:
        if path.preferred_left[place]:
            _elect(path, terms, path.contract.series[place], session, bid, rights)


def _elect(
    path: Path,
    terms: RedemptionTerms,
    series: SeriesTerms,
    session: int,
    bid: int,
    rights: list[tuple[str, int | None]],
) -> None:
    """Elect redemption of one series, if it pays."""
    place, state = series.place, state_of(path)
    first_leg = terms.face_multiple * series.stated_value
    converted = converted_worth(path, series, session, bid)
    if terms_of(path).redeems == "when_it_pays_more" and converted is not None and first_leg <= converted:
        return
    amount = first_leg if converted is None else max(first_leg, converted)
    wanted = number_of(path, place, session, rights)
    # What capital impairment held back is paid at the greater of the amount when it first did and the amount now.
    each = max(amount, state.original_cut[place])
    preferred = wanted
    if terms.lawful:
        lawful = max(Fraction(0), in_force(terms.lawful, session) - state.lawful_taken)
        preferred = min(wanted, lawful // each) if each else wanted
    if preferred < wanted:
        state.original_cut[place] = state.original_cut[place] or amount
        path.fire("impairment")
        if state.begins(f"impairment {series.name}", session):
            note = f"capital impairment: of {float(wanted):,.0f} preferred only {preferred:,} may lawfully be redeemed"
            held_back = wanted - preferred
            path.write(session, "impairment", series.name, preferred=held_back, clause="CoD VIII.F", note=note)
    elif wanted:
        state.original_cut[place] = Fraction(0)
    if preferred <= 0:
        return
    path.preferred_left[place] -= preferred
    path.redeemed[place] += preferred
    total = preferred * each
    state.lawful_taken += total
    path.fire("redemption")
    note = f"Redemption Notice under event {', '.join(f'({event})' for event, _ in rights)}, ${float(each):,.6f} each"
    path.write(session, "redemption", series.name, preferred=preferred, amount=total, clause="CoD VIII.B", note=note)
    by_series = [total if other.place == place else Fraction(0) for other in path.contract.series]
    owe_certificate(path, session + terms.pay_after_sessions, total, by_series, f"redemption of series {series.name}")


def converted_worth(path: Path, series: SeriesTerms, session: int, bid: int) -> Fraction | None:
    """Second leg of the Redemption Amount: ``(face + Premium + Penalty) / CP x M`` (``CoD VIII.C``).

    Parameters
    ----------
    path
        Where the path stands.
    series
        The series.
    session, bid
        The session and its closing bid, in quanta.

    Returns
    -------
    Fraction or None
        Dollars for one preferred share; None: no conversion price that session.
    """
    price = conversion_price(path, series, session)
    if price is None:
        return None
    claim = Fraction(path.grid.claims[series.place][session], path.grid.per_dollar)
    return (claim + penalty(path)) * bid / price


def number_of(path: Path, place: int, session: int, rights: list[tuple[str, int | None]]) -> Quantity:
    """How many preferred the rights let the holder redeem: all, or the fewest that restore a test (``CoD VIII.B``).

    Parameters
    ----------
    path
        Where the path stands.
    place
        The series.
    session
        The session.
    rights
        Those alive.

    Returns
    -------
    int or Fraction
        Preferred shares.
    """
    left = path.preferred_left[place]
    if any(event in FULL_EVENTS for event, _ in rights):
        return left
    terms, most = terms_of(path), Fraction(0)
    tests: list[tuple[Quantity, Fraction, int]] = []
    """What must exceed which multiple of the series as converted and of so many Warrant Shares."""
    for event, statement in rights:
        if event == "vii" and terms.reserve is not None and terms.reserve.place == place:
            tests.append((reserve_basis(path), terms.reserve.required_multiple, 0))
        if event == "viii" and terms.cap_test is not None and terms.cap_test.place == place:
            assert path.cap_amount is not None
            own = warrant_shares(path, session, investors_only=True)
            used = path.cap_used if terms.cap_test.looks_at_what_remains else 0
            tests.append((path.cap_amount - used, terms.cap_test.required_multiple, own))
        if event == "ix" and terms.cover is not None and statement == place:
            own = warrant_shares(path, session, investors_only=True)
            tests.append((available(path, place), terms.cover.restored_multiple, own))
    for basis, multiple, warrants in tests:

        def exceeds(
            fewer: Quantity, basis: Quantity = basis, multiple: Fraction = multiple, warrants: int = warrants
        ) -> bool:
            """Whether the test passes with so many fewer preferred."""
            shares = as_converted(path, place, session, fewer=fewer) or 0
            return basis > multiple * (shares + warrants)

        most = max(most, Fraction(fewest(left, exceeds)))
    return int(most) if most.denominator == 1 else most


def fewest(left: Quantity, suffices: Callable[[Quantity], bool]) -> Quantity:
    """The smallest whole number of preferred, up to what is left, that suffices; all that is left if none does.

    Parameters
    ----------
    left
        Preferred left.
    suffices
        Whether a number does; a greater number does wherever a smaller one does.

    Returns
    -------
    int or Fraction
    """
    low, high = 0, left.__floor__()
    if not suffices(high):
        return left
    while low < high:
        middle = (low + high) // 2
        if suffices(middle):
            high = middle
        else:
            low = middle + 1
    return low
