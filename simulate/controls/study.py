"""Run a scenario, draw its paths' stock again, and set means with controls beside the plain ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernels.market.draw import draw_path
from kernels.market.scratch import make_market
from simulate.columns import columns
from simulate.comparison.sides import Side
from simulate.controls.known import Control, controls_of
from simulate.controls.regression import ControlledMean, controlled_mean, least_paths, varying
from simulate.engine import run, with_run
from simulate.errors import ConfigError
from simulate.plain_only import needs_plain
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.terms import Terms, make_terms

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ControlledMeans:
    """Means of a run, plain and with controls.

    Attributes
    ----------
    result
        The run.
    controls
        What is known of its stock.
    constant
        Controls left out, for they do not vary: where the price floats from session 0, what a series converts into is
        worth the same whatever the stock.
    rows
        Headline outputs that every path has, in the order of the registry.
    left_out
        Those that some path lacks: of a part of the paths no expectation is known.
    """

    result: Result
    controls: tuple[Control, ...]
    constant: tuple[Control, ...]
    rows: tuple[ControlledMean, ...]
    left_out: tuple[str, ...]

    def row(self, output: str) -> ControlledMean:
        """The means of an output, by name.

        Raises
        ------
        KeyError
            If it has none.
        """
        for each in self.rows:
            if each.output == output:
                return each
        raise KeyError(f"{output}: not among {', '.join(each.output for each in self.rows)}")


def control_variates(
    scenario: Scenario,
    *,
    paths: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> ControlledMeans:
    """Estimate means with control variates; see :func:`simulate.control_variates`."""
    needs_plain(scenario, "control variates are fitted and corrected on halves of the paths, with")
    as_run = with_run(scenario, paths=paths, seed=seed)
    terms = make_terms(as_run)
    controls = controls_of(as_run, terms.dates)
    least = least_paths(len(controls))
    if as_run.run.paths < least:
        raise ConfigError(
            f"run.paths {as_run.run.paths:,}: too few to fit {len(controls)} controls; give at least {least:,}"
        )
    result = run(as_run, keep_paths=True, threads=threads, progress=progress, announce=announce)
    centred = centred_controls(as_run, terms, controls)
    varies = varying(centred, np.array([control.expectation for control in controls]))
    centred = centred[:, varies]
    side = Side(as_run.name, as_run, result)
    rows, left_out = [], []
    for column in columns(as_run):
        if not column.headline or column.dtype == "bool":
            continue
        values, defined = side.values(column.name)
        if not defined.all():
            left_out.append(column.name)
            continue
        confidence = float(as_run.run.confidence)
        rows.append(controlled_mean(column.name, column.unit, values, centred, confidence=confidence))
    kept, constant = (
        tuple(control for control, moves in zip(controls, varies, strict=True) if moves == wanted)
        for wanted in (True, False)
    )
    return ControlledMeans(result, kept, constant, tuple(rows), tuple(left_out))


def centred_controls(scenario: Scenario, terms: Terms, controls: Sequence[Control]) -> Floats:
    """Controls less their expectations, of the stock as the simulation draws it.

    Parameters
    ----------
    scenario, terms
        As run, and its tables.
    controls
        Which.

    Returns
    -------
    numpy.ndarray
        [paths, controls].
    """
    # The stock alone: no event of the deal restates it, nor does the holder press it.
    tables = terms.tables._replace(whole=None)
    market = make_market(tables)
    read = sorted({control.session for control in controls})
    closes = np.empty((scenario.run.paths, len(read)))
    seed = np.uint64(scenario.run.seed)
    for path in range(scenario.run.paths):
        draw_path(tables, seed, np.uint64(path), market)
        closes[path] = market.closes[read]
    closes /= float(scenario.market.price_units_per_dollar)
    return np.column_stack(
        [control.value(closes[:, read.index(control.session)]) - control.expectation for control in controls]
    )
