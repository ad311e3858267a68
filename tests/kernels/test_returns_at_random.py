"""The internal rate of return of random flows: against scipy's root finder, the ledger, and a grid of rates."""

from __future__ import annotations

import numpy as np
import pytest
from dated_flows import rate
from scipy.optimize import brentq

from kernels.rows import UNDEFINED
from simulate.ledger.rate_of_return import internal_rate_of_return


def test_random_flows_against_brentq():
    generator = np.random.default_rng(5)
    for _ in range(200):
        days = np.sort(generator.integers(1, 1600, 30)).astype(float)
        flows = generator.exponential(1e5, 30) * (generator.random(30) < 0.5)
        flows[-1] += 1.0
        usd, bought = [generator.uniform(1e5, 5e6), 1e6], [-144.0, 0.0]

        def worth(y, flows=flows, days=days, usd=usd, bought=bought):
            back = (flows * np.exp2(-y * days / 365)).sum()
            return back - sum(p * 2 ** (-y * d / 365) for p, d in zip(usd, bought, strict=True))

        exact = brentq(worth, -150, 150, xtol=1e-14)
        assert rate(flows, days, usd, bought) == pytest.approx(2**exact - 1, rel=1e-9, abs=1e-10)


def test_a_rate_that_is_reported_is_the_only_one():
    """The worth is followed over a fine grid of rates: it changes sign exactly once where a rate is reported."""
    generator = np.random.default_rng(3)
    reported = several = 0
    for _ in range(2000):
        years = np.arange(1, 7)
        flows = generator.normal(0, 100, 6).round()
        bought = float(generator.integers(1, 200))
        found = rate([0, *flows], [0, *(365.0 * years)], [bought], [0])
        ledger = internal_rate_of_return([(0, -bought), *zip((365 * years).tolist(), flows.tolist(), strict=True)])
        if found == -1.0:
            continue
        assert (found == UNDEFINED) == (ledger is None)
        grid = np.exp2(np.linspace(-12, 12, 20_001))
        worth = -bought + (flows * grid[:, None] ** -years).sum(axis=1)
        roots = int((np.sign(worth[1:]) != np.sign(worth[:-1])).sum())
        several += roots > 1
        if found != UNDEFINED:
            reported += 1
            assert roots == 1
            assert found == pytest.approx(ledger, rel=1e-9, abs=1e-10)
    assert reported > 400
    assert several > 100


def test_random_flows_with_later_payments_against_brentq_and_the_ledger():
    generator = np.random.default_rng(11)
    known = 0
    for _ in range(300):
        days = np.unique(generator.integers(1, 1600, 30)).astype(float)
        turn = generator.integers(1, days.size - 1)
        size = generator.exponential(1e5, days.size)
        flows = np.where(np.arange(days.size) < turn, -size, size) * (generator.random(days.size) < 0.7)
        flows[-1] += 1.0
        if generator.random() < 0.2:
            flows[turn // 2] = 2e6  # more than all that was paid: lent, not borrowed
        usd = [float(generator.uniform(0, 1e6)), 5e4]
        bought = [-144.0, float(generator.integers(0, days[turn] + 1))]
        found = rate(flows, days, usd, bought)
        ledger = internal_rate_of_return(
            [*zip(bought, [-amount for amount in usd], strict=True), *zip(days, flows, strict=True)]
        )
        assert (found == UNDEFINED) == (ledger is None)
        if ledger is None:
            continue
        known += 1
        assert found == pytest.approx(ledger, rel=1e-9, abs=1e-10)

        def worth(y, flows=flows, days=days, usd=usd, bought=bought):
            back = (flows * np.exp2(-y * days / 365)).sum()
            return back - sum(p * 2 ** (-y * d / 365) for p, d in zip(usd, bought, strict=True))

        if found > -0.999:
            exact = brentq(worth, -10, 60, xtol=1e-14)
            assert found == pytest.approx(2**exact - 1, rel=1e-8, abs=1e-9)
    assert 100 < known < 290
