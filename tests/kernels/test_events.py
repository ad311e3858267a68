"""Other corporate events by the kernels alone (``CoD IX.B``, ``X``, ``XI.E`` to ``XI.G``, ``W 4``; METHODS 12)."""

from __future__ import annotations

import pytest
from whole_path import AUTHORIZED_ROOM, CAP_ROOM, WholePath, floating, follow, series, warrant

from kernels.remedy_state import BOUGHT_IN_EXERCISED
from kernels.whole_state import LIVE_DELISTED, LIVE_ENDED, LIVE_OTHER_SHARES, LIVE_OTHER_USD

BIG = 2.0**52


def path_of(*events, all_series=None, warrants=(), holder=None, **deal) -> WholePath:
    return follow(
        deal={"events": list(events), "warrants": list(warrants)} | deal, holder=holder, all_series=all_series
    )


def run(path, first, last) -> None:
    """Open and close sessions."""
    for t in range(first, last + 1):
        path.open(t)
        path.close(t)


def paid(path, k=0) -> float:
    return float(path.state.whole.money.paid[k])


def issue(day="1999-01-06", **changes):
    return {"kind": "issuance", "date": day, "shares": 1000, "consideration_usd": 12_345} | changes


@pytest.mark.parametrize(
    ("day", "session"),
    # Saturday 01-09 acts on Monday 01-11, session 6; what lies before session 0 or after the last session never.
    [("1998-12-31", 0), ("1999-01-06", 3), ("1999-01-09", 6), ("1998-12-30", None), ("2000-01-03", None)],
)
def test_a_dated_event_acts_on_the_first_session_on_or_after_its_date(day, session):
    path = path_of(issue(day))
    acted = []
    for t in range(len(path.dates)):
        before = path.outstanding
        path.open(t)
        if path.outstanding != before:
            acted.append(t)
    assert acted == ([] if session is None else [session])


def test_an_issue_of_the_company_grows_outstanding():
    path = path_of(issue(), issue(shares=500, consideration_usd=1))
    path.open(3)
    assert path.outstanding == 1_001_500
    numbers = path.state.whole.live.numbers
    assert (numbers[LIVE_OTHER_SHARES], numbers[LIVE_OTHER_USD]) == (1500, 12_346)
    assert path.fired("issuance") == 2
    # Paid by others: no flow of the investor.
    assert path.state.flows.sum() == 0


def later(**changes):
    """A later convertible that adjusts no warrant, on session 3."""
    terms = {"kind": "convertible_issue", "date": "1999-01-06", "name": "notes", "maximum_shares": 1000}
    return terms | {"consideration_usd": 10_000, "further_consideration_usd": 0} | changes


STEPS = [{"date": "1999-01-11", "multiplier": "0.95"}, {"date": "1999-01-12", "multiplier": "0.80"}]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # XI.E with d = 0.15: 0.85 x average replaces 1.01 x, and cuts the 0.95 of session 6 to it; 0.80 is less.
        ("one_less_discount", [10.10, 8.50, 8.50, 8.00]),
        # 1.01 x 0.85 = 0.8585.
        ("multiplier_times_one_less_discount", [10.10, 8.585, 8.585, 8.00]),
    ],
)
def test_a_later_discount_replaces_the_multiplier(rule, expected):
    price = {"variable": floating(multiplier="1.01", multiplier_steps=STEPS)}
    path = path_of(
        later(discount_fraction="0.15"),
        all_series=[series(conversion_price=price)],
        holder={"takes_later_terms": True},
        later_convertibles=rule,
    )
    prices = []
    for t in (2, 3, 6, 7):
        path.open(t)
        prices.append(path.price(t))
    assert prices == pytest.approx(expected, rel=1e-15)
    assert (path.fired("later_discount"), path.fired("later_fixed_price")) == (1, 0)


def test_a_later_discount_that_is_no_better_or_not_taken():
    price = {"variable": floating(multiplier="0.85")}
    for event, takes in (
        (later(discount_fraction="0.15"), True),
        (later(discount_fraction="0.20"), False),
        (later(), True),
    ):
        path = path_of(event, all_series=[series(conversion_price=price)], holder={"takes_later_terms": takes})
        path.open(3)
        assert path.price(3) == 8.5
        assert path.fired("later_discount") == 0
        assert path.fired("convertible_issue") == 1


def test_a_waived_series_keeps_its_terms_but_takes_a_lower_fixed_price():
    price = {"fixed_usd": 9, "variable": floating(waived=True)}
    plain = {"fixed_usd": "7.50"}
    path = path_of(
        later(discount_fraction="0.5", fixed_price_usd="7.75"),
        all_series=[series(name="A", conversion_price=price), series(conversion_price=plain)],
        holder={"takes_later_terms": True},
    )
    path.open(3)
    # A falls from $9.00 to $7.75; B's $7.50 is below that already.
    assert (path.price(3, 0), path.price(3, 1)) == (7.75, 7.5)
    assert (path.fired("later_discount"), path.fired("later_fixed_price")) == (0, 1)


def test_later_terms_come_whatever_is_excepted_for_the_warrants():
    path = path_of(
        later(fixed_price_usd=8, excepted=True, consideration_usd=0),
        warrants=[warrant()],
        holder={"takes_later_terms": True},
    )
    path.open(3)
    assert (path.fixed(), path.strike()) == (8, 10)
    assert path.fired("adjustment_carried_forward") == path.fired("warrant_adjusted") == 0


def test_common_alone_changes_no_price():
    path = path_of(issue(consideration_usd=0), holder={"takes_later_terms": True})
    path.open(3)
    assert path.fixed() == 10


def dividend(**changes):
    """Fifty cents a share, on session 3."""
    return {"kind": "dividend", "date": "1999-01-06", "worth_usd": "0.50"} | changes


@pytest.mark.parametrize("kind", ["dividend", "rights"])
def test_a_distribution_is_paid_as_converted_the_day_before(kind):
    path = path_of(dividend(kind=kind), all_series=[series(conversion_price={"variable": floating()})])
    path.quote([9, 8, 7, 6])
    run(path, 0, 2)
    path.state.held[0], path.state.whole.remedy.undelivered[0] = 60, 40
    path.open(3)
    # On session 2 the price was the $8.00 of session 1: 100 x 1000/8 = 12,500 common, and 100 held or undelivered.
    assert paid(path) == path.state.flows[3] == 12_600 / 2
    assert path.fired(kind) == 1


def test_as_converted_takes_the_claim_of_the_day_before_and_rounds_up_once():
    # 7.3% a year is $0.20 a day: on session 2, 1999-01-05, $1,001.00. 99 x 1001/9 = 11,011: x $0.50.
    rate = {"rate_per_year": "0.073"}
    for fixed, shares in ((9, 11_011), (7, 14_157), ("6.03", 16_435)):
        # At $6.03 99,099/6.03 = 16,434.328: 16,435.
        path = path_of(
            dividend(),
            all_series=[series(preferred_shares=99, premium=rate, conversion_price={"fixed_usd": fixed})],
            limits={"cap": {"amount_shares": 5, "counts": ["B"]}, "ownership_fraction": "0.001"},
        )
        run(path, 0, 3)
        # Limits are ignored.
        assert paid(path) == shares / 2


def test_a_distribution_without_a_price_the_day_before():
    price = {"variable": floating(switch_on="1999-01-06")}
    path = path_of(dividend(), all_series=[series(conversion_price=price)])
    path.quote([9, 8, 5, 6])
    run(path, 0, 3)
    # From session 3 on it is convertible, at the $5.00 of session 2: 20,000 common.
    assert paid(path) == 10_000
    # Without a price on either day the common alone gets it.
    path = path_of(dividend(date="1999-01-05"), all_series=[series(conversion_price=price)])
    path.state.held[0] = 100
    run(path, 0, 2)
    assert paid(path) == 50


def test_a_distribution_on_session_0_looks_at_session_0():
    path = path_of(dividend(date="1998-12-31"))
    path.open(0)
    # 100 common for each of 100 preferred at $10.00.
    assert paid(path) == 5_000


def test_warrants_accrue_distributions_and_their_common_gets_them():
    path = path_of(dividend(), dividend(worth_usd="0.25"), warrants=[warrant("W1"), warrant("W2", party="agent")])
    own = path.state.whole.warrant
    own.held[0], own.held[1] = 200, 100
    path.state.preferred[0] = 0
    path.open(3)
    assert own.accrued_usd[:2].tolist() == [0.75, 0.75]
    assert own.paid[:2].tolist() == [150, 75]
    # The agent's is no flow of the investor.
    assert path.state.flows[3] == 150
    # Exercised: 300 Warrant Shares get $0.75 each.
    path.quote_all(11)
    path.exercise(4, room=300)
    assert own.paid[0] == 150 + 225


def test_a_liquidation_pays_the_preferred_its_recovery():
    # 7.3% a year: on session 3, six days after 1998-12-31, the claim is $1,001.20; 40% of 100 claims.
    event = {"kind": "liquidation", "date": "1999-01-06", "recovery": "0.4"}
    path = path_of(event, issue(), warrants=[warrant()], all_series=[series(premium={"rate_per_year": "0.073"})])
    run(path, 0, 2)
    path.state.held[0], path.state.whole.warrant.held[0], path.state.whole.remedy.undelivered[0] = 10, 20, 30
    path.open(3)
    assert paid(path) == path.state.flows[3] == pytest.approx(0.4 * 100 * 1001.20, rel=1e-14)
    state = path.state
    assert (state.preferred[0], state.whole.money.redeemed[0]) == (0, 100)
    # Common and warrants get nothing, and nothing happens any more.
    own = state.whole.warrant
    assert state.held[0] == state.whole.remedy.undelivered[0] == own.held[0] == own.amount[0] == own.paid[0] == 0
    assert state.whole.live.numbers[LIVE_ENDED] == 3
    assert (path.fired("liquidation"), path.fired("issuance")) == (1, 0)


def test_a_special_adjustment_of_every_fixed_price():
    price = {"fixed_usd": "6.03", "ceiling_usd": 9}
    path = path_of(
        {"kind": "special_adjustment", "date": "1999-01-06", "factor": "0.9"},
        all_series=[series(name="A"), series(conversion_price=price), series(name="C", conversion_price=FLOATS)],
    )
    path.open(3)
    # 6.03 x 0.9 = 5.427; x 2**20 = 5,690,621.95: to 2**-20 dollars. A series without a fixed price has none still.
    assert path.fixed(0) == 9
    assert path.fixed(1) == 5_690_622 / 2**20
    assert path.fixed(2) == 0
    assert path.price(3, 2) == 10
    assert path.state.whole.live.ceiling_price[1] == 9 * path.tables.series.price_scale[1]
    assert path.fired("special_adjustment") == 1


FLOATS = {"variable": floating()}


def test_more_common_is_authorized():
    event = {"kind": "authorized_increase", "date": "1999-01-06", "shares": 500}
    common = {"outstanding_shares": 1_000_000, "authorized_shares": 1_000_200, "reserved_elsewhere_shares": 150}
    path = path_of(event, common=common)
    # 1,000,200 - 1,000,000 - 150 = 50; then 550.
    assert path.step(AUTHORIZED_ROOM) == 50
    path.open(3)
    assert path.step(AUTHORIZED_ROOM) == 550
    # Without a limit there is none to raise.
    path = path_of(event)
    path.open(3)
    assert path.step(AUTHORIZED_ROOM) == BIG
    assert path.fired("authorized_increase") == 1


def test_after_a_delisting_the_cap_does_not_apply_and_event_i_is_born():
    path = path_of(
        {"kind": "delisting", "date": "1999-01-06"},
        limits={"cap": {"amount_shares": 700, "counts": ["B"]}},
        redemption={"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 0}]},
        holder={"redeems": "never"},
    )
    run(path, 0, 2)
    assert path.step(CAP_ROOM, 2, 1) == 700
    for t in range(3, 9):
        path.open(t)
        assert path.step(CAP_ROOM, t, 1) == BIG
        # CoD VIII.A(i): the fifth session of sessions 3 to 7.
        assert path.state.whole.remedy.right[0] == (-1 if t < 7 else 7)
    assert (path.fired("delisting"), path.fired("event_i")) == (1, 1)


def test_a_suspension_counts_once_and_is_a_window():
    event = {"kind": "suspension", "date": "1999-01-09", "until": "1999-01-12", "statements": ["B"]}
    path = path_of(event, warrants=[warrant(statement="B")])
    path.quote_all(11)
    sold = []
    for t in range(5, 9):
        path.open(t)
        sold.append(path.exercise(t, room=10))
    # Monday and Tuesday, sessions 6 and 7, lie in the window.
    assert sold == [10, 0, 0, 10]
    assert path.fired("suspension") == 1


def test_events_of_a_session_act_in_the_deals_order():
    split = {"kind": "split", "date": "1999-01-06", "new_shares": 2, "old_shares": 1}
    path = path_of(issue(), split)
    path.open(3)
    assert path.outstanding == 2 * 1_001_000
    path = path_of(split, issue())
    path.open(3)
    assert path.outstanding == 2 * 1_000_000 + 1000


@pytest.mark.parametrize("session", [2, 3, 4, 5])
@pytest.mark.parametrize("kind", ["issuance", "convertible_issue"])
def test_the_market_of_an_issue_is_the_bid_of_the_session_before(kind, session):
    """1,000,000 outstanding and 1,000,000 issued for nothing but $100,000: X = E (10 + 1/M)/20."""
    day = f"1999-01-0{session + 3}"
    terms = {"shares": 1_000_000} if kind == "issuance" else {"name": "notes", "maximum_shares": 1_000_000}
    terms |= {"further_consideration_usd": 0} if kind != "issuance" else {}
    event = {"kind": kind, "date": day, "consideration_usd": 100_000} | terms
    path = path_of(event, warrants=[warrant()], holder={"warrants": {"exercise": "never"}})
    bids = [4, 5, 8, 10, 12.5, 16, 20]
    path.quote(bids)
    run(path, 0, session)
    shadow = path.state.whole.warrant.shadow_usd[0]
    assert shadow == pytest.approx(10 * (10 + 1 / bids[session - 1]) / 20, rel=1e-14)


def test_a_stated_market_price_of_less_than_a_dollar():
    """$0.50: 1,000,000 issued for $100,000 are 200,000 of 1,000,000 at the market: E is 0.6 of what it was."""
    event = issue(shares=1_000_000, consideration_usd=100_000, market_price_usd="0.50")
    path = path_of(event, warrants=[warrant()])
    path.open(3)
    assert path.strike() == 6


def test_a_later_fixed_price_that_is_no_lower():
    path = path_of(later(fixed_price_usd=10), holder={"takes_later_terms": True})
    path.open(3)
    assert (path.fixed(), path.fired("later_fixed_price")) == (10, 0)


def test_the_second_of_two_later_discounts_must_be_better_than_the_first():
    events = [later(discount_fraction="0.15"), later(name="more", discount_fraction="0.10")]
    path = path_of(*events, all_series=[series(conversion_price=FLOATS)], holder={"takes_later_terms": True})
    path.open(3)
    assert path.price(3) == 8.5
    assert path.fired("later_discount") == 1


def test_a_distribution_on_a_single_share_of_each_kind():
    """One preferred of $10 at $10 is one common; one common, and one of a warrant: $0.50 each."""
    one = series(preferred_shares=1, stated_value_usd=10, purchase_price_usd=10)
    for held, preferred, of_series in ((0, 1, 0.5), (1, 0, 0.5), (0, 0, 0)):
        path = path_of(dividend(), all_series=[one], warrants=[warrant()])
        path.state.held[0], path.state.preferred[0], path.state.whole.warrant.held[0] = held, preferred, 1
        run(path, 0, 3)
        assert (paid(path), path.state.whole.warrant.paid[0]) == (of_series, 0.5)


def test_a_distribution_where_a_floor_stops_the_price():
    """Floors of $9.50: on session 2 and 3 there is no price, of $9.00 and $8.00; the common alone gets it."""
    price = {"variable": floating(floor_usd="9.50", below_floor="stops")}
    path = path_of(dividend(), all_series=[series(conversion_price=price)])
    path.quote([10, 9, 8, 7])
    run(path, 0, 2)
    path.state.held[0] = 100
    path.open(3)
    assert paid(path) == 50


def test_a_warrant_accrues_from_its_issue():
    terms = [warrant("W1", issue_date="1999-01-06"), warrant("W2", issue_date="1999-01-07")]
    for each in terms:
        each["exercisable_from"] = "1999-01-08"
    path = path_of(dividend(), warrants=terms)
    path.open(3)
    assert path.state.whole.warrant.accrued_usd[:2].tolist() == [0.5, 0]


def test_a_liquidation_of_a_single_preferred_and_of_none():
    event = {"kind": "liquidation", "date": "1999-01-06", "recovery": "0.4"}
    for preferred in (1, 0):
        path = path_of(event)
        path.state.preferred[0] = preferred
        path.open(3)
        assert (paid(path), path.state.preferred[0]) == (400 * preferred, 0)
        assert path.state.whole.money.redeemed[0] == preferred


def test_after_a_liquidation_on_session_0_nothing_happens():
    day = "1998-12-31"
    path = path_of({"kind": "liquidation", "date": day, "recovery": "0.4"}, issue(day))
    path.open(0)
    assert (path.state.whole.live.numbers[LIVE_ENDED], path.fired("issuance")) == (0, 0)


def test_a_merger_completes_on_its_day():
    merger = {"kind": "merger", "date": "1999-01-04", "completed": "1999-01-06", "consideration_usd": "7"}
    path = path_of(merger)
    path.quote_all(7)
    run(path, 0, 2)
    assert path.state.whole.live.numbers[LIVE_ENDED] == -1
    path.open(3)
    assert path.state.whole.live.numbers[LIVE_ENDED] == 3
    assert paid(path) > 0


@pytest.mark.parametrize(("before", "since"), [(2, 2), (3, 3), (4, 3)])
def test_a_delisting_does_not_put_off_an_earlier_one(before, since):
    """As the exchange's rule, or the holder's right to have the common leave its market, may have given."""
    path = path_of({"kind": "delisting", "date": "1999-01-06"})
    path.state.whole.live.numbers[LIVE_DELISTED] = before
    path.open(3)
    assert path.state.whole.live.numbers[LIVE_DELISTED] == since
    assert path.fired("delisting") == 1


@pytest.mark.parametrize(("discount", "part"), [("0.25", 0.6), (None, 0.8)])
def test_a_variable_rate_counts_at_80_percent_of_the_bid_before(discount, part):
    """At $8: 1,000,000 outstanding, and 1,000,000 for 80% of $8 less the discount: X = E (1 + 0.6)/2, or 0.9 E."""
    event = later(maximum_shares=1_000_000, variable_rate=True, discount_fraction=discount)
    path = path_of(event, warrants=[warrant()], holder={"warrants": {"exercise": "never"}})
    path.quote_all(8)
    run(path, 0, 3)
    assert path.state.whole.warrant.shadow_usd[0] == pytest.approx(10 * (1 + part) / 2, rel=1e-14)


@pytest.mark.parametrize(
    ("fixed", "part"),
    # At $8 it floats to $6.40, 0.8 of the market; $3 is 3/8 of it, one cent 1/800.
    [(3, 0.375), ("6.39", 0.79875), ("6.41", 0.8), ("0.01", 0.00125)],
)
def test_a_variable_rate_counts_at_its_fixed_price_if_that_is_lower(fixed, part):
    event = later(maximum_shares=1_000_000, variable_rate=True, fixed_price_usd=fixed)
    path = path_of(event, warrants=[warrant()], holder={"warrants": {"exercise": "never"}})
    path.quote_all(8)
    run(path, 0, 3)
    assert path.state.whole.warrant.shadow_usd[0] == pytest.approx(10 * (1 + part) / 2, rel=1e-14)


def test_prices_of_a_single_unit():
    """Fixed prices in whole dollars are counted in dollars; a multiplier of 1 and one of 1/2 as 2 and 1."""
    path = path_of(later(fixed_price_usd=1), holder={"takes_later_terms": True})
    path.open(3)
    assert (path.fixed(), path.fired("later_fixed_price")) == (1, 1)
    floats = [series(conversion_price=FLOATS)]
    path = path_of(later(discount_fraction="0.5"), all_series=floats, holder={"takes_later_terms": True})
    path.open(3)
    assert (path.price(3), path.fired("later_discount")) == (5, 1)
    # 7.3% a year is $0.20 a day: on session 2 $1,001.00, and at $1 as many common.
    rate = series(premium={"rate_per_year": "0.073"}, conversion_price={"fixed_usd": 1})
    path = path_of(dividend(), all_series=[rate])
    run(path, 0, 3)
    assert paid(path) == 100_100 / 2


def smallest(*factors):
    """Special adjustments on session 3."""
    return [{"kind": "special_adjustment", "date": "1999-01-06", "factor": factor} for factor in factors]


@pytest.mark.parametrize(("factors", "units"), [(("2e-7",), 2), (("2e-7", "0.5"), 1), (("2e-7", "0.5", "0.4"), 1)])
def test_a_special_adjustment_leaves_at_least_the_smallest_price(factors, units):
    """$10 by 2 x 10^-7 is 2.1 of 2**-20 dollars, 2; half of that is 1, and 0.4 of one is 1 all the same."""
    path = path_of(*smallest(*factors))
    path.open(3)
    assert path.fixed() == units / 2**20


def test_a_merger_announced_before_the_run_is_not_completed():
    path = path_of({"kind": "merger", "date": "1998-12-01", "completed": "1999-01-06", "consideration_usd": "7"})
    run(path, 0, 4)
    assert path.state.whole.live.numbers[LIVE_ENDED] == -1
    assert path.fired("merger") == 0


def test_common_of_a_warrant_bought_in_and_not_delivered_gets_a_distribution():
    """100 held and 50 bought in (W 1): $0.50 each."""
    path = path_of(dividend(), warrants=[warrant()])
    path.state.preferred[0] = 0
    path.state.whole.warrant.held[0], path.state.whole.warrant.failed_sold[0] = 100, 50
    path.state.whole.remedy.numbers[BOUGHT_IN_EXERCISED] = 1
    path.open(3)
    assert path.state.whole.warrant.paid[0] == 75


OTHERS = [
    issue(shares=3),
    later(maximum_shares=3),
    {"kind": "split", "date": "1999-01-06", "new_shares": 3, "old_shares": 1},
    {"kind": "stock_dividend", "date": "1999-01-06", "new_shares": 3, "old_shares": 1},
    {"kind": "merger", "date": "1999-01-06"},
    {"kind": "dividend", "date": "1999-01-06", "worth_usd": 1},
    {"kind": "rights", "date": "1999-01-06", "worth_usd": 1},
    {"kind": "special_adjustment", "date": "1999-01-06", "factor": "0.5"},
    {"kind": "authorized_increase", "date": "1999-01-06", "shares": 3},
    {"kind": "suspension", "date": "1999-01-06", "until": "1999-01-07", "statements": ["B"]},
    {"kind": "delivery_failure", "date": "1999-01-06", "late_days": 3},
    {"kind": "redemption_event", "date": "1999-01-06", "event": "v"},
]


@pytest.mark.parametrize("event", OTHERS, ids=lambda event: event["kind"])
def test_no_other_event_gives_the_right_of_a_delisting(event):
    """Nor, but for a redemption event's own, any other: event (v) is the fifth."""
    path = path_of(event, delivery={}, redemption={"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 0}]})
    for t in range(10):
        path.open(t)
    rights = path.state.whole.remedy.right.tolist()
    assert rights == [3 if event["kind"] == "redemption_event" and place == 4 else -1 for place in range(10)]
    assert path.fired("suspension") == (event["kind"] == "suspension")


@pytest.mark.parametrize(("drawn", "born"), [(2, 2), (3, -1), (4, -1)])
def test_a_drawn_redemption_event_gives_no_right_from_its_date_on(drawn, born):
    """Event (x), the tenth, "prior to" Wednesday the 6th, session 3."""
    event = {"kind": "redemption_event", "hazard_per_year": "0.5", "event": "x", "until": "1999-01-06"}
    path = path_of(event, redemption={"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 0}]})
    path.state.whole.event.session[0] = drawn
    for t in range(6):
        path.open(t)
    assert path.state.whole.remedy.right.tolist() == [-1] * 9 + [born]


def test_a_merger_announced_and_completed_on_a_weekend():
    """On Saturday and on Sunday: both act on Monday the 11th, session 6."""
    path = path_of({"kind": "merger", "date": "1999-01-09", "completed": "1999-01-10", "consideration_usd": 7})
    run(path, 0, 5)
    path.open(6)
    assert (path.state.whole.live.numbers[LIVE_ENDED], path.fired("merger")) == (6, 1)


def test_a_merger_pays_what_was_announced():
    """100 common for each preferred at $20 are more than $1,250."""
    path = path_of({"kind": "merger", "date": "1999-01-05", "completed": "1999-01-07", "consideration_usd": 20})
    run(path, 0, 3)
    path.open(4)
    assert paid(path) == 200_000


def test_a_readjustment_acts():
    """What was issued for $10,000 at the most lapses."""
    lapse = {"kind": "readjustment", "date": "1999-01-08", "of": "notes", "further_consideration_usd": None}
    path = path_of(later(maximum_shares=1_000_000), lapse, warrants=[warrant()])
    shadows = []
    for t in (3, 4, 5):
        path.open(t)
        shadows.append(float(path.state.whole.warrant.shadow_usd[0]))
    # 1,000,000 outstanding, 1,000,000 more for 1,000 shares' price: half of $10 and a little.
    assert shadows == pytest.approx([5.005, 5.005, 10], rel=1e-15)
    assert path.fired("readjustment") == 1
