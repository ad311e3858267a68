"""Sales: the covenant on volume (``SPA 4.15``), what the market takes, and registration (``RRA 2.1``)."""

from __future__ import annotations

from kernels.intrinsics import floor
from kernels.jit import clause, rare
from kernels.limits import leg_shares
from kernels.registration import is_suspended
from kernels.registration import sale_room as statement_room
from kernels.rows import LIMITS, PARTICIPATION, REGISTRATION, SALE_LIMIT
from kernels.rule_144 import applies, note_kept_back, note_sale, series_may_go
from kernels.rule_144_state import INVESTOR
from kernels.state import State
from kernels.tables import BIG, Floats, SaleTable, Tables
from kernels.whole_tables import Whole


@clause
def covenant_shares(place: int, volumes: Floats, sale: SaleTable) -> float:
    """The greatest of the three legs of ``SPA 4.15``, or this holder's part of it: a whole number.

    Parameters
    ----------
    place
        Place of the session's volume in ``volumes``.
    volumes
        Volumes of the path.
    sale
        The covenant.
    """
    most = sale.floor_shares
    leg = floor(sale.session_numerator * volumes[place] / sale.session_denominator)
    most = leg if leg > most else most
    before = 0.0
    for k in range(1, sale.average_sessions + 1):
        before += volumes[place - k]
    leg = floor(sale.average_numerator * before / sale.average_denominator)
    return part_of_limit(leg if leg > most else most, sale)


@clause
def part_of_limit(shares: float, sale: SaleTable) -> float:
    """The holder's part of the covenant's limit, a whole number: the rest went with preferred it transferred."""
    if sale.share_numerator == sale.share_denominator:
        return shares
    return floor(sale.share_numerator * shares / sale.share_denominator)


@clause
def participation_shares(place: int, volumes: Floats, sale: SaleTable) -> float:
    """What the market takes of a session's volume; BIG: no limit."""
    if sale.participation_numerator > 0.0:
        return floor(sale.participation_numerator * volumes[place] / sale.participation_denominator)
    return BIG


@clause
def banded_limit(
    place: int, bid: float, owns: bool, volumes: Floats, tables: Tables, state: State, whole: Whole
) -> tuple[float, int]:
    """As :func:`sale_limit`, by the bands of prices of a whole deal (METHODS 14)."""
    if tables.sale.covenant and owns:
        for band in range(whole.limits.bands):
            if bid * whole.limits.lines_per_unit < state.whole.live.lines[band]:
                return part_of_limit(leg_shares(band, place, volumes, state, whole), tables.sale), SALE_LIMIT
    taken = participation_shares(place, volumes, tables.sale)
    return taken, PARTICIPATION if taken != BIG else -1


@clause
def session_limit(
    place: int, bid: float, owns: bool, volumes: Floats, tables: Tables, state: State, whole: Whole | None
) -> tuple[float, int]:
    """Most shares the holder sells in the session, and the name of the limit that says so."""
    if whole is None:
        return sale_limit(place, bid, owns, volumes, tables.sale)
    return banded_limit(place, bid, owns, volumes, tables, state, whole)


@clause
def sale_limit(place: int, bid: float, owns: bool, volumes: Floats, sale: SaleTable) -> tuple[float, int]:
    """Most shares the holder sells in the session, and the name of the limit that says so.

    Parameters
    ----------
    place, volumes
        As in :func:`covenant_shares`.
    bid
        Closing bid of the session in units: the price that sales achieve.
    owns
        Whether the series that keeps the covenant alive was owned when the session opened.
    sale
        The covenant and the participation.
    """
    if sale.covenant and owns and bid < sale.line_units:
        return covenant_shares(place, volumes, sale), SALE_LIMIT
    taken = participation_shares(place, volumes, sale)
    return taken, PARTICIPATION if taken != BIG else -1


@clause
def may_sell(series: int, t: int, tables: Tables, state: State, whole: Whole | None) -> bool:
    """Whether the series' shares may be sold on a public market today (``RRA 2.1``, ``3.6``)."""
    if t < tables.series.registered[series]:
        return False
    if whole is None:
        return True
    return not is_suspended(series, t, state, whole)


@clause
def within_statement(series: int, shares: float, tables: Tables, state: State, whole: Whole | None) -> float:
    """As many of the shares as the registration statement still covers, where it binds (``RRA 3.2``)."""
    if whole is None:
        return shares
    room = statement_room(series, tables, state, whole)
    if room < shares:
        state.bound_today[REGISTRATION] = True
        return room if room > 0.0 else 0.0
    return shares


@clause
def take_in(series: int, t: int, amount_usd: float, tables: Tables, state: State) -> None:
    """Money that sales of one series bring on session t, or, below zero, what short sales cost."""
    state.proceeds[series] += amount_usd
    state.present[series] += amount_usd * tables.clock.discount[t]
    state.flows[t] += amount_usd


@clause
def sell(series: int, t: int, shares: float, bid: float, tables: Tables, state: State, whole: Whole | None) -> None:
    """Sell shares of one series at the bid, less commission; where sales press the price, the session settles them."""
    if whole is not None:  # noqa: SIM102 - alone, so that a plain deal's compilation prunes it
        if whole.feedback.impact:
            state.held[series] -= shares
            state.whole.money.sold[series] += shares
            state.whole.live.sold_today[series] += shares
            return
    amount = shares * (bid / tables.quote.units_per_dollar) * tables.sale.net_of_commission
    state.held[series] -= shares
    take_in(series, t, amount, tables, state)
    if whole is not None:
        state.whole.money.sold[series] += shares


@clause
def may_go(series: int, t: int, tables: Tables, state: State, whole: Whole | None) -> float:
    """Common held from a series that may go today: all of it if registered, else what Rule 144 lets."""
    if may_sell(series, t, tables, state, whole):
        return float(state.held[series])
    if whole is None:
        return 0.0
    if not whole.rule_144.applies:
        return 0.0
    allowed, _ = series_may_go(series, t, state, whole)
    return allowed


@rare
def sell_either_way(
    series: int, t: int, wanted: float, bid: float, tables: Tables, state: State, whole: Whole
) -> float:
    """Sell common of a series as its registration lets it, and what is left of it under Rule 144; returns what is sold.

    What neither lets out marks registration as binding.
    """
    registered = 0.0
    if may_sell(series, t, tables, state, whole):
        room = statement_room(series, tables, state, whole)
        registered = room if room < wanted else wanted
        if registered > 0.0:
            sell(series, t, registered, bid, tables, state, whole)
    rest = wanted - registered
    if rest <= 0.0:
        return registered
    allowed, aged = series_may_go(series, t, state, whole)
    if allowed < (rest if rest < aged else aged):
        note_kept_back(INVESTOR, state)
    shares = rest if rest < allowed else allowed
    if shares > 0.0:
        sell(series, t, shares, bid, tables, state, whole)
        state.whole.rule_144.sold[series] += shares
        note_sale(INVESTOR, t, shares, state)
    if shares < rest:
        state.bound_today[REGISTRATION] = True
    return registered + shares


@clause
def sell_publicly(
    series: int, t: int, wanted: float, bid: float, tables: Tables, state: State, whole: Whole | None
) -> float:
    """Sell common of a series that may go today, as far as a statement that binds covers it; returns what is sold."""
    if whole is not None:  # noqa: SIM102 - alone, so that a plain deal's compilation prunes it
        if whole.rule_144.applies:
            return float(sell_either_way(series, t, wanted, bid, tables, state, whole))
    covered = within_statement(series, wanted, tables, state, whole)
    if covered > 0.0:
        sell(series, t, covered, bid, tables, state, whole)
    return covered


@clause
def sell_held(t: int, bid: float, limit: float, tables: Tables, state: State, whole: Whole | None) -> float:
    """Sell what is held, series in order, each as far as it may go, up to the limit.

    Returns
    -------
    float
        Shares sold; common that may not be sold marks registration as binding.
    """
    sold = 0.0
    for series in range(state.held.size):
        if state.held[series] > 0.0:
            allowed = may_go(series, t, tables, state, whole)
            if allowed < state.held[series]:
                state.bound_today[REGISTRATION] = True
            left = limit - sold
            shares = state.held[series] if state.held[series] < left else left
            if shares > 0.0 and (allowed > 0.0 or applies(whole)):
                sold += sell_publicly(series, t, shares, bid, tables, state, whole)
    return sold


@clause
def count_bounds(state: State) -> None:
    """Add today's binding limits to the path's counts, each once, and clear them."""
    for limit in range(LIMITS):
        if state.bound_today[limit]:
            state.bound[limit] += 1
            state.bound_today[limit] = False
