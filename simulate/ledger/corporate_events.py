"""The corporate events of a session, in the order of the deal (METHODS 12)."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.anti_dilution import convertible_issue, issuance, readjustment
from simulate.ledger.distributions import distribute
from simulate.ledger.event_terms import EventTerms
from simulate.ledger.issue_covenant import read_issue
from simulate.ledger.later_terms import special_adjustment, take_later_terms
from simulate.ledger.merger import announce, complete, give_notice, notice_session
from simulate.ledger.path import Path
from simulate.ledger.splits import split
from simulate.scenario import (
    AuthorizedIncrease,
    ConvertibleIssue,
    Delisting,
    Distribution,
    Issuance,
    Liquidation,
    Merger,
    Readjustment,
    RedemptionEvent,
    SpecialAdjustment,
    Split,
    StockDividend,
    Suspension,
)


def run_events(path: Path, session: int) -> None:
    """Step 1 of a session: what happens to the company, until the path ends.

    Parameters
    ----------
    path
        Where the path stands when the session opens.
    session
        The session.
    """
    general = path.contract.general
    assert general is not None
    for terms in general.events:
        if path.ended is not None:
            return
        acts_on = path.event_sessions[terms.place]
        if acts_on == session and (terms.ends is None or session < terms.ends):
            _act(path, session, terms)
        if terms.completed == session and isinstance(terms.event, Merger):
            complete(path, session, terms, terms.event)
        if isinstance(terms.event, Delisting) and acts_on is not None:
            from simulate.ledger import redemption  # it reads prices in its turn

            # Event (i) is born on the session that makes so many without a listing (CoD VIII.A(i)).
            if session - acts_on + 1 == terms.event.event_sessions:
                redemption.event_happens(path, session, "i")


def announce_mergers(path: Path, session: int) -> None:
    """Step 2 of a session: the prices are known; an announcement freezes them, and a notice of a merger is given.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    general = path.contract.general
    assert general is not None
    for terms in general.events:
        if isinstance(terms.event, Merger) and terms.session == session:
            announce(path, session, terms, terms.event)
        if isinstance(terms.event, Merger) and notice_session(path, terms) == session:
            give_notice(path)


def _act(path: Path, session: int, terms: EventTerms) -> None:
    """One event on its session; failures to deliver open at the end of step 1, announcements freeze at step 2."""
    match terms.event:
        case Issuance() as event:
            read_issue(path, session, event)
            issuance(path, session, terms, event)
        case ConvertibleIssue() as event:
            read_issue(path, session, event)
            convertible_issue(path, session, terms, event)
            take_later_terms(path, session, event)
        case Readjustment() as event:
            readjustment(path, session, event)
        case Split() | StockDividend() as event:
            split(path, session, event)
        case Distribution() as event:
            distribute(path, session, event)
        case Liquidation() as event:
            _liquidate(path, session, event)
        case SpecialAdjustment() as event:
            special_adjustment(path, session, event)
        case AuthorizedIncrease() as event:
            _authorize(path, session, event)
        case Delisting():
            _delist(path, session)
        case Suspension() as event:
            path.fire("suspension")
            path.write(
                session, "suspension", clause="RRA 3.6, 4.5",
                note=f"no sales under the statements of {', '.join(event.statements)} to {event.until.isoformat()}",
            )  # fmt: skip
        case RedemptionEvent() as event:
            from simulate.ledger import redemption  # it reads prices in its turn

            redemption.event_happens(path, session, event.event)
        case _:
            pass


def _liquidate(path: Path, session: int, event: Liquidation) -> None:
    """The preferred gets its part of claim, what is owed the same part, the common nothing (``CoD X``)."""
    from simulate.ledger import remedies  # it reads prices in its turn

    path.fire("liquidation")
    recovery = Fraction(event.recovery)
    path.write(
        session, "liquidation", clause="CoD X",
        note=f"the preferred gets {float(recovery):g} of its Liquidation Preference, common and warrants nothing",
    )  # fmt: skip
    for series in path.contract.series:
        place, left = series.place, path.preferred_left[series.place]
        if left:
            claim = Fraction(path.grid.claims[place][session], path.grid.per_dollar)
            path.preferred_left[place] = 0
            path.redeemed[place] += left
            path.pay(
                session, place, left * claim * recovery, "liquidation", "CoD X",
                f"{float(left):,.0f} preferred of ${float(claim):,.6f} each",
            )  # fmt: skip
        path.given_up[place] += path.common_held[place] + path.undelivered[place]
        path.common_held[place] = path.undelivered[place] = 0
    for warrant in path.warrants:
        warrant.given_up += warrant.held
        warrant.held = 0
        warrant.amount = Fraction(0)
    remedies.liquidated(path, session, recovery)
    path.ended = session


def _authorize(path: Path, session: int, event: AuthorizedIncrease) -> None:
    """Stockholders authorize more common (``CoD V``)."""
    path.fire("authorized_increase")
    if path.authorized is not None:
        path.authorized += event.shares
    now = "no limit on authorized common" if path.authorized is None else f"{path.authorized:,} are authorized now"
    path.write(session, "authorized", "common", shares=event.shares, clause="CoD V", note=now)


def _delist(path: Path, session: int) -> None:
    """The common leaves its market: the Cap Amount does not apply any more (``CoD IV.G(i)``)."""
    path.fire("delisting")
    if path.delisted_from is None:
        path.delisted_from = session
    path.write(
        session, "delisting", "common", clause="CoD IV.G(i), VIII.A(i)",
        note="the common is delisted: the Cap Amount falls away; sales go on at the bid [announced]",
    )  # fmt: skip
