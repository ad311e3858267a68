"""V5: what must hold on every path, counted where it does not, on a scenario that ships."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simulate import engine
from simulate.config.canonical import config_hash
from simulate.load import load
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.terms import make_terms
from simulate.validation.row import Row, exactly
from simulate.verification.redraw import against_ledger, chosen_paths, kernel_rows

_SHIPPED = "valence-1998-conversion-only"
_SAMPLE = 20
_CENT = 0.01


def rows(paths: int) -> Iterator[Row]:
    """How often each invariant is broken: never, it must be."""
    scenario = load(_SHIPPED)
    result = engine.run(scenario, paths=paths, keep_paths=True, threads=2)
    note = f"{paths:,} paths of {_SHIPPED}"
    for what, broken in _broken(scenario, result).items():
        yield exactly("V5", f"paths on which {what}", 0, int(np.sum(broken)), note)
    again = engine.run(scenario, paths=paths, keep_paths=True, threads=1)
    same = again.paths.equals(result.paths) and again.summary_table.equals(result.summary_table)
    yield exactly("V5", "runs on one thread with other bits than on two", 0, int(not same), note)
    sample = chosen_paths(config_hash(scenario)[:12], paths, _SAMPLE)
    terms = make_terms(scenario)
    found = against_ledger(scenario, terms, sample, list(kernel_rows(scenario, terms, sample, _silent)))
    what = f"samples of {len(sample)} paths on which kernels and ledger differ"
    yield exactly("V5", what, 0, int(found.outcome == "differs"), note)


def _silent(_: str) -> None:
    """Say nothing: the run before has compiled all there is."""


def _broken(scenario: Scenario, result: Result) -> dict[str, NDArray[np.bool_]]:
    """By invariant, the paths that break it, [paths]."""
    deal, kept = scenario.deal, result.paths

    def column(name: str) -> NDArray[np.float64]:
        """An output on every path; NaN where it is not defined."""
        values: NDArray[np.float64] = kept.column(name).to_numpy(zero_copy_only=False).astype(np.float64)
        return values

    cap, common, authorized = deal.limits.cap, deal.common, deal.common.authorized_shares
    assert cap is not None  # the scenario that ships has all of these
    assert cap.amount_shares is not None
    assert authorized is not None
    fixed = [series.conversion_price.fixed_usd for series in deal.series]
    highest = max(float(price) for price in fixed if price is not None)
    paid = sum(float(series.purchase_price_usd) for series in deal.series)
    issued = column("shares_issued")
    money = column("conversion_proceeds_usd") + column("remaining_value_usd") - paid - column("pnl_usd")
    of_series = np.sum([column(f"shares_series_{series.name.lower()}") for series in deal.series], axis=0)
    out: dict[str, NDArray[np.bool_]] = {
        "more counts against the cap than the Cap Amount": column("cap_used_shares") > cap.amount_shares,
        "more common is outstanding than authorized": issued + common.outstanding_shares > authorized,
        "the lowest conversion price is above the fixed price": column("lowest_conversion_price_usd") > highest,
        "the shares of the series are not all shares": np.not_equal(of_series, issued),
        "more common is held than issued": column("common_held_shares") > issued,
        "the investor's book does not close to the cent": np.abs(money) > _CENT,
    }
    for series in deal.series:
        left = column(f"preferred_left_series_{series.name.lower()}")
        out[f"Series {series.name} left is below 0 or above what was sold"] = (left < 0) | (
            left > series.preferred_shares
        )
    return out
