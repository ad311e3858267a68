"""What changes on a path beyond conversion: terms that events move, warrants, payments, and what acted."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from simulate.ledger.contract import Contract
from simulate.ledger.conversion import Quantity
from simulate.ledger.general_terms import GeneralTerms
from simulate.ledger.market import PathMarket
from simulate.ledger.rule_144_terms import Lot, Rule144State
from simulate.ledger.volume_rules import VolumeRuleTerms
from simulate.ledger.warrant_terms import WarrantState

Quote = tuple[int, int]
"""Claim and conversion price of a series, in the same money."""


class GeneralState:
    """The part of a path that a deal without warrants, events and remedies leaves alone."""

    __slots__ = (
        "acts_cut",
        "authorized",
        "bands",
        "borrow_cost",
        "borrowed_to",
        "call_usd",
        "called",
        "cap_amount",
        "ceilings",
        "closes",
        "commitment",
        "conversion_volume",
        "converted_today",
        "cover_cost",
        "delisted_from",
        "drawn",
        "ended",
        "event_sessions",
        "fired",
        "fixed_prices",
        "floors",
        "frozen",
        "frozen_until",
        "given_up",
        "issue_factors",
        "issued_value",
        "last_raise",
        "maturity_tested",
        "most_short",
        "multiplier_caps",
        "new_for_old",
        "old_shares",
        "optional_only",
        "other_issues_shares",
        "other_issues_usd",
        "payments",
        "purchases",
        "quotes",
        "raised_usd",
        "redeemed",
        "reserved_elsewhere",
        "reset_floors",
        "rule_144",
        "short",
        "short_covered",
        "short_sold",
        "sold_shares",
        "stepped_on",
        "undelivered",
        "warrants",
        "windows",
    )

    fired: Counter[str]

    def start_general(self, contract: Contract, market: PathMarket) -> None:
        """Set it as it stands at session 0; of a deal that does not use it, empty.

        Parameters
        ----------
        contract
            The deal.
        market
            What the market did.
        """
        self._start_holdings(contract)
        self._start_money()
        self._start_terms(contract)
        self._start_course(contract)
        self._start_look_backs()
        if contract.general is not None:
            grid = contract.grid(market.price_units_per_dollar)
            self._take_terms(contract.general, grid.per_dollar)
            self._take_market(contract.general, market, grid.per_unit)
            self._start_rule_144(contract, contract.general)

    def _start_holdings(self, contract: Contract) -> None:
        """What the investor has, had and may still get, in preferred and common."""
        general, series = contract.general, contract.series
        zero: Quantity = 0
        self.warrants = [] if general is None else [WarrantState.start(terms) for terms in general.warrants]
        self.undelivered: list[Quantity] = [zero for _ in series]
        """Common issued on each series that is not delivered: outstanding and held, but not for sale."""
        self.sold_shares: list[Quantity] = [zero for _ in series]
        self.redeemed: list[Quantity] = [zero for _ in series]
        """Preferred retired for cash."""
        self.given_up: list[Quantity] = [zero for _ in series]
        """Common that a merger or a liquidation took."""
        self.called: Quantity = zero
        """Preferred that the company has called."""
        self.commitment: list[Quantity] = [zero for _ in series]
        """Preferred that a line may still draw."""
        self.drawn: list[Quantity] = [zero for _ in series]
        self.short: list[Quantity] = [zero for _ in series]
        """Common sold short and not delivered yet, by series."""
        self.short_sold, self.short_covered, self.most_short = zero, zero, zero
        self.rule_144: Rule144State | None = None
        """Where the path stands under Rule 144; None: common that is not registered is not sold."""

    def _start_money(self) -> None:
        """What has been paid, raised and issued for money."""
        self.call_usd = Fraction(0)
        self.raised_usd = Fraction(0)
        """What the company's sales of common under its policy brought: it adds to what it can pay."""
        self.borrow_cost, self.cover_cost = Fraction(0), Fraction(0)
        """Dollars."""
        self.payments: list[tuple[int, int | None, Fraction]] = []
        """Session, series and dollars paid to the investor outside the pooled accounts."""
        self.purchases: list[tuple[int, int, Fraction]] = []
        """Session, series and dollars that the investor paid on draws."""
        self.issued_value: Quantity = 0
        """Sum over all shares issued of shares x bid, in quanta."""
        self.other_issues_usd = Fraction(0)
        self.other_issues_shares: Quantity = 0

    def _start_terms(self, contract: Contract) -> None:
        """Terms that events and splits move."""
        general, series = contract.general, contract.series
        none: list[int | None] = [None for _ in series]
        self.new_for_old = Fraction(1)
        """New shares of the splits so far for one old one."""
        self.authorized = contract.authorized_shares
        self.reserved_elsewhere = 0 if general is None else general.reserved_elsewhere
        self.cap_amount = contract.cap_amount
        self.old_shares = contract.outstanding_shares
        """Common outstanding at session 0, on today's footing."""
        self.fixed_prices: list[int | None] = list(none)
        """Fixed price of each series in force, in quanta."""
        self.floors, self.ceilings, self.reset_floors, self.frozen = list(none), list(none), list(none), list(none)
        self.multiplier_caps: list[Fraction | None] = [None for _ in series]
        """Multiplier that later convertibles leave at most."""
        self.bands: list[tuple[VolumeRuleTerms, int | None]] = []
        """Rule and upper end, in quanta, of each band of the covenant."""
        self.conversion_volume: VolumeRuleTerms | None = None

    def _start_course(self, contract: Contract) -> None:
        """What has happened so far, and until when it counts."""
        self.acts_cut = 0
        """Dated acts of the holder that were cut or could not be."""
        self.last_raise: int | None = None
        """Session of the last sale of common under the company's policy."""
        self.borrowed_to = 0
        """Session up to which borrowed stock is paid for."""
        self.frozen_until = 0
        """Session from which the frozen prices are gone."""
        self.converted_today: Quantity = 0
        """Common issued today on the holder's notices."""
        self.optional_only = [False for _ in contract.series]
        """Series that maturity did not convert: they go on at the holder's option (``CoD IV.H``)."""
        self.maturity_tested = [False for _ in contract.series]
        self.stepped_on = [-1 for _ in contract.series]
        """Session on which a notice at a stepped multiplier was last counted."""
        self.ended: int | None = None
        """Session of a merger's completion or of a liquidation."""
        self.delisted_from: int | None = None

    def _start_look_backs(self) -> None:
        """What later sessions look back on, and the sessions of the events."""
        self.quotes: dict[int, list[Quote | None]] = {}
        """Claims and conversion prices at the close of the sessions that a later one looks back on."""
        self.issue_factors: dict[int, IssueFactors] = {}
        """What each convertible issue did, by the event's place."""
        self.windows: dict[str, list[int | None]] = {}
        """Prices other than closing bids that look-backs read, by field."""
        self.event_sessions: list[int | None] = []
        """Session on which each event acts."""
        self.closes: list[int | None] = []
        """Closing prices of all sessions, those before session 0 the earlier bids, in quanta."""

    def _take_terms(self, general: GeneralTerms, per_dollar: int) -> None:
        """Prices of the series and bands of the covenant as the deal has them, in quanta."""

        def quanta(amounts: list[Fraction | None]) -> list[int | None]:
            """Dollars in quanta."""
            return [None if amount is None else int(amount * per_dollar) for amount in amounts]

        prices = general.prices
        self.fixed_prices = quanta([terms.fixed_price for terms in prices])
        self.floors = quanta([terms.floor for terms in prices])
        self.ceilings = quanta([terms.ceiling for terms in prices])
        self.reset_floors = quanta([None if terms.resets is None else terms.resets.floor for terms in prices])
        lines = quanta([band.line for band in general.bands])
        self.bands = [(band.rule, line) for band, line in zip(general.bands, lines, strict=True)]
        self.conversion_volume = general.conversion_volume

    def _take_market(self, general: GeneralTerms, market: PathMarket, per_unit: int) -> None:
        """When the events act on this path, and its closing prices."""
        given = market.event_sessions
        self.event_sessions = [
            terms.session if not terms.drawn else (given[terms.place] if given else None) for terms in general.events
        ]
        self.closes = [None if price is None else price * per_unit for price in (*market.earlier_bids, *market.closes)]

    def _start_rule_144(self, contract: Contract, general: GeneralTerms) -> None:
        """Nothing sold under the Rule yet; common of warrants that do not tack is held since session 0."""
        if general.rule_144 is None:
            return
        names = [*(one.name for one in contract.series), *(warrant.name for warrant in general.warrants)]
        self.rule_144 = Rule144State(general.rule_144, names)
        if not general.rule_144.tacks:
            for warrant in self.warrants:
                lot = Lot(contract.session_dates[0], warrant.held)
                self.rule_144.lots[warrant.terms.name].append(lot)


class IssueFactors:
    """What a convertible issue did to the warrants, kept for its repricing or lapse (``W 4(b)(iii), (iv)``).

    Parameters
    ----------
    outstanding, market_price
        O and M of the issue.
    shares
        Its maximum shares.
    factors
        The factor that each warrant's price took, by the warrant's place.
    """

    __slots__ = ("factors", "market_price", "outstanding", "shares")

    def __init__(
        self, outstanding: Fraction, market_price: Fraction, shares: int, factors: dict[int, Fraction]
    ) -> None:
        self.outstanding, self.market_price, self.shares = outstanding, market_price, shares
        self.factors = factors
