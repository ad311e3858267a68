"""Draw one path of a run again by its number, and write its ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from kernels.jit import is_compiled
from kernels.market.draw import draw_event_sessions, draw_path
from kernels.market.scratch import make_market
from simulate.config.canonical import config_hash
from simulate.errors import ConfigError, OutputError
from simulate.ledger import Contract, Ledger, PathMarket, keep_ledger
from simulate.output.manifest import code_hash
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.terms import Terms, make_terms
from simulate.words.phrases import number_of
from simulate.workers import until_compiled


def path_market(scenario: Scenario, terms: Terms, path: int) -> PathMarket:
    """The market of one path, as the simulation drew it.

    Parameters
    ----------
    scenario, terms
        As run; the seed is the scenario's.
    path
        Number of the path.

    Returns
    -------
    PathMarket
        Prices in whole quotation units.
    """
    sessions = len(terms.dates)
    earlier = terms.tables.clock.earlier_bids.size
    # Without the rest of the contract: splits are left to the ledger, which puts quotations on their footing itself.
    tables = terms.tables._replace(whole=None)
    market = make_market(tables)
    approved = draw_path(tables, np.uint64(scenario.run.seed), np.uint64(path), market)
    drawn, thresholds = _drawn_events(scenario, terms, path)
    bids = market.bids.astype(np.int64).tolist()
    volumes = market.volumes.astype(np.int64).tolist()
    return PathMarket(
        price_units_per_dollar=scenario.market.price_units_per_dollar,
        bids=bids[earlier : earlier + sessions],
        closes=market.closes.astype(np.int64).tolist()[:sessions],
        volumes=volumes[earlier : earlier + sessions],
        earlier_bids=bids[:earlier],
        earlier_volumes=volumes[:earlier],
        approved=bool(approved),
        event_sessions=drawn,
        as_drawn=True,
        event_thresholds=thresholds,
        highest_units=int(tables.quote.highest_units),
    )


def _drawn_events(
    scenario: Scenario, terms: Terms, path: int
) -> tuple[tuple[int | None, ...], tuple[float | None, ...]]:
    """For each event the session drawn from its hazard, and the number drawn for a hazard that follows the price.

    None: it never comes, the event is dated, or its hazard does not follow the price.
    """
    whole = terms.tables.whole
    if whole is None:
        return (), ()
    count = int(whole.events.entries)
    sessions, thresholds = np.zeros(count, dtype=np.int64), np.zeros(count)
    draw_event_sessions(terms.tables, np.uint64(scenario.run.seed), np.uint64(path), sessions, thresholds)
    drawn = zip(sessions.tolist(), whole.events.hazard[:count].tolist(), strict=True)
    follows = zip(thresholds.tolist(), whole.events.hazard_a_day[:count].tolist(), strict=True)
    return (
        tuple(session if hazard >= 0 and session < len(terms.dates) else None for session, hazard in drawn),
        tuple(threshold if hazard > 0 else None for threshold, hazard in follows),
    )


def _drawn_from(terms: Terms) -> tuple[Any, ...]:
    """Arguments with which a path's market is drawn."""
    tables = terms.tables._replace(whole=None)
    return tables, np.uint64(0), np.uint64(0), make_market(tables)


def explain(run: Result | Scenario | str | Path, path: int) -> Ledger:
    """The ledger of one path of a run.

    Parameters
    ----------
    run
        A result, the folder of one, or a scenario.
    path
        Number of the path, from 0.

    Returns
    -------
    Ledger
        Every event with its date, prices, limit and clause.

    Raises
    ------
    ConfigError
        If the number is negative, or the run has no such path.
    OutputError
        If the folder holds no run, or its configuration or records are not those that were run.
    """
    if not 0 <= path < 2**63:
        raise ConfigError(f"path {path}: paths are numbered from 0; give a whole number from 0")
    if isinstance(run, (str, Path)):
        run = Result.read(run)
    if isinstance(run, Result) and path >= run.manifest["paths"]:
        raise ConfigError(
            f"path {path}: the run has {number_of(run.manifest['paths'], 'path', 'paths')}, numbered "
            f"from 0; give a number up to {run.manifest['paths'] - 1}"
        )
    scenario = run.scenario if isinstance(run, Result) else run
    terms = make_terms(scenario)
    notes = _check_provenance(run, terms) if isinstance(run, Result) and run.directory is not None else ()
    if is_compiled(draw_path, _drawn_from(terms)):
        market = path_market(scenario, terms, path)
    else:
        drawn: list[PathMarket] = []
        until_compiled(lambda: drawn.append(path_market(scenario, terms, path)))
        market = drawn[0]
    ledger = keep_ledger(Contract.of(scenario, terms.dates), market)
    return replace(ledger, notes=(*notes, *ledger.notes))


def _check_provenance(run: Result, terms: Terms) -> tuple[str, ...]:
    """Refuse a run whose configuration or records are not those of its manifest; note code that is not."""
    manifest, where = run.manifest, run.directory
    if config_hash(run.scenario) != manifest["config_hash"]:
        raise OutputError(f"{where}: config.yaml is not the one that was run (its hash differs); run it again")
    read = {record.sha256 for record in terms.records}
    for record in manifest.get("records", ()):
        if record["sha256"] not in read:
            raise OutputError(f"{where}: the record {record['name']} is not the one that was run; run it again")
    if code_hash() != manifest.get("code_hash"):
        return (
            "the run was made by another version of the program: this path may differ from the run's; "
            "run it again to be sure",
        )
    return ()
