"""What the company may not issue while the investor holds enough of the preferred (``SPA 4.5``; METHODS 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simulate.ledger.market_price import market_price
from simulate.ledger.path import Path
from simulate.ledger.redemption_rights import give_right
from simulate.ledger.remedy_state import state_of
from simulate.scenario import ConvertibleIssue, Issuance, IssueCovenant


@dataclass(frozen=True, slots=True)
class Sale:
    """An issue at a fixed price: what is paid in all, and for how many shares at most."""

    dated: date
    consideration: Fraction
    """Dollars."""
    shares: int


def sale_at_a_fixed_price(event: Issuance | ConvertibleIssue) -> Sale | None:
    """An issue as the restriction sees it.

    Parameters
    ----------
    event
        The issue.

    Returns
    -------
    Sale or None
        None: its price varies, or an exception covers it.
    """
    if event.permitted:
        return None
    if isinstance(event, Issuance):
        return Sale(event.date, Fraction(event.consideration_usd), event.shares)
    if event.variable_rate or event.discount_fraction is not None:
        return None
    paid = Fraction(event.consideration_usd) + Fraction(event.further_consideration_usd)
    return Sale(event.date, paid, event.maximum_shares)


def part_held(path: Path) -> Fraction:
    """The part of all preferred, by stated value, that the investor holds, as preferred or as common from it.

    Parameters
    ----------
    path
        Where the path stands.

    Returns
    -------
    Fraction
        Common counts as the preferred it was converted from, in the proportion in which it is still held.
    """
    general = path.contract.general
    assert general is not None
    held = sold = Fraction(0)
    for series, payments, position in zip(path.contract.series, general.payments, general.positions, strict=True):
        place, left = series.place, path.preferred_left[series.place]
        ever = start = path.drawn[place] if payments.is_drawn else series.preferred_shares
        if position is not None:
            start = position.preferred_left
        common = path.common_held[place] + path.undelivered[place]
        kept = Fraction(common) / (common + path.sold_shares[place]) if common else Fraction(0)
        held += series.stated_value * (left + (start - left - path.redeemed[place]) * kept)
        sold += series.stated_value * ever
    return held / sold if sold else Fraction(1)


def read_issue(path: Path, session: int, event: Issuance | ConvertibleIssue) -> None:
    """An issue at a fixed price under its part of the market breaks the covenant (``SPA 4.5(a)(B)``).

    Parameters
    ----------
    path
        Where the path stands, just before the issue.
    session
        When it acts.
    event
        The issue.
    """
    covenant, sale = path.contract.scenario.deal.issue_covenant, sale_at_a_fixed_price(event)
    if covenant is None or covenant.market_leg != "tested" or sale is None or sale.dated >= covenant.until:
        return
    market = market_price(path, session)
    if market is None or sale.consideration >= Fraction(covenant.market_fraction) * market * sale.shares:
        return
    held = part_held(path)
    if held >= Fraction(covenant.held_fraction):
        _break(path, session, covenant, sale, market, held)


def _break(path: Path, session: int, covenant: IssueCovenant, sale: Sale, market: Fraction, held: Fraction) -> None:
    """The covenant is broken: event (iv) follows when that has continued for long enough."""
    path.fire("issue_covenant_broken")
    note = (
        f"${float(sale.consideration / sale.shares):,.4f} a share, under {float(covenant.market_fraction):.0%} of the "
        f"Market Price of ${float(market):,.4f}, while the investor holds {float(held):.1%} of the preferred"
    )
    path.write(session, "covenant broken", "common", shares=sale.shares, clause="SPA 4.5(a)(B)", note=note)
    state = state_of(path)
    if state.breach_event is None:
        state.breach_event = session + covenant.event_after_sessions


def note_breach(path: Path, session: int) -> None:
    """Step 1: event (iv) is born when the breach has continued so many sessions (``CoD VIII.A(iv)``).

    Parameters
    ----------
    path
        Where the path stands, the session's corporate events done.
    session
        The session.
    """
    if state_of(path).breach_event == session:
        give_right(path, session, "iv", "an issue that SPA 4.5 forbids, notified and not undone")
