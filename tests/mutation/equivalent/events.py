"""``kernels/events.py``: mutants that no test can tell from the code."""

from __future__ import annotations

_ASCENDING = "kinds are tried from the lowest up: those below have been told apart before"
_HIGHEST = "it is the highest kind"
_TWO_KINDS = "dividend and rights alone come here, and rights is above dividend"
_OTHERS = "no event but a merger that is announced on a session is completed on one"
_NOT_BEFORE = "no merger is completed before the session of its announcement"
_ENDED_BY_IT = "its completion ends the path"
_NOT_ENDED = "above the path has not ended, and a merger's own announcement does not end it"
_NOTHING = "of nothing, nothing is paid"
_NOT_BELOW = "it is not below 0"
_ONE_STAYS = "a price of one unit is of 2**-20 dollars: no other is so small, and of that an adjustment leaves one"
_EITHER = "of two that are equal either will do"
_NOT_PAST = "no session is past the number of sessions, which stands for never"
_MOST = "no number of shares is above BIG"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("act", "if kind <= ISSUANCE:"): "no kind is below 0",
    **{
        ("act", f"elif kind <= {kind}:"): _ASCENDING
        for kind in (
            "CONVERTIBLE_ISSUE",
            "READJUSTMENT",
            "SPLIT",
            "MERGER",
            "LIQUIDATION",
            "SPECIAL_ADJUSTMENT",
            "AUTHORIZED_INCREASE",
            "DELISTING",
            "SUSPENSION",
        )
    },
    ("act", "elif kind >= REDEMPTION_EVENT and t < whole.events.until[event]:"): _HIGHEST,
    ("act", "fire(FIRED_DIVIDEND if kind <= DIVIDEND else FIRED_RIGHTS, fired)"): _TWO_KINDS,
    ("adjust_specially", "if live.fixed_price[series] > 1.0:"): _ONE_STAYS,
    **{
        ("corporate_events", f"announced = events.kind[event] {of} MERGER and {come}"): _OTHERS
        for come in ("state.whole.event.session[event] <= t",)
        for of in (">=", "is not", "<=")
    },
    (
        "corporate_events",
        "announced = events.kind[event] == MERGER or state.whole.event.session[event] <= t",
    ): f"{_OTHERS}; {_NOT_BEFORE}",
    (
        "corporate_events",
        "announced = events.kind[event] == MERGER and state.whole.event.session[event] is not t",
    ): _NOT_BEFORE,
    (
        "corporate_events",
        "if announced and events.completed[event] <= t and state.whole.live.numbers[LIVE_ENDED] < 0.0:",
    ): _ENDED_BY_IT,
    **{
        (
            "corporate_events",
            f"if announced and events.completed[event] == t and state.whole.live.numbers[LIVE_ENDED] {of}:",
        ): _NOT_ENDED
        for of in ("< 1.0", "<= 0.0", "!= 0.0")
    },
    (
        "corporate_events",
        "if events.kind[event] == DELISTING and state.whole.event.session[event] + events.shares[event] - 1.0 <= t:",
    ): "the right of event (i), once given, never ends, and is not given again",
    ("distribute", "if state.preferred[series] > -1.0:"): _NOTHING,
    ("distribute", "if state.preferred[series] >= 0.0:"): _NOTHING,
    ("distribute", "if price <= 0.0:"): _NOT_BELOW,
    **{("distribute", f"if shares {of}:"): _NOTHING for of in ("> -1.0", ">= 0.0")},
    **{("distribute", f"if held {of}:"): _NOTHING for of in ("> -1.0", ">= 0.0")},
    **{
        ("events_ahead", f"if events.kind[event] {of} MERGER and {lies}:"): _OTHERS
        for lies in ("t < events.completed[event] < sessions",)
        for of in (">=", "is not", "<=")
    },
    **{
        (
            "events_ahead",
            f"if events.kind[event] == MERGER and t {of} events.completed[event] < sessions:",
        ): _ENDED_BY_IT
        for of in ("is not", "<=", "!=")
    },
    ("events_ahead", "if events.kind[event] == MERGER and t < events.completed[event] != sessions:"): _NOT_PAST,
    ("events_ahead", "if t < events.session[event] != sessions:"): _NOT_PAST,
    (
        "issue_convertible",
        "now = live.window_cap[series] if live.window_cap[series] <= now else now",
    ): _EITHER,
    ("issue_convertible", "usd = floats_to if usd <= 0.0 or floats_to < usd else usd"): _NOT_BELOW,
    ("issue_convertible", "usd = floats_to if usd == 0.0 or floats_to <= usd else usd"): _EITHER,
    ("act", "if float(t) <= live.numbers[LIVE_DELISTED]:"): _EITHER,
    ("act", "if live.numbers[LIVE_AUTHORIZED] < BIG:"): _MOST,
    ("liquidate", "if n > -1.0:"): _NOTHING,
    ("liquidate", "if n >= 0.0:"): _NOTHING,
    **{
        (function, f"if {value} != 0.0:"): _NOT_BELOW
        for function, value in (
            ("adjust_specially", "live.fixed_price[series]"),
            ("distribute", "state.preferred[series]"),
            ("distribute", "price"),
            ("distribute", "shares"),
            ("distribute", "held"),
            ("liquidate", "n"),
        )
    },
    (
        "issue",
        "market_usd = stated_usd if stated_usd != 0.0 else market.bids[place - 1] / tables.quote.units_per_dollar",
    ): _NOT_BELOW,
    ("issue_convertible", "if later != 0.0 and not tables.series.waived[series]:"): _NOT_BELOW,
    ("issue_convertible", "if lower != 0.0 and lower < live.fixed_price[series]:"): _NOT_BELOW,
}
