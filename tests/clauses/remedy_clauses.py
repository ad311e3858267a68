"""Sections 6 to 8 of the contract's reading: tests, delivery, redemption."""

from __future__ import annotations

from tests.clauses.rule import Clause

WHOLE = "parity/test_parity_whole.py::test_random_whole_deals"

REMEDIES = (
    Clause(
        6,
        "Reserved Amount under 200% of Series B as converted, three sessions running: raised, or event (vii)",
        "CoD V.B",
        ("kernels.reserve.run_reserve_test", "kernels.reserve.as_converted"),
        ("simulate.ledger.reserve.reserve_test", "simulate.ledger.reserve.as_converted"),
        ("ledger/test_ledger_reserve.py", WHOLE),
        ("reserve_trigger", "reserve_raised", "event_vii"),
    ),
    Clause(
        6,
        "unissued Cap under 200% of Series B as converted: notice; approval missed: event (viii)",
        "CoD VI.B",
        ("kernels.cap_test.run_cap_test",),
        ("simulate.ledger.cap_test.cap_test",),
        ("ledger/test_ledger_cap_test.py", WHOLE),
        ("trading_market_trigger", "event_viii"),
    ),
    Clause(
        6,
        "a late approval ends event (viii)",
        "CoD VIII.A(viii)",
        ("kernels.rights.end_by_approval",),
        ("simulate.ledger.redemption_rights.late_approval",),
        ("ledger/test_ledger_cap_test.py", WHOLE),
        ("late_approval_cures",),
    ),
    Clause(
        6,
        "registered shares under 175% of what is registrable: amended to 200%, or event (ix)",
        "RRA 3.2",
        (
            "kernels.registration.run_cover_test",
            "kernels.registration.registrable",
        ),
        (
            "simulate.ledger.registration.cover_test",
            "simulate.ledger.registration.registrable",
        ),
        ("ledger/test_ledger_registered_shares.py", WHOLE),
        ("registered_trigger", "registered_raised", "event_ix"),
    ),
    Clause(
        6,
        "registration payments, 3% a month from the deadline, in cash or shares",
        "RRA 2.3",
        (
            "kernels.registration.pay_for_registration",
            "kernels.registration.pay_in_shares",
        ),
        ("simulate.ledger.registration_payments.registration_payments",),
        ("ledger/test_ledger_registration_payments.py", WHOLE),
        ("registration_payment", "registration_payment_in_shares"),
    ),
    Clause(
        7,
        "Delivery Period; late: $500 a day, then 1% of the affected face a day and the Premium on it",
        "CoD VII.A, IV.C",
        (
            "kernels.delivery.notice_given",
            "kernels.default_payments.run_failure",
        ),
        (
            "simulate.ledger.delivery.notice_given",
            "simulate.ledger.delivery.delivery",
        ),
        ("ledger/test_ledger_delivery.py", WHOLE),
        ("default",),
    ),
    Clause(
        7,
        "an announced refusal: on all that is outstanding, no notice honoured",
        "CoD VII.A(y)",
        (
            "kernels.delivery.open_failures",
            "kernels.delivery.refuses",
        ),
        (
            "simulate.ledger.delivery.open_failures",
            "simulate.ledger.delivery.refuses",
        ),
        ("ledger/test_ledger_delivery.py", WHOLE),
        ("refusal",),
    ),
    Clause(
        7,
        "not by the tenth day: the fixed price falls to the lowest conversion price since",
        "CoD VII.C",
        ("kernels.default_payments.ratchet",),
        ("simulate.ledger.delivery.delivery",),
        ("ledger/test_ledger_delivery.py", WHOLE),
        ("ratchet",),
    ),
    Clause(
        7,
        "buy-in of what was sold and not delivered",
        "CoD VII.B, W 1(e)",
        ("kernels.default_payments.buy_in",),
        ("simulate.ledger.delivery.delivery",),
        ("ledger/test_ledger_delivery.py", WHOLE),
        ("buy_in",),
    ),
    Clause(
        7,
        "payable five sessions later, then interest, on the Certificate's payments only",
        "CoD XIV.E",
        ("kernels.obligations.pay_what_is_owed",),
        ("simulate.ledger.obligations.pay_what_is_owed",),
        ("ledger/test_ledger_obligations.py", WHOLE),
        ("interest",),
    ),
    Clause(
        8,
        "Redemption Events computed or stated; a right, once born, persists",
        "CoD VIII.A",
        ("kernels.rights.event_happens", "kernels.rights.any_alive"),
        ("simulate.ledger.redemption_rights.give_right", "simulate.ledger.redemption_rights.alive"),
        ("ledger/test_ledger_redemption.py", WHOLE),
        tuple(f"event_{number}" for number in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")),
    ),
    Clause(
        8,
        "Redemption Amount: the greater of $1,250 and the claim as converted at the bid; how many",
        "CoD VIII.B, VIII.C",
        (
            "kernels.redemption.elect",
            "kernels.redemption.redeemable_number",
            "kernels.redemption.number_that_restores",
        ),
        (
            "simulate.ledger.redemption.notice",
            "simulate.ledger.redemption.number_of",
        ),
        ("ledger/test_ledger_redemption.py", WHOLE),
        ("redemption",),
    ),
    Clause(
        8,
        "what the company can pay; the rest is owed",
        "CoD VIII.D",
        ("kernels.obligations.pay_what_is_owed",),
        ("simulate.ledger.obligations.pay_what_is_owed",),
        ("ledger/test_ledger_obligations.py", WHOLE),
        ("payment_short",),
    ),
    Clause(
        8,
        "capital impairment: the greatest lawful number now, the rest at the greater amount later",
        "CoD VIII.F",
        ("kernels.redemption.elect",),
        ("simulate.ledger.redemption.notice",),
        ("ledger/test_ledger_redemption.py", WHOLE),
        ("impairment",),
    ),
    Clause(
        8,
        "after event (viii) the company leaves its market, and the cap lapses",
        "CoD VIII.E",
        ("kernels.cap_test.run_cap_test",),
        ("simulate.ledger.redemption_rights.leave_market",),
        ("ledger/test_ledger_cap_test.py", WHOLE),
        ("left_market",),
    ),
    Clause(
        8,
        "delisting: event (i) at the fifth session",
        "CoD VIII.A(i), IV.G(i)",
        (
            "kernels.events.act",
            "kernels.rights.event_happens",
        ),
        (
            "simulate.ledger.corporate_events.run_events",
            "simulate.ledger.reserve.listed",
        ),
        ("ledger/test_ledger_redemption.py", WHOLE),
        ("delisting",),
    ),
)
