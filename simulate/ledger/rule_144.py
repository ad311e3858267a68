"""Rule 144: common that is not registered, sold once it has been held long enough (METHODS, Rule 144)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path
from simulate.ledger.rule_144_terms import Lot, Rule144State, months_later


@dataclass(frozen=True, slots=True)
class Common:
    """The common held from one instrument.

    Attributes
    ----------
    name
        Of the series or warrant.
    person
        ``investor`` or ``agent``.
    held
        All of it, delivered or not.
    sellable
        What of it is for sale.
    """

    name: str
    person: str
    held: Quantity
    sellable: Quantity


def of_series(path: Path, place: int) -> Common:
    """The common held from a series.

    Parameters
    ----------
    path
        Where the path stands.
    place
        The series.

    Returns
    -------
    Common
    """
    sellable = path.common_held[place]
    return Common(path.contract.series[place].name, "investor", sellable + path.undelivered[place], sellable)


def of_warrant(path: Path, place: int) -> Common:
    """The common held from a warrant.

    Parameters
    ----------
    path
        Where the path stands.
    place
        The warrant.

    Returns
    -------
    Common
    """
    warrant = path.warrants[place]
    return Common(warrant.terms.name, warrant.terms.party, warrant.held, warrant.held - warrant.undelivered)


def open_volume_limit(path: Path, session: int) -> None:
    """Before a session's sales: what the limit on volume leaves each holder (Rule 144(e)).

    Parameters
    ----------
    path
        Where the path stands, the session's corporate events done.
    session
        The session.
    """
    rule = path.rule_144
    if rule is None:
        return
    terms, today = rule.terms, path.contract.session_dates[session]
    most = (terms.volume_fraction * path.outstanding).__floor__()
    place = path.first_volume + session
    before = path.volumes[max(place - terms.average_sessions, 0) : place]
    if len(before) == terms.average_sessions and None not in before:
        traded: int = sum(before)  # type: ignore[arg-type]
        most = max(most, traded // terms.average_weeks)
    elif path.journal is not None:
        path.journal.volume_unknown(session)
    for person, sales in rule.sales.items():
        counted = sum(sale.shares for sale in sales if months_later(sale.since, terms.volume_months) > today)
        rule.room[person] = max(most - counted, 0)


def _held_for(rule: Rule144State, common: Common, months: int, today: date) -> Quantity:
    """Of the common for sale, what has been held for so many months; the oldest is sold first."""
    since = rule.terms.held_since[common.name]
    if since is not None and months_later(since, months) > today:
        return 0
    young = sum(lot.shares for lot in rule.lots[common.name] if months_later(lot.since, months) > today)
    return min(common.sellable, max(common.held - young, 0))


def may_go(path: Path, common: Common, session: int) -> tuple[Quantity, Quantity]:
    """How much common held from one instrument may go under the Rule on a session.

    Parameters
    ----------
    path
        Where the path stands.
    common
        From :func:`of_series` or :func:`of_warrant`.
    session
        The session.

    Returns
    -------
    allowed, aged : int
        What may go, and what of the common has been held long enough.
    """
    rule = path.rule_144
    if rule is None:
        return 0, 0
    today = path.contract.session_dates[session]
    aged = _held_for(rule, common, rule.terms.holding_months, today)
    free = _held_for(rule, common, rule.terms.free_after_months, today)
    return free + min(aged - free, rule.room[common.person]), aged


def new_may_go(path: Path, name: str, person: str, session: int) -> int | None:
    """How much common may go on the very session on which a notice or a cashless exercise issues it.

    Parameters
    ----------
    path
        Where the path stands.
    name
        The series or warrant.
    person
        Who holds it.
    session
        The session.

    Returns
    -------
    int or None
        None: no limit.
    """
    rule = path.rule_144
    since = None if rule is None else rule.terms.held_since[name]
    if rule is None or since is None:
        return 0
    today = path.contract.session_dates[session]
    if months_later(since, rule.terms.holding_months) > today:
        return 0
    return None if months_later(since, rule.terms.free_after_months) <= today else rule.room[person]


def kept_back(path: Path, person: str, session: int) -> None:
    """The limit on volume has kept back common that is old enough: counted once a session.

    Parameters
    ----------
    path
        Where the path stands.
    person
        ``investor`` or ``agent``.
    session
        The session.
    """
    rule = path.rule_144
    if rule is None or rule.kept_on[person] == session:
        return
    rule.kept_on[person] = session
    path.fire("rule_144_volume")
    if path.journal is not None:
        path.journal.rule_144_keeps_back(person, session)


def allowed_of(path: Path, common: Common, session: int, wanted: Quantity) -> Quantity:
    """How much of what is wanted of an instrument's common the Rule lets go; what its limit on volume keeps is noted.

    Parameters
    ----------
    path
        Where the path stands.
    common
        From :func:`of_series` or :func:`of_warrant`.
    session
        The session.
    wanted
        What registration does not let out.

    Returns
    -------
    int
    """
    allowed, aged = may_go(path, common, session)
    if allowed < min(wanted, aged):
        kept_back(path, common.person, session)
    return min(wanted, allowed)


def paragraph(path: Path, common: Common, session: int, shares: Quantity) -> str:
    """The paragraph of the Rule that so many shares of an instrument's common are sold under.

    Parameters
    ----------
    path
        Where the path stands.
    common
        As it is before the sale.
    session
        The session.
    shares
        How many.

    Returns
    -------
    str
        (k) where all of them are free of the limit on volume, else (e).
    """
    rule = path.rule_144
    assert rule is not None
    today = path.contract.session_dates[session]
    free = _held_for(rule, common, rule.terms.free_after_months, today)
    return "Rule 144(k)" if shares <= free else "Rule 144(e)"


def note_sale(path: Path, common: Common, session: int, shares: int) -> None:
    """A sale under the Rule counts against the limit on volume, today and for some months.

    Parameters
    ----------
    path
        Where the path stands.
    common
        What was sold, as it was before.
    session
        The session.
    shares
        How many.
    """
    rule = path.rule_144
    assert rule is not None
    today, sales = path.contract.session_dates[session], rule.sales[common.person]
    if not sales or sales[-1].since != today:
        path.fire("rule_144_sale")
        sales.append(Lot(today, 0))
    sales[-1].shares += shares
    rule.sold[common.name] += shares
    rule.room[common.person] = max(rule.room[common.person] - shares, 0)


def begins_to_be_held(path: Path, name: str, session: int, shares: Quantity) -> None:
    """Common issued for cash, or for a claim, is held since the session of its issue.

    Parameters
    ----------
    path
        Where the path stands.
    name
        The series or warrant.
    session, shares
        When, and how many.
    """
    if path.rule_144 is None:
        return
    today, lots = path.contract.session_dates[session], path.rule_144.lots[name]
    # What is held since one session is one lot: a split rounds it down once.
    if not lots or lots[-1].since != today:
        lots.append(Lot(today, 0))
    lots[-1].shares += int(shares)


def note_registration_period(path: Path, session: int) -> None:
    """Before a session: the Registration Period is over for good if all was free at the close before (``RRA 3.1``).

    Parameters
    ----------
    path
        Where the path stands when the session opens.
    session
        The session.
    """
    rule = path.rule_144
    if rule is not None and session > 0 and not rule.period_over and _all_is_free(path, rule, session - 1):
        rule.period_over = True


def _all_is_free(path: Path, rule: Rule144State, session: int) -> bool:
    """Whether all common of the investor's, had or to come, may be sold without any limit (Rule 144(k))."""
    today, general = path.contract.session_dates[session], path.contract.general
    assert general is not None

    def is_free(name: str) -> bool:
        since = rule.terms.held_since[name]
        return since is None or months_later(since, rule.terms.free_after_months) <= today

    def is_old(name: str) -> bool:
        lots = [lot for lot in rule.lots[name] if lot.shares]
        return all(months_later(lot.since, rule.terms.free_after_months) <= today for lot in lots)

    for series, payments in zip(path.contract.series, general.payments, strict=True):
        held = of_series(path, series.place).held
        if payments.is_drawn and path.commitment[series.place] and session < payments.last_draw:
            return False
        if (path.preferred_left[series.place] or held) and not is_free(series.name):
            return False
        if held and not is_old(series.name):
            return False
    for warrant in path.warrants:
        if warrant.terms.party != "investor":
            continue
        # Its period may go on tomorrow; an exercise for cash would begin a new holding period.
        left = warrant.unexpired(session + 1)
        if left and not rule.terms.tacks:
            return False
        if (left or warrant.held) and not is_free(warrant.terms.name):
            return False
        if warrant.held and not is_old(warrant.terms.name):
            return False
    return True


def stops_payments(path: Path, session: int) -> bool:
    """Whether the Registration Period is over, so that no late day counts any more; the first time it is noted.

    Parameters
    ----------
    path
        Where the path stands, on a late day that would count.
    session
        The session.

    Returns
    -------
    bool
    """
    rule = path.rule_144
    if rule is None or not rule.period_over:
        return False
    if not rule.counted_end:
        rule.counted_end = True
        path.fire("registration_period_ended")
        note = "all common may be sold without registration and without a limit on volume: no late day counts any more"
        path.write(session, "registration period", clause="RRA 3.1, Rule 144(k)", note=note)
    return True
