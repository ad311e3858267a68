"""Required conversion at maturity, and of what the limits held back then (``CoD IV.H``)."""

from __future__ import annotations

from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.notice import give_notice
from simulate.ledger.path import Path


def required_conversion(path: Path, session: int, bid: int) -> None:
    """Convert the series that have matured, in deal order, as far as the limits allow.

    Hurdle, sale limit and registration do not matter; the shares are held, and sold from the next session on.
    What the limits hold back converts as room appears, or stays for good where the deal strands it. A series
    without a conversion price waits for the next session that has one.

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
        price = conversion_price(path, series, session)
        if price is None:
            if path.journal is not None:
                path.journal.no_price(place, session)
            continue
        path.required_done[place] = True
        give_notice(path, series, session, wanted=left, price=price, bid=bid, kind="required conversion")
