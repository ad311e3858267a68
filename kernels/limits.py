"""The limits on conversion, each on its own (``CoD IV.G``, ``CoD V``, ``RRA 2.3``)."""

from __future__ import annotations

from kernels.intrinsics import floor
from kernels.jit import clause
from kernels.reserve import authorized_room as authorized_room_in_general
from kernels.reserve import cap_applies
from kernels.state import APPROVED, CAP_USED, OUTSTANDING, State
from kernels.tables import BIG, DealTable, Floats, Tables
from kernels.whole_state import LIVE_CAP_AMOUNT, LIVE_CONVERTED_TODAY
from kernels.whole_tables import Whole


@clause
def held_by_investor(state: State, whole: Whole | None) -> float:
    """Common that the investor holds: from all series and, in a whole deal, undelivered and from its warrants."""
    held = 0.0
    for series in range(state.held.size):
        held += state.held[series]
    if whole is not None:
        for series in range(state.held.size):
            held += state.whole.remedy.undelivered[series]
        for w in range(whole.warrants.entries):
            held += 0.0 if whole.warrants.agent[w] else state.whole.warrant.held[w]
    return held


@clause
def plain_cap_room(series_counts: bool, t: int, deal: DealTable, state: State) -> float:
    """Shares the Cap Amount still allows (``CoD IV.G(i)``): until approval acts, for the series that count."""
    if not series_counts or deal.cap_amount == BIG:
        return BIG
    if state.totals[APPROVED] > 0.0 and t >= deal.approval_session:
        return BIG
    return deal.cap_amount - float(state.totals[CAP_USED])


@clause
def cap_room(counts: bool, t: int, tables: Tables, state: State, whole: Whole | None) -> float:
    """Shares the Cap Amount still allows to a series or warrant that counts (``CoD IV.G(i)``, ``W 5``)."""
    if whole is None:
        return plain_cap_room(counts, t, tables.deal, state)
    if not counts or tables.deal.cap_amount == BIG or not cap_applies(t, tables, state, whole):
        return BIG
    # A split rounds the amount and its use apart, so that the use may come to exceed it.
    room = float(state.whole.live.numbers[LIVE_CAP_AMOUNT] - state.totals[CAP_USED])
    return room if room > 0.0 else 0.0


@clause
def ownership_room(held: float, deal: DealTable, state: State, whole: Whole | None) -> float:
    """Largest x with (held + x) <= p (outstanding + x) (``CoD IV.G(ii)``), whole unless the deal has fractions.

    Parameters
    ----------
    held
        Common held by the holder from all series and warrants.
    deal, state
        p, and the common outstanding.
    whole
        The rest of the contract, or None: whether the new shares count in the outstanding.
    """
    p = deal.ownership_numerator
    q = deal.ownership_denominator
    if p == 0.0:
        return BIG
    room = (p * state.totals[OUTSTANDING] - q * held) / (q - p)
    if whole is not None and whole.limits.ownership_before:
        room = (p * state.totals[OUTSTANDING] - q * held) / q
    room = room if deal.fractional else floor(room)
    return room if room > 0.0 else 0.0


@clause
def authorized_room(reserved: bool, tables: Tables, state: State, whole: Whole | None) -> float:
    """Shares still authorized and not outstanding (``CoD V``); ``reserved``: they come out of the Reserved Amount."""
    if whole is not None:
        return authorized_room_in_general(reserved, tables, state, whole)
    deal = tables.deal
    if deal.authorized == BIG:
        return BIG
    room = deal.authorized - state.totals[OUTSTANDING]
    return room if room > 0.0 else 0.0


@clause
def conversion_volume_room(place: int, volumes: Floats, state: State, whole: Whole) -> float:
    """Common that may still be issued on the holder's notices this session; BIG: no such rule (METHODS 14)."""
    if not whole.limits.conversion_volume:
        return BIG
    rule = whole.limits.bands
    return float(leg_shares(rule, place, volumes, state, whole) - state.whole.live.numbers[LIVE_CONVERTED_TODAY])


@clause
def leg_shares(rule: int, place: int, volumes: Floats, state: State, whole: Whole) -> float:
    """The greatest of the three legs of a band of the covenant, or of the conversion-volume rule."""
    limits = whole.limits
    most = state.whole.live.floors[rule]
    leg = floor(limits.session_numerator[rule] * volumes[place] / limits.session_denominator[rule])
    most = leg if leg > most else most
    before = 0.0
    for k in range(1, limits.average_sessions[rule] + 1):
        before += volumes[place - k]
    leg = floor(limits.average_numerator[rule] * before / limits.average_denominator[rule])
    return leg if leg > most else most
