"""The special functions that intervals take. They are scipy's, and imported when the first one is called.

Importing them takes as long as thousands of paths. A run loads them while its threads simulate.
"""

from __future__ import annotations


def load() -> None:
    """Import them now."""
    import scipy.special  # noqa: F401


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function.

    Parameters
    ----------
    a, b
        Above 0.
    x
        From 0 to 1.
    """
    from scipy import special

    return float(special.betainc(a, b, x))


def normal_quantile(p: float) -> float:
    """The number that a standard normal one is below with probability ``p``."""
    from scipy import special

    return float(special.ndtri(p))


def student_quantile(degrees: int, p: float) -> float:
    """The number that one of Student's t, of so many degrees of freedom, is below with probability ``p``."""
    from scipy import special

    return float(special.stdtrit(degrees, p))
