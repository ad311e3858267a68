"""What happens when something fails, in words: reserve, cap test, registration, delivery, redemption."""

from __future__ import annotations

from decimal import Decimal

from simulate.config.canonical import plain_number
from simulate.scenario import CapTest, Deal, Delivery, ListingRule, Money, Redemption, Registration, Reserve, Rule144
from simulate.words.phrases import counted, day_of, listed, money, percent


def remedies_in_words(deal: Deal) -> list[str]:
    """Every test and remedy that the deal states; nothing for one that it does not."""
    out: list[str] = []
    if deal.reserve is not None:
        out.append(_reserve(deal.reserve, deal))
    if deal.cap_test is not None:
        out.append(_cap_test(deal.cap_test, redemption=deal.redemption is not None))
    if deal.registration is not None:
        out += _registration(deal.registration)
    if deal.rule_144 is not None:
        out.append(_rule_144(deal.rule_144, deal))
    if deal.delivery is not None:
        out += _delivery(deal.delivery, deal)
    if deal.redemption is not None:
        out += _redemption(deal.redemption)
    if deal.listing_rule is not None:
        out.append(_listing_rule(deal.listing_rule))
    return out


def _reserve(reserve: Reserve, deal: Deal) -> str:
    warrants = [warrant.name for warrant in deal.warrants if warrant.in_reserve]
    also = f" and {'warrant' if len(warrants) == 1 else 'warrants'} {listed(warrants)}" if warrants else ""
    used = f", {reserve.used_shares:,} of them issued before session 0" if reserve.used_shares else ""
    basis = "what remains of it" if reserve.basis == "remaining" else "the original number"
    running = counted(reserve.sessions, "on one session", f"on {reserve.sessions} sessions in a row")
    company = (
        "the company raises it at once, as far as authorized shares allow; what it cannot raise"
        if reserve.company == "raises"
        else "the company never raises it, and a failure"
    )
    return (
        f"Reserved Amount: {reserve.amount_shares:,} shares for Series {reserve.series}{also} (CoD V.A){used}. Where "
        f"{basis} is under {_multiple(reserve.required_multiple)} of the series as converted {running} (CoD V.B), "
        f"{company} is event (vii) {reserve.act_within_days} calendar days later (CoD VIII.A(vii))."
    )


def _cap_test(test: CapTest, *, redemption: bool) -> str:
    cures = "ends" if test.late_approval_cures else "does not end"
    basis = "what is left of" if test.redemption_basis == "remaining" else "all of"
    redeemed = (
        f" A redemption under it takes so many that {basis} the Cap Amount exceeds {_multiple(test.required_multiple)} "
        "of the rest as converted with the investor's Warrant Shares (CoD VIII.B(iii))."
    )
    return (
        f"Cap test: after {day_of(test.after)}, while the Cap Amount applies, what is left of it should be "
        f"{_multiple(test.required_multiple)} of Series {test.series} as converted (CoD VI.B); a failure without "
        f"approval by {day_of(test.approval_by)} is event (viii), which a later approval {cures} (CoD VIII.A(viii))."
        f"{redeemed if redemption else ''}"
    )


def _registration(registration: Registration) -> list[str]:
    out: list[str] = []
    if registration.statements:
        named = [f"{one.registered_shares:,} shares for Series {one.series}" for one in registration.statements]
        sessions = registration.cover_sessions
        running = counted(sessions, "on one session", f"on {sessions} sessions in a row")
        company = (
            f"the company amends it to {_multiple(registration.restored_multiple)} in time (RRA 3.2)"
            if registration.company == "raises"
            else "the company never amends it: sales stop at what is registered, and event (ix) follows "
            f"{registration.effective_within_sessions} sessions later (RRA 3.2, CoD VIII.A(ix))"
        )
        out.append(
            f"Registration statements: {listed(named)} (RRA 2.1). Where one has under "
            f"{_multiple(registration.cover_multiple)} of what is registrable on it left {running}, {company}."
        )
    if registration.paying_series is not None:
        comments = registration.sec_comments
        days = registration.deadline_days_with_comments if comments else registration.deadline_days
        base = "all series" if registration.payment_base == "both_series" else "that series"
        since = "the deadline" if registration.runs_from == "from_deadline" else "the closing"
        out.append(
            f"Registration payments: Series {registration.paying_series} should be registered within {days} calendar "
            f"days of its issue, the SEC {'commenting' if comments else 'not commenting'}; for each day late, from "
            f"{since}, and each day it cannot be used, the company pays "
            f"{percent(registration.payment_fraction_per_month)} of the purchase price of {base} for "
            f"{registration.payment_month_days} days, pro rata (RRA 2.3): after every "
            f"{registration.payment_month_days} days and after the last, {registration.pay_after_days} calendar days "
            f"later. Not effective by day {registration.redemption_day}, or unusable for "
            f"{registration.unusable_sessions} sessions running or more than {registration.unusable_days_per_year} "
            "days in 365, is event (vi) (CoD VIII.A(vi))."
        )
    return out


def _rule_144(rule: Rule144, deal: Deal) -> str:
    """What lets common go that is not registered, and how much of it."""
    tacks = (
        "a cashless exercise's since the warrant's issue"
        if rule.cashless_exercise_tacks
        else "any other exercise's too"
    )
    warrants = f", an exercise's for cash since the exercise, {tacks}" if deal.warrants else ""
    weeks = counted(rule.average_weeks, "the week before", f"the {rule.average_weeks} weeks before")
    sessions = counted(rule.sessions_per_week, "one session", f"{rule.sessions_per_week} sessions")
    months = counted(rule.volume_months, "any month", f"any {rule.volume_months} months")
    return (
        "Rule 144: common that is not registered, or that its statement cannot be used for or does not cover, may be "
        f"sold once it has been held {_months(rule.holding_months)}: a conversion's since the series' issue{warrants} "
        f"(Rule 144(d)). In {months} each holder may sell so at most the greater of "
        f"{percent(rule.volume_fraction)} of the common outstanding and the average weekly volume of {weeks}, a week "
        f"being {sessions} (Rule 144(e)); what "
        f"has been held {_months(rule.free_after_months)} goes without that limit (Rule 144(k))."
    )


def _months(number: int) -> str:
    return counted(number, "one month", f"{number} months")


def _delivery(delivery: Delivery, deal: Deal) -> list[str]:
    """The terms of delivery; the interest is theirs in a deal without redemption."""
    alone = deal.redemption is None
    interest = f"; unpaid, it bears {percent(delivery.interest_per_year)} a year (CoD XIV.E)" if alone else ""
    premium = "once" if delivery.premium == "once" else "every day"
    exercises = (
        f" Shares of the investor's exercises are due {delivery.period_sessions} sessions after them; late, a buy-in "
        "is all that the warrants give (W 1(b), 1(e))."
        if any(warrant.party == "investor" for warrant in deal.warrants)
        else ""
    )
    return [
        f"Delivery: certificates are due {delivery.period_sessions} sessions after the Conversion Date, or the session "
        f"after the holder's own arrive, {delivery.certificate_sessions} sessions after it, if that is later (CoD "
        f"IV.C). Late, the company pays {money(delivery.flat_usd_per_day)} a calendar day until session "
        f"{delivery.flat_until_sessions} after the notice, then {percent(delivery.face_fraction_per_day)} of the "
        f"affected face a day, and the Premium on it {premium} (CoD VII.A), due {delivery.pay_after_sessions} sessions "
        f"after the demand{interest}. {delivery.ratchet_days} days late, the fixed price falls to the lowest "
        f"Conversion Price since the notice (CoD VII.C); {delivery.event_sessions} sessions late is event (iii) (CoD "
        "VIII.A(iii))." + exercises
    ]


def _redemption(redemption: Redemption) -> list[str]:
    lawful = (
        "no limit by capital impairment"
        if not redemption.lawful_usd
        else f"lawfully for redemptions {_schedule(redemption.lawful_usd)}"
    )
    ends = (
        "A right, once born, persists, but for event (viii) that is cured (CoD VIII.A)."
        if redemption.right == "persists"
        else "A right ends when (iii) the shares are delivered, or (vii) the reserve or (ix) the registered shares "
        "suffice again (CoD VIII.A)."
    )
    per = "that it affected" if redemption.penalty_per == "affected_share" else "left"
    return [
        f"Redemption: after a Redemption Event the holder may have Series {listed(list(redemption.series))} redeemed "
        f"at the greater of {_multiple(redemption.face_multiple)} of face and what converting at the closing bid would "
        f"bring (CoD VIII.B, VIII.C), paid within {redemption.pay_after_sessions} sessions (CoD VIII.D). {ends} The "
        f"Penalty is a refusal's unpaid default payments for each share {per} (CoD VIII.C).",
        f"What the company can pay the investor in all: {_schedule(redemption.cash_usd)} (CoD VIII.D); {lawful} (CoD "
        f"VIII.F). What is due and unpaid bears {percent(redemption.interest_per_year)} a year (CoD XIV.E); a dollar "
        f"owed at the horizon is worth {money(redemption.owed_recovery)}.",
    ]


def _listing_rule(rule: ListingRule) -> str:
    under = counted(rule.sessions_under, "on one session", f"on {rule.sessions_under} sessions in a row")
    over = counted(rule.cure_sessions, "on one session", f"on {rule.cure_sessions} sessions in a row")
    event = counted(
        rule.event_sessions, "with the first session without a listing", f"with {rule.event_sessions} sessions without"
    )
    return (
        f"Listing rule (assumed): a closing bid under {money(rule.minimum_bid_usd)} {under}, a line that no "
        f"split moves, brings the exchange's notice; unless the bid is not under it {over}, the common is delisted "
        f"after {rule.cure_days} calendar days: the Cap Amount lapses, and event (i) follows {event} "
        "(contract 8, CoD VIII.A(i))."
    )


def _schedule(amounts: tuple[Money, ...]) -> str:
    return listed([f"{money(amount.usd)} from {day_of(amount.date)}" for amount in amounts])


def _multiple(multiple: Decimal) -> str:
    return percent(multiple) if multiple * 100 == int(multiple * 100) else f"{plain_number(multiple)} times"
