"""Default payments unpaid at maturity convert with the last preferred (CoD IV.H): by hand, step by step.

Ten preferred convert on Thursday 1998-12-31 (session 0). The Delivery Period of one business day ends on Monday the
4th; they are delivered two days late, on Wednesday the 6th: two days of $500, $1,000, payable on the 13th. Maturity is
Monday the 11th; 90 preferred are left, 9,000 common at $10.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from whole_path import WholePath, follow, series

from kernels.layout import CERTIFICATE_DUE, DEFAULT_DUE
from kernels.remedy_state import REMEDY_PAID_USD

DELIVERY = {"period_sessions": 1, "certificate_sessions": 0, "flat_until_sessions": 30}


def matured(late_days: int = 2, sessions: int = 12, fixed_usd: int = 10, **deal: Any) -> WholePath:
    event = {"kind": "delivery_failure", "date": "1998-12-31", "late_days": late_days}
    terms = series(maturity="1999-01-11", conversion_price={"fixed_usd": fixed_usd})
    parts = {"delivery": DELIVERY, "events": [event], "conversion": {"maturity_conditions": "ignored"}}
    path = follow(deal=parts | deal, all_series=[terms])
    for t in range(sessions):
        path.open(t)
        if t == 0:
            path.convert(t, 10)
        path.mature(t)
        path.close(t)
    return path


def paid(path: WholePath) -> float:
    return float(path.state.whole.remedy.numbers[REMEDY_PAID_USD])


def test_what_is_due_later_becomes_common_and_no_cash_is_paid():
    path = matured()
    assert path.state.issued[0] == 1_000 + 9_000 + 100
    assert path.outstanding == 1_010_100
    assert paid(path) == 0
    # It never falls due, so that nothing is attributed to the series.
    assert path.state.whole.remedy.due[0] == 0
    assert path.fired("default_payments_converted") == 1


def test_rounded_up_once_with_the_notice():
    """At $7: 10,000 / 7 = 1,428.6; 91,000 / 7 = 13,000, where 90,000 / 7 = 12,857.1 and 1,000 / 7 = 142.9."""
    assert matured(fixed_usd=7).state.issued[0] == 1_429 + 13_000


def test_what_has_accrued_converts_and_the_rest_is_paid():
    """Nothing is delivered in the run: from the 5th to the 8th, the session before, four days of $500 convert: 200.

    Of the days to Tuesday the 12th, the last followed, none is due yet.
    """
    path = matured(late_days=90, sessions=8)
    assert path.state.issued[0] == 10_000 + 200
    assert path.state.whole.remedy.default_converted[0] == pytest.approx(2_000)
    # Delivered on Thursday the 14th (ten days late), $5,000 in all: $3,000 of it in cash on the 22nd.
    path = matured(late_days=10, sessions=15)
    assert path.state.issued[0] == 10_000 + 200
    assert paid(path) == pytest.approx(3_000)


@pytest.mark.parametrize(("authorized", "more", "cash"), [
    (1_010_100, 100, 0), (1_010_040, 40, 600), (1_010_000, 0, 1_000),
])  # fmt: skip
def test_the_preferred_comes_first_and_what_does_not_fit_is_paid(authorized, more, cash):
    path = matured(common={"outstanding_shares": 1_000_000, "authorized_shares": authorized})
    assert path.state.issued[0] == 10_000 + more
    assert paid(path) == pytest.approx(cash)
    assert path.bound() == ([] if more == 100 else ["authorized"])


def test_what_the_company_has_paid_of_it_does_not_convert():
    """Payable at once on the 6th, of $1,000 it could pay $400: $600 are 60 common, and nothing is owed any more."""
    redemption = {"series": ["B"], "cash_usd": [{"date": "1998-12-31", "usd": 400}], "interest_per_year": 0}
    path = matured(delivery=DELIVERY | {"pay_after_sessions": 0}, redemption=redemption)
    assert path.state.issued[0] == 10_000 + 60
    assert paid(path) == 400
    assert path.fired("payment_short") == 3


@pytest.mark.parametrize("before", [0, 1, 2])
def test_only_what_is_due_of_the_series_itself_is_less(before):
    """Room for 40 of the 100: of $1,000 due on the 13th $600 are left, on the account and of the series' payments.

    Other series, of one preferred each, stand before it; of all that is kept by session nothing else changes.
    """
    event = {"kind": "delivery_failure", "date": "1998-12-31", "late_days": 2}
    parts = {"delivery": DELIVERY, "events": [event], "conversion": {"maturity_conditions": "ignored"}}
    common = {"outstanding_shares": 1_000_000, "authorized_shares": 1_010_040}
    others = [series(name=name, preferred_shares=1, purchase_price_usd=1000) for name in "AC"[:before]]
    path = follow(deal=parts | {"common": common}, all_series=[*others, series(maturity="1999-01-11")])
    maturity, due = path.session("1999-01-11"), path.session("1999-01-13")
    for t in range(maturity):
        path.open(t)
        if t == 0:
            path.convert(t, 10, before)
        path.close(t)
    path.open(maturity)
    kept = path.state.whole.by_session.copy()
    assert kept[CERTIFICATE_DUE, due] == kept[DEFAULT_DUE + before, due] == 1_000
    path.mature(maturity)
    changed = np.argwhere(path.state.whole.by_session != kept).tolist()
    assert changed == [[CERTIFICATE_DUE, due], [DEFAULT_DUE + before, due]]
    assert [path.state.whole.by_session[row, session] for row, session in changed] == pytest.approx([600, 600])
