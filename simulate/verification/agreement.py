"""When a number of the kernels and one of the ledger are the same number."""

from __future__ import annotations

from kernels import rows as place
from simulate.column import Column

KNIFE_EDGE = ("sessions_bound_", "cap_reached", "lowest_conversion_price_usd")
"""Not compared where shares are fractions: a room that is filled only within rounding leaves dust in float64 that
exact fractions do not have, and these outputs see it. Shares and money agree to 1e-9."""


def agrees(column: Column, kernel: float, ledger: float | int | bool | None, fractional: bool) -> bool:
    """Whether the two implementations agree: shares and counts exactly, money within a cent, ratios to 1e-9.

    Parameters
    ----------
    column
        The output; its unit and type say how it is compared.
    kernel
        The kernels' value, :data:`kernels.rows.UNDEFINED` where there is none.
    ledger
        The ledger's value, None where there is none.
    fractional
        Whether shares are fractions: then everything agrees to 1e-9.

    Returns
    -------
    bool
    """
    if ledger is None or kernel == place.UNDEFINED:
        return ledger is None and kernel == place.UNDEFINED
    near = abs(kernel - float(ledger)) <= 1e-9 * max(1.0, abs(kernel))
    if column.unit in ("shares", "preferred shares") and fractional:
        # A room is a difference of tens of millions of shares: float64 knows it to 4e-9 of a share.
        return near or abs(kernel - float(ledger)) <= 1e-6
    if column.dtype != "float64":
        return kernel == float(ledger)
    if column.unit == "USD":
        return abs(kernel - float(ledger)) <= (0.01 if not fractional else 0.01 + 1e-9 * abs(kernel))
    return near
