"""Fair values as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulate.words.market import measure_in_words
from simulate.words.phrases import number_of

if TYPE_CHECKING:
    from simulate.valuation import FairValue, InstrumentValue
    from simulate.valuation.beneficial import BeneficialConversion


def value_lines(value: FairValue) -> list[str]:
    """The values and the beneficial conversion features.

    Parameters
    ----------
    value
        Of :func:`simulate.valuation.fair_value`.
    """
    out = [
        f"{value.scenario.name}: fair value on {value.value_date}, {measure_in_words(value.scenario.market)}, "
        f"{number_of(value.paths, 'path', 'paths')}",
        *value.said,
        "",
        f"  {'':<10} {'value, USD':>16} {'standard error':>15} {'each, USD':>12}  holder",
        *(_instrument(instrument) for instrument in value.instruments),
        "To a holder who does as the scenario's does: what it comes to with its policy, not with the best one.",
        "",
        "Beneficial conversion feature at the commitment date (EITF 98-5, 00-27; ASC 470-20-30)",
    ]
    for feature in value.beneficial:
        out += _feature(feature)
    out.append("Fair values that allocate proceeds are those of session 0; the Premium is left out of the shares.")
    return out


def _instrument(instrument: InstrumentValue) -> str:
    error = "" if instrument.standard_error_usd is None else f"{instrument.standard_error_usd:,.0f}"
    each = "" if instrument.each_usd is None else f"{instrument.each_usd:,.4f}"
    return f"  {instrument.name:<10} {instrument.usd:>16,.0f} {error:>15} {each:>12}  {instrument.holder}"


def _feature(feature: BeneficialConversion) -> list[str]:
    head = f"  {feature.series}, {feature.commitment_date}: "
    if feature.market_price_usd is None:
        return [
            f"{head}the market price of that date is not in the scenario; give it (--market-price {feature.series}=USD)"
        ]
    if feature.conversion_price_usd is None or feature.shares is None or feature.stated_usd is None:
        return [f"{head}it has no conversion price"]
    assert feature.allocated_usd is not None  # it is known with the price
    return [
        f"{head}market ${feature.market_price_usd}, conversion ${float(feature.conversion_price_usd):.4f}, "
        f"{float(feature.shares):,.0f} shares",
        f"    on the stated price      ${float(feature.stated_usd):,.0f}",
        f"    on the effective price   ${feature.allocated_usd:,.0f}  (proceeds allocated "
        f"${feature.allocated_proceeds_usd:,.0f}, ${feature.effective_price_usd:.4f} a share)",
    ]
