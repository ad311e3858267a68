"""Runs under each sampling: the same bits however they are cut, the ledger's paths, errors where they are stated."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pytest
from command import call
from deals import scenario, series
from kernel_rows import kernel_columns
from repository import REPOSITORY
from same_run import columns_compared

import simulate
from kernels.rows import UNDEFINED
from simulate.as_run import with_run
from simulate.column import Column
from simulate.columns import columns
from simulate.comparison.differences import GROUPS
from simulate.controls.known import Lognormal
from simulate.errors import ConfigError, OutputError
from simulate.explain import path_market
from simulate.ledger import Contract, keep_ledger
from simulate.memo import write_memo
from simulate.notebook.exploration import Exploration
from simulate.optimal.holder import optimal_value
from simulate.plots.convergence import convergence
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.statistics import Clusters, Moments, summarize_clusters
from simulate.terms import make_terms
from simulate.verification.agreement import agrees

SAMPLINGS = ("antithetic", "sobol")
PATHS = {"antithetic": 4100, "sobol": 8192}
"""Within the second block, and two whole nets."""


def sampled(name: str, sampling: str, paths: int | None = None) -> Scenario:
    one = simulate.load(name)
    run = one.run.model_copy(update={"sampling": sampling, "paths": paths or PATHS[sampling]})
    return one.model_copy(update={"run": run})


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_the_same_bits_for_any_threads_batches_and_restarts(sampling, tmp_path):
    one = sampled("valence-1998-conversion-only", sampling)
    simulate.run(one, threads=1, out=tmp_path / "one", keep_paths=True)
    simulate.run(one, threads=3, batch_blocks=1, out=tmp_path / "three", keep_paths=True)
    simulate.run(one, threads=2, batch_blocks=2, out=tmp_path / "kept", keep_paths=True, resume=True)
    assert columns_compared(tmp_path / "one", tmp_path / "three") > 100
    assert columns_compared(tmp_path / "one", tmp_path / "kept") > 100
    # What any number of paths has in common has the same bits: a path's number is what it depends on.
    terms = make_terms(one)
    alone = kernel_columns(one, terms, 4095, 3)
    whole = Result.read(tmp_path / "one").paths
    for name in ("shares_issued", "pnl_usd"):
        assert whole[name].to_pylist()[4095:4098] == alone[name].tolist()


CODE = """
import hashlib, sys
sys.path[:0] = {paths!r}
import numpy as np
from kernels.jit import COMPILED
from deals import scenario, series
from kernel_rows import kernel_columns
from simulate.terms import make_terms
digest = hashlib.sha256()
for sampling in ("antithetic", "sobol"):
    one = scenario(all_series=[series(maturity="1999-05-28")], deal={{"horizon": "1999-05-28"}},
                   run={{"paths": 8192, "seed": 3, "sampling": sampling}})
    for name, values in kernel_columns(one, make_terms(one), 4095, 4).items():
        digest.update(name.encode() + np.ascontiguousarray(values).tobytes())
print(COMPILED, digest.hexdigest())
"""


def test_the_same_bits_with_the_compiler_off():
    code = CODE.format(paths=[str(REPOSITORY), str(REPOSITORY / "tests"), str(REPOSITORY / "tests" / "parity")])
    found = []
    for off in "01":
        out = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"NUMBA_DISABLE_JIT": off},
            capture_output=True,
            text=True,
            check=True,
        )
        found.append(out.stdout.split())
    assert [each[0] for each in found] == ["True", "False"]
    assert found[0][1] == found[1][1]


@pytest.mark.parametrize(
    ("name", "sampling"),
    [
        ("valence-1998-conversion-only", "antithetic"),
        ("valence-1998-conversion-only", "sobol"),
        ("valence-1998", "antithetic"),
        ("valence-1998-spiral", "sobol"),
    ],
)
def test_the_ledger_follows_the_same_paths(name, sampling):
    one = sampled(name, sampling)
    terms = make_terms(one)
    contract = Contract.of(one, terms.dates)
    first, paths = 4095, 2
    rows = kernel_columns(one, terms, first, paths)
    for place in range(paths):
        totals = keep_ledger(contract, path_market(one, terms, first + place), record_events=False).totals
        for column in columns(one):
            assert agrees(column, rows[column.name][place], totals[column.name], False), (column.name, place)


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_a_run_is_explained_verified_and_shown(sampling, tmp_path):
    one = sampled("valence-1998-conversion-only", sampling)
    run = simulate.run(one, out=tmp_path / "run", keep_paths=True)
    assert run.manifest["announcements"][-1].startswith(f"sampling {sampling}: ")
    shares = run.paths["shares_issued"].to_pylist()
    for path in (0, 1, 4097):
        assert simulate.explain(tmp_path / "run", path).totals["shares_issued"] == shares[path]
    outcome = call("verify", str(tmp_path / "run"), "--paths", "20")
    assert outcome.exit_code == 0, outcome.output
    shown = call("show", str(tmp_path / "run"))
    assert shown.exit_code == 0, shown.output
    again = Result.read(tmp_path / "run")
    assert again.row("shares_issued") == run.row("shares_issued")
    assert again.row("shares_issued").error_degrees == (2049 if sampling == "antithetic" else 1)
    # Fans keep no randomisations apart: their intervals are not known, and not made up.
    known = again.sessions["shares_issued_q50_low"].null_count == 0
    assert known == (sampling == "antithetic")
    assert again.sessions["shares_issued_mean_error"].null_count == 0
    if sampling == "antithetic":
        assert convergence(again, "pnl_usd") is not None
    else:
        with pytest.raises(OutputError, match="two randomisations"):
            convergence(again, "pnl_usd")


def test_the_mean_of_pairs_is_known_better_and_agrees():
    """P&L rises and falls with the price: pairs of mirrored paths make its mean surer. Whatever is drawn, the mean is
    the plain one's, within four errors of the difference."""
    plain = simulate.run("valence-1998-conversion-only", paths=8000)
    for sampling, paths in (("antithetic", 8000), ("sobol", 3 * 4096)):
        one = simulate.run(sampled("valence-1998-conversion-only", sampling, paths), keep_paths=True)
        for name in ("shares_issued", "pnl_usd", "dilution_of_total"):
            mine, theirs = one.row(name), plain.row(name)
            together = np.hypot(mine.standard_error, theirs.standard_error)
            assert abs(mine.mean - theirs.mean) < 4 * together, (sampling, name)
        row = one.row("pnl_usd")
        assert row.standard_error < 0.9 * plain.row("pnl_usd").standard_error
        # By hand, of the rows: the deviation of the means of pairs, or of nets.
        size = 2 if sampling == "antithetic" else 4096
        means = np.array(one.paths["pnl_usd"].to_pylist()).reshape(-1, size).mean(axis=1)
        assert row.standard_error == pytest.approx(means.std(ddof=1) / np.sqrt(means.size), rel=1e-9)


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_differences_have_the_errors_of_their_clusters(sampling):
    first = sampled("valence-1998-conversion-only", sampling, 1280 if sampling == "antithetic" else 2 * 4096)
    holder = first.holder.model_copy(update={"participation": Decimal("0.05"), "hurdle": Decimal("1.1")})
    sides = [first, first.model_copy(update={"holder": holder})]
    found = simulate.compare(sides, outputs=["shares_issued", "dilution_of_total", "cap_reached"])
    runs = [simulate.run(side, keep_paths=True) for side in sides]
    values = [np.array(run.paths["shares_issued"].to_pylist(), dtype=float) for run in runs]
    size = 2 if sampling == "antithetic" else 4096
    apart = (values[1] - values[0]).reshape(-1, size).mean(axis=1)
    mean = found.difference("shares_issued")
    assert mean.standard_error == pytest.approx(apart.std(ddof=1) / np.sqrt(apart.size), rel=1e-9)
    # Sections are of whole clusters: 32 of pairs, or the nets.
    groups = np.repeat(np.arange(apart.size) % min(GROUPS, apart.size), size)
    medians = [
        np.sort(values[1][groups == g])[(sum(groups == g) - 1) // 2]
        - np.sort(values[0][groups == g])[(sum(groups == g) - 1) // 2]
        for g in range(groups.max() + 1)
    ]
    median = found.difference("shares_issued", "q50")
    squares = sum((each - median.difference) ** 2 for each in medians)
    assert median.standard_error == pytest.approx(np.sqrt(squares / len(medians) / (len(medians) - 1)), rel=1e-9)
    share = found.difference("cap_reached")
    assert share.low <= share.difference <= share.high
    assert share.high > share.low


def test_sides_of_two_samplings_are_no_pairs():
    sides = [sampled("valence-1998-conversion-only", *each) for each in (("antithetic", 2000), ("sobol", 8192))]
    with pytest.raises(ConfigError, match=r"run\.sampling sobol, and antithetic in .*--unpaired"):
        simulate.compare(sides)
    unpaired = simulate.compare(sides, unpaired=True, outputs=["pnl_usd"])
    assert abs(unpaired.difference("pnl_usd").difference) < 4 * unpaired.difference("pnl_usd").standard_error


def test_a_run_until_is_as_long_as_its_pairs_ask():
    one = sampled("valence-1998-conversion-only", "antithetic", 1000)
    run = simulate.run(one, until={"pnl_usd": 110_000.0})
    row = run.row("pnl_usd")
    assert row.mean_high - row.mean <= 110_000
    assert run.manifest["paths"] in (4096, 8192)
    narrow = with_run(one, paths=4096)
    narrow = narrow.model_copy(update={"run": narrow.run.model_copy(update={"exact_quantiles": 5000})})
    with pytest.raises(ConfigError, match=r"run\.exact_quantiles \(5,000\)"):
        simulate.run(narrow, until={"pnl_usd": 1.0})


def test_an_override_that_does_not_fit_is_refused_in_words():
    with pytest.raises(ConfigError, match=r"^run\.paths 100,001 are not at least 2 whole pairs.*give 100,000 or"):
        simulate.run(sampled("valence-1998", "antithetic", 1000), paths=100_001)


def test_what_knows_independent_paths_alone_refuses_others(tmp_path):
    one = sampled("valence-1998-conversion-only", "antithetic", 1000)
    simulate.run(one, out=tmp_path / "run")
    for ask in (
        lambda: simulate.control_variates(one),
        lambda: optimal_value(one, risk_neutral=True),
        lambda: Exploration(one),
        lambda: write_memo(tmp_path / "run", tmp_path / "memo.pdf"),
    ):
        with pytest.raises(ConfigError, match=r"run\.sampling: antithetic .*; allowed: plain; set it to plain"):
            ask()


def test_sensitivities_take_paths_that_fit():
    run = sampled("valence-1998", "sobol", 65_536).run
    assert run.most_paths(10_000) == 16 * 4096
    assert sampled("valence-1998", "sobol", 8192).run.most_paths(10_000) == 8192
    assert sampled("valence-1998", "sobol", 32 * 4096).run.most_paths(100_000) == 24 * 4096
    assert sampled("valence-1998", "antithetic", 65_536).run.most_paths(9_999) == 9_998
    assert simulate.load("valence-1998").run.most_paths(10_000) == 10_000


def stock_deal() -> Scenario:
    """60 sessions in which a warrant-like claim converts once: shares at one date are known exactly (V2)."""
    floating = {
        "switch_on": "1998-12-31",
        "multiplier": "1.01",
        "lookback_sessions": 1,
        "lowest_count": 1,
        "window_end": "same_day",
    }
    day = "1999-03-29"
    one = series(conversion_price={"fixed_usd": "6.03", "variable": floating}, registration_effective=day, maturity=day)
    return scenario(
        all_series=[one],
        deal={"horizon": day, "conversion": {"fractional_shares": True}},
        run={"paths": 8192, "seed": 77},
    )


@pytest.mark.parametrize(("sampling", "size", "samples"), [("antithetic", 400, 150), ("sobol", 3 * 4096, 20)])
def test_intervals_cover_v2_as_often_as_they_say(sampling, size, samples):
    """Consecutive clusters of one seed are samples of their own. Intervals at 95% of mean shares, against V2's closed
    form, of the median and of the share of paths at the fixed price cover within four errors of so many samples, and
    stated variances are those that the estimates show."""
    covered(sampling, size, samples)


@pytest.mark.slow
@pytest.mark.parametrize(("sampling", "size", "samples"), [("antithetic", 400, 2000), ("sobol", 8 * 4096, 200)])
def test_intervals_cover_v2_over_many_samples(sampling, size, samples):
    print(sampling, covered(sampling, size, samples))


def covered(sampling: str, size: int, samples: int) -> dict[str, float]:
    one = stock_deal()
    run = one.run.model_copy(update={"sampling": sampling})
    one = one.model_copy(update={"run": run})
    terms = make_terms(one)
    last = len(terms.dates) - 1
    days = (terms.dates[last] - terms.dates[0]).days
    variance = 0.81 * last / 252
    stock = Lognormal(np.log(6) + 0.05 * days / 365 - variance / 2, variance)
    face, fixed = 7_500_000.0, 6.03 / 1.01
    # min(X, c S): F/X above X/c, F/(c S) below it.
    truth = face / 6.03 * (stock.below(np.inf) - stock.below(fixed)) + face / 1.01 * stock.below(fixed, -1)
    truths = {"mean": truth, "share": stock.below(np.inf) - stock.below(fixed)}
    together = run.paths_together
    hits = {"mean": 0, "share": 0, "median": 0}
    quantile = face / 1.01 / np.exp(stock.mean)
    estimates, stated = [], []
    plain = Column("x", "float64", "shares", "shares")
    yes = Column("x", "bool", "", "at the fixed price")
    for sample in range(samples):
        rows = kernel_columns(one, terms, sample * size, size)
        shares = rows["shares_issued"]
        assert not (shares == UNDEFINED).any()
        clusters = Clusters.of(np.arange(size), together)
        levels = {"confidence": 0.95, "tail": 0.95}
        row = summarize_clusters(plain, shares, clusters, Moments.of(shares), 0, **levels)
        at_fixed = (shares <= face / 6.03 * (1 + 1e-12)).astype(float)
        share = summarize_clusters(yes, at_fixed, clusters, Moments.of(at_fixed), 0, **levels)
        hits["mean"] += row.mean_low <= truths["mean"] <= row.mean_high
        hits["share"] += share.mean_low <= truths["share"] <= share.mean_high
        hits["median"] += row.quantiles[0.5][1] <= quantile <= row.quantiles[0.5][2]
        estimates.append(row.mean)
        stated.append(row.standard_error**2)
    error = np.sqrt(0.05 * 0.95 / samples)
    for what, count in hits.items():
        assert count / samples > 0.95 - 4 * error, (what, hits)
    ratio = np.mean(stated) / np.var(estimates, ddof=1)
    assert abs(ratio - 1) < 4 * np.sqrt(2 / samples) + (0.1 if sampling == "sobol" else 0)
    return {what: count / samples for what, count in hits.items()} | {"variance, stated/shown": float(ratio)}
