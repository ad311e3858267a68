"""The schema of a scenario: ``deal``, ``market``, ``holder``, ``run``; one file each.

Every field carries its meaning, unit, range, clause and mark; see :mod:`simulate.scenario.base`.
"""

from __future__ import annotations

from simulate.scenario.base import Part
from simulate.scenario.boundaries import Boundary, Optimal
from simulate.scenario.capital import CapitalTable, OtherConvertible, Rights
from simulate.scenario.company import Company, CompanyCall, RaiseEquity
from simulate.scenario.covenants import IssueCovenant
from simulate.scenario.deal import Approval, Common, Conversion, Deal, Issuer
from simulate.scenario.event_base import Dated, DatedOrDrawn
from simulate.scenario.events import (
    AuthorizedIncrease,
    Delisting,
    DeliveryFailure,
    Distribution,
    Event,
    Liquidation,
    Merger,
    RedemptionEvent,
    SpecialAdjustment,
    Split,
    StockDividend,
    Suspension,
)
from simulate.scenario.holder import Holder, WarrantPolicy, policies, policies_with_terms
from simulate.scenario.impact import Impact
from simulate.scenario.issues import ConvertibleIssue, Issuance, Readjustment
from simulate.scenario.limits import Cap, Limits, PriceBand, SaleVolume, VolumeRule
from simulate.scenario.listing import ListingRule
from simulate.scenario.market import Market, Volume
from simulate.scenario.mergers import MergerTerms
from simulate.scenario.policies import (
    BARRED,
    MECHANICAL,
    Act,
    DatedActs,
    RollOff,
    ShortHedged,
    Threshold,
    label_of,
    margin_of,
)
from simulate.scenario.price_models import Bootstrap, Garch, Gbm, Merton, PriceModel, Tree
from simulate.scenario.registration import Registration, Statement
from simulate.scenario.remedies import CapTest, Delivery, Money, Redemption, Reserve
from simulate.scenario.rule_144 import Rule144
from simulate.scenario.run import Run
from simulate.scenario.scenario import SCHEMA_VERSION, Scenario
from simulate.scenario.series import (
    Amortisation,
    ConversionPrice,
    Draws,
    MultiplierStep,
    Position,
    Premium,
    Resets,
    Series,
    VariablePrice,
)
from simulate.scenario.warrants import Warrant, Warrants
from simulate.scenario.whole import uses_whole, whole_parts

__all__ = [
    "BARRED",
    "MECHANICAL",
    "SCHEMA_VERSION",
    "Act",
    "Amortisation",
    "Approval",
    "AuthorizedIncrease",
    "Bootstrap",
    "Boundary",
    "Cap",
    "CapTest",
    "CapitalTable",
    "Common",
    "Company",
    "CompanyCall",
    "Conversion",
    "ConversionPrice",
    "ConvertibleIssue",
    "Dated",
    "DatedActs",
    "DatedOrDrawn",
    "Deal",
    "Delisting",
    "Delivery",
    "DeliveryFailure",
    "Distribution",
    "Draws",
    "Event",
    "Garch",
    "Gbm",
    "Holder",
    "Impact",
    "Issuance",
    "IssueCovenant",
    "Issuer",
    "Limits",
    "Liquidation",
    "ListingRule",
    "Market",
    "Merger",
    "MergerTerms",
    "Merton",
    "Money",
    "MultiplierStep",
    "Optimal",
    "OtherConvertible",
    "Part",
    "Position",
    "Premium",
    "PriceBand",
    "PriceModel",
    "RaiseEquity",
    "Readjustment",
    "Redemption",
    "RedemptionEvent",
    "Registration",
    "Reserve",
    "Resets",
    "Rights",
    "RollOff",
    "Rule144",
    "Run",
    "SaleVolume",
    "Scenario",
    "Series",
    "ShortHedged",
    "SpecialAdjustment",
    "Split",
    "Statement",
    "StockDividend",
    "Suspension",
    "Threshold",
    "Tree",
    "VariablePrice",
    "Volume",
    "VolumeRule",
    "Warrant",
    "WarrantPolicy",
    "Warrants",
    "label_of",
    "margin_of",
    "policies",
    "policies_with_terms",
    "uses_whole",
    "whole_parts",
]
