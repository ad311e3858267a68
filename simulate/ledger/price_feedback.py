"""What the holder's doing does to the price that everyone sees, and that price to the listing (METHODS, Impact)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from simulate.ledger.conversion import Quantity
from simulate.ledger.exponentials import INVERSE_LN_2, power, two_to
from simulate.ledger.feedback_terms import FeedbackTerms
from simulate.scenario import Split, StockDividend

if TYPE_CHECKING:
    from simulate.ledger.path import Path

FILL_PARTS = 2**20
"""A fill is a whole number of these parts of a dollar."""


@dataclass
class PriceFeedback:
    """Where it stands on a path.

    Attributes
    ----------
    terms
        Of the deal.
    usual_volume
        ADV, restated for splits.
    recent, ever
        F and C, in usual volumes.
    impact, impact_at_open
        I now, and as today's quotations have it in them.
    shares_at_start
        Common outstanding and as converted at session 0, restated for splits.
    sold_today
        The list of sales, the place in it and the shares of what was sold today.
    sums
        What each hazard has added up to, by the event's place.
    """

    terms: FeedbackTerms
    usual_volume: float
    recent: float = 0.0
    ever: float = 0.0
    impact: float = 0.0
    impact_at_open: float = 0.0
    shares_at_start: float = 0.0
    sold_today: list[tuple[list[tuple[int, Quantity]], int, Quantity]] = field(default_factory=list)
    sums: dict[int, float] = field(default_factory=dict)

    @property
    def presses(self) -> bool:
        """Whether sales press the price."""
        return self.terms.impact is not None

    def impact_with(self, shares: float) -> float:
        """I at the close of today, if so many are sold.

        Parameters
        ----------
        shares
            Of all parties.

        Returns
        -------
        float
        """
        law = self.terms.impact
        assert law is not None
        volumes = shares / self.usual_volume
        return law.moved(self.recent + volumes, self.ever + volumes)

    def fill(self, path: Path, bid: int, shares: Quantity) -> int:
        """What today's sales fill at, if so many are sold: bid x exp(-(I_t - I_{t-1})/2).

        Parameters
        ----------
        path
            For its money.
        bid
            Quanta.
        shares
            Of all parties.

        Returns
        -------
        int
            Quanta: a whole number of 2^-20 dollars, or the bid itself where I does not move.
        """
        pressed = self.impact_with(float(shares)) - self.impact_at_open
        if pressed == 0:
            return bid
        grid = path.grid
        at_bid = (bid // grid.per_unit) * float(FILL_PARTS) / (grid.per_dollar // grid.per_unit)
        parts = max(math.floor(at_bid * two_to(-0.5 * pressed * INVERSE_LN_2) + 0.5), 1)
        return parts * (grid.per_dollar // FILL_PARTS)

    def restate(self, new: int, old: int) -> None:
        """Restate what is counted in shares for a split.

        Parameters
        ----------
        new, old
            So many new shares for so many old ones.
        """
        self.usual_volume = self.usual_volume * new / old
        self.shares_at_start = self.shares_at_start * new / old


def start_feedback(path: Path) -> PriceFeedback | None:
    """The state at session 0; None where nothing feeds back, or the market is told as it was seen.

    Parameters
    ----------
    path
        The path.

    Returns
    -------
    PriceFeedback or None
    """
    terms = path.contract.feedback
    if terms is None or not path.market.as_drawn:
        return None
    return PriceFeedback(terms, terms.usual_volume)


def open_market(path: Path, session: int) -> None:
    """Before a session opens: what everyone sees of its price, and what the price has brought about.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The session.
    """
    feedback = path.feedback
    if feedback is None:
        return
    if feedback.terms.moves_prices:
        _quote(path, session, feedback)
    if session > 0:
        for hazard in feedback.terms.hazards:
            threshold = path.market.event_thresholds[hazard.place]
            if threshold is None or path.event_sessions[hazard.place] is not None:
                continue
            dates = path.contract.session_dates
            bid = path.bid(session - 1)
            assert bid is not None  # a market that is drawn has no gaps
            per_unit = path.grid.per_unit
            bid_usd = (bid // per_unit) / (path.grid.per_dollar // per_unit)
            days = float((dates[session] - dates[session - 1]).days)
            higher = power(hazard.level_usd / bid_usd, hazard.power)
            feedback.sums[hazard.place] = feedback.sums.get(hazard.place, 0.0) + hazard.a_day * days * higher
            if feedback.sums[hazard.place] >= threshold:
                path.event_sessions[hazard.place] = session


def _quote(path: Path, session: int, feedback: PriceFeedback) -> None:
    """Turn what was drawn for a session into its quotations; today's splits have put it on their footing."""
    place, unit = path.first + session, path.grid.per_unit
    drawn_close, drawn_bid = path.closes[place], path.bids[place]
    assert drawn_close is not None
    assert drawn_bid is not None
    close, bid = drawn_close // unit, drawn_bid // unit
    for new, old in _splits_on(path, session):
        close, bid = (max((2 * price * old + new) // (2 * new), 1) for price in (close, bid))
    factor = _factor(path, session, feedback)
    if factor != 1:
        close = max(math.floor(close * factor + 0.5), 1)
        if path.market.highest_units is not None:
            close = min(close, path.market.highest_units)
        numerator, denominator = feedback.terms.bid_of_close
        if feedback.terms.has_tick:
            bid = max(close * numerator // denominator, 1)
        else:
            bid = max((2 * close * numerator + denominator) // (2 * denominator), 1)
    path.closes[place], path.bids[place] = close * unit, bid * unit
    path.windows.clear()


def _splits_on(path: Path, session: int) -> list[tuple[int, int]]:
    """The splits and stock dividends of a session, in the deal's order."""
    general = path.contract.general
    assert general is not None
    return [
        (terms.event.new_shares, terms.event.old_shares)
        for terms in general.events
        if isinstance(terms.event, (Split, StockDividend)) and path.event_sessions[terms.place] == session
    ]


def _factor(path: Path, session: int, feedback: PriceFeedback) -> float:
    """What the drawn price is multiplied by; the memory of sales fades by a session."""
    law = feedback.terms.impact
    if law is not None:
        seen = feedback.impact_at_open = feedback.impact
        feedback.recent *= law.fades
        feedback.impact = feedback.impact_with(0.0)
        return two_to(-seen * INVERSE_LN_2)
    if session == 0:
        feedback.shares_at_start = float(_as_converted(path, 0))
        return 1.0
    return feedback.shares_at_start / float(_as_converted(path, session - 1))


def _as_converted(path: Path, session: int) -> Quantity:
    """Common outstanding, and all preferred left at the claims and conversion prices in force on a session."""
    from simulate.ledger.reserve import as_converted  # it reads prices in its turn

    places = [place for place, left in enumerate(path.preferred_left) if left]
    return path.outstanding + sum(as_converted(path, place, session) or 0 for place in places)


def note_sale(path: Path, sales: list[tuple[int, Quantity]], shares: Quantity) -> None:
    """Keep the sale just written, so that the session can settle it.

    Parameters
    ----------
    path
        Where the path stands.
    sales
        The list whose last entry it is.
    shares
        How many.
    """
    if path.feedback is not None and path.feedback.presses:
        path.feedback.sold_today.append((sales, len(sales) - 1, shares))


def settle_sales(path: Path, session: int, bid: int) -> None:
    """After the sales of a session: all of them fill at one price, which they have pressed themselves.

    Parameters
    ----------
    path
        Where the path stands.
    session, bid
        The session and its closing bid, in quanta.
    """
    feedback = path.feedback
    if feedback is None or not feedback.sold_today:
        return
    sold = sum(shares for _, _, shares in feedback.sold_today)
    fill = feedback.fill(path, bid, sold)
    feedback.impact = feedback.impact_with(float(sold))
    feedback.recent += float(sold) / feedback.usual_volume
    feedback.ever += float(sold) / feedback.usual_volume
    for sales, place, shares in feedback.sold_today:
        sales[place] = (session, shares * fill)
    feedback.sold_today.clear()
    _settle_failure(path, session, fill)
    if path.journal is not None:
        path.journal.sales_filled(fill)


def _settle_failure(path: Path, session: int, fill: int) -> None:
    """What was sold on a Conversion Date that is not delivered brought the fill too."""
    from simulate.ledger.remedy_state import state_of  # it reads a path in its turn

    failure = state_of(path).failure
    if failure is None or failure.terms.refusal or failure.conversion != session:
        return
    each = Fraction(fill, path.grid.per_dollar) * (1 - path.contract.commission)
    failure.sales = sum(failure.sold) * each
    for failed in failure.exercises:
        failed.sales = failed.sold * each
