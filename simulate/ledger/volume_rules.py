"""Rules on volume: the greatest of a number, a share of the session's volume and a share of the average before."""

from __future__ import annotations

from dataclasses import dataclass
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


def rule_of(rule: VolumeRule | SaleVolume) -> VolumeRuleTerms:
    """A rule as configured.

    Parameters
    ----------
    rule
        The covenant, one of its bands, or the limit on conversion.

    Returns
    -------
    VolumeRuleTerms
    """
    return VolumeRuleTerms(
        floor_shares=rule.floor_shares,
        session_share=rule.share_of_session_volume.as_integer_ratio(),
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
    return (_band(covenant), *(_band(rule) for rule in covenant.further_bands))


def _band(rule: SaleVolume | PriceBand) -> BandTerms:
    line = rule.price_below_usd
    return BandTerms(rule_of(rule), None if line is None else Fraction(line))
