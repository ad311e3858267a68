"""From preferred to common: what a notice gives, and what a number of shares takes (``CoD IV``).

``claim`` is what one preferred share converts and ``price`` the conversion price, both as whole numbers of
the same unit of money, so that every quotient is exact and one that is exactly whole is never rounded up.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

Quantity = int | Fraction
"""A number of shares: whole, or a fraction where the deal converts fractions."""


class Rounding(Protocol):
    """Where the number of common shares is rounded up (``CoD IV.A``, ``IV.E``)."""

    def shares(self, preferred: Quantity, claim: int, price: int) -> Quantity:
        """Common shares that a notice of so many preferred gives."""

    def fewest_reaching(self, room: Quantity, claim: int, price: int) -> Quantity:
        """The fewest preferred whose common reaches the room; the room is positive."""

    def most_within(self, room: Quantity, claim: int, price: int) -> Quantity:
        """The most preferred whose common stays within the room; the room is not negative."""

    def beside(self, preferred: Quantity, claim: int, price: int, amount: Fraction) -> Quantity:
        """Common for an amount (in the unit of claim and price) that converts with a notice, beside the notice's."""


class PerNotice:
    """Rounded up once for the whole notice: ``ceil(n x claim / price)``."""

    def shares(self, preferred: Quantity, claim: int, price: int) -> Quantity:
        """Common shares of a notice of ``preferred``."""
        return -(-preferred * claim // price)

    def fewest_reaching(self, room: Quantity, claim: int, price: int) -> Quantity:
        """Smallest n with ``ceil(n x claim / price) >= room``, which is ``n x claim / price > room - 1``."""
        return (room - 1) * price // claim + 1

    def most_within(self, room: Quantity, claim: int, price: int) -> Quantity:
        """Largest n with ``ceil(n x claim / price) <= room``, which is ``n x claim / price <= room``."""
        return room * price // claim

    def beside(self, preferred: Quantity, claim: int, price: int, amount: Fraction) -> Quantity:
        """Rounded up once for both: ``ceil((n x claim + amount) / price)`` less the notice's."""
        return -(-(preferred * claim + amount) // price) - self.shares(preferred, claim, price)


class PerShare:
    """Rounded up for each preferred share: ``n x ceil(claim / price)``."""

    def shares(self, preferred: Quantity, claim: int, price: int) -> Quantity:
        """Common shares of a notice of ``preferred``."""
        return preferred * -(-claim // price)

    def fewest_reaching(self, room: Quantity, claim: int, price: int) -> Quantity:
        """Smallest n with ``n x ceil(claim / price) >= room``."""
        return -(-room // -(-claim // price))

    def most_within(self, room: Quantity, claim: int, price: int) -> Quantity:
        """Largest n with ``n x ceil(claim / price) <= room``."""
        return room // -(-claim // price)

    def beside(self, preferred: Quantity, claim: int, price: int, amount: Fraction) -> Quantity:
        """Rounded up by itself: ``ceil(amount / price)``."""
        return -(-amount // price)


class Fractional:
    """Nothing rounded: any real number of preferred, ``n x claim / price`` common (for closed forms)."""

    def shares(self, preferred: Quantity, claim: int, price: int) -> Quantity:
        """Common shares of a notice of ``preferred``."""
        return Fraction(preferred * claim) / price

    def fewest_reaching(self, room: Quantity, claim: int, price: int) -> Quantity:
        """The n with ``n x claim / price = room``."""
        return Fraction(room * price) / claim

    def most_within(self, room: Quantity, claim: int, price: int) -> Quantity:
        """The n with ``n x claim / price = room``."""
        return Fraction(room * price) / claim

    def beside(self, preferred: Quantity, claim: int, price: int, amount: Fraction) -> Quantity:
        """``amount / price``."""
        return amount / price


def rounding_of(*, fractional_shares: bool, round_up: str) -> Rounding:
    """The rule of a deal.

    Parameters
    ----------
    fractional_shares, round_up
        As in ``deal.conversion``.

    Returns
    -------
    Rounding
    """
    if fractional_shares:
        return Fractional()
    return PerShare() if round_up == "per_share" else PerNotice()
