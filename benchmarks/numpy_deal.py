"""The kernels' tables as Python's whole numbers, for the vectorised-NumPy version."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.numpy_market import Floats, Integers
from kernels.tables import BIG, Tables

SERIES = 2


@dataclass(frozen=True)
class Deal:
    """The numbers of :class:`kernels.tables.Tables` as whole numbers; by series where they differ."""

    claim: tuple[list[int], ...]
    claim_scale: tuple[int, ...]
    fixed_price: tuple[int, ...]
    price_scale: int
    window_price: tuple[int, ...]
    lookback: int
    lowest_count: int
    switch_on: tuple[int, ...]
    floats: tuple[bool, ...]
    registered: tuple[int, ...]
    matures: tuple[int, ...]
    counts_to_cap: tuple[bool, ...]
    hurdle_bid: tuple[int, ...]
    hurdle_price: tuple[int, ...]
    cap_amount: int
    approval_session: int
    authorized: int
    ownership: tuple[int, int]
    while_held: int
    floor_shares: int
    session_share: tuple[int, int]
    average_share: tuple[int, int]
    average_sessions: int
    line_units: int
    participation: tuple[int, int]


def refuse_unsupported(tables: Tables) -> None:
    """Raise ValueError for what this version cannot do: it is a baseline for one deal."""
    series, deal, sale = tables.series, tables.deal, tables.sale
    floating = (series.window_price > 0.0) & ~series.waived
    supported = {
        "two series": series.preferred.size == SERIES,
        "a fixed price for each series": bool((series.fixed_price > 0.0).all()),
        "one price scale": bool((series.price_scale == series.price_scale[0]).all()),
        "one window, ending on the day before": bool((series.window_lag[floating] == 1).all())
        and np.unique(series.lookback_sessions[floating]).size <= 1
        and np.unique(series.lowest_count[floating]).size <= 1,
        "approval by a date or never": deal.approval_words in (0.0, 2.0**32),
        "a cap, authorized shares and an ownership limit": deal.cap_amount < BIG
        and deal.authorized < BIG
        and deal.ownership_numerator > 0.0,
        "a net cap whose excess stays": not deal.cap_gross and not deal.cap_excess_lost,
        "whole shares rounded up per notice": not deal.fractional and not deal.round_up_per_share,
        "sale on the same day": bool(deal.same_day_sale),
        "conversion after maturity": bool(deal.keeps_converting),
        "covenant and participation": bool(sale.covenant) and sale.participation_numerator > 0.0,
        "the whole of the covenant's limit": sale.share_numerator == sale.share_denominator,
        "convert_and_sell": bool(tables.holder.mechanical and tables.holder.converts),
        "decisions on the previous close": tables.holder.decision_lag == 1,
        "no tick": not tables.quote.round_down,
    }
    missing = [name for name, holds in supported.items() if not holds]
    if missing:
        raise ValueError(f"the NumPy version needs {', '.join(missing)}")


def make_deal(tables: Tables) -> Deal:
    """Read the tables.

    Parameters
    ----------
    tables
        A scenario with what ``configs/valence-1998.yaml`` uses.

    Raises
    ------
    ValueError
        If the scenario needs more than this version can do.
    """
    refuse_unsupported(tables)
    series, deal, sale = tables.series, tables.deal, tables.sale

    floats = (series.window_price > 0.0) & ~series.waived

    def whole(values: Floats | Integers) -> tuple[int, ...]:
        return tuple(int(value) for value in values)

    return Deal(
        claim=tuple([int(value) for value in row] for row in tables.claim),
        claim_scale=whole(series.claim_scale),
        fixed_price=whole(series.fixed_price),
        price_scale=int(series.price_scale[0]),
        window_price=whole(series.window_price),
        lookback=int(series.lookback_sessions.max()),
        lowest_count=int(series.lowest_count.max()),
        switch_on=whole(series.switch_on),
        floats=tuple(bool(each) for each in floats),
        registered=whole(series.registered),
        matures=whole(series.matures),
        counts_to_cap=tuple(bool(counts) for counts in series.counts_to_cap),
        hurdle_bid=whole(series.hurdle_bid),
        hurdle_price=whole(series.hurdle_price),
        cap_amount=int(deal.cap_amount),
        approval_session=int(deal.approval_session) if deal.approval_words > 0.0 else tables.clock.days.size,
        authorized=int(deal.authorized),
        ownership=(int(deal.ownership_numerator), int(deal.ownership_denominator)),
        while_held=int(sale.while_held),
        floor_shares=int(sale.floor_shares),
        session_share=(int(sale.session_numerator), int(sale.session_denominator)),
        average_share=(int(sale.average_numerator), int(sale.average_denominator)),
        average_sessions=int(sale.average_sessions),
        line_units=int(sale.line_units),
        participation=(int(sale.participation_numerator), int(sale.participation_denominator)),
    )
