"""The other ways to raise the money, kept in a folder of their own: path by path, with terms and rates beside."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from simulate.alternatives import Alternatives, other_ways
from simulate.alternatives.returns import Rate
from simulate.alternatives.terms import AlternativeTerms
from simulate.config.canonical import config_hash, to_yaml
from simulate.engine import with_own_records
from simulate.output.arrow_arrays import table_of
from simulate.output.manifest import code_hash
from simulate.output.run_directory import RunDirectory
from simulate.output.run_files import MANIFEST, PATHS
from simulate.scenario import Scenario
from simulate.terms import make_terms

_UNITS = {"shares": "shares", "cash_usd": "USD", "given_up_usd": "USD"}


def kept_alternatives(folder: Path, scenario: Scenario, terms: AlternativeTerms) -> Alternatives | None:
    """What was kept, if it is of this scenario, these terms and this program.

    Parameters
    ----------
    folder
        Where it is kept.
    scenario, terms
        As asked for.

    Returns
    -------
    Alternatives or None
    """
    import pyarrow as pa

    from simulate.output.parquet import read_parquet

    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        wanted = (config_hash(scenario), code_hash(), terms.as_dict())
        if (facts["config_hash"], facts["code_hash"], facts["terms"]) != wanted:
            return None
        table = read_parquet(folder / PATHS)
        rates = {name: Rate(**rate) for name, rate in facts["rates"].items()}
        columns = {
            name: np.asarray(table.column(name).to_numpy(), dtype=np.float64)
            for name in table.column_names
            if name != "path"
        }
        return Alternatives(terms, float(facts["money_usd"]), int(facts["paths"]), columns, rates)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None


def make_alternatives(folder: Path, scenario: Scenario, terms: AlternativeTerms) -> Alternatives:
    """Work them out and keep them; the folder appears whole or not at all.

    Parameters
    ----------
    folder
        Where to keep them.
    scenario, terms
        As asked for.

    Returns
    -------
    Alternatives

    Raises
    ------
    OutputError
        If they cannot be kept there.
    """
    import pyarrow as pa

    directory = RunDirectory(folder, overwrite=True)
    found = other_ways(scenario, terms)
    fields = [
        pa.field(name, pa.float64(), metadata={"unit": unit})
        for name in found.columns
        for end, unit in _UNITS.items()
        if name.endswith(end)
    ]
    schema = pa.schema([pa.field("path", pa.int64()), *fields])
    table = table_of({"path": np.arange(found.paths), **found.columns}, schema)
    with directory:
        directory.write_config(to_yaml(with_own_records(scenario, make_terms(scenario), directory)))
        directory.write_table("paths", table)
        directory.write_manifest(
            {
                "kind": "alternatives",
                "config_hash": config_hash(scenario),
                "code_hash": code_hash(),
                "seed": scenario.run.seed,
                "paths": found.paths,
                "terms": terms.as_dict(),
                "money_usd": found.money_usd,
                "rates": {name: asdict(rate) for name, rate in found.rates.items()},
                "files": directory.hashes(),
            }
        )
    return found
