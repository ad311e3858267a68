"""The limits on conversion and sale: the cap, the ownership limit, and the volumes (``CoD IV.G``, ``SPA 4.15``)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Literal

from pydantic import model_validator

from simulate.scenario.base import Exact, Part, refuse, term


class Cap(Part):
    """The Cap Amount: the most common that may be issued before approval (``CoD IV.G(i)``, ``W 5``)."""

    amount_shares: int | None = term(
        "Cap Amount; null: a share of the common outstanding",
        unit="shares",
        clause="CoD IV.G(i)",
        default=None,
        gt=0,
        le=100_000_000_000,
    )
    share_of_outstanding: Exact | None = term(
        "Cap Amount as a share of the common outstanding at session 0, rounded down; null: a number",
        unit="fraction",
        default=None,
        gt=0,
        le=1,
    )
    used_shares: int = term(
        "Shares already counted against it at the start", unit="shares", mark="setting", default=0, ge=0
    )
    counts: tuple[str, ...] = term(
        "The series and warrants whose shares count, first come first served",
        clause="CoD IV.G(i)",
        mark="choice",
        min_length=1,
    )
    returns: Literal["net", "gross"] = term(
        "Whether shares contributed back under the waiver leave the count (net) or stay in it (gross)",
        clause="SPA 4.8",
        mark="choice",
        default="net",
    )
    excess: Literal["stays", "lost"] = term(
        "What a notice above the cap leaves: preferred that stays unconverted (the contract), or a claim that is "
        "lost (for closed forms)",
        clause="CoD IV.G",
        mark="choice",
        default="stays",
    )

    @model_validator(mode="after")
    def _excess_fits_returns(self) -> Cap:
        if self.amount_shares is not None and self.share_of_outstanding is not None:
            raise ValueError("amount_shares and share_of_outstanding both state the Cap Amount; keep one (CoD IV.G(i))")
        if self.amount_shares is None and self.share_of_outstanding is None:
            raise ValueError("neither amount_shares nor share_of_outstanding states the Cap Amount; give one of them")
        if len(set(self.counts)) != len(self.counts):
            raise ValueError(f"counts {list(self.counts)} names a series or warrant twice; name each once")
        if self.excess == "lost" and self.returns == "gross":
            raise ValueError(
                "excess lost contradicts returns gross: a lost claim has no contribution back to count; set returns "
                "to net"
            )
        return self

    def resolved_shares(self, outstanding_shares: int) -> int:
        """The Cap Amount as a number of shares.

        Parameters
        ----------
        outstanding_shares
            Common outstanding at session 0, of which ``share_of_outstanding`` is taken and rounded down.

        Returns
        -------
        int
            Shares.
        """
        if self.amount_shares is not None:
            return self.amount_shares
        assert self.share_of_outstanding is not None  # the validator has seen to it
        return floor(Fraction(self.share_of_outstanding) * outstanding_shares)


class VolumeRule(Part):
    """The greatest of a number, a share of the session's volume and a share of the average before."""

    floor_shares: int = term("A number of shares", unit="shares", ge=0, le=10_000_000_000)
    share_of_session_volume: Exact = term("Share of that session's volume", unit="fraction", ge=0, le=1)
    share_of_average_volume: Exact = term(
        "Share of the average volume of the sessions before", unit="fraction", ge=0, le=1
    )
    average_sessions: int = term("Sessions in that average", unit="sessions", default=5, ge=1, le=60)


class PriceBand(VolumeRule):
    """A rule for sales in a band of prices above the one before."""

    price_below_usd: Exact | None = term(
        "Upper end of the band, exclusive; null: no end", unit="USD per share", default=None, gt=0, le=100_000
    )


class SaleVolume(Part):
    """The holder's covenant on how much it sells in a session (``SPA 4.15``)."""

    while_held: str = term("The series whose ownership keeps the covenant alive", clause="SPA 4.15")
    floor_shares: int = term(
        "First leg: a number of shares", unit="shares", clause="SPA 4.15(i)", ge=0, le=10_000_000_000
    )
    share_of_session_volume: Exact = term(
        "Second leg: share of that session's volume", unit="fraction", clause="SPA 4.15(ii)", ge=0, le=1
    )
    share_of_average_volume: Exact = term(
        "Third leg: share of the average volume of the sessions before",
        unit="fraction",
        clause="SPA 4.15(iii)",
        ge=0,
        le=1,
    )
    average_sessions: int = term(
        "Sessions in that average", unit="sessions", clause="SPA 4.15(iii)", default=5, ge=1, le=60
    )
    price_below_usd: Exact | None = term(
        "The covenant binds sales at prices under this line; null: at every price",
        unit="USD per share",
        clause="SPA 4.15",
        default=None,
        gt=0,
        le=100_000,
    )
    own_sales_count: bool = term(
        "Whether the holder's own sales count in the session's volume of the second leg; if not, the leg is the most "
        "that is that share of the rest of the volume",
        clause="SPA 4.15(ii)",
        mark="choice",
        default=True,
    )
    share_of_limit: Exact = term(
        "The part of the limit that goes with the series this holder still has, after it transferred some of it",
        unit="fraction",
        clause="SPA 4.15",
        mark="setting",
        default=Decimal(1),
        gt=0,
        le=1,
    )
    further_bands: tuple[PriceBand, ...] = term(
        "Rules for higher bands of prices, in ascending order; above the last, sales are free",
        clause="SPA 4.15",
        default=(),
        max_length=4,
    )

    def share_of_all_volume(self, rule: SaleVolume | PriceBand) -> Fraction:
        """The second leg's share of a session's volume, the holder's own sales included.

        Parameters
        ----------
        rule
            The covenant itself or one of its bands.

        Returns
        -------
        Fraction
            a, or where own sales do not count the s of ``s = a (1 - s)``.
        """
        share = Fraction(rule.share_of_session_volume)
        return share if self.own_sales_count else share / (1 + share)

    @model_validator(mode="after")
    def _bands_ascend(self) -> SaleVolume:
        ends = [self.price_below_usd, *(band.price_below_usd for band in self.further_bands)]
        problems: list[str] = []
        for number, (below, end) in enumerate(pairwise(ends)):
            if below is None:
                problems.append(
                    f"further_bands[{number}] lies above a band without an upper end, where no price is: give the "
                    "band before it a price_below_usd, or remove this one (SPA 4.15)"
                )
            elif end is not None and end <= below:
                problems.append(
                    f"further_bands[{number}].price_below_usd ({end}) is not above the line before it ({below}): the "
                    "lines of the bands must ascend; put them in order (SPA 4.15)"
                )
        refuse(problems)
        return self


class Limits(Part):
    """The limits on conversion and sale, each on its own (``CoD IV.G``)."""

    cap: Cap | None = term("Cap Amount; null: none", clause="CoD IV.G(i)", default=None)
    ownership_fraction: Exact | None = term(
        "Most of the common outstanding that the holder may hold after a conversion; null: no limit",
        unit="fraction",
        clause="CoD IV.G(ii), RRA 2.3",
        default=None,
        gt=0,
        lt=1,
    )
    ownership_basis: Literal["after", "before"] = term(
        "Whether the new shares count in the common outstanding of the ownership limit (the contract's), or only in "
        "what is held",
        clause="CoD IV.G(ii)",
        default="after",
    )
    beneficial_ownership: Literal["shares_held"] = term(
        "What counts as held in the ownership limit: the common held; not what unconverted preferred or unexercised "
        "warrants could become, which would block everything",
        clause="CoD IV.G(ii)",
        mark="choice",
        default="shares_held",
    )
    sale_volume: SaleVolume | None = term("Sale-volume covenant; null: none", clause="SPA 4.15", default=None)
    conversion_volume: VolumeRule | None = term(
        "Most common that may be issued on conversion in a session; null: no limit", default=None
    )
