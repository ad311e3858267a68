"""The limits of a deal in words: cap, ownership, authorized shares, and what may be sold or converted a session."""

from __future__ import annotations

from simulate.scenario import Approval, Deal, SaleVolume, VolumeRule
from simulate.words.phrases import counted, day_of, listed, money, percent


def limits_in_words(deal: Deal) -> list[str]:
    """Every limit, or that there is none."""
    return [_cap(deal), _ownership(deal), _authorized(deal), *_sales(deal), *_conversion_volume(deal)]


def _cap(deal: Deal) -> str:
    cap = deal.limits.cap
    if cap is None:
        return "Cap Amount: none (CoD IV.G(i))."
    names = {warrant.name for warrant in deal.warrants}
    series = [name for name in cap.counts if name not in names]
    warrants = [name for name in cap.counts if name in names]
    acts = [f"conversions of Series {listed(series)}"] if series else []
    acts += [f"exercises of {'warrant' if len(warrants) == 1 else 'warrants'} {listed(warrants)}"] if warrants else []
    share = (
        ""
        if cap.share_of_outstanding is None
        else f", {percent(cap.share_of_outstanding)} of the common outstanding at session 0,"
    )
    used = f" {cap.used_shares:,} of them are used at the start." if cap.used_shares else ""
    returns = "leave the count" if cap.returns == "net" else "stay in the count"
    excess = (
        "stays unconverted and keeps its Premium"
        if cap.excess == "stays"
        else "is lost with the preferred it came from"
    )
    return (
        f"Cap Amount: before Stockholder Approval {listed(acts)} issue at most "
        f"{deal.cap_amount_shares:,} common shares{share} together, first come first served (CoD IV.G(i)); shares "
        f"contributed back {returns} (SPA 4.8); what exceeds it {excess} (CoD IV.G).{used}"
    )


def _ownership(deal: Deal) -> str:
    fraction = deal.limits.ownership_fraction
    if fraction is None:
        return "Ownership limit: none (CoD IV.G(ii))."
    basis = (
        "the new shares in both"
        if deal.limits.ownership_basis == "after"
        else "the new shares in what is held, but not in the common outstanding"
    )
    return (
        f"Ownership limit: after a conversion the holder holds at most {percent(fraction)} of the "
        f"common outstanding, {basis} (CoD IV.G(ii), RRA 2.3)."
    )


def _authorized(deal: Deal) -> str:
    common = deal.common
    if common.authorized_shares is None:
        return "Authorized shares: no limit (CoD V)."
    elsewhere = common.reserved_elsewhere_shares
    free = common.authorized_shares - common.outstanding_shares - elsewhere
    reserved = f", {elsewhere:,} more being reserved for other instruments" if elsewhere else ""
    return (
        f"Authorized shares: {common.authorized_shares:,}, of which {free:,} are free at session 0{reserved}; nothing "
        "is issued beyond them (CoD V)."
    )


def _sales(deal: Deal) -> list[str]:
    covenant = deal.limits.sale_volume
    if covenant is None:
        return ["Sale-volume covenant: none (SPA 4.15)."]
    price = (
        "at any price"
        if covenant.price_below_usd is None
        else f"at prices under {money(covenant.price_below_usd)} a share"
    )
    last = covenant.further_bands[-1].price_below_usd if covenant.further_bands else covenant.price_below_usd
    free = "" if last is None else f" At {money(last)} or more sales are free."
    bands = ""
    for band in covenant.further_bands:
        end = "At higher prices" if band.price_below_usd is None else f"From there to {money(band.price_below_usd)}"
        bands += f" {end} they are at most the greatest of {_legs(band)}."
    share = covenant.share_of_limit
    part = (
        ""
        if share == 1
        else f" Of each limit this holder has {percent(share)}, with the Series {covenant.while_held} that it has not "
        "transferred, rounded down (SPA 4.15)."
    )
    own = (
        " The session's volume is the total, the holder's own sales included (SPA 4.15(ii))."
        if covenant.own_sales_count
        else " The session's volume is what others trade: the holder's own sales do not count (SPA 4.15(ii))."
    )
    return [
        f"Sale-volume covenant: while the holder owns any Series {covenant.while_held}, its sales in "
        f"one session {price} are at most the greatest of {_legs(covenant)}.{own}{bands}{free}{part}"
    ]


def _legs(rule: SaleVolume | VolumeRule) -> str:
    sessions = counted(rule.average_sessions, "session", f"{rule.average_sessions} sessions")
    first, second, third = (f" (SPA 4.15({leg}))" if isinstance(rule, SaleVolume) else "" for leg in ("i", "ii", "iii"))
    return (
        f"{rule.floor_shares:,} shares{first}, {percent(rule.share_of_session_volume)} of that session's volume{second}"
        f" and {percent(rule.share_of_average_volume)} of the average volume of the {sessions} before{third}"
    )


def _conversion_volume(deal: Deal) -> list[str]:
    rule = deal.limits.conversion_volume
    if rule is None:
        return []
    return [
        "Conversion limit: notices of conversion issue, in one session, at most the greatest of "
        f"{_legs(rule)}; required conversion does not count."
    ]


def approval_in_words(approval: Approval, deal: Deal) -> str:
    """Stockholder Approval, and what it lifts."""
    lifts = "and lifts the Cap Amount" if deal.limits.cap is not None else "but there is no Cap Amount to lift"
    if approval.mode == "never":
        return "Stockholder Approval: never given (CoD IV.G(i), SPA 4.13)."
    assert approval.date is not None  # the schema has seen to it
    if approval.mode == "date":
        return f"Stockholder Approval: given on {day_of(approval.date)} {lifts} (CoD IV.G(i), SPA 4.13)."
    assert approval.probability is not None  # the schema has seen to it
    return (
        f"Stockholder Approval: given on {day_of(approval.date)} with a probability of "
        f"{percent(approval.probability)}, drawn once per path, {lifts} (CoD IV.G(i), SPA 4.13)."
    )
