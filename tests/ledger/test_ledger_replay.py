"""The contract on a given record: gaps, unknown volumes, the table of conversion prices."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from ledger_deals import conversions, covenant, deal, sales, series, variable, warrant

from simulate.errors import ConfigError, RecordError
from simulate.load import load
from simulate.replay import conversion_prices, replay, write_conversion_prices

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class GivenRecord:
    """What a replay reads of a price record."""

    dates: tuple[date, ...]
    closes: tuple[Decimal, ...]
    bids: tuple[Decimal, ...]
    volumes: tuple[int | None, ...]
    bid_filled: tuple[bool, ...]
    path: Path = Path("given.csv")
    announcements: tuple[str, ...] = ("given.csv: made for a test",)


def record(rows: dict[str, str], volumes: dict[str, int] | None = None, filled: tuple[str, ...] = ()) -> GivenRecord:
    prices = tuple(Decimal(price) for price in rows.values())
    return GivenRecord(
        dates=tuple(date.fromisoformat(day) for day in rows),
        closes=prices,
        bids=prices,
        volumes=tuple((volumes or {}).get(day) for day in rows),
        bid_filled=tuple(day in filled for day in rows),
    )


# The week of Monday 1999-01-04 and the one before it, whose Friday is New Year's Day.
DECEMBER = {"1998-12-29": "3.67", "1998-12-30": "3.70", "1998-12-31": "3.71"}
JANUARY = {
    "1999-01-04": "3.65",
    "1999-01-05": "3.75",
    "1999-01-06": "3.80",
    "1999-01-07": "3.90",
    "1999-01-08": "4",
}
THREE_BIDS = variable(multiplier="1.01", lookback_sessions=3, lowest_count=2)
FLOATING = series(conversion_price={"variable": THREE_BIDS})


def a_week(*terms, **parts):
    return deal(*terms, horizon="1999-01-08", **parts)


def in_week(**changes):
    return changes | {"maturity": "1999-01-08"}


def test_bids_before_the_start_come_from_the_record_and_prices_stay_exact():
    """1999-01-04: the two lowest of 3.67, 3.70, 3.71 average 3.685, and 101% of it is 3.72185."""
    scenario = a_week(FLOATING | in_week())
    ledger = replay(scenario, record(DECEMBER | JANUARY))
    assert [row.conversion_prices_usd[0] for row in ledger.sessions][:2] == [
        Fraction("3.72185"),
        Fraction("1.01") * Fraction("7.35") / 2,
    ]
    # Monday decides on 3.71, Tuesday on 3.65 against 101% of (3.65 + 3.70)/2 = 3.71175: neither is worth it.
    # Wednesday decides on 3.75 against 101% of (3.65 + 3.71)/2 = 3.7168: ceil(100,000 / 3.7168) = 26,905.
    assert conversions(ledger) == [(2, "B", 100, 26_905)]
    assert "given.csv: made for a test" in ledger.notes


def test_a_gap_passes_with_no_acts_and_spoils_the_windows_that_cross_it():
    """Monday is not on record: no acts; no window till Thursday; Friday's has three bids."""
    days = {day: price for day, price in (DECEMBER | JANUARY).items() if day != "1999-01-04"}
    ledger = replay(a_week(FLOATING | in_week(), holder={"hurdle": "0"}), record(days))
    assert [row.conversion_prices_usd[0] is None for row in ledger.sessions] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert [(event.session, event.kind) for event in ledger.events if event.kind in ("gap", "no price")] == [
        (0, "gap"),
        (1, "no price"),
    ]
    # Friday: 101% of (3.75 + 3.80)/2 = 3.81275; 100,000 / 3.81275 = 26,227.8.
    assert conversions(ledger) == [(4, "B", 100, 26_228)]
    assert ledger.totals["sessions_to_full_conversion"] == 4


def unpriced(ledger):
    return [row.conversion_prices_usd[0] is None for row in ledger.sessions]


def test_a_record_that_begins_with_session_0_is_flat_before_it_and_says_so():
    """definitions, Clock: earlier bids are session 0's, unless a record supplies them."""
    ledger = replay(a_week(FLOATING | in_week(), holder={"hurdle": "0"}), record(JANUARY))
    assert unpriced(ledger) == [False] * 5
    # Monday: 101% of session 0's own $3.65.
    assert ledger.sessions[0].conversion_prices_usd[0] == Fraction("1.01") * Fraction("3.65")
    assert any("begins with session 0" in note for note in ledger.notes)


def test_bids_before_a_record_that_begins_later_are_not_invented():
    days = {day: price for day, price in JANUARY.items() if day != "1999-01-04"}
    ledger = replay(a_week(FLOATING | in_week(), holder={"hurdle": "0"}), record(days))
    assert unpriced(ledger) == [True, True, True, True, False]


THREE_SESSIONS = {"multiplier": "1", "lookback_sessions": 3, "lowest_count": 2, "dates": ["1999-01-04"]}


def test_resets_look_back_as_far_as_they_say_though_no_series_does():
    """On session 0 the two lowest of 3.67, 3.70 and 3.71 average 3.685: the warrant's price is its nearest cent."""
    terms = series(conversion_price={"fixed_usd": "6.03", "resets": THREE_SESSIONS}, maturity="1999-01-08")
    warrants = [warrant(exercise_price_usd="5", expires="1999-01-08", resets=THREE_SESSIONS)]
    ledger = replay(a_week(terms, rest={"warrants": warrants}), record(DECEMBER | JANUARY))
    # Rounded to the nearest 2**-20 dollars (METHODS 13): 3.685 x 2**20 = 3,864,002.56.
    assert ledger.sessions[0].conversion_prices_usd[0] == Fraction(3_864_003, 2**20)
    assert ledger.totals["exercise_price_w_usd"] == 3.69


DECEMBER_VOLUMES = {"1998-12-29": 1000, "1998-12-30": 2000, "1998-12-31": 6000}


def test_rules_on_volume_look_back_as_far_as_they_say():
    """Half of the mean of 1,000, 2,000 and 6,000: 1,500 on session 0, of conversion and of a band's sales."""
    rule = {
        "floor_shares": 0,
        "share_of_session_volume": "0",
        "share_of_average_volume": "0.5",
        "average_sessions": 3,
    }
    none = covenant(price_below_usd="1", average_sessions=1, further_bands=[rule | {"price_below_usd": None}])
    # $1,000 a preferred at $2 is 500 shares: three preferred.
    terms = series(conversion_price={"fixed_usd": "2"}, maturity="1999-01-08")
    for limits in ({"conversion_volume": rule}, {"sale_volume": none}):
        ledger = replay(a_week(terms, limits=limits), record(DECEMBER | JANUARY, DECEMBER_VOLUMES))
        first = [shares for session, _, _, shares in conversions(ledger) if session == 0]
        assert sum(first) == 1500, limits


def test_without_volume_the_stated_number_of_shares_stands_alone():
    """Volume is known on Tuesday only: 10% of 9,000 is 900; on the other days the 250."""
    limits = {"sale_volume": covenant(share_of_session_volume="0.1")}
    terms = series(conversion_price={"fixed_usd": "2"}, maturity="1999-01-08")
    ledger = replay(a_week(terms, limits=limits), record(DECEMBER | JANUARY, {"1999-01-05": 9000}))
    sold = dict.fromkeys(range(5), 0)
    for session, _, shares in sales(ledger):
        sold[session] += shares
    assert list(sold.values()) == [250, 900, 250, 250, 250]
    assert any(event.kind == "no volume" for event in ledger.events)


def test_what_remains_is_valued_at_the_last_bid_on_record_and_said_so():
    """The record ends on Wednesday; 250 a day from 500-share preferred leave common held."""
    days = {day: price for day, price in (DECEMBER | JANUARY).items() if day <= "1999-01-06"}
    terms = series(conversion_price={"fixed_usd": "2"}, maturity="1999-01-08")
    ledger = replay(a_week(terms, limits={"sale_volume": covenant()}), record(days))
    # Monday 500 shares, 250 sold; Tuesday the other 250; Wednesday again 500 and 250: 250 held at $3.80.
    assert ledger.totals["common_held_shares"] == 250
    assert ledger.totals["remaining_value_usd"] == 950
    assert ledger.totals["remaining_value_bid_session"] == 2
    said = "last bid on record, of 1999-01-06"
    assert any(said in note for note in ledger.notes)
    assert any(event.kind == "remaining value" and said in event.note for event in ledger.events)


def test_a_replay_needs_a_vote_that_is_known():
    scenario = a_week(
        series(maturity="1999-01-08"),
        approval={"mode": "probability", "date": "1999-01-05", "probability": "0.5"},
    )
    with pytest.raises(ConfigError, match=r"set mode to date, .* or to never"):
        replay(scenario, record(JANUARY))


@pytest.mark.parametrize(
    ("vote", "issued"), [({"mode": "date", "date": "1999-01-06"}, 50_000), ({"mode": "never"}, 4_000)]
)
def test_the_vote_of_a_replay_is_given_on_its_date_or_never(vote, issued):
    terms = series(conversion_price={"fixed_usd": "2"}, maturity="1999-01-08")
    limits = {"cap": {"amount_shares": 4_000, "counts": ["B"]}}
    ledger = replay(a_week(terms, limits=limits, approval=vote), record(DECEMBER | JANUARY))
    assert ledger.totals["shares_issued"] == issued


def test_a_record_with_no_session_of_the_run_is_refused():
    with pytest.raises(RecordError, match=r"given\.csv: no session of the run"):
        replay(a_week(series(maturity="1999-01-08")), record(DECEMBER))


# ---- the table of conversion prices


def test_a_row_holds_the_prices_of_a_conversion_on_its_date():
    rows = conversion_prices(a_week(FLOATING | in_week()), record(DECEMBER | JANUARY))
    by_date = {row.date.isoformat(): row for row in rows}
    assert by_date["1999-01-04"].variable_price_usd == Fraction("3.72185")
    assert by_date["1999-01-04"].conversion_price_usd == Fraction("3.72185")
    assert by_date["1999-01-04"].bid == Decimal("3.65")
    assert by_date["1999-01-04"].note == ""
    early = by_date["1998-12-31"]
    assert (early.variable_price_usd, early.conversion_price_usd) == (None, None)
    assert "fewer than 3 earlier sessions on record" in early.note


def test_a_window_that_crosses_a_gap_gives_no_price_and_says_why():
    days = {day: price for day, price in (DECEMBER | JANUARY).items() if day != "1999-01-04"}
    rows = {row.date.isoformat(): row for row in conversion_prices(a_week(FLOATING | in_week()), record(days))}
    assert rows["1999-01-05"].variable_price_usd is None
    assert rows["1999-01-05"].note == "the look-back crosses a gap in the record (no bid on 1999-01-04)"
    assert rows["1999-01-08"].variable_price_usd == Fraction("1.01") * Fraction("7.55") / 2


def test_the_session_after_the_last_row_on_request():
    """After Friday 1999-01-08 comes Monday the 11th: its window is Wednesday to Friday."""
    row = conversion_prices(a_week(FLOATING | in_week()), record(DECEMBER | JANUARY), next_session=True)[-1]
    assert (row.date, row.bid) == (date(1999, 1, 11), None)
    assert row.variable_price_usd == Fraction("1.01") * Fraction("7.70") / 2
    assert "after maturity 1999-01-08" in row.note


def test_before_the_switch_on_the_fixed_price_and_after_it_the_lower_of_the_two():
    price = {"fixed_usd": "3.72", "variable": THREE_BIDS | {"switch_on": "1999-01-07"}}
    scenario = a_week(series(conversion_price=price, maturity="1999-01-08"))
    rows = {row.date.isoformat(): row for row in conversion_prices(scenario, record(DECEMBER | JANUARY))}
    before, after = rows["1999-01-06"], rows["1999-01-08"]
    assert (before.variable_price_usd, before.conversion_price_usd) == (Fraction("3.7168"), Fraction("3.72"))
    assert "before 1999-01-07: the fixed price" in before.note
    assert (after.variable_price_usd, after.conversion_price_usd) == (Fraction("3.81275"), Fraction("3.72"))


def test_the_first_series_whose_variable_price_is_not_waived_is_taken():
    waived = {"fixed_usd": "3", "variable": variable(waived=True)}
    maturity = {"maturity": "1999-01-08"}
    both = a_week(series("A", conversion_price=waived, **maturity), FLOATING | maturity)
    prices = {row.date.isoformat(): row for row in conversion_prices(both, record(DECEMBER | JANUARY))}
    assert prices["1999-01-04"].conversion_price_usd == Fraction("3.72185")
    alone = a_week(series("A", conversion_price=waived, **maturity))
    row = conversion_prices(alone, record(DECEMBER | JANUARY))[3]
    assert (row.variable_price_usd, row.conversion_price_usd) == (Fraction("3.71"), 3)
    assert "waived" in row.note
    with pytest.raises(ConfigError, match="no series has a variable conversion price"):
        conversion_prices(a_week(series(**maturity)), record(DECEMBER | JANUARY))


def test_bids_that_were_filled_are_counted_in_the_note():
    given = record(DECEMBER | JANUARY, filled=("1998-12-30", "1998-12-31"))
    row = conversion_prices(a_week(FLOATING | in_week()), given)[3]
    assert row.note == "2 of the 3 bids filled from the close and the stated spread"


def test_a_record_too_short_for_the_look_back_is_refused():
    scenario = a_week(FLOATING | in_week())
    with pytest.raises(RecordError, match="too short for the look-back of 3 sessions"):
        conversion_prices(scenario, record(DECEMBER))
    (*_, row) = conversion_prices(scenario, record(DECEMBER), next_session=True)
    assert row.variable_price_usd == Fraction("3.72185")


def test_a_same_day_window_of_the_next_session_is_not_known_yet():
    price = {"variable": THREE_BIDS | {"window_end": "same_day"}}
    scenario = a_week(series(conversion_price=price, maturity="1999-01-08"))
    rows = conversion_prices(scenario, record(DECEMBER | JANUARY), next_session=True)
    assert rows[2].variable_price_usd == Fraction("3.72185")
    assert rows[-1].variable_price_usd is None
    assert "not known yet" in rows[-1].note


def test_prices_are_rounded_only_when_written(tmp_path):
    target = tmp_path / "prices.csv"
    write_conversion_prices(conversion_prices(a_week(FLOATING | in_week()), record(DECEMBER | JANUARY)), target)
    with target.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["date", "bid", "variable_price_usd", "conversion_price_usd", "note"]
    assert list(rows[3].values()) == ["1999-01-04", "3.65", "3.721850", "3.721850", ""]


@pytest.fixture(scope="module")
def vlnc():
    from simulate.history import read_record

    return read_record(ROOT / "configs" / "history" / "vlnc.csv", spread_fraction=Decimal("0.015"))


def test_the_record_of_1999_gives_the_price_of_1999_11_04(vlnc):
    """Contract 12: 4.7081, from the ten bids of 1999-10-21 to 11-03."""
    scenario = load(ROOT / "configs" / "valence-1998.yaml")
    row = next(row for row in conversion_prices(scenario, vlnc) if row.date == date(1999, 11, 4))
    assert row.variable_price_usd == row.conversion_price_usd
    assert round(float(row.variable_price_usd), 4) == 4.7081
    assert row.note == ""


def test_the_real_deal_on_the_real_record(vlnc):
    """Notices of Series B at the table's own prices, on dates of the record, 30,000 shares a session."""
    scenario = load(ROOT / "configs" / "valence-1998.yaml")
    table = {row.date: row.conversion_price_usd for row in conversion_prices(scenario, vlnc)}
    ledger = replay(scenario, vlnc)
    notices = [event for event in ledger.events if event.kind == "notice" and event.instrument == "B"]
    assert notices
    assert all(event.price == table[event.date] for event in notices)
    assert {event.date for event in notices} <= set(vlnc.dates)
    # No volume is known in these weeks: 30,000 a session, and no more.
    by_day: dict[date, int] = {}
    for event in ledger.events:
        if event.kind == "sale":
            by_day[event.date] = by_day.get(event.date, 0) + event.shares
    assert max(by_day.values()) == 30_000
