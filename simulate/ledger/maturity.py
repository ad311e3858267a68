"""Required conversion at maturity, and of what the limits held back then (``CoD IV.H``)."""

from __future__ import annotations

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion import Quantity
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.notice import give_notice
from simulate.ledger.path import Path


def required_conversion(path: Path, session: int, bid: int) -> None:
    """Convert the series that have matured, in deal order, as far as the limits allow.

    Where the deal tests its conditions (``CoD IV.H``), a series that fails them on its maturity session is not
    converted by force then or later. Hurdle, sale limit and registration do not matter; the shares are held, and
    sold from the next session on. What the limits hold back converts as room appears, or stays for good where the
    deal strands it. A series without a conversion price waits for the next session that has one.

    Parameters
    ----------
    path
        Where the path stands, after the holder's round.
    session, bid
        The session and its closing bid, in quanta.
    """
    for series in path.contract.series:
        place = series.place
        left = path.preferred_left[place]
        if session < series.maturity or not left or (path.contract.stranded and path.required_done[place]):
            continue
        if path.contract.whole and not _converts_by_force(path, series, session):
            continue
        price = conversion_price(path, series, session)
        if price is None:
            if path.journal is not None:
                path.journal.no_price(place, session)
            continue
        path.required_done[place] = True
        give_notice(path, series, session, wanted=left, price=price, bid=bid, kind="required conversion")
        if path.contract.whole and not path.preferred_left[place]:
            _convert_payments(path, series, session, preferred=left, price=price, bid=bid)


def _convert_payments(
    path: Path, series: SeriesTerms, session: int, *, preferred: Quantity, price: int, bid: int
) -> None:
    """With the last preferred of a series its unpaid Conversion Default Payments convert too."""
    from simulate.ledger.maturity_payments import convert_default_payments  # it reads prices in its turn

    convert_default_payments(path, series, session, preferred=preferred, price=price, bid=bid)


def _converts_by_force(path: Path, series: SeriesTerms, session: int) -> bool:
    """Whether a series that has matured is converted on this session: its conditions held, and nothing refuses."""
    from simulate.ledger import delivery, maturity_conditions  # they read prices in their turn

    place = series.place
    if not path.maturity_tested[place]:
        path.maturity_tested[place] = True
        path.optional_only[place] = not maturity_conditions.hold(path, series, session)
    return not path.optional_only[place] and not delivery.refuses(path, session)
