"""Draws on an equity line by the kernels alone (METHODS 15)."""

from __future__ import annotations

from whole_path import ELSEWHERE, PAYMENTS, REFUSAL, WholePath, floating, follow, series


def pay(path, day) -> int:
    """Step 4 of the session of a date."""
    t = path.session(day)
    path.step(PAYMENTS, t)
    return t


def line(*, deal=None, **changes) -> WholePath:
    """An equity line of 100 times $1,000, of which 40 are drawn a time, at 80% of the last bid."""
    terms = {
        "draws": {"dates": ["1999-01-09", "1999-01-12", "1999-01-13", "1999-01-14"], "preferred_shares": 40},
        "conversion_price": {"variable": floating(multiplier="0.8")},
    }
    return follow(deal={"events": [ELSEWHERE]} | (deal or {}), all_series=[series(**terms | changes)])


def drawn(path) -> tuple[float, float]:
    """Drawn so far, and what was paid for it."""
    money = path.state.whole.money
    return float(money.drawn[0]), float(money.bought[0])


def test_a_draw_is_bought_and_converted_at_once():
    path = line()
    assert path.state.preferred[0] == 0
    t = pay(path, "1999-01-11")
    # 40 x $1,000 at $8.00.
    assert path.state.issued[0] == path.state.held[0] == 5000
    assert drawn(path) == (40, 40_000)
    assert path.state.flows[t] == -40_000
    assert path.state.preferred[0] == 0
    # 40 more, then the 20 that are left of the commitment, then nothing.
    for day in ("1999-01-12", "1999-01-13", "1999-01-14"):
        pay(path, day)
    assert drawn(path) == (100, 100_000)
    assert path.state.issued[0] == 12_500
    assert path.fired("draw") == 3


def test_what_the_limits_hold_back_is_not_drawn():
    path = line(deal={"limits": {"cap": {"amount_shares": 6000, "counts": ["B"]}}})
    pay(path, "1999-01-11")
    pay(path, "1999-01-12")
    # 5,000 of 6,000: the other 1,000 are eight times $1,000 at $8.00.
    assert drawn(path) == (48, 48_000)
    assert path.state.issued[0] == 6000
    pay(path, "1999-01-13")
    assert path.fired("draw") == 2


def test_no_draw_without_a_price_or_in_a_refusal():
    path = line(conversion_price={"variable": floating(switch_on="1999-01-12")})
    pay(path, "1999-01-11")
    assert drawn(path) == (0, 0)
    pay(path, "1999-01-12")
    assert drawn(path) == (40, 40_000)
    path = line(deal=REFUSAL)
    path.open(path.session("1999-01-11"))
    pay(path, "1999-01-11")
    assert drawn(path) == (0, 0)


def test_a_draw_on_maturity_itself_acts():
    path = line(draws={"dates": ["1999-01-09"], "preferred_shares": 40}, maturity="1999-01-09")
    # Both of Saturday 01-09: on Monday.
    pay(path, "1999-01-11")
    assert drawn(path) == (40, 40_000)
