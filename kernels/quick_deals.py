"""Which deals have sessions that may be run quickly (:mod:`kernels.series_alone`, METHODS 10)."""

from __future__ import annotations

from kernels.jit import clause, rare
from kernels.policy_tables import OPTIMAL
from kernels.tables import Tables
from kernels.whole_tables import Whole


@clause
def knows_policy(tables: Tables) -> bool:
    """Whether the holder converts nothing, or only what it sells at once, when the price says so."""
    return bool(tables.holder.mechanical or tables.holder.policy == OPTIMAL)


@rare
def may_act_alone(tables: Tables, whole: Whole) -> bool:
    """Whether the deal's terms are known to :mod:`kernels.series_alone`; dates, pending rights, warrants aside."""
    deal = tables.deal
    # Under another policy a sale or a notice is not what it is here.
    if not knows_policy(tables) or whole.feedback.pressure_sessions > 0.0:
        return False
    if whole.company.calls or whole.company.raises or whole.rule_144.applies:
        return False
    if deal.round_up_per_share or deal.fractional or not deal.same_day_sale or deal.cap_excess_lost or deal.cap_gross:
        return False
    # New shares on both sides of the limit: at a half or less, a share takes at most one other's room.
    if 2.0 * deal.ownership_numerator > deal.ownership_denominator:
        return False
    if whole.limits.conversion_volume or tables.sale.participation_numerator == 0.0:
        return False
    cover = whole.remedy.registration
    for series in range(tables.series.preferred.size):
        if cover.has_statement[series] and (not cover.raises or cover.cover_numerator < cover.cover_denominator):
            return False
    reserve = whole.remedy.reserve
    cap = whole.remedy.cap_test
    if reserve.series >= 0 and reserve.numerator < reserve.denominator:
        return False
    return not (cap.series >= 0 and cap.numerator < cap.denominator)
