"""Where one path stands: what is left, held, issued and counted; only the clauses write to it."""

from __future__ import annotations

from simulate.ledger.contract import Contract
from simulate.ledger.conversion import Quantity
from simulate.ledger.events import Journal
from simulate.ledger.market import PathMarket

LIMITS = ("sale_limit", "participation", "cap", "ownership", "authorized", "registration", "price")
"""What can bind on a session."""


class Path:
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
        "notice_value",
        "outstanding",
        "preferred_left",
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
        self.last_conversion = 0
        self.bound_sessions = dict.fromkeys(LIMITS, 0)
        self.last_bound = dict.fromkeys(LIMITS, -1)

    @property
    def finished(self) -> bool:
        """No preferred is left and no common is held."""
        return not any(self.preferred_left) and not any(self.common_held)

    def bid(self, session: int) -> int | None:
        """Closing bid of a session, in quanta; before session 0 they are negative; None: not on record."""
        place = self.first + session
        return self.bids[place] if place >= 0 else None

    def binds(self, limit: str, session: int) -> None:
        """Count a limit as binding on a session, at most once however many series it stops.

        Parameters
        ----------
        limit
            One of :data:`LIMITS`.
        session
            The session.
        """
        if self.last_bound[limit] != session:
            self.last_bound[limit] = session
            self.bound_sessions[limit] += 1
            if self.journal is not None:
                self.journal.limit_binds(limit, session)
