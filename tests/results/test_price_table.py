"""The table of hypothetical prices, against the filings' share counts and hand arithmetic."""

from __future__ import annotations

import csv
import random
from datetime import date
from fractions import Fraction

import pytest
from deals import scenario, series
from whole_strategies import random_whole_scenario

import simulate
from simulate.errors import ConfigError, OutputError
from simulate.ledger import Contract, PathMarket
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.path import Path
from simulate.scenario import Scenario
from simulate.sessions import sessions


def table(on: date | None = None, *prices: str, name: str = "valence-1998"):
    return simulate.price_table(name, prices=prices or None, on=on)


@pytest.mark.parametrize(
    ("on", "filing", "certificate"),
    [
        # contract 12: Series A as of its issue date (rounding up gives one more), and on 1998-11-30
        (date(1998, 7, 27), [1_243_781, 0], [1_243_782, 0]),
        (date(1998, 11, 30), [1_269_543, 0], [1_269_543, 0]),
        # both series on 1999-02-10
        (date(1999, 2, 10), [1_284_264, 1_254_822], [1_284_264, 1_254_822]),
    ],
)
def test_the_filings_share_counts(on, filing, certificate):
    (row,) = table(on, "7").rows
    assert [cell.shares_nearest for cell in row.series] == filing
    assert [cell.shares for cell in row.series] == certificate


def test_both_series_and_both_investor_warrants_on_1999_02_10():
    """3,434,608 on public record (contract 12)."""
    (row,) = table(date(1999, 2, 10), "7").rows
    assert row.shares_nearest + row.investor_warrants == 3_434_608
    assert row.agent_warrants == 2 * 87_500
    assert row.shares_with_warrants == 1_284_264 + 1_254_822 + 895_522 + 175_000


def test_before_the_switch_on_date_the_price_does_not_float():
    found = table(date(1999, 7, 26), "1", "20")
    assert {cell.conversion_price_usd for row in found.rows for cell in row.series} == {Fraction("6.03")}
    assert any("Series B: the price floats from 1999-07-27" in note for note in found.notes)


def test_the_default_date_is_the_first_on_which_all_is_registered_and_floats():
    found = table()
    assert found.on == date(1999, 7, 27)
    # 150% to 25% of the start price of $7.00
    assert [row.price_usd for row in found.rows] == [Fraction(7) * Fraction(k, 4) for k in (6, 5, 4, 3, 2, 1)]


def test_the_variable_price_is_101_percent_of_a_price_that_stands():
    (row,) = table(None, "3.50").rows
    waived, floating = row.series
    assert waived.conversion_price_usd == Fraction("6.03")
    assert floating.conversion_price_usd == Fraction("3.535")
    # N = 221: 7,500 x (1,000 + 60 x 221/365) / 3.535 = 7,500 x 1,036.328767 / 3.535 = 2,198,717.33
    assert (floating.shares, floating.shares_nearest) == (2_198_718, 2_198_717)


def test_the_cap_amount_cuts_whole_preferred_in_deal_order():
    """Series A: 7,500 x 1,060 / 6.03 = 1,318,407.96. It leaves 5,071,913 - 1,318,408 = 3,753,505 to Series B, each of
    which is 1,036.328767 / 1.7675 = 586.3246 shares: 6,401 of them, 3,753,063.89.
    """
    found = table(None, "1.75")
    (row,) = found.rows
    assert found.cap_amount == 5_071_913
    assert [cell.shares_capped for cell in row.series] == [1_318_408, 3_753_064]
    assert row.shares_capped == 5_071_472 < row.shares


def test_dilution_is_two_numbers():
    (row,) = table(date(1999, 2, 10), "7").rows
    assert row.of_total(row.shares) == Fraction(2_539_086, 26_704_073 + 2_539_086)
    assert row.of_old(row.shares) == Fraction(2_539_086, 26_704_073)


def test_a_position_counts_what_is_left():
    found = table(name="valence-1998-from-1999-11")
    left = [series.position.preferred_left for series in simulate.load("valence-1998-from-1999-11").deal.series]
    whole = [series.preferred_shares for series in simulate.load("valence-1998-from-1999-11").deal.series]
    assert left != whole
    claim = Fraction(1000) + Fraction(60) * (found.on - date(1998, 7, 27)).days / 365
    assert found.rows[0].series[0].shares == -(-left[0] * claim // Fraction("6.03"))


def test_other_deals_have_tables_too():
    # An equity line stands for all that it may draw, at its multiplier of the price.
    (row,) = table(None, "2", name="equity-line").rows
    line = simulate.load("equity-line").deal.series[0]
    price = Fraction(line.conversion_price.variable.multiplier) * 2
    assert row.series[0].conversion_price_usd == price
    assert row.shares == -(-line.preferred_shares * Fraction(line.stated_value_usd) // price)
    assert any("resets" in note for note in table(None, "2", name="fixed-with-resets").notes)
    assert table(None, "2", name="floating-warrant").rows[0].shares_with_warrants > 0


def test_no_conversion_is_possible_before_a_price_exists():
    variable = {"switch_on": "1999-06-01", "multiplier": "0.9", "lookback_sessions": 5, "lowest_count": 3}
    deal = scenario(all_series=[series(conversion_price={"fixed_usd": None, "variable": variable})])
    (row,) = simulate.price_table(deal, prices=[2], on=date(1999, 5, 28)).rows
    assert (row.series[0].conversion_price_usd, row.shares, row.shares_capped) == (None, 0, 0)
    (later,) = simulate.price_table(deal, prices=[2]).rows
    # 7,500,000 / (0.9 x 2) = 4,166,666.67
    assert (later.shares, later.shares_nearest) == (4_166_667, 4_166_667)


def test_a_day_without_a_session_is_the_next_one():
    found = table(date(1999, 2, 13), "7")  # a Saturday; Monday 15 February was Presidents' Day
    assert found.on == date(1999, 2, 16)
    assert found.notes[0].startswith("1999-02-13 is no session")


def test_a_day_alone_is_that_day_of_the_whole_run():
    """Random deals: the price and the claim of one day, made without the run around it, are the run's own."""
    found = 0
    for number in range(40):
        scenario = random_whole_scenario(random.Random(number))
        days = sessions(scenario.deal.start, scenario.deal.horizon)
        day = random.Random(number).choice(days)
        made = simulate.price_table(scenario, prices=["3.7"], on=day)
        path = Path(Contract.of(scenario, days), standing_market(scenario, len(days), 37, 10), None)
        for terms, cell in zip(path.contract.series, made.rows[0].series, strict=True):
            price = conversion_price(path, terms, days.index(day))
            if price is None:
                assert cell.conversion_price_usd is None
                continue
            assert cell.conversion_price_usd == Fraction(price, path.grid.per_dollar)
            preferred = path.preferred_left[terms.place] + path.commitment[terms.place]
            claim = path.grid.claims[terms.place][days.index(day)]
            assert cell.shares == path.contract.rounding.shares(preferred, claim, price)
            assert cell.shares_capped <= cell.shares
            found += 1
    assert found > 40


def standing_market(scenario: Scenario, count: int, units: int, per_dollar: int) -> PathMarket:
    """A market that stands at one price throughout."""
    bids, volumes = (max(each, 1) + 1 for each in scenario.sessions_looked_back_on)
    return PathMarket(
        price_units_per_dollar=per_dollar,
        bids=[units] * count,
        closes=[units] * count,
        volumes=[1000] * count,
        earlier_bids=[units] * bids,
        earlier_volumes=[1000] * volumes,
        approved=False,
        event_sessions=tuple(None for _ in scenario.deal.events),
    )


def test_what_is_no_price_or_date_is_refused():
    for price in ("0", "-1", "100001", "0.0000000000001"):
        with pytest.raises(ConfigError, match="is no stock price"):
            table(None, price)
    with pytest.raises(ConfigError, match="is no price"):
        table(None, "x")
    with pytest.raises(ConfigError, match="no price is named"):
        simulate.price_table("valence-1998", prices=[])
    with pytest.raises(ConfigError, match="before the first issue"):
        table(date(1998, 7, 24), "7")


def test_the_file_has_units_in_its_header(tmp_path):
    found = table(None, "7", "1.75")
    found.write_csv(tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all(name.endswith("]") for name in rows[0])
    assert rows[1]["shares_capped [shares]"] == "5071472"
    assert rows[1]["shares_series_b_nearest [shares, to the nearest]"] == "4397435"
    assert rows[1]["conversion_price_series_b [USD per share]"] == "1.767500"
    with pytest.raises(OutputError):
        found.write_csv(tmp_path)
