"""The deal in words: every number of a scenario with its unit and clause, as it would be read aloud."""

from __future__ import annotations

from simulate.scenario import Deal, Scenario, uses_whole
from simulate.sessions import sessions
from simulate.words.company import company_in_words
from simulate.words.events import events_in_words, merger_in_words
from simulate.words.limits import approval_in_words, limits_in_words
from simulate.words.market import holder_in_words, market_in_words, measure_in_words, run_in_words
from simulate.words.marks import assumed_inputs, choices_in_force
from simulate.words.phrases import day_of, listed, money, percent
from simulate.words.readings import fixed_readings
from simulate.words.remedies import remedies_in_words
from simulate.words.series import series_in_words
from simulate.words.warrants import warrants_in_words

__all__ = ["assumed_inputs", "choices_in_force", "deal_in_words", "fixed_readings", "measure_in_words"]


def deal_in_words(scenario: Scenario) -> list[str]:
    """The deal, the market, the holder and the run in sentences.

    Parameters
    ----------
    scenario
        Any valid scenario.

    Returns
    -------
    list of str
        One paragraph each, numbers with unit and clause.
    """
    deal = scenario.deal
    out = [
        f"{deal.issuer.name} ({deal.issuer.ticker}), {deal.common.outstanding_shares:,} common shares "
        "outstanding on "
        f"{day_of(deal.start)}; sessions of {deal.issuer.calendar}{_first_and_last(deal)}.",
    ]
    for series in deal.series:
        out += series_in_words(series, deal.conversion)
    out += warrants_in_words(deal)
    out += limits_in_words(deal)
    out.append(approval_in_words(deal.approval, deal))
    out.append(_conversion(deal))
    out += remedies_in_words(deal)
    out += company_in_words(scenario)
    if uses_whole(scenario):
        out.append(merger_in_words(deal))
    out += events_in_words(deal)
    out += _capital_table(deal)
    out += _expenses(deal)
    out += market_in_words(scenario.market)
    out += holder_in_words(scenario)
    out += run_in_words(scenario.run)
    return out


def _first_and_last(deal: Deal) -> str:
    """Session 0 and the last session, which start and horizon need not be themselves (METHODS 1)."""
    days = sessions(deal.start, deal.horizon)
    if not days:
        return f"; none lies between its start and the horizon, {day_of(deal.horizon)}"
    first = "that day" if days[0] == deal.start else day_of(days[0])
    last = "that day" if days[-1] == deal.horizon else day_of(days[-1])
    return f"; session 0 is {first}; the horizon is {day_of(deal.horizon)}, and the last session {last}"


def _conversion(deal: Deal) -> str:
    conversion = deal.conversion
    if conversion.fractional_shares:
        shares = "Preferred converts in fractions into fractions of common, and nothing is rounded"
    elif conversion.round_up == "per_notice":
        shares = "Preferred converts whole; the common of a notice is rounded up once"
    else:
        shares = "Preferred converts whole; the common of each preferred share is rounded up"
    sale = "on" if conversion.same_day_sale else "only after"
    return (
        f"Conversion: {shares} (CoD IV.A, IV.E). Shares may be sold {sale} their Conversion Date (CoD IV.C). Preferred "
        f"still unconverted at the horizon is worth {percent(conversion.unconverted_recovery)} of its stated value."
    )


def _capital_table(deal: Deal) -> list[str]:
    """What else may become common, and what is earned for it."""
    table = deal.capital_table
    if table is None:
        return []
    held = [f"{one.name}, {one.shares:,} shares at {money(one.exercise_price_usd)}" for one in table.options]
    held += [
        f"{one.name}, {one.shares:,} shares as converted, {money(one.charges_usd_per_year)} a year saved"
        for one in table.convertibles
    ]
    income = table.net_income_usd_per_year
    earned = "" if income is None else f" Net income to common: {money(income)} a year."
    return [f"Other rights to common: {listed(held) if held else 'none'} (contract 11).{earned}"]


def _expenses(deal: Deal) -> list[str]:
    out = []
    if deal.expenses_usd:
        out.append(f"Expenses: the company reimburses {money(deal.expenses_usd)} at the start (SPA 4.6).")
    if deal.agent_fee_usd:
        out.append(f"Placement agent: a cash fee of {money(deal.agent_fee_usd)} at the start (SPA 1).")
    return out
