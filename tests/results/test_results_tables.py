"""Schemas and contents of the Arrow tables."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from synthetic_run import SESSIONS, scenario_of, synthetic_arrays, synthetic_market

import simulate
from simulate.columns import columns
from simulate.output.parquet import write_parquet
from simulate.output.summary_table import summary_rows, summary_schema, summary_table
from simulate.output.tables import (
    FAN_QUANTITIES,
    histograms_table,
    paths_schema,
    paths_table,
    sessions_schema,
    sessions_table,
)
from simulate.scenario import CapitalTable, Scenario
from simulate.statistics import QUANTILES
from simulate.statistics.estimators import quantile_rank
from simulate.statistics.fans import FanArrays
from simulate.statistics.histograms import Histogram


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return scenario_of()


def described(field) -> tuple[str, str, str]:
    return tuple(field.metadata[key].decode() for key in (b"unit", b"meaning", b"clause"))


def test_path_rows_follow_the_registry(scenario):
    schema = paths_schema(scenario)
    assert schema.names == ["path", *(column.name for column in columns(scenario))]
    types = {"int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
    for field, column in zip(list(schema)[1:], columns(scenario), strict=True):
        assert field.type == types[column.dtype]
        assert field.nullable == column.nullable
        assert described(field) == (column.unit, column.meaning, column.clause)
    assert schema.field("path").type == pa.int64()
    assert not schema.field("path").nullable


LEANS_ON_ANOTHER = re.compile(r"\b(the same|ditto|as above|see above|its interval|that session|that path)\b|^[a-z_]+$")
"""Words that send a reader to another column, or a single word that tells nothing."""


def every_schema() -> list[pa.Schema]:
    """All tables of a run, plain and of a deal that uses everything the registry can name."""
    whole = simulate.load("valence-1998-as-it-happened")
    table = CapitalTable.model_validate({"options": [{"name": "plan", "shares": 1, "exercise_price_usd": "1"}]})
    with_table = whole.model_copy(update={"deal": whole.deal.model_copy(update={"capital_table": table})})
    schemas = [paths_schema(each) for each in (scenario_of(), with_table)]
    return [*schemas, sessions_schema(), summary_schema(), histograms_table({}).schema]


def test_every_column_of_every_table_says_what_it_is_by_itself():
    for schema in every_schema():
        for field in schema:
            unit, meaning, clause = described(field)
            assert unit, field.name
            assert not LEANS_ON_ANOTHER.search(meaning), (field.name, meaning)
            assert clause or field.name in ("path", "column", "low", "high", "count"), field.name
            # "new" and "old" are defined in the meaning that uses them.
            for word in re.findall(r"\b(new|old)\b(?= /| \+|\)|$)", meaning):
                assert f"{word} = " in meaning, (field.name, meaning)
        meanings = [described(field)[1] for field in schema]
        assert len(set(meanings)) == len(meanings), [each for each in meanings if meanings.count(each) > 1]


def test_the_summary_describes_its_own_columns(tmp_path):
    write_parquet(summary_table([]), tmp_path / "summary.parquet")
    schema = pq.read_schema(tmp_path / "summary.parquet")
    assert described(schema.field("mean_low"))[:2] == (
        "of the output",
        "low end of the interval of the mean at the stated confidence, Wilson's for a yes-or-no output",
    )
    assert described(schema.field("defined"))[0] == "paths"


def test_fractional_shares_are_floats(scenario):
    conversion = scenario.deal.conversion.model_copy(update={"fractional_shares": True})
    other = scenario.model_copy(update={"deal": scenario.deal.model_copy(update={"conversion": conversion})})
    assert paths_schema(other).field("shares_issued").type == pa.float64()


def test_path_rows_hold_the_values(scenario):
    arrays, masks = synthetic_arrays(scenario, 500, 3)
    table = paths_table(scenario, 10**11, arrays, masks)
    table.validate(full=True)
    assert table.schema.equals(paths_schema(scenario), check_metadata=True)
    assert table["path"].to_pylist() == list(range(10**11, 10**11 + 500))
    for column in columns(scenario):
        mask = masks.get(column.name, np.zeros(500, bool))
        assert table[column.name].null_count == mask.sum()
        found = [value for value in table[column.name].to_pylist() if value is not None]
        assert found == arrays[column.name][~mask].astype(column.dtype).tolist()
    assert sum(masks[name].sum() for name in masks) > 0


def test_undefined_values_may_hold_anything(scenario):
    arrays, masks = synthetic_arrays(scenario, 50, 3)
    arrays["irr_per_year"] = np.where(masks["irr_per_year"], np.nan, arrays["irr_per_year"])
    masks["irr_per_year"][0], arrays["irr_per_year"][0] = True, np.inf
    assert paths_table(scenario, 0, arrays, masks)["irr_per_year"][0].as_py() is None


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("pnl_usd", np.nan, "not finite"),
        ("irr_per_year", np.inf, "not finite"),
        ("shares_issued", 1.5, "no int64"),
        ("cap_reached", 2.0, "no bool"),
    ],
)
def test_what_the_registry_rules_out_is_refused(scenario, name, value, message):
    arrays, masks = synthetic_arrays(scenario, 20, 3)
    masks = {key: np.zeros(20, bool) for key in masks}
    arrays[name] = arrays[name].astype(float)
    arrays[name][7] = value
    with pytest.raises(ValueError, match=f"{name}.*{message}"):
        paths_table(scenario, 0, arrays, masks)


def test_undefined_where_it_must_not_be_is_refused(scenario):
    arrays, masks = synthetic_arrays(scenario, 20, 3)
    masks["pnl_usd"] = np.arange(20) == 3
    with pytest.raises(ValueError, match="pnl_usd is undefined"):
        paths_table(scenario, 0, arrays, masks)


def test_columns_must_match(scenario):
    arrays, masks = synthetic_arrays(scenario, 20, 3)
    with pytest.raises(ValueError, match="do not match: extra, pnl_usd"):
        paths_table(
            scenario,
            0,
            {k: v for k, v in arrays.items() if k != "pnl_usd"} | {"extra": arrays["pnl_usd"]},
            masks,
        )
    with pytest.raises(ValueError, match="19,\\) values for 20"):
        paths_table(scenario, 0, arrays | {"pnl_usd": arrays["pnl_usd"][:19]}, masks)


def test_the_per_session_table(scenario, synthetic):
    table = synthetic.sessions
    table.validate(full=True)
    names = ["session", "date", "days"]
    for name in FAN_QUANTITIES:
        names.append(f"{name}_defined")
        for level in ("q01", "q05", "q25", "q50", "q75", "q95", "q99"):
            names += [f"{name}_{level}", f"{name}_{level}_low", f"{name}_{level}_high"]
    for name in ("shares_issued_mean", "expected_cash_flow_usd"):
        names += [name, f"{name}_error"]
    assert table.schema.names == names
    assert table.num_rows == SESSIONS
    assert table["date"][0].as_py() == scenario.deal.start
    assert table["days"][-1].as_py() == (scenario.deal.horizon - scenario.deal.start).days
    assert described(table.schema.field("price_usd_q05_high"))[0] == "USD per share"
    assert described(table.schema.field("preferred_left_q50"))[0] == "preferred shares"
    assert "binned" in described(table.schema.field("shares_issued_q99"))[1]
    # Bins are 0.8% wide: a value is within half of that of the order statistic.
    _, _, issued = synthetic_market(scenario, 4000, 7)
    for session in (0, 10, SESSIONS - 1):
        ordered = np.sort(issued[session])
        for p in QUANTILES:
            found = table[f"shares_issued_q{round(100 * p):02d}"][session].as_py()
            assert found == pytest.approx(ordered[quantile_rank(4000, p) - 1], rel=1 / 256)
    assert table["shares_issued_mean"].to_pylist() == issued.mean(axis=1).tolist()
    assert table["shares_issued_mean_error"].null_count == SESSIONS


def small_fans(sessions: int = 2) -> dict[str, FanArrays]:
    shape = (sessions, len(QUANTILES))
    count = np.full(sessions, 5, dtype=np.int64)
    return {
        name: FanArrays(QUANTILES, np.ones(shape), np.ones(shape), np.ones(shape), count.copy())
        for name in FAN_QUANTITIES
    }


DATES = [date(1998, 12, 18), date(1998, 12, 21)]


def test_sessions_without_a_price_are_null():
    fans = small_fans()
    fans["conversion_price_usd"].count[0] = 0
    table = sessions_table(DATES, np.array([0, 3]), fans, np.zeros(2), np.zeros(2), np.ones(2), None)
    assert table["conversion_price_usd_q50"].to_pylist() == [None, 1.0]
    assert table["conversion_price_usd_q50_low"].to_pylist() == [None, 1.0]
    assert table["conversion_price_usd_defined"].to_pylist() == [0, 5]
    assert table["price_usd_q50"].to_pylist() == [1.0, 1.0]
    assert table["shares_issued_mean_error"].to_pylist() == [1.0, 1.0]
    assert table["expected_cash_flow_usd_error"].to_pylist() == [None, None]


def test_the_per_session_table_is_whole_or_refused():
    fans = small_fans()
    with pytest.raises(ValueError, match="needed"):
        sessions_table(DATES, np.array([0, 3]), {"price_usd": fans["price_usd"]}, np.zeros(2), np.zeros(2))
    with pytest.raises(ValueError, match="fan of"):
        sessions_table(DATES, np.array([0, 3]), small_fans(3), np.zeros(2), np.zeros(2))
    with pytest.raises(ValueError, match="2 long"):
        sessions_table(DATES, np.array([0, 3]), fans, np.zeros(3), np.zeros(2))


def test_histogram_rows():
    histogram = Histogram(np.array([1.0, 2.0, 3.0]), np.array([4, 5]), 1, 2, 0.5, 9.0)
    table = histograms_table({"pnl_usd": histogram})
    assert table.to_pydict() == {
        "column": ["pnl_usd"] * 4,
        "low": [0.5, 1.0, 2.0, 3.0],
        "high": [1.0, 2.0, 3.0, 9.0],
        "count": [1, 4, 5, 2],
    }


def test_every_histogram_counts_every_defined_path(scenario, synthetic):
    table = synthetic.histograms.to_pandas()
    for row in synthetic.summary_rows:
        assert table.loc[table["column"] == row.name, "count"].sum() == row.defined
    assert set(table["column"]) == {column.name for column in columns(scenario)}


def test_the_summary_survives_its_table(synthetic):
    table = summary_table(synthetic.summary_rows)
    table.validate(full=True)
    assert summary_rows(table) == synthetic.summary_rows
    assert table.schema.field("q05_low").type == pa.float64()
    yes_or_no = table.filter(pa.compute.equal(table["output"], "cap_reached"))
    assert yes_or_no["q50"].to_pylist() == [None]
