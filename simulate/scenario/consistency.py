"""What the parts of a deal say about each other: names, dates, amounts; each contradiction with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulate.scenario.event_order import event_contradictions

if TYPE_CHECKING:
    from simulate.scenario.deal import Deal
    from simulate.scenario.series import Series


def contradictions(deal: Deal) -> list[str]:
    """Every way in which the parts of a deal contradict each other.

    Parameters
    ----------
    deal
        A deal whose parts are each valid by themselves.

    Returns
    -------
    list of str
        One sentence each: field, value, what is allowed and what to do.
    """
    return [
        *_names(deal),
        *_dates(deal),
        *_references(deal),
        *_calls(deal),
        *_amounts(deal),
        *_parts_that_exclude_each_other(deal),
        *event_contradictions(deal),
    ]


def _names(deal: Deal) -> Iterator[str]:
    """Names of series and warrants: one each, whatever the capitals, because columns are named by them."""
    series = [one.name for one in deal.series]
    if len({name.casefold() for name in series}) != len(series):
        yield f"series names {series} repeat (capitals do not count); name each series once"
    taken = {name.casefold(): f"a series of {series}" for name in series}
    for warrant in deal.warrants:
        folded = warrant.name.casefold()
        if folded in taken:
            yield (
                f"warrant {warrant.name}: name ({warrant.name}) repeats {taken[folded]} (capitals do not count); name "
                "each series and each warrant once"
            )
        taken.setdefault(folded, "a warrant")


def _dates(deal: Deal) -> Iterator[str]:
    if deal.horizon <= deal.start:
        yield f"horizon ({deal.horizon}) is not after start ({deal.start}); put the dates in order"
    for series in deal.series:
        if series.issue_date > deal.start:
            yield (
                f"series {series.name}: issue_date ({series.issue_date}) is after start ({deal.start}); "
                "session 0 is the last closing: move start"
            )
        if series.maturity <= deal.start:
            yield (
                f"series {series.name}: maturity ({series.maturity}) is not after start ({deal.start}); "
                "put the dates in order"
            )
        if series.maturity > deal.horizon:
            yield (
                f"series {series.name}: maturity ({series.maturity}) is after horizon ({deal.horizon}); "
                "the run must reach it: move horizon"
            )


def _references(deal: Deal) -> Iterator[str]:
    """Names that one part uses of another."""
    series = [one.name for one in deal.series]
    either = [*series, *(warrant.name for warrant in deal.warrants)]
    cap, covenant = deal.limits.cap, deal.limits.sale_volume
    if cap is not None:
        unknown = [name for name in cap.counts if name not in either]
        if unknown:
            yield f"limits.cap.counts names {unknown}, not among the series and warrants {either}; name one of them"
    single = [
        ("limits.sale_volume.while_held", None if covenant is None else covenant.while_held, "SPA 4.15"),
        ("reserve.series", None if deal.reserve is None else deal.reserve.series, "CoD V.A"),
        ("cap_test.series", None if deal.cap_test is None else deal.cap_test.series, "CoD VI.B"),
    ]
    if deal.registration is not None:
        single.append(("registration.paying_series", deal.registration.paying_series, "RRA 2.3"))
        named = [statement.series for statement in deal.registration.statements]
        for number, name in enumerate(named):
            single.append((f"registration.statements[{number}].series", name, "RRA 2.1"))
            if name in named[:number]:
                yield (
                    f"registration.statements[{number}].series ({name}) has a statement already; a series has one: "
                    "add the shares up (RRA 2.1)"
                )
    for number, name in enumerate(() if deal.redemption is None else deal.redemption.series):
        single.append((f"redemption.series[{number}]", name, "CoD VIII.B"))
        if deal.redemption is not None and name in deal.redemption.series[:number]:
            yield f"redemption.series[{number}] ({name}) is named twice; name each series once (CoD VIII.B)"
    for where, given, clause in single:
        if given is not None and given not in series:
            yield f"{where} names {given!r}, not among the series {series}; name one of them ({clause})"
    for warrant in deal.warrants:
        if warrant.statement is not None and warrant.statement not in series:
            yield (
                f"warrant {warrant.name}: statement names {warrant.statement!r}, not among the series {series}; name "
                "the series on whose statement its shares are, or set it to null (RRA 2.1)"
            )


def _calls(deal: Deal) -> Iterator[str]:
    """The series of a company's call."""
    names = [series.name for series in deal.series]
    for name in deal.company_call.series if deal.company_call is not None else ():
        if name not in names:
            yield f"company_call.series ({name}) is none of {names}; name one of them"


def _amounts(deal: Deal) -> Iterator[str]:
    if deal.expenses_usd > deal.expenses_limit_usd:
        yield (
            f"expenses_usd ({deal.expenses_usd}) is more than expenses_limit_usd ({deal.expenses_limit_usd}), the most "
            "that the company reimburses in all; lower the one or raise the other (SPA 4.6)"
        )
    common, cap = deal.common, deal.limits.cap
    amount = deal.cap_amount_shares
    if cap is not None and amount is not None:
        field = "amount_shares" if cap.amount_shares is not None else "share_of_outstanding"
        given = f"{amount:,}" if cap.amount_shares is not None else f"{cap.share_of_outstanding}: {amount:,} shares"
        if common.authorized_shares is not None:
            free = common.authorized_shares - common.outstanding_shares
            if amount > free:
                yield (
                    f"limits.cap.{field} ({given}) is more than common.authorized_shares leaves ({free:,}); the two "
                    "limits contradict each other: lower the cap or raise the authorized shares"
                )
        if amount < 1:
            yield (f"limits.cap.{field} ({given}) is less than one share of the outstanding; raise it, or use a number")
        if cap.used_shares > amount:
            yield (
                f"limits.cap.used_shares ({cap.used_shares:,}) is more than the Cap Amount ({amount:,}): the cap would "
                "be broken before session 0; lower it (CoD IV.G(i))"
            )
    held = sum(one.position.common_held for one in deal.series if one.position is not None)
    held += sum(warrant.common_held for warrant in deal.warrants)
    if held > common.outstanding_shares:
        yield (
            f"common.outstanding_shares ({common.outstanding_shares:,}) is less than the common held at the start from "
            f"series and warrants ({held:,}), which is part of it; correct one of them"
        )
    for series in deal.series:
        yield from _position(series)


def _position(series: Series) -> Iterator[str]:
    position = series.position
    if position is None:
        return
    if position.preferred_left > series.preferred_shares:
        yield (
            f"series {series.name}: position.preferred_left ({position.preferred_left:,}) is more than "
            f"preferred_shares ({series.preferred_shares:,}) that were issued; lower it (CoD I)"
        )
    if position.fixed_usd is not None and series.conversion_price.fixed_usd is None:
        yield (
            f"series {series.name}: position.fixed_usd ({position.fixed_usd}) adjusts a fixed price that the series "
            "has not; remove it, or give conversion_price.fixed_usd (CoD III.E)"
        )


def _parts_that_exclude_each_other(deal: Deal) -> Iterator[str]:
    conversion = deal.conversion
    if conversion.fractional_shares and conversion.round_up == "per_share":
        yield "conversion.fractional_shares contradicts round_up per_share; choose one"
    if conversion.fractional_shares:
        for name, clause in (("warrants", "W 1(d)"), ("events", "CoD XI.A")):
            if getattr(deal, name):
                yield (
                    f"conversion.fractional_shares goes with closed forms only, not with {name}, which count whole "
                    f"shares ({clause}); set it to false, or remove {name}"
                )
    if conversion.fractional_shares and deal.rule_144 is not None:
        yield (
            "conversion.fractional_shares goes with closed forms only, not with rule_144, which counts whole shares "
            "(Rule 144(e)); set it to false, or rule_144 to null"
        )
    for series in deal.series:
        if series.draws is None:
            continue
        for name in ("amortisation", "position"):
            if getattr(series, name) is not None:
                yield (
                    f"series {series.name}: draws contradict {name}: nothing of an equity line is outstanding that "
                    f"could be retired or held; keep draws or {name}"
                )
        variable = series.conversion_price.variable
        if variable is not None and variable.waived:
            yield (
                f"series {series.name}: draws contradict conversion_price.variable.waived: a draw is sold at its "
                "price and nothing is contributed back (SPA 4.8); set waived to false"
            )
        late = [day for day in series.draws.dates if day > series.maturity]
        if late:
            yield (
                f"series {series.name}: draws.dates ({late[0]}) lies after maturity ({series.maturity}), when what is "
                "not drawn has lapsed; move the date or maturity"
            )
