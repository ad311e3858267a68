"""Splits, reverse splits and stock dividends: everything on the new footing (``CoD XI.A``, ``W 4(c)``)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from simulate.ledger.anti_dilution import move_price
from simulate.ledger.conversion import Quantity
from simulate.ledger.general_price import to_the_grain
from simulate.ledger.path import Path
from simulate.ledger.reset_terms import to_the_cent
from simulate.ledger.volume_rules import VolumeRuleTerms
from simulate.scenario import Split, StockDividend


def split(path: Path, session: int, event: Split | StockDividend) -> None:
    """Restate a path from a session on: so many new shares for so many old ones.

    Parameters
    ----------
    path
        Where the path stands.
    session
        The first session on the new footing.
    event
        The split; or a stock dividend, which may adjust the prices only.
    """
    from simulate.ledger import remedies  # it reads prices in its turn

    new, old = event.new_shares, event.old_shares
    prices_only = isinstance(event, StockDividend) and event.treatment == "price_only"
    kind = "split" if isinstance(event, Split) else "stock dividend"
    path.fire("split" if isinstance(event, Split) else "stock_dividend")
    _restate_quotations(path, new, old, session, earlier=not prices_only)
    _restate_shares(path, new, old)
    _restate_prices(path, new, old)
    _restate_warrants(path, session, new, old)
    if path.rule_144 is not None:
        path.rule_144.restate(new, old)
    if prices_only:
        remedies.restate_failure(path, new, old)
    else:
        _restate_limits(path, new, old)
        remedies.restate(path, new, old)
    path.write(
        session, kind, "common", shares=path.outstanding, clause="CoD XI.A, W 4(c)",
        note=f"{new} new for {old} old; common outstanding after it"
        + ("; only the prices adjust, with the shares outstanding" if prices_only else ""),
    )  # fmt: skip


def _whole(shares: Quantity, new: int, old: int) -> Quantity:
    """Shares on the new footing, rounded down."""
    return (Fraction(shares) * new / old).__floor__()


def _restate_quotations(path: Path, new: int, old: int, session: int, *, earlier: bool) -> None:
    """Bids and closes x old/new in whole units, volumes x new/old.

    Those before the session, which later windows read, if ``earlier``; those from it on only where the market is told
    as drawn: a record has them on their own footing.
    """
    unit = path.grid.per_unit

    def quoted(price: int | None) -> int | None:
        return None if price is None else max((2 * price * old + new * unit) // (2 * new * unit), 1) * unit

    def traded(volume: int | None) -> int | None:
        return None if volume is None else volume * new // old

    def span(before_start: int) -> slice:
        now = before_start + session
        return slice(0 if earlier else now, None if path.market.as_drawn else now)

    prices, volumes = span(path.first), span(path.first_volume)
    today = path.first + session
    seen = path.bids[today], path.closes[today]
    path.bids[prices] = [quoted(bid) for bid in path.bids[prices]]
    path.closes[prices] = [quoted(close) for close in path.closes[prices]]
    if path.feedback is not None:
        path.feedback.restate(new, old)
        if path.feedback.terms.moves_prices:
            # Today's quotations were made on today's footing.
            path.bids[today], path.closes[today] = seen
    path.volumes[volumes] = [traded(volume) for volume in path.volumes[volumes]]
    path.windows.clear()


def _restate_shares(path: Path, new: int, old: int) -> None:
    """Shares outstanding, authorized and reserved elsewhere, and those of every instrument."""
    path.new_for_old *= Fraction(new, old)
    path.outstanding = _whole(path.outstanding, new, old)
    path.old_shares = int(_whole(path.old_shares, new, old))
    path.other_issues_shares = _whole(path.other_issues_shares, new, old)
    if path.authorized is not None:
        path.authorized = int(_whole(path.authorized, new, old))
    path.reserved_elsewhere = int(_whole(path.reserved_elsewhere, new, old))
    path.short_sold = _whole(path.short_sold, new, old)
    path.short_covered = _whole(path.short_covered, new, old)
    path.most_short = _whole(path.most_short, new, old)
    for shares in (path.common_held, path.undelivered, path.issued, path.sold_shares, path.given_up, path.short):
        shares[:] = [_whole(each, new, old) for each in shares]
    for warrant in path.warrants:
        warrant.held = warrant.held * new // old
        warrant.issued = warrant.issued * new // old
        warrant.given_up = warrant.given_up * new // old


def _restate_prices(path: Path, new: int, old: int) -> None:
    """Fixed prices, floors, ceilings, frozen prices and those of earlier sessions, rounded to 2**-20 dollars."""
    for prices in (path.fixed_prices, path.floors, path.ceilings, path.reset_floors, path.frozen):
        prices[:] = [None if price is None else to_the_grain(path, Fraction(price * old, new)) for price in prices]
    for session, quotes in path.quotes.items():
        path.quotes[session] = [
            None if quote is None else (quote[0], to_the_grain(path, Fraction(quote[1] * old, new))) for quote in quotes
        ]


def _restate_warrants(path: Path, session: int, new: int, old: int) -> None:
    """Exercise prices, with what was carried forward; the aggregate exercise amount stays, and the number is A/E."""
    for warrant in path.warrants:
        move_price(path, session, warrant, Fraction(old, new), "W 4(c), 4(d), 4(h)")
        if warrant.noticed is not None:
            warrant.noticed = warrant.noticed * old / new
        if warrant.reset_floor is not None:
            warrant.reset_floor = to_the_cent(warrant.reset_floor * old / new)
        warrant.expired = warrant.expired * new // old
        warrant.sold = warrant.sold * new // old
        warrant.undelivered = warrant.undelivered * new // old
        warrant.bought_in = warrant.bought_in * new // old
        # Each old Warrant Share is so many new ones now, and what it is owed is theirs.
        warrant.accrued = warrant.accrued * old / new


def _restate_limits(path: Path, new: int, old: int) -> None:
    """Cap, and the numbers and price lines of the rules on volume."""
    if path.cap_amount is not None:
        path.cap_amount = int(_whole(path.cap_amount, new, old))
    path.cap_used = _whole(path.cap_used, new, old)

    def restated(rule: VolumeRuleTerms) -> VolumeRuleTerms:
        return replace(rule, floor_shares=rule.floor_shares * new // old)

    path.bands = [
        (restated(rule), None if line is None else to_the_grain(path, Fraction(line * old, new)))
        for rule, line in path.bands
    ]
    if path.conversion_volume is not None:
        path.conversion_volume = restated(path.conversion_volume)
