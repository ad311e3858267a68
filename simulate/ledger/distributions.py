"""Cash dividends and pro-rata rights: as converted, limits ignored (``CoD IX.B``, ``XI.F``, ``W 4(f)``)."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.conversion_price import conversion_price
from simulate.ledger.general_price import general_price
from simulate.ledger.general_state import Quote
from simulate.ledger.path import Path
from simulate.scenario import Distribution


def quote(path: Path, series: SeriesTerms, session: int) -> Quote | None:
    """Claim and conversion price of a series as they stand.

    Parameters
    ----------
    path
        Where the path stands.
    series, session
        What would convert, and when.

    Returns
    -------
    tuple of int, or None
        In the same money; None: no price.
    """
    price = conversion_price(path, series, session)
    return None if price is None else (path.grid.claims[series.place][session], price)


def keep_quotes(path: Path, session: int) -> None:
    """Keep the claims and conversion prices of a session that a later one looks back on.

    Parameters
    ----------
    path
        Where the path stands at the close.
    session
        The session.
    """
    general = path.contract.general
    assert general is not None
    if session in general.quoted:
        path.quotes[session] = [quote(path, series, session) for series in path.contract.series]


def quote_before(path: Path, series: SeriesTerms, session: int) -> Quote | None:
    """Claim and conversion price of the session before; there is none before session 0.

    Parameters
    ----------
    path
        Where the path stands.
    series, session
        Which series, and on which session.

    Returns
    -------
    tuple of int, or None
        In the same money; None: no price.
    """
    kept = path.quotes.get(session - 1)
    return None if kept is None else kept[series.place]


def quote_of_the_day(path: Path, series: SeriesTerms, session: int) -> Quote | None:
    """Claim and conversion price of a session as its events know them, its close still to come.

    Parameters
    ----------
    path
        Where the path stands.
    series, session
        Which series, and on which session.

    Returns
    -------
    tuple of int, or None
        In the same money; None: no price.
    """
    price = general_price(path, series, session, before_close=True)
    return None if price is None else (path.grid.claims[series.place][session], price.amount)


def distribute(path: Path, session: int, event: Distribution) -> None:
    """Pay a dividend, or rights of a stated worth, on the record date.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The record date's.
    event
        The distribution.
    """
    from simulate.ledger import delivery, exercise_delivery  # they read prices in their turn

    path.fire(event.kind)
    worth = Fraction(event.worth_usd)
    each = f"${float(worth):,.6f} a share"
    path.write(session, event.kind, "common", price=worth, clause="CoD IX.B, XI.F, W 4(f)", note="per share of common")
    for series in path.contract.series:
        place = series.place
        left = path.preferred_left[place]
        # A series without a price the day before takes that of the day itself.
        quoted = quote_before(path, series, session) or quote_of_the_day(path, series, session)
        if left and quoted is not None:
            shares = path.contract.rounding.shares(left, *quoted)
            path.pay(
                session, place, shares * worth, event.kind, "CoD IX.B",
                f"preferred as converted the session before, {float(shares):,.0f} common, limits ignored: {each}",
            )  # fmt: skip
        held = path.common_held[place] + path.undelivered[place] + delivery.bought_in_and_not_delivered(path, place)
        if held:
            path.pay(session, place, held * worth, event.kind, "CoD IX.B", f"{float(held):,.0f} common held: {each}")
    for warrant in path.warrants:
        common = warrant.held + exercise_delivery.bought_in_and_not_delivered(path, warrant)
        if common:
            warrant.paid.append((session, common * worth))
            path.write(
                session, event.kind, warrant.terms.name, amount=common * worth, clause="CoD IX.B",
                note=f"{common:,} common held: {each}",
            )  # fmt: skip
        if warrant.exists(session):
            warrant.accrued += worth
