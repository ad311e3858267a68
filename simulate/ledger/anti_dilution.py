"""Issues below the Market Price adjust the warrants' Exercise Price (``W 4(a)``, ``4(b)``, ``4(h)``)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from simulate.ledger.event_terms import EventTerms
from simulate.ledger.general_state import IssueFactors
from simulate.ledger.market_price import market_price
from simulate.ledger.path import Path
from simulate.ledger.reset_terms import to_the_cent
from simulate.ledger.warrant_terms import ExercisePolicy, WarrantState
from simulate.scenario import ConvertibleIssue, Issuance, Readjustment


def adjustment_factor(outstanding: Fraction, consideration: Fraction, market: Fraction, shares: int) -> Fraction:
    """``(O + P/M)/CSDO``, if the issue is below the Market Price; otherwise 1 (``W 4(a)``).

    Parameters
    ----------
    outstanding
        O, common outstanding just before.
    consideration
        P, aggregate consideration in dollars, gross.
    market
        M, the Market Price in dollars.
    shares
        Issued, or issuable at most.

    Returns
    -------
    Fraction
    """
    if consideration >= shares * market:
        return Fraction(1)
    return (outstanding + consideration / market) / (outstanding + shares)


def issuance(path: Path, session: int, terms: EventTerms, event: Issuance) -> None:
    """The company issues common (``W 4(a)``; ``RL 1``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        When it acts.
    terms, event
        The issue.
    """
    path.fire("issuance")
    consideration, stated = Fraction(event.consideration_usd), event.market_price_usd
    market = market_price(path, session) if stated is None else Fraction(stated)
    path.write(
        session, "issuance", "common", shares=event.shares, price=consideration / event.shares,
        clause="W 4(a)",
        note=_issue_note(path, event.to, consideration, market, event.shares, stated=stated is not None),
    )  # fmt: skip
    if market is not None:
        factor = adjustment_factor(Fraction(path.outstanding), consideration, market, event.shares)
        _adjust_all(path, session, terms, factor, excepted=event.excepted)
    path.outstanding += event.shares
    path.other_issues_shares += event.shares
    path.other_issues_usd += consideration


def convertible_issue(path: Path, session: int, terms: EventTerms, event: ConvertibleIssue) -> None:
    """The company issues options or convertibles: what they can give counts at once (``W 4(b)``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        When it acts.
    terms, event
        The issue.
    """
    path.fire("convertible_issue")
    market = market_price(path, session)
    consideration = Fraction(event.consideration_usd) + Fraction(event.further_consideration_usd)
    if event.variable_rate and market is not None:
        consideration = event.maximum_shares * _lowest_price(path, event, market)
    path.write(
        session, "convertible issue", event.name, shares=event.maximum_shares,
        price=consideration / event.maximum_shares, clause="W 4(b)",
        note=_issue_note(path, "", consideration, market, event.maximum_shares) + "; counted at its maximum shares",
    )  # fmt: skip
    if market is None:
        return
    outstanding = Fraction(path.outstanding)
    factor = adjustment_factor(outstanding, consideration, market, event.maximum_shares)
    adjusted = _adjust_all(path, session, terms, factor, excepted=event.excepted)
    path.issue_factors[terms.place] = IssueFactors(outstanding, market, event.maximum_shares, adjusted)


def readjustment(path: Path, session: int, event: Readjustment) -> None:
    """A convertible issue is repriced, or lapses unused: what it did to the warrants is done again.

    Parameters
    ----------
    path
        Where the path stands.
    session
        When it acts.
    event
        The repricing or the lapse.
    """
    path.fire("readjustment")
    lapses = event.further_consideration_usd is None
    said = "it lapses unused" if lapses else "it is repriced"
    path.write(session, "readjustment", event.of, clause="W 4(b)(iii), (iv)", note=said)
    place, issue = _issue_named(path, event.of)
    kept = path.issue_factors.get(place)
    if kept is None:
        return
    factor = Fraction(1)
    if event.further_consideration_usd is not None:
        consideration = Fraction(issue.consideration_usd) + Fraction(event.further_consideration_usd)
        factor = adjustment_factor(kept.outstanding, consideration, kept.market_price, kept.shares)
    for warrant in path.warrants:
        before = kept.factors.get(warrant.terms.place)
        if before is not None and warrant.unexpired(session):
            _adjust(path, session, warrant, factor / before)
            kept.factors[warrant.terms.place] = factor


def _shared(path: Path) -> ExercisePolicy:
    """What all warrants of the deal share."""
    general = path.contract.general
    assert general is not None
    return general.exercise


def _lowest_price(path: Path, event: ConvertibleIssue, market: Fraction) -> Fraction:
    """The lowest price a share of a variable-rate issue at the Assumed Variable Market Price (``W 4(b)(ii)(2)``)."""
    floating = (1 - Fraction(event.discount_fraction or 0)) * _shared(path).assumed_market * market
    return floating if event.fixed_price_usd is None else min(floating, Fraction(event.fixed_price_usd))


def _issue_named(path: Path, name: str) -> tuple[int, ConvertibleIssue]:
    """The convertible issue of a name, and its place among the events."""
    for place, event in enumerate(path.contract.scenario.deal.events):
        if isinstance(event, ConvertibleIssue) and event.name == name:
            return place, event
    raise ValueError(f"no convertible issue is named {name!r}")


def _adjust_all(
    path: Path, session: int, terms: EventTerms, factor: Fraction, *, excepted: bool
) -> dict[int, Fraction]:
    """Adjust every warrant that an issue touches; the factor that each took, by its place."""
    if excepted:
        return {}
    dated = terms.event.date
    assert dated is not None
    return adjust_warrants(path, session, dated, factor)


def adjust_warrants(path: Path, session: int, dated: date, factor: Fraction) -> dict[int, Fraction]:
    """Adjust every warrant that an issue of a date concerns (``W 4(a)``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        When it acts.
    dated
        Date of the issue.
    factor
        Of the shadow prices.

    Returns
    -------
    dict
        The factor that each took, by its place: 1 of an issue that is not below the Market Price, for a change of its
        terms to start from (``W 4(b)(iii)``).
    """
    adjusted = {}
    for warrant in path.warrants:
        since = warrant.terms.adjusts_from
        if since is not None and dated >= since and warrant.unexpired(session):
            _adjust(path, session, warrant, factor)
            adjusted[warrant.terms.place] = factor
    return adjusted


def _adjust(path: Path, session: int, warrant: WarrantState, factor: Fraction) -> None:
    """Adjust a warrant for an issue, or again for what changes of it."""
    if factor == 1:
        return
    before = warrant.price
    move_price(path, session, warrant, factor, "W 4(a), 4(d), 4(h)")
    path.fire("warrant_adjusted" if warrant.price != before else "adjustment_carried_forward")


def move_price(path: Path, session: int, warrant: WarrantState, factor: Fraction, clause: str) -> None:
    """Move the shadow price; the Exercise Price follows once they differ by enough of it (``W 4(h)``).

    Parameters
    ----------
    path
        Where the path stands.
    session
        When it acts.
    warrant
        Whose prices; one that is used up or expired moves too, unwritten.
    factor
        Of the shadow price.
    clause
        What it rests on.
    """
    before, least = warrant.price, _shared(path).least_change
    warrant.shadow *= factor
    change = abs(warrant.shadow - before)
    if change >= before * least:
        warrant.price = to_the_cent(warrant.shadow)
    if not warrant.unexpired(session):
        return
    moved = warrant.price != before
    said = (
        f"adjusted to ${float(warrant.shadow):,.6f} unrounded, {float(change / before):.3%} from ${float(before):,.4f}"
    )
    if moved:
        said += f"; the Exercise Price becomes ${float(warrant.price):,.2f} for {float(warrant.real_left):,.2f} shares"
    else:
        small = f"less than {float(100 * least):g}%" if change < before * least else "the same to the cent"
        said += f": {small}, carried forward"
    path.write(session, "adjustment", warrant.terms.name, price=warrant.price, clause=clause, note=said)


def _issue_note(
    path: Path, to: str, consideration: Fraction, market: Fraction | None, shares: int, *, stated: bool = False
) -> str:
    """An issue's consideration against the Market Price, in words."""
    said = f"${float(consideration):,.2f} in all{f', from {to}' if to else ''}"
    if market is None:
        return f"{said}; no Market Price is on record: no adjustment"
    below = "below" if consideration < shares * market else "not below"
    price = f"the {'stated ' if stated else ''}Market Price of ${float(market):,.4f}"
    return f"{said}; {below} {price}, {path.outstanding:,} outstanding before"
