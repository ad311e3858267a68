"""Rules on volume: the greatest of a number, a share of the session's volume and a share of the average before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from simulate.scenario import PriceBand, SaleVolume, VolumeRule


@dataclass(frozen=True, slots=True)
class VolumeRuleTerms:
    """One such rule, its shares as numerator and denominator."""

    floor_shares: int
    session_share: tuple[int, int]
    average_share: tuple[int, int]
    average_sessions: int


@dataclass(frozen=True, slots=True)
class BandTerms:
    """A rule for sales in a band of prices above the one before."""

    rule: VolumeRuleTerms
    line: Fraction | None
    """Upper end, exclusive, in dollars; None: no end."""


def session_share(share: Decimal, *, own_sales_count: bool) -> tuple[int, int]:
    """The second leg's share of a session's whole volume (``SPA 4.15(ii)``).

    Of what others trade, a share n/d lets the holder sell n for every d of theirs: n of n + d in all.

    Parameters
    ----------
    share
        As configured.
    own_sales_count
        Whether the volume it is a share of includes the holder's own sales.

    Returns
    -------
    tuple of int
        Numerator and denominator.
    """
    above, below = share.as_integer_ratio()
    return (above, below) if own_sales_count else (above, above + below)


def rule_of(rule: VolumeRule | SaleVolume, *, own_sales_count: bool = True) -> VolumeRuleTerms:
    """A rule as configured.

    Parameters
    ----------
    rule
        The covenant, one of its bands, or the limit on conversion.
    own_sales_count
        See :func:`session_share`.

    Returns
    -------
    VolumeRuleTerms
    """
    return VolumeRuleTerms(
        floor_shares=rule.floor_shares,
        session_share=session_share(rule.share_of_session_volume, own_sales_count=own_sales_count),
        average_share=rule.share_of_average_volume.as_integer_ratio(),
        average_sessions=rule.average_sessions,
    )


def bands_of(covenant: SaleVolume | None) -> tuple[BandTerms, ...]:
    """The bands of a covenant, its own first.

    Parameters
    ----------
    covenant
        As configured; None: none.

    Returns
    -------
    tuple of BandTerms
    """
    if covenant is None:
        return ()
    rules: tuple[SaleVolume | PriceBand, ...] = (covenant, *covenant.further_bands)
    return tuple(_band(rule, own_sales_count=covenant.own_sales_count) for rule in rules)


def _band(rule: SaleVolume | PriceBand, *, own_sales_count: bool) -> BandTerms:
    line = rule.price_below_usd
    return BandTerms(rule_of(rule, own_sales_count=own_sales_count), None if line is None else Fraction(line))
