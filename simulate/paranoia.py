"""What must hold on every path (V5), checked on each block as it comes: ``run --paranoid``.

Read from the outputs alone, by the scenario's own numbers: nothing of the kernels or of their tables is used. What a
scenario allows to be otherwise (a split restates shares; events change limits) is not checked there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import floor

import numpy as np
import numpy.typing as npt

from kernels.rows import NOT_COMPUTED, UNDEFINED
from simulate.columns import columns
from simulate.errors import InvariantError
from simulate.scenario import Scenario, uses_whole
from simulate.scenario.series import Series

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_CENT = 0.01
_RELATIVE = 1e-12
"""Sums of money in float64 carry an error of their size."""
_IN_LIMITS = 1e-9
"""With fractional shares limits are met to this part of them."""


@dataclass(frozen=True)
class Paranoia:
    """The invariants of a scenario.

    Attributes
    ----------
    scenario
        As run.
    """

    scenario: Scenario
    _kinds: dict[str, tuple[str, str, bool]] = field(init=False)

    def __post_init__(self) -> None:
        kinds = {each.name: (each.dtype, each.unit, each.nullable) for each in columns(self.scenario)}
        object.__setattr__(self, "_kinds", kinds)

    def check(self, first_path: int, outputs: Mapping[str, Floats]) -> None:
        """Check a block of paths.

        Parameters
        ----------
        first_path
            Number of its first path.
        outputs
            Its outputs by name, [paths].

        Raises
        ------
        InvariantError
            With the number of the first path on which something does not hold, and how to look at it.
        """
        found: tuple[int, str] | None = None
        for what, broken in self._broken(outputs):
            if broken.any():
                at = int(np.argmax(broken))
                if found is None or at < found[0]:
                    found = at, what
        if found is not None:
            seed, source = self.scenario.run.seed, self.scenario.source
            path = first_path + found[0]
            raise InvariantError(
                f"path {path} of seed {seed}: {found[1]}. This is a fault of floorless; nothing was written. Its "
                f"ledger: floorless explain {source} {path} --seed {seed}"
            )

    def _broken(self, outputs: Mapping[str, Floats]) -> Iterator[tuple[str, Flags]]:
        """Each invariant in words that say it is broken, and the paths on which it is."""
        yield from self._numbers(outputs)
        yield from self._shares(outputs)
        yield from self._limits(outputs)
        yield from self._prices(outputs)
        yield from self._books(outputs)

    def _numbers(self, outputs: Mapping[str, Floats]) -> Iterator[tuple[str, Flags]]:
        """Every output is a number, whole, defined and not negative where it must be."""
        for name, (dtype, unit, nullable) in self._kinds.items():
            values = outputs[name]
            undefined = (values == UNDEFINED) | (values == NOT_COMPUTED)
            yield f"{name} is not a finite number", ~np.isfinite(values)
            if not nullable:
                yield f"{name} is undefined", undefined
            if dtype == "int64":
                yield f"{name} is not whole", ~undefined & (values != np.floor(values))
            if dtype == "bool":
                yield f"{name} is neither true nor false", (values != 0.0) & (values != 1.0)
            counted = "share" in unit or unit in ("sessions", "times", "acts")
            # What the others give up for a share may be a gain, and earnings a loss.
            if counted and (unit != "USD per share" or "price" in name):
                least = -1e-6 if dtype == "float64" else 0.0
                yield f"{name} is negative", ~undefined & (values < least)

    def _shares(self, outputs: Mapping[str, Floats]) -> Iterator[tuple[str, Flags]]:
        """Shares of the instruments are all shares; preferred converted + redeemed + left = issued."""
        deal = self.scenario.deal
        issued = outputs["shares_issued"]
        parts = np.zeros_like(issued)
        for name in (
            *(f"shares_series_{each.name.lower()}" for each in deal.series),
            *(f"shares_warrant_{each.name.lower()}" for each in deal.warrants if uses_whole(self.scenario)),
        ):
            parts = parts + outputs[name]
        if not self._restates:
            slack = _IN_LIMITS * issued if deal.conversion.fractional_shares else 0.0
            yield "the shares of series and warrants are not all shares issued", np.abs(parts - issued) > slack
        for series in deal.series:
            name = series.name.lower()
            left = outputs[f"preferred_left_series_{name}"]
            redeemed = outputs.get(f"redeemed_preferred_series_{name}", np.zeros_like(left))
            sold = float(series.preferred_shares)
            over = left + redeemed > sold * (1 + _IN_LIMITS if deal.conversion.fractional_shares else 1)
            yield f"Series {series.name} preferred left and redeemed are more than was issued", over
            if self._plain and series.position is None:
                converted, common = left < sold, outputs[f"shares_series_{name}"] > 0.0
                lost = deal.limits.cap is not None and deal.limits.cap.excess == "lost"
                yield f"Series {series.name} has common of no preferred", common & ~converted
                if not lost:
                    yield f"Series {series.name} has preferred converted into nothing", converted & ~common

    def _limits(self, outputs: Mapping[str, Floats]) -> Iterator[tuple[str, Flags]]:
        """The cap before approval; what is authorized; the ownership limit, which later sales only widen."""
        deal = self.scenario.deal
        slack = 1 + (_IN_LIMITS if deal.conversion.fractional_shares else 0.0)
        cap = deal.limits.cap
        if cap is not None and not self._restates:
            amount = cap.amount_shares
            if amount is None:
                assert cap.share_of_outstanding is not None  # one of the two is stated
                amount = floor(cap.share_of_outstanding * deal.common.outstanding_shares)
            over = outputs["cap_used_shares"] > max(amount, cap.used_shares) * slack
            yield f"more than the Cap Amount of {amount:,} was used before approval", over
        if not self._plain:
            return
        outstanding = deal.common.outstanding_shares + outputs["shares_issued"]
        if deal.common.authorized_shares is not None:
            most = max(deal.common.authorized_shares, deal.common.outstanding_shares)
            yield "more common is outstanding than authorized", outstanding > most * slack
        if deal.limits.ownership_fraction is not None:
            most_held = float(deal.limits.ownership_fraction) * outstanding
            over = outputs["common_held_shares"] > most_held * (1 + _IN_LIMITS)
            yield "the holder holds more than the ownership limit", over

    def _prices(self, outputs: Mapping[str, Floats]) -> Iterator[tuple[str, Flags]]:
        """No conversion price above the fixed one; a waived series gets no more than its fixed price gives."""
        deal = self.scenario.deal
        lowest = outputs["lowest_conversion_price_usd"]
        fixed = [each.conversion_price.fixed_usd for each in deal.series]
        if all(price is not None for price in fixed) and self._keeps_prices:
            highest = max(float(price) for price in fixed if price is not None)
            above = (lowest != UNDEFINED) & (lowest > highest * (1 + _RELATIVE))
            yield "the lowest conversion price is above the fixed price", above
        for series in deal.series:
            variable, price = series.conversion_price.variable, series.conversion_price.fixed_usd
            if variable is None or not variable.waived or price is None or not self._only_notices(series):
                continue
            name = series.name.lower()
            sold = series.preferred_shares - outputs[f"preferred_left_series_{name}"]
            sold = sold - outputs.get(f"redeemed_preferred_series_{name}", np.zeros_like(sold))
            days = (deal.horizon - series.issue_date).days + 1
            rate = series.premium.rate_per_year * max(days, 0) / Decimal(series.premium.day_count_days)
            most = sold * float(series.stated_value_usd * (1 + rate) / price)
            # Each notice, or each preferred, is rounded up to a whole share.
            notices = sold if deal.conversion.round_up == "per_share" else np.full_like(sold, float(days))
            over = outputs[f"shares_series_{name}"] > most * (1 + _IN_LIMITS) + notices
            yield f"Series {series.name} converted below its fixed price after the waiver", over

    def _books(self, outputs: Mapping[str, Floats]) -> Iterator[tuple[str, Flags]]:
        """Books close to the cent; sales of the series are all sales."""
        deal = self.scenario.deal
        sales = outputs["conversion_proceeds_usd"]
        if "books_gap_usd" in outputs:
            size = np.abs(outputs["company_cash_in_usd"]) + np.abs(outputs["company_cash_out_usd"]) + np.abs(sales)
            yield "the books do not close to the cent", np.abs(outputs["books_gap_usd"]) > _CENT + _RELATIVE * size
            return
        by_series = np.sum([outputs[f"proceeds_series_{each.name.lower()}_usd"] for each in deal.series], axis=0)
        size = np.abs(sales) + np.abs(outputs["remaining_value_usd"])
        yield "sales of the series are not all sales", np.abs(by_series - sales) > _CENT + _RELATIVE * size
        paid = float(sum(each.purchase_price_usd for each in deal.series))
        gap = sales + outputs["remaining_value_usd"] - paid - outputs["pnl_usd"]
        yield "the investor's book does not close to the cent", np.abs(gap) > _CENT + _RELATIVE * size

    @property
    def _plain(self) -> bool:
        return not uses_whole(self.scenario)

    @property
    def _restates(self) -> bool:
        """Whether a split or a dividend in stock may restate shares."""
        return any(event.kind in ("split", "stock_dividend") for event in self.scenario.deal.events)

    @property
    def _keeps_prices(self) -> bool:
        """Whether nothing raises a fixed price."""
        raising = ("split", "stock_dividend", "special_adjustment")
        positions = any(each.position is not None for each in self.scenario.deal.series)
        return not positions and not any(event.kind in raising for event in self.scenario.deal.events)

    def _only_notices(self, series: Series) -> bool:
        """Whether all common of the series comes of conversions at a fixed price that nothing lowers."""
        deal = self.scenario.deal
        others = (series.amortisation, series.draws, series.position, series.conversion_price.resets, deal.delivery)
        paid = series.premium.paid in ("on_conversion", "cash")
        ceiling = series.conversion_price.ceiling_usd
        return paid and not deal.events and ceiling is None and all(each is None for each in others)
