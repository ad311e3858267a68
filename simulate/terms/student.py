"""Moments of a bounded Student-t variable, by quadrature: what the mean of its exponential is made of."""

from __future__ import annotations

import math
from dataclasses import dataclass

_STEP = 1.0 / 64
"""Of the double-exponential rule: halving it moves no moment by more than 1e-15 of itself."""
_REACH = 3.2
"""Beyond it the rule's weights vanish in float64."""


@dataclass(frozen=True)
class BoundedStudent:
    """A t variable at unit variance, held within a bound, and rescaled to unit variance again.

    Attributes
    ----------
    degrees
        Degrees of freedom, above 2.
    bound
        Where the variable is held, in deviations.
    restore
        By what it is then multiplied, so that its variance is 1.
    beyond
        Probability that a bound acts.
    """

    degrees: float
    bound: float
    restore: float
    beyond: float

    @classmethod
    def of(cls, degrees: float, bound: float) -> BoundedStudent:
        """The variable of these degrees of freedom, held within this bound."""
        plain = cls(degrees, bound, 1.0, 0.0)
        inside = plain._inside(0)
        beyond = max(0.0, 1.0 - inside)
        variance = plain._inside(1) + beyond * bound * bound
        return cls(degrees, bound, 1.0 / math.sqrt(variance), beyond)

    def even_moment(self, k: int) -> float:
        """Expectation of the variable to the power 2k."""
        return self.restore ** (2 * k) * (self._inside(k) + self.beyond * self.bound ** (2 * k))

    def growth(self, highest_deviation: float) -> tuple[float, ...]:
        """Coefficients of ``E exp(sqrt(h) e)`` in powers of h, the highest power first.

        Parameters
        ----------
        highest_deviation
            The largest sqrt(h): what is left out is below one unit in the last place there.
        """
        # Odd moments are 0: E exp(s e) = sum of E e^2k s^2k/(2k)!.
        coefficients = [1.0]
        total = 1.0
        k = 1
        while True:
            coefficient = self.even_moment(k) / math.factorial(2 * k)
            coefficients.append(coefficient)
            part = coefficient * highest_deviation ** (2 * k)
            total += part
            if part < 1e-17 * total:
                return tuple(reversed(coefficients))
            k += 1

    def _inside(self, k: int) -> float:
        """Integral of ``x^2k f(x)`` between the bounds, f the density of t at unit variance.

        By the double-exponential rule of Takahasi and Mori (1974), on half of the even integrand.
        """
        nu = self.degrees
        scale = math.exp(math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2)) / math.sqrt(math.pi * (nu - 2))
        half = self.bound / 2
        parts = []
        count = round(_REACH / _STEP)
        for j in range(-count, count + 1):
            u = j * _STEP
            q = math.exp(-math.pi * math.sinh(u))
            # Distance from 0, without cancellation at either end: x = bound/(1 + q).
            x = 2 * half / (1 + q)
            weight = half * math.pi * math.cosh(u) * 2 * q / (1 + q) ** 2
            parts.append(weight * x ** (2 * k) * (1 + x * x / (nu - 2)) ** (-(nu + 1) / 2))
        return 2 * scale * _STEP * math.fsum(parts)
