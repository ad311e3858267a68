"""A run depends on the configuration, the seed and the number of paths, and on nothing else."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from parity import kernel_columns

import simulate
from kernels import rows as place
from simulate.columns import columns
from simulate.errors import ConfigError, OutputError
from simulate.explain import path_market
from simulate.ledger import Contract, keep_ledger
from simulate.shipped import shipped_folder
from simulate.terms import make_terms
from simulate.workers import BLOCK_PATHS

PATHS = 2 * BLOCK_PATHS + 801


@pytest.fixture(scope="module")
def valence():
    return simulate.load(shipped_folder() / "valence-1998-conversion-only.yaml")


@pytest.fixture(scope="module")
def kept(valence):
    return simulate.run(valence, paths=PATHS, keep_paths=True, threads=1)


def same_numbers(one, other) -> None:
    assert one.summary_rows == other.summary_rows
    assert one.sessions.equals(other.sessions)
    assert one.histograms.equals(other.histograms)


@pytest.mark.parametrize(("threads", "batch"), [(2, 1), (2, 3), (1, 2), (3, 1)])
def test_the_same_bits_for_any_threads_and_batches(valence, kept, threads, batch):
    again = simulate.run(valence, paths=PATHS, keep_paths=True, threads=threads, batch_blocks=batch)
    same_numbers(again, kept)
    assert again.paths.equals(kept.paths)


def test_another_seed_gives_other_numbers(valence, kept):
    assert simulate.run(valence, paths=PATHS, seed=1999).summary_rows != kept.summary_rows


@pytest.mark.parametrize("path", [0, 1, 4095, 4096, PATHS - 1])
def test_the_kernel_alone_on_one_path_gives_its_row_and_the_ledger_its_shares(valence, kept, path):
    terms = make_terms(valence)
    alone = kernel_columns(valence, terms, path, 1)
    row = kept.paths.slice(path, 1).to_pylist()[0]
    totals = simulate.explain(kept, path).totals
    for column in columns(valence):
        mine = None if alone[column.name][0] == place.UNDEFINED else float(alone[column.name][0])
        stored = row[column.name]
        assert mine == (None if stored is None else float(stored))  # the same bits
        if stored is None or totals[column.name] is None:
            assert stored is totals[column.name] is None
        elif column.dtype != "float64":
            assert stored == totals[column.name]
        elif column.unit == "USD":
            assert abs(stored - totals[column.name]) <= 0.01
        else:
            assert stored == pytest.approx(totals[column.name], rel=1e-9, abs=1e-12)


def test_a_path_that_was_not_run_is_refused(kept):
    with pytest.raises(ConfigError, match="up to 8992"):
        simulate.explain(kept, PATHS)


def test_the_summary_is_that_of_the_rows(kept):
    for row in kept.summary_rows:
        values = np.array([float(v) for v in kept.paths[row.name].to_pylist() if v is not None])
        assert row.defined == values.size
        assert row.undefined == PATHS - values.size
        assert row.mean == pytest.approx(values.mean(), rel=1e-12, abs=1e-12)
        assert row.standard_error == pytest.approx(values.std(ddof=1) / math.sqrt(values.size), rel=1e-9, abs=1e-12)
        ordered = np.sort(values)
        for p, (value, low, high) in row.quantiles.items():
            assert value == ordered[math.ceil(Decimal(str(p)) * values.size) - 1]
            assert low <= value <= high


def test_sessions_against_the_ledgers(valence):
    paths = 300
    result = simulate.run(valence, paths=paths)
    terms = make_terms(valence)
    contract = Contract.of(valence, terms.dates)
    issued = np.zeros((paths, len(terms.dates)))
    left, flows = np.zeros_like(issued), np.zeros_like(issued)
    closes, prices = np.zeros_like(issued), np.zeros_like(issued)
    for path in range(paths):
        market = path_market(valence, terms, path)
        ledger = keep_ledger(contract, market, irr=False)
        for t, session in enumerate(ledger.sessions):
            issued[path, t], left[path, t] = session.shares_issued, session.preferred_left
            flows[path, t] = session.cash_flow_usd
            prices[path, t] = session.conversion_prices_usd[1]
        closes[path] = np.array(market.closes) / 2**20
    table = result.sessions
    assert table["date"].to_pylist() == list(terms.dates)
    assert np.allclose(table["shares_issued_mean"], issued.mean(axis=0), rtol=1e-12)
    # Session 0 holds Series B's purchase price too, which the table of sales leaves out.
    assert np.allclose(table["expected_cash_flow_usd"].to_numpy()[1:], flows.mean(axis=0)[1:], atol=0.01)
    for name, values in (
        ("shares_issued", issued),
        ("preferred_left", left),
        ("price_usd", closes),
        ("conversion_price_usd", prices),
    ):
        ordered = np.sort(values, axis=0)
        for p in (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99):
            exact = ordered[math.ceil(Decimal(str(p)) * paths) - 1]
            binned = table[f"{name}_q{round(100 * p):02d}"].to_numpy()
            assert np.all(np.abs(binned - exact) <= 0.004 * exact + 1e-12), name


def test_beyond_exact_quantiles_they_are_binned_to_a_tenth_of_a_percent(valence, kept):
    coarse = valence.model_copy(update={"run": valence.run.model_copy(update={"exact_quantiles": 5000})})
    binned = simulate.run(coarse, paths=PATHS)
    for rough, exact in zip(binned.summary_rows, kept.summary_rows, strict=True):
        assert rough.binned or not rough.quantiles
        assert (rough.mean, rough.standard_error, rough.minimum, rough.maximum) == (
            exact.mean,
            exact.standard_error,
            exact.minimum,
            exact.maximum,
        )
        for p, (value, _, _) in rough.quantiles.items():
            assert value == pytest.approx(exact.quantiles[p][0], rel=1e-3, abs=1e-9)


def test_until_doubles_the_paths_and_is_that_run(valence):
    until = {"shares_issued": 40_000.0}
    reached = simulate.run(valence, paths=5000, until=until)
    paths = reached.manifest["paths"]
    row = reached.row("shares_issued")
    assert paths in {2 * BLOCK_PATHS * 2**k for k in range(1, 6)}
    assert row.mean_high - row.mean <= 40_000
    direct = simulate.run(valence, paths=paths)
    same_numbers(reached, direct)
    half = simulate.run(valence, paths=paths // 2).row("shares_issued")
    assert half.mean_high - half.mean > 40_000


def test_until_looks_at_the_interval_that_is_printed(valence):
    # The cap never binds on the default deal: no path of 4,096 tells less than Wilson's interval of half-width 0.00047.
    result = simulate.run(valence, paths=BLOCK_PATHS, until={"cap_reached": 0.0002})
    row = result.row("cap_reached")
    assert row.mean == 0
    assert (row.mean_high - row.mean_low) / 2 <= 0.0002
    assert result.manifest["paths"] == 4 * BLOCK_PATHS


def test_until_refuses_what_more_paths_cannot_narrow(valence):
    with pytest.raises(ConfigError, match="first 65,536 paths only"):
        simulate.run(valence, until={"irr_per_year": 0.001})
    conversion = {"policy": "hold", "hurdle": Decimal(1)}
    held = valence.holder.model_copy(update=conversion)
    cap = valence.deal.limits.cap.model_copy(update={"amount_shares": 1})
    deal = valence.deal.model_copy(
        update={
            "limits": valence.deal.limits.model_copy(update={"cap": cap}),
            "approval": valence.deal.approval.model_copy(update={"mode": "never", "date": None}),
        }
    )
    nothing = valence.model_copy(update={"holder": held, "deal": deal})
    with pytest.raises(ConfigError, match="not defined on any"):
        simulate.run(nothing, paths=10, until={"sessions_to_full_conversion": 1.0})


def test_keeping_paths_changes_no_number(valence):
    paths = 65_536 + 4096
    kept = simulate.run(valence, paths=paths, keep_paths=True)
    same_numbers(kept, simulate.run(valence, paths=paths))
    assert kept.row("irr_per_year").defined == 65_536
    assert kept.paths["irr_per_year"].null_count == 0


def test_explain_refuses_a_run_that_was_tampered_with(tmp_path):
    scenario = simulate.load(shipped_folder() / "valence-1998-bootstrap.yaml")
    simulate.run(scenario, paths=10, out=tmp_path / "run")
    config, record = tmp_path / "run" / "config.yaml", tmp_path / "run" / "records" / "vlnc.csv"
    text, rows = config.read_text(encoding="utf-8"), record.read_bytes()
    config.write_text(text.replace("participation: 0.3", "participation: 0.4"), encoding="utf-8")
    with pytest.raises(OutputError, match=r"config\.yaml is not the one that was run"):
        simulate.explain(tmp_path / "run", 1)
    config.write_text(text, encoding="utf-8")
    record.write_bytes(rows.replace(b"1999-08-06,5.78125", b"1999-08-06,5.75"))
    with pytest.raises(OutputError, match=r"record vlnc\.csv is not the one that was run"):
        simulate.explain(tmp_path / "run", 1)
    record.write_bytes(rows)
    manifest = tmp_path / "run" / "manifest.json"
    code = simulate.Result.read(tmp_path / "run").manifest["code_hash"]
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(code, "0" * 64), encoding="utf-8")
    assert any("another version" in note for note in simulate.explain(tmp_path / "run", 1).notes)


def test_a_run_keeps_the_record_it_read(tmp_path):
    folder = tmp_path / "deal"
    (folder / "history").mkdir(parents=True)
    shipped = shipped_folder()
    (folder / "deal.yaml").write_text(
        (shipped / "valence-1998-bootstrap.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    original = (shipped / "history" / "vlnc.csv").read_bytes()
    (folder / "history" / "vlnc.csv").write_bytes(original)

    def spoil(done: int, total: int) -> None:
        (folder / "history" / "vlnc.csv").write_bytes(original[: len(original) // 2])

    result = simulate.run(simulate.load(folder / "deal.yaml"), paths=50, out=tmp_path / "run", progress=spoil)
    assert (tmp_path / "run" / "records" / "vlnc.csv").read_bytes() == original
    assert simulate.explain(result, 7).totals["shares_issued"] > 0


def test_until_refuses_an_unknown_output_and_names_the_nearest(valence):
    with pytest.raises(ConfigError, match="did you mean shares_issued"):
        simulate.run(valence, until={"share_issued": 1.0})
    with pytest.raises(ConfigError, match="positive"):
        simulate.run(valence, until={"shares_issued": 0.0})


@pytest.mark.parametrize(("override", "field"), [({"paths": 0}, "run.paths"), ({"seed": -1}, "run.seed")])
def test_an_override_out_of_range_is_the_users_mistake(valence, override, field):
    with pytest.raises(ConfigError, match=field):
        simulate.run(valence, **override)


def test_a_run_directory_reads_back_and_explains(tmp_path):
    scenario = simulate.load(shipped_folder() / "valence-1998-bootstrap.yaml")
    result = simulate.run(scenario, paths=300, out=tmp_path / "run", keep_paths=True)
    back = simulate.Result.read(tmp_path / "run")
    same_numbers(back, result)
    assert back.paths.num_rows == 300
    assert (tmp_path / "run" / "records" / "vlnc.csv").is_file()
    assert simulate.explain(result, 17).totals == simulate.explain(tmp_path / "run", 17).totals
    ledger = simulate.explain(tmp_path / "run", 17)
    assert ledger.totals["shares_issued"] == back.paths["shares_issued"][17].as_py()
    with pytest.raises(OutputError, match="already holds a run"):
        simulate.run(scenario, paths=10, out=tmp_path / "run")
    simulate.run(scenario, paths=10, out=tmp_path / "run", overwrite=True)
    assert simulate.Result.read(tmp_path / "run").manifest["paths"] == 10


def test_the_expected_rate_of_return_is_that_of_the_mean_flows(valence, kept):
    from scipy.optimize import brentq

    flows = kept.sessions["expected_cash_flow_usd"].to_numpy()
    days = kept.sessions["days"].to_numpy()

    def worth(y: float) -> float:
        return float((flows * 2.0 ** (-y * days / 365)).sum()) - 7.5e6 * (1 + 2.0 ** (y * 144 / 365))

    assert kept.expected_irr_per_year == pytest.approx(2 ** brentq(worth, -10, 50) - 1, rel=1e-9)
    assert kept.manifest["expected_irr_standard_error"] > 0


@pytest.mark.slow
def test_a_million_paths_fit_in_a_gibibyte():
    from benchmarks.startup import fresh_run

    assert fresh_run("valence-1998-conversion-only", 1_000_000, 2).peak_bytes < 2**30


def test_a_drawn_path_written_as_a_record_replays_to_itself(valence, tmp_path):
    terms = make_terms(valence)
    market = path_market(valence, terms, 11)
    record = tmp_path / "path.csv"
    lines = ["date,close,bid,volume"]
    for day, close, bid, volume in zip(terms.dates, market.closes, market.bids, market.volumes, strict=True):
        lines.append(f"{day},{Decimal(close) / 2**20},{Decimal(bid) / 2**20},{volume}")
    record.write_text("\n".join(lines), encoding="utf-8")
    replayed = simulate.replay(valence, record, allow_jumps=True)
    assert replayed.totals == keep_ledger(Contract.of(valence, terms.dates), market).totals
    assert any("begins with session 0" in note for note in replayed.notes)


def test_a_run_takes_the_name_of_a_shipped_scenario():
    named = simulate.run("valence-1998", paths=2, seed=7)
    loaded = simulate.run(simulate.load("valence-1998"), paths=2, seed=7)
    assert named.scenario == loaded.scenario
    assert named.summary_rows == loaded.summary_rows


@pytest.mark.parametrize("given", [None, 5, {"name": "valence-1998"}], ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("call", [simulate.run, lambda deal: simulate.replay(deal, "vlnc")], ids=["run", "replay"])
def test_what_is_no_scenario_is_refused_with_what_is_allowed(call, given):
    with pytest.raises(TypeError, match=r"a scenario is wanted, not \w+; allowed: what simulate.load returns"):
        call(given)
