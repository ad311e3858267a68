"""One session of a deal that uses the rest of the contract, in its order (METHODS 10)."""

from __future__ import annotations

from simulate.ledger.conversion import Quantity
from simulate.ledger.corporate_events import announce_mergers, run_events
from simulate.ledger.distributions import keep_quotes
from simulate.ledger.general_sales import (
    investor_could_sell_more,
    sale_limit_in_general,
    sell_from_warrants,
    sell_what_investor_holds,
)
from simulate.ledger.holder import convert_and_sell
from simulate.ledger.later_terms import reset_prices
from simulate.ledger.maturity import required_conversion
from simulate.ledger.path import Path
from simulate.ledger.preferred_payments import pay_preferred
from simulate.ledger.price_feedback import open_market, settle_sales
from simulate.ledger.pricing_window_pressure import shares_to_reach
from simulate.ledger.rule_144 import note_registration_period, open_volume_limit
from simulate.ledger.sales import market_limit
from simulate.ledger.warrants import exercise_warrants, expire


def is_over(path: Path, session: int) -> bool:
    """Whether nothing can happen any more when a session opens, no preferred left and no common held (METHODS 10).

    Parameters
    ----------
    path
        Where the path stands, no preferred left and no common held from it.
    session
        The session that would open.

    Returns
    -------
    bool
    """
    from simulate.ledger import remedies  # it reads prices in its turn

    if path.ended is not None:
        return True
    general = path.contract.general
    assert general is not None
    acts = path.contract.policy.acts
    if acts is not None and session <= acts.last:
        return False
    if any(path.undelivered) or session <= general.last_dated:
        return False
    if any(warrant.held or warrant.unexpired(session) for warrant in path.warrants):
        return False
    for left, payments in zip(path.commitment, general.payments, strict=True):
        if left and session <= payments.last_draw:
            return False
    return not remedies.pending(path, session)


def run_whole_session(path: Path, session: int) -> None:
    """Run one session: events, sales, payments of preferred, conversions, exercises, maturity, tests.

    Parameters
    ----------
    path
        Where the path stands when the session opens.
    session
        The session. Without a bid on record only what is dated acts; the Premium runs.
    """
    from simulate.ledger import (  # they read prices in their turn
        delivery,
        equity_raise,
        issue_covenant,
        listing_rule,
        remedies,
    )

    note_registration_period(path, session)
    open_market(path, session)
    path.next_session = session + 1
    covenant = path.contract.covenant
    owned = covenant is not None and bool(path.preferred_left[covenant.while_held])
    path.converted_today = 0
    expire(path, session)
    run_events(path, session)
    if path.ended is not None:
        return
    listing_rule.note_delisted(path, session)
    issue_covenant.note_breach(path, session)
    delivery.open_failures(path, session)
    reset_prices(path, session)
    announce_mergers(path, session)
    bid = path.bid(session)
    if bid is None:
        if path.journal is not None:
            path.journal.gap(session)
    else:
        _trade(path, session, bid, owned=owned)
        equity_raise.raise_equity(path, session, bid)
        remedies.run_tests(path, session, bid)
    keep_quotes(path, session)


def _trade(path: Path, session: int, bid: int, *, owned: bool) -> None:
    """Steps 3 to 6: what investor, agent and company do on a session that has a price."""
    from simulate.ledger import (  # they read prices in their turn
        company_call,
        dated_acts,
        delivery,
        redemption,
        short_hedged,
    )

    open_volume_limit(path, session)
    limit, name = sale_limit_in_general(path, session, bid, owned=owned)
    if path.journal is not None:
        path.journal.sales_allowed(limit, name)
    policy = path.contract.policy
    dated: Quantity = 0
    cut = False
    if policy.short is not None:
        short_hedged.carry(path, session, bid)
    if policy.sells_as_dated:
        dated, cut = dated_acts.sell_dated(path, session, bid, limit)
    sold = dated + sell_what_investor_holds(path, session, bid, None if limit is None else limit - dated)
    agent_room = _sell_for_agent(path, session, bid)
    if path.journal is not None:
        path.journal.sales_allowed(limit, name)
    pay_preferred(path, session, bid)
    company_call.call_preferred(path, session)
    redemption.notice(path, session, bid)
    honoured = not delivery.refuses(path, session)
    room: Quantity | None = None if limit is None else limit - sold
    if policy.acts is not None:
        at_once, room = dated_acts.give_dated_notices(path, session, bid, room, honoured=honoured)
        sold += at_once
    if honoured:
        if policy.short is not None:
            found = short_hedged.hedge(path, session, bid, room, sold)
            sold, cut, room = sold + found.counted, cut or found.cut, found.room
        elif policy.converts and policy.acts is None:
            reach = shares_to_reach(path, session, limit) if path.contract.presses_the_window else room
            at_once, cut, room = convert_and_sell(path, session, bid, room, reach)
            sold += at_once
        exercised, cut_too, _ = exercise_warrants(path, session, bid, room, "investor")
        sold, cut = sold + exercised, cut or cut_too
        exercise_warrants(path, session, bid, agent_room, "agent")
    settle_sales(path, session, bid)
    if limit is not None and sold == limit and (cut or investor_could_sell_more(path, session)):
        path.binds(name, session)
        if path.journal is not None:
            path.journal.sales_bound(name)
    required_conversion(path, session, bid)
    if policy.short is not None:
        short_hedged.cover(path, session, bid)


def _sell_for_agent(path: Path, session: int, bid: int) -> Quantity | None:
    """Sell what the agent holds within its own share of the volume; what that leaves it, None: no limit."""
    if not any(warrant.terms.party == "agent" for warrant in path.warrants):
        return None
    limit = market_limit(path, session, unknown=0)
    if path.journal is not None:
        path.journal.sales_allowed(limit, "" if limit is None else "participation")
    sold = sell_from_warrants(path, session, bid, limit, "agent")
    return None if limit is None else limit - sold
