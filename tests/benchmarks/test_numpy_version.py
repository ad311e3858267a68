"""The benchmarks' vectorised-NumPy version is the same job: equal to the ledger, path by path."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

import simulate
from benchmarks.numpy_contract import floor_ratio, sum_of_lowest
from benchmarks.numpy_deal import make_deal
from benchmarks.numpy_market import GivenMarket, bids_of
from benchmarks.numpy_version import simulate_batch, simulate_drawn
from kernels import rows as place
from simulate.columns import columns
from simulate.derive import derive, purchases
from simulate.explain import path_market
from simulate.ledger import Contract, keep_ledger
from simulate.scenario import Approval
from simulate.shipped import shipped_folder
from simulate.terms import make_terms

PATHS = 200


@pytest.fixture(scope="module")
def scenario():
    return simulate.load(shipped_folder() / "valence-1998-conversion-only.yaml")


@pytest.fixture(scope="module")
def terms(scenario):
    return make_terms(scenario)


@pytest.fixture(scope="module")
def markets(scenario, terms):
    return [path_market(scenario, terms, path) for path in range(PATHS)]


def given_market(markets):
    def stacked(values):
        return np.array(values, dtype=np.int64).T.copy()

    return GivenMarket(
        stacked([market.closes for market in markets]),
        stacked([market.bids for market in markets]),
        stacked([market.volumes for market in markets]),
    )


def compare_with_the_ledger(scenario, terms, markets):
    """The rows of the markets' paths, after every shared column was found equal to the ledger's."""
    outcome = simulate_batch(terms.tables, len(markets), given_market(markets))
    arrays = derive(outcome.rows, scenario, purchases(scenario, terms.dates[0]))
    contract = Contract.of(scenario, terms.dates)
    ledgers = [keep_ledger(contract, market, record_events=False, irr=False).totals for market in markets]
    shared = [column for column in columns(scenario) if column.name != "irr_per_year"]
    assert {column.name for column in shared} | {"irr_per_year"} == set(arrays) == set(ledgers[0])
    for column in shared:
        for path, totals in enumerate(ledgers):
            found, expected = float(arrays[column.name][path]), totals[column.name]
            said = f"{column.name} of path {path}"
            if expected is None:
                assert found == place.UNDEFINED, said
            elif column.dtype != "float64":
                assert found == float(expected), said
            else:
                near = 0.01 if column.unit == "USD" else 1e-9 * max(1.0, abs(found))
                assert abs(found - float(expected)) <= near, said
    return outcome.rows


def bound_paths(rows):
    """On how many paths each limit bound, in the order of ``LIMITS``."""
    return (rows[place.BOUND : place.BOUND + place.LIMITS] > 0.0).sum(axis=1)


def test_numpy_version_equals_the_ledger(scenario, terms, markets):
    rows = compare_with_the_ledger(scenario, terms, markets)
    # Some paths end early and some never, so that dropping the finished ones is tested too.
    assert 0 < (rows[place.FULL_CONVERSION] == place.UNDEFINED).sum() < PATHS / 2
    limits = [place.SALE_LIMIT, place.PARTICIPATION, place.REGISTRATION, place.PRICE]
    assert bound_paths(rows)[limits].min() > 0


@pytest.mark.parametrize(
    ("approval", "limits"),
    [
        (None, (place.OWNERSHIP, place.AUTHORIZED)),
        (Approval(mode="never"), (place.CAP,)),
    ],
)
def test_numpy_version_where_the_limits_bind(scenario, approval, limits):
    # A dollar a share makes far more common than the deal's limits allow.
    market = scenario.market.model_copy(update={"start_price_usd": Decimal(1)})
    deal = scenario.deal if approval is None else scenario.deal.model_copy(update={"approval": approval})
    scenario = scenario.model_copy(update={"market": market, "deal": deal})
    terms = make_terms(scenario)
    markets = [path_market(scenario, terms, path) for path in range(60)]
    rows = compare_with_the_ledger(scenario, terms, markets)
    assert bound_paths(rows)[list(limits)].min() > 0


def test_session_means_add_up_to_the_paths(terms, markets):
    outcome = simulate_batch(terms.tables, PATHS, given_market(markets))
    rows = outcome.rows
    back = rows[place.PROCEEDS_USD] + rows[place.REMAINING_USD]
    # The same dollars summed in another order: 1e-12 is some thousand roundings.
    assert outcome.mean_flow_usd.sum() == pytest.approx(back.mean(), rel=1e-12)
    assert outcome.mean_issued_shares.sum() == pytest.approx(rows[place.SHARES_ISSUED].mean(), rel=1e-12)


def test_drawn_market_gives_the_kernels_means(scenario, terms):
    paths = 16_384
    drawn = simulate_drawn(terms.tables, paths, paths // 2, seed=7)
    arrays = derive(drawn.rows, scenario, purchases(scenario, terms.dates[0]))
    result = simulate.run(scenario, paths=paths, threads=1)
    for name in ("shares_issued", "conversion_proceeds_usd", "pnl_present_value_usd", "sessions_bound_price"):
        row = result.row(name)
        error = np.hypot(row.standard_error, arrays[name].std() / np.sqrt(paths))
        # Two independent draws: four standard errors of their difference, fixed seeds.
        assert abs(arrays[name].mean() - row.mean) < 4 * error, name


def test_bids_of_the_kernels_closes(terms, markets):
    for market in markets[:20]:
        np.testing.assert_array_equal(bids_of(np.array(market.closes), terms.tables.quote), market.bids)


def test_floor_ratio_is_exact_where_products_overflow():
    rng = np.random.default_rng(1998)
    a = rng.integers(1, 2**40, 2000)
    c = rng.integers(2**40, 2**52, 2000)
    # Half of the ratios lie on a whole number or one below it, where a rounded quotient goes wrong.
    b = rng.integers(1, 2**46, 2000)
    a[::2] = c[::2]
    a[1::4] = c[1::4] - 1
    quotient, remainder = floor_ratio(a, b, c)
    for k in range(a.size):
        assert divmod(int(a[k]) * int(b[k]), int(c[k])) == (quotient[k], remainder[k])
    assert max(int(x) * int(y) for x, y in zip(a, b, strict=True)) > 2**63


def test_sum_of_lowest_is_the_sorted_sum():
    window = np.random.default_rng(2).integers(1, 50, (10, 500))
    expected = np.sort(window, axis=0)[:6].sum(axis=0)
    np.testing.assert_array_equal(sum_of_lowest(window.copy(), 6), expected)


def test_other_deals_are_refused(terms):
    deal = terms.tables.deal._replace(fractional=True)
    with pytest.raises(ValueError, match="whole shares rounded up per notice"):
        make_deal(terms.tables._replace(deal=deal))
