"""Fine bins counted by the kernels: against the plain count, against the order statistics, against DDSketch."""

from __future__ import annotations

import math

import numpy as np
import pytest
from ddsketch import DDSketch
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.fans import PRICE_BINS
from kernels.rows import NOT_COMPUTED, UNDEFINED
from simulate import counts as counting
from simulate import own_memory
from simulate.column import Column
from simulate.counts import FAN_FIELDS, PRICE_FIELDS, Counters, FineCounter
from simulate.shard import Shard
from simulate.statistics import QUANTILES
from simulate.statistics.bins import FineBins
from simulate.statistics.estimators import expected_shortfall, quantile_rank, tail_count

MONEY = Column("pnl_usd", "float64", "USD", "profit", "contract 11", "low")
VALUES = st.lists(
    st.one_of(
        st.sampled_from([0.0, -0.0, UNDEFINED, NOT_COMPUTED, 5e-324, -5e-324, 1.0, -1.0]),
        st.floats(-1e15, 1e15, allow_nan=False),
        st.floats(1e-300, 1e-5).flatmap(lambda size: st.sampled_from([size, -size])),
    ),
    max_size=60,
)


def counted(*parts) -> FineBins:
    counter = FineCounter(MONEY)
    for part in parts:
        counter.add(np.array(part, dtype=np.float64))
    return counter.take()


def same(one: FineBins, other: FineBins) -> bool:
    return (
        np.array_equal(one.keys, other.keys)
        and np.array_equal(one.counts, other.counts)
        and (one.minimum, one.maximum) == (other.minimum, other.maximum)
    )


@settings(deadline=None, max_examples=150)
@given(st.lists(VALUES, max_size=4), st.randoms())
def test_the_kernels_count_as_the_plain_count_does_in_any_order(parts, random):
    plain = FineBins()
    for part in parts:
        plain.add(np.array([value for value in part if value not in (UNDEFINED, NOT_COMPUTED)], dtype=np.float64))
    assert same(counted(*parts), plain)
    random.shuffle(parts)
    assert same(counted(*parts), plain)


@settings(deadline=None, max_examples=150)
@given(st.lists(VALUES, max_size=6), st.integers(60, 90))
def test_what_no_longer_fits_32_bits_is_moved_where_it_does(parts, most):
    # As if a count could hold no more than 60 to 90: a part has up to 60 values, which may all be in one bin.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "MOST_IN_32_BITS", most)
        counter = FineCounter(MONEY)
        for part in parts:
            counter.add(np.array(part, dtype=np.float64))
            windows = (counter._negative.counts, counter._others.counts)
            assert sum(int(window.sum()) for window in windows) <= most
        assert same(counter.take(), counted(*parts))


def test_a_bin_beyond_32_bits_is_counted_right():
    # Two thousand and some millions in one bin, as after as many paths of one value; then 4,096 more of them.
    counter, block = FineCounter(MONEY), np.full(4096, 12.5)
    counter.add(block)
    counter._others.counts[counter._others.counts > 0] = counting.MOST_IN_32_BITS - 4000
    counter._dense = counting.MOST_IN_32_BITS - 4000
    counter.add(block)
    assert counter.take().counts.tolist() == [2**31 - 1 - 4000 + 4096]


def test_zero_does_not_widen_the_windows():
    counter = FineCounter(MONEY)
    counter.add(np.array([0.0, -0.0, 1e6, -1e6, 1e-311]))
    # An octave of each sign, 1,024 bins each; from zero to a million there are 1,042 octaves.
    assert counter._negative.counts.size == counter._others.counts.size == 1024
    bins = counter.take()
    assert bins.counts.tolist() == [1, 3, 1]
    assert (bins.minimum, bins.maximum) == (-1e6, 1e6)


def test_prices_are_set_aside_when_they_are_no_longer_counted_and_taken_up_when_they_are():
    one, other = Counters((MONEY,), 5), Counters((MONEY,), 5)
    for counters, shut in ((one, False), (other, True)):
        for name in FAN_FIELDS:
            getattr(counters.fans(True), name)[2, 7] += 3
        counters.fans(not shut).issued[0, 1] -= 1
        for name in PRICE_FIELDS:
            assert getattr(counters.fans(not shut), name).size == (0 if shut else 5 * PRICE_BINS)
            getattr(counters.fans(True), name)[4, 9] += 1
        counters.fans(not shut)
    for _ in range(2):  # once with what was counted, once with nothing
        taken, expected = other.take(), one.take()
        assert list(taken.fans) == list(expected.fans) == list(FAN_FIELDS)
        for name in FAN_FIELDS:
            for found, wanted in zip(taken.fans[name], expected.fans[name], strict=True):
                assert found.dtype == wanted.dtype == np.int32
                assert np.array_equal(found, wanted)
    assert other.take(end=True).fans["price"][0].size == 0


def test_memory_of_its_own_is_zero_and_can_be_written():
    made = own_memory.zeros((3, 1000), np.int32)
    assert made.shape == (3, 1000)
    assert made.dtype == np.int32
    assert not made.any()
    made[2, 999] = 7
    assert int(made.sum()) == 7
    assert own_memory.zeros((0, 5), np.float64).shape == (0, 5)


def test_what_is_taken_is_counted_anew():
    counter = FineCounter(MONEY)
    for values in ([1.0, -3.0, 0.0], [1e9, -1e-9], []):
        counter.add(np.array(values))
        plain = FineBins()
        plain.add(np.array(values))
        assert same(counter.take(), plain)


@pytest.mark.parametrize("bad", [math.nan, -math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused(bad):
    for values in ([bad, 1.0], [1.0, bad]):
        with pytest.raises(ValueError, match="not finite"):
            counted(values)


@pytest.fixture(scope="module")
def samples():
    generator = np.random.Generator(np.random.Philox(1998))
    money = 1e6 * generator.standard_normal(40_000) + 3e5
    money[:500] = 0.0
    return {
        "money": money,
        "shares": np.exp(14 + generator.standard_normal(40_000)).round(),
        "losses": -np.exp(3 * generator.standard_normal(40_000)),
    }


@pytest.mark.parametrize("name", ["money", "shares", "losses"])
def test_ddsketch_and_the_bins_are_both_within_a_tenth_of_a_percent(samples, name):
    values = samples[name]
    sketch, bins, ordered = DDSketch(relative_accuracy=0.001), counted(values), np.sort(values)
    for value in values.tolist():
        sketch.add(value)
    assert bins.count == sketch.count
    for p in QUANTILES:
        rank = quantile_rank(values.size, p)
        exact = float(ordered[rank - 1])
        # DDSketch's rank is 1 + floor(q (n - 1)).
        oracle = sketch.get_quantile_value((rank - 1) / (values.size - 1) + 1e-12)
        assert abs(bins.quantile(p) - exact) <= 0.001 * abs(exact)
        assert abs(bins.quantile(p) - oracle) <= 0.002 * abs(exact) + 1e-12


@pytest.mark.parametrize("name", ["money", "shares", "losses"])
@pytest.mark.parametrize("worst", ["high", "low"])
@pytest.mark.parametrize("alpha", [0.5, 0.95, 0.999])
def test_the_expected_shortfall_is_within_its_bound(samples, name, worst, alpha):
    values = samples[name]
    exact, _ = expected_shortfall(np.sort(values), alpha, worst)
    bins = counted(values)
    bound = bins.shortfall_bound(alpha, worst)
    assert abs(bins.expected_shortfall(alpha, worst)[0] - exact) <= bound * (1 + 1e-9)
    # A bin is at most 2^-10 wide, so the bound is at most 2^-11 of the tail's numbers in size.
    tail = (
        np.sort(values)[-tail_count(values.size, alpha) :]
        if worst == "high"
        else np.sort(values)[: tail_count(values.size, alpha)]
    )
    assert bound <= 2.0**-11 * float(np.abs(tail).mean()) * (1 + 1e-9)


def test_a_shard_packed_and_unpacked_is_the_same_to_the_bit():
    generator = np.random.Generator(np.random.Philox(7))
    shard = Shard.empty(12, 3, 2, 5)
    shard.paths[:] = [4096, 4096, 17]
    shard.mean[:], shard.squares[:] = generator.standard_normal((3, 2)), generator.random((3, 2))
    shard.flows[:], shard.issued[:] = generator.standard_normal((3, 5)), generator.integers(0, 9, (3, 5))
    from simulate.counts import Counts

    columns = (MONEY, Column("empty", "int64", "shares", "none", "none", "high"))
    places = np.array([1, 7], np.int32)
    shard.counts = Counts(
        {"issued": (places, np.array([3, -4], np.int32))}, {"pnl_usd": counted([1.5, -2.0]), "empty": FineBins(True)}
    )
    back = Shard.unpacked(shard.packed(), columns)
    for name in ("paths", "count", "mean", "squares", "undefined", "ceiling", "flows", "issued"):
        assert getattr(back, name).tobytes() == getattr(shard, name).tobytes()
    assert (back.first_block, back.end_block, back.total_paths) == (12, 15, 8209)
    assert back.counts.fans["issued"][1].tolist() == [3, -4]
    assert same(back.counts.bins["pnl_usd"], shard.counts.bins["pnl_usd"])
    assert back.counts.bins["empty"].minimum is None
    assert back.counts.bins["empty"].whole_numbers
