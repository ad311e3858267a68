"""Where a path of the deal stands: preferred left, common held, what was issued, and the limits used up."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from simulate.ledger.contract import Contract
from simulate.ledger.conversion import Quantity
from simulate.ledger.events import Event, Journal
from simulate.ledger.general_state import GeneralState
from simulate.ledger.market import PathMarket
from simulate.ledger.price_feedback import PriceFeedback, start_feedback

if TYPE_CHECKING:
    from simulate.ledger.remedy_state import RemedyState

LIMITS = ("sale_limit", "participation", "cap", "ownership", "authorized", "registration", "price")
"""What can bind on a session."""


class Path(GeneralState):
    """The state of one path, in quanta and shares.

    Parameters
    ----------
    contract
        The deal.
    market
        What the market did.
    journal
        Where events are written; None to keep none.

    Raises
    ------
    ValueError
        The market does not cover the contract's sessions.
    """

    __slots__ = (
        "approved_from",
        "bids",
        "bound_sessions",
        "cap_used",
        "common_held",
        "contract",
        "feedback",
        "first",
        "first_volume",
        "gaps",
        "grid",
        "issued",
        "journal",
        "last_bound",
        "last_conversion",
        "lowest_price",
        "market",
        "next_session",
        "notice_value",
        "outstanding",
        "preferred_left",
        "remedies",
        "required_done",
        "sales",
        "volumes",
    )

    def __init__(self, contract: Contract, market: PathMarket, journal: Journal | None) -> None:
        sessions = len(contract.session_dates)
        if len(market.bids) != sessions or len(market.volumes) != sessions:
            raise ValueError(
                f"the market has {len(market.bids)} bids and {len(market.volumes)} volumes, not {sessions}"
            )
        self.contract, self.market, self.journal = contract, market, journal
        self.grid = contract.grid(market.price_units_per_dollar)
        per_unit = self.grid.per_unit
        # Bids before session 0 stand in front, so that session t is at first + t.
        self.bids = [None if bid is None else bid * per_unit for bid in (*market.earlier_bids, *market.bids)]
        self.first = len(market.earlier_bids)
        self.gaps = None in self.bids
        self.volumes = [*market.earlier_volumes, *market.volumes]
        self.first_volume = len(market.earlier_volumes)
        self.approved_from = contract.approval if market.approved else sessions
        zero: Quantity = 0
        self.preferred_left: list[Quantity] = [series.preferred_shares for series in contract.series]
        self.common_held: list[Quantity] = [zero for _ in contract.series]
        self.issued: list[Quantity] = [zero for _ in contract.series]
        self.outstanding: Quantity = contract.outstanding_shares
        self.cap_used: Quantity = zero
        self.required_done = [False for _ in contract.series]
        self.sales: list[list[tuple[int, Quantity]]] = [[] for _ in contract.series]
        """Of each series: session and shares x bid, in quanta."""
        self.notice_value: Quantity = zero
        """Sum over notices of shares x bid, in quanta."""
        self.lowest_price: int | None = None
        self.last_conversion: int | None = None
        self.next_session = 0
        """The session that opens next; kept where warrants, draws or remedies may outlive the preferred."""
        self.bound_sessions: Counter[str] = Counter(dict.fromkeys(LIMITS, 0))
        self.last_bound: dict[str, int] = {}
        self.fired: Counter[str] = Counter()
        self.remedies: RemedyState | None = None
        self.start_general(contract, market)
        self.feedback: PriceFeedback | None = start_feedback(self)
        if contract.general is not None:
            self.cap_used = contract.general.cap_used
            self._take_positions()
            self.remedies = _remedy_state(contract)

    @property
    def finished(self) -> bool:
        """Nothing can happen any more: no preferred is left and no common is held, nor anything else (METHODS 10)."""
        if any(self.preferred_left) or any(self.common_held):
            return self.ended is not None
        return self.contract.general is None or _is_over(self)

    @property
    def investor_common(self) -> Quantity:
        """Common of the investor: from every series, delivered or not, and from its own warrants."""
        own = sum(warrant.held for warrant in self.warrants if warrant.terms.party == "investor")
        return sum(self.common_held) + sum(self.undelivered) + own

    def bid(self, session: int) -> int | None:
        """Closing bid of a session, in quanta; before session 0 they are negative; None: not on record."""
        place = self.first + session
        return self.bids[place] if place >= 0 else None

    def binds(self, limit: str, session: int) -> None:
        """Count a limit as binding on a session, at most once however many series it stops.

        Parameters
        ----------
        limit
            One of :data:`LIMITS`, or ``conversion_volume``.
        session
            The session.
        """
        if self.last_bound.get(limit) != session:
            self.last_bound[limit] = session
            self.bound_sessions[limit] += 1
            if limit not in LIMITS:
                self.fired[limit] += 1
            if self.journal is not None:
                self.journal.limit_binds(limit, session)

    def fire(self, name: str, count: int = 1) -> None:
        """Count something that acted, under its name in METHODS 22."""
        self.fired[name] += count

    def write(
        self,
        session: int,
        kind: str,
        instrument: str = "",
        *,
        preferred: Quantity | None = None,
        shares: Quantity | None = None,
        price: Fraction | None = None,
        amount: Fraction | float | None = None,
        limit: str = "",
        clause: str = "",
        note: str = "",
    ) -> None:
        """Write an event into the journal, if one is kept; money in dollars, exact."""
        if self.journal is not None:
            dated = self.contract.session_dates[session]
            paid = None if amount is None else float(amount)
            self.journal.add(
                Event(dated, session, kind, instrument, preferred, shares, price, paid, limit, clause, note)
            )

    def pay(self, session: int, place: int | None, dollars: Fraction, kind: str, clause: str, note: str) -> None:
        """Pay the investor outside the pooled accounts, and write it down.

        Parameters
        ----------
        session
            When.
        place
            The series it is paid on; None: none in particular.
        dollars
            How much.
        kind, clause, note
            The event's words.
        """
        self.payments.append((session, place, dollars))
        name = "" if place is None else self.contract.series[place].name
        self.write(session, kind, name, amount=dollars, clause=clause, note=note)

    def _take_positions(self) -> None:
        """Start in the middle: preferred left, common held and sales before session 0 (METHODS 15)."""
        general = self.contract.general
        assert general is not None
        for place, (position, payments) in enumerate(zip(general.positions, general.payments, strict=True)):
            if position is not None:
                self.preferred_left[place] = position.preferred_left
                self.common_held[place] = position.common_held
                if position.proceeds_usd:
                    # Proceeds are what came in: the books take the commission off every sale.
                    gross = Fraction(position.proceeds_usd) / (1 - self.contract.commission)
                    self.sales[place].append((0, gross * self.grid.per_dollar))
            if payments.is_drawn:
                self.commitment[place] = self.preferred_left[place]
                self.preferred_left[place] = 0


def _remedy_state(contract: Contract) -> RemedyState:
    from simulate.ledger.remedy_state import RemedyState  # it reads a path in its turn

    return RemedyState.start(contract)


def _is_over(path: Path) -> bool:
    from simulate.ledger.whole_session import is_over  # it runs a path in its turn

    return is_over(path, path.next_session)
