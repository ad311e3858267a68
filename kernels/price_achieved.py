"""How many shares the covenant lets through by the price that their sale achieves (``SPA 4.15``; METHODS, Impact)."""

from __future__ import annotations

from kernels.intrinsics import floor
from kernels.jit import clause, rare
from kernels.limits import leg_shares
from kernels.price_feedback import fill_of, is_under
from kernels.rows import PARTICIPATION, SALE_LIMIT
from kernels.sales import participation_shares, session_limit
from kernels.state import State
from kernels.tables import BIG, Floats, Tables
from kernels.whole_tables import Whole


@clause
def most_at_or_above(
    line: float, most: float, bid: float, fill_of_none: float, tables: Tables, state: State, whole: Whole
) -> tuple[float, float]:
    """The largest number up to ``most`` that does not fill under a band's line; -1: not even the first share.

    Returns
    -------
    shares, fill : float
        The number, and what it fills at, as :func:`kernels.price_feedback.fill_of`, which is known of none.
    """
    if is_under(line, bid, fill_of_none, whole):
        return -1.0, fill_of_none
    low = 0.0
    fill_of_low = fill_of_none
    high = most + 1.0
    probe = most
    while high - low > 1.0:
        fill = fill_of(probe, bid, tables, state, whole)
        if is_under(line, bid, fill, whole):
            high = probe
        else:
            low = probe
            fill_of_low = fill
        probe = floor((low + high) / 2.0)
    return low, fill_of_low


@clause
def open_limit(
    place: int, bid: float, owns: bool, volumes: Floats, tables: Tables, state: State, whole: Whole | None
) -> tuple[float, int]:
    """Most shares the holder sells in the session as it opens, and the name of the limit that says so.

    As :func:`kernels.sales.session_limit`; where sales press the price, by the price that they achieve.
    """
    limit, name = session_limit(place, bid, owns, volumes, tables, state, whole)
    if whole is not None:  # noqa: SIM102 - alone, so that a plain deal's compilation prunes it
        if whole.feedback.impact and owns:
            free = participation_shares(place, volumes, tables.sale)
            limit, name = achieved_limit(place, bid, free, volumes, tables, state, whole)
    return limit, name


@rare
def achieved_limit(
    place: int, bid: float, free: float, volumes: Floats, tables: Tables, state: State, whole: Whole
) -> tuple[float, int]:
    """Most shares the holder sells where sales press the price, and the name of the limit that says so.

    Each band of prices lets through so many shares as its rule allows and as still fill inside it; the greatest of
    these numbers stands, the higher band's at a tie.

    Parameters
    ----------
    place, bid, volumes
        As in :func:`kernels.sales.sale_limit`.
    free
        Most shares above all bands.
    tables, state, whole
        The path.
    """
    lines = state.whole.live.lines
    sale = tables.sale
    bands = whole.limits.bands
    most = -1.0
    name = SALE_LIMIT
    fill_of_none = fill_of(0.0, bid, tables, state, whole)
    for k in range(bands + 1):
        band = bands - k
        allowed = free
        end = BIG
        if band < bands:
            allowed = leg_shares(band, place, volumes, state, whole)
            if sale.share_numerator != sale.share_denominator:
                allowed = floor(sale.share_numerator * allowed / sale.share_denominator)
            end = lines[band]
        start = lines[band - 1] if band > 0 else 0.0
        if start != BIG:
            shares, fill = most_at_or_above(start, allowed, bid, fill_of_none, tables, state, whole)
            if shares > most and (end == BIG or is_under(end, bid, fill, whole)):
                most = shares
                # What the covenant's lowest line cuts of the free sales, the covenant cuts.
                name = SALE_LIMIT
                if band == bands and shares == free:
                    name = PARTICIPATION if free != BIG else -1
    return most, name
