"""The order within a session, and where a path ends, by the kernels' own entry point on a flat market (METHODS 10).

Closing bids stay at $10.00 and volumes at 1,000 shares, of which the market takes 300 a session; 100 preferred are 100
common each at the fixed $10.00.
"""

from __future__ import annotations

from typing import Any

import deals
import numpy as np
import pytest
from kernel_rows import kernel_run
from whole_path import series, warrant

from kernels import rows as place
from simulate.terms import make_terms
from simulate.whole_rows import WholeRows

FLAT = {
    "start_price_usd": 10,
    "tick_usd": "0.01",
    "measure": "physical",
    "drift_per_year": 0,
    "volume": {"median_shares": 1000, "log_deviation": 0, "persistence": 0, "size_correlation": 0},
}


class Run:
    """One path: what was issued and what the investor got, session by session, and the row."""

    def __init__(self, holder: dict[str, Any] | None = None, all_series: Any = None, **deal: Any) -> None:
        policy = {"sale_decision": "previous_close", "participation": "0.30"}
        scenario = deals.scenario(
            deal={"common": {"outstanding_shares": 1_000_000}} | deal,
            all_series=all_series or [series()],
            holder=policy | (holder or {}),
            market=FLAT,
            volatility="0.0001",
        )
        terms = make_terms(scenario)
        assert terms.tables.whole is not None
        rows, sums = kernel_run(scenario, terms, 0, 1)
        self.row = rows[:, 0]
        self.of = WholeRows(rows, len(scenario.deal.series), len(scenario.deal.warrants))
        self.issued, self.flows = sums.issued, sums.flows

    def issues(self) -> dict[int, float]:
        """Common issued, by session."""
        return {int(t): float(self.issued[t]) for t in np.flatnonzero(self.issued)}

    def warrant(self, w: int, what: int) -> float:
        return float(self.of.of_warrant(w, what)[0])


CHEAP = {"exercise_price_usd": 5}


def test_conversions_come_before_exercises_in_what_can_be_sold():
    run = Run(warrants=[warrant(**CHEAP)])
    # Three preferred a session fill the 300: 33 sessions; on session 33 the last one leaves 200 to the warrant, of
    # which 800 are left: 300, 300, 200.
    assert run.issues() == dict.fromkeys(range(36), 300.0) | {36: 200.0}
    assert run.warrant(0, place.WARRANT_SHARES) == 1000
    # 300 sold at $10.00 a session; the 200 exercised on session 33 cost $5.00 each.
    assert run.flows[[0, 32, 33, 34, 36]].tolist() == [3000, 3000, 2000, 1500, 1000]


def test_what_is_held_is_sold_first():
    run = Run(all_series=[series(position={"preferred_left": 100, "common_held": 450})], warrants=[warrant(**CHEAP)])
    # Session 0: 300 of the 450, and no room. Session 1: 150, and two preferred, the fewest that fill the other 150: 200
    # issued, 50 held. Session 2: those 50, and three preferred for 250.
    assert [run.issued[t] for t in range(3)] == [0, 200, 300]
    assert run.flows[:3].tolist() == [3000, 3000, 3000]


def test_the_agent_sells_and_exercises_in_a_room_of_its_own():
    agents = warrant("W2", party="agent", shares=500, **CHEAP)
    run = Run(warrants=[agents])
    # 300 and 200 of the agent's, beside 300 a session of the investor's.
    assert [run.issued[t] for t in range(3)] == [600, 500, 300]
    assert run.flows[:2].tolist() == [3000, 3000]
    assert run.warrant(0, place.WARRANT_PROCEEDS_USD) == 5000
    assert run.warrant(0, place.WARRANT_STRIKE_USD) == 2500


def test_events_come_before_the_price_of_the_session():
    adjusted = {"kind": "special_adjustment", "date": "1999-01-06", "factor": "0.5"}
    run = Run(events=[adjusted])
    # From session 3 on a preferred is 200 common: two are 400, of which 300 are sold and 100 held; then those, and one
    # for the 200 left.
    assert [run.issued[t] for t in range(2, 6)] == [300, 400, 200, 400]


def test_payments_come_before_conversions():
    plan = {"dates": ["1998-12-31"], "preferred_shares": 99, "pay": "cash"}
    run = Run(all_series=[series(amortisation=plan)])
    # 99 are retired for $99,000 before the one left is converted: 100 common.
    assert run.issues() == {0: 100}
    assert run.flows[0] == 99_000 + 1000


def test_required_conversion_comes_last():
    # Both on session 3: the warrant takes 1,000 of the cap's 1,500, and five preferred are what is left of it.
    cap = {"cap": {"amount_shares": 1500, "counts": ["B", "W"]}}
    run = Run(
        holder={"policy": "hold", "participation": None},
        all_series=[series(maturity="1999-01-06")],
        warrants=[warrant(exercisable_from="1999-01-06", **CHEAP)],
        limits=cap,
    )
    assert run.issues() == {3: 1500}
    assert run.warrant(0, place.WARRANT_SHARES) == 1000
    assert run.row[place.CAP_USED] == 1500


def test_whether_the_series_is_held_is_read_when_the_session_opens():
    covenant = {
        "while_held": "B",
        "floor_shares": 250,
        "share_of_session_volume": 0,
        "share_of_average_volume": 0,
    }
    plan = {"dates": ["1998-12-31"], "preferred_shares": 5, "pay": "cash"}
    run = Run(
        holder={"participation": None},
        all_series=[series(position={"preferred_left": 5, "common_held": 1000}, amortisation=plan)],
        limits={"sale_volume": covenant},
    )
    # The last preferred are retired on session 0: the covenant's 250 hold on it still, and nothing on session 1.
    assert run.flows[:2].tolist() == [5000 + 2500, 7500]


@pytest.mark.parametrize(
    ("event", "flow"),
    [
        # On session 3, 91 preferred are left, each 100 common at $20.00; the warrant gets $15.00 a share: its amount
        # is worth no more than the spot of $10.00.
        (
            {"kind": "merger", "date": "1999-01-05", "completed": "1999-01-06", "consideration_usd": 20},
            182_000 + 15_000,
        ),
        # 91 at half of $1,000.
        ({"kind": "liquidation", "date": "1999-01-06", "recovery": "0.5"}, 45_500),
    ],
)
def test_nothing_happens_after_the_end_of_the_company(event, flow):
    run = Run(warrants=[warrant(**CHEAP)], events=[event])
    # Three preferred on each of sessions 0 to 2; session 3 ends in its first step.
    assert run.issues() == dict.fromkeys(range(3), 300.0)
    assert run.flows[3] == flow
    assert run.flows[4:].sum() == 0
    assert run.of.of_path(place.ENDED)[0] == 3
    assert run.row[place.REMAINING_USD] == 0


def test_a_path_is_not_finished_while_an_event_lies_ahead():
    event = {"kind": "issuance", "date": "1999-12-30", "shares": 500, "consideration_usd": 1}
    run = Run(events=[event])
    # Everything is sold after 34 sessions, and the issue of session 251 counts all the same.
    assert run.issues()[33] == 100
    assert run.of.of_path(place.OUTSTANDING_AT_END)[0] == 1_010_500
