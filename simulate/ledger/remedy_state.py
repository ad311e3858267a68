"""Where a path stands in what the company owes: reserve, statements, failures, rights and accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from simulate.ledger.conversion import Quantity
from simulate.ledger.remedy_terms import FailureTerms, RemedyTerms

if TYPE_CHECKING:
    from simulate.ledger.contract import Contract
    from simulate.ledger.path import Path


@dataclass(slots=True)
class FailedExercise:
    """Common of a warrant's exercises that is not delivered (``W 1(e)``)."""

    issued: int = 0
    sold: int = 0
    """What of it was sold on the day."""
    sales: Fraction = Fraction(0)
    """What those sales brought, commission taken, dollars."""
    strike: Fraction = Fraction(0)
    """The Exercise Price of what was sold, dollars."""
    bought_in: bool = False


@dataclass(slots=True)
class OpenFailure:
    """A failure to deliver from its Conversion Date to its Cure Date (``CoD VII``); sessions None: after the run."""

    terms: FailureTerms
    conversion: int
    """Session of the Conversion Date, or of the refusal."""
    period_end: int | None
    delivered: int | None
    ratchet: int | None
    """First session on or after the day on which the fixed price falls; None: it does not."""
    preferred: list[Quantity]
    """Affected preferred, by series."""
    premium_at_conversion: Fraction
    """Premium on the affected preferred on the Conversion Date, dollars."""
    issued: list[Quantity]
    """Common issued on the Conversion Date, by series."""
    sold: list[Quantity]
    """What of it was sold on that date, by series."""
    sales: Fraction
    """What those sales brought, commission taken, dollars."""
    exercises: list[FailedExercise]
    """What exercises of that date issued, by warrant (``W 1(e)``)."""
    lowest_price: list[int | None]
    """Lowest conversion price since, by series, in quanta; None: no price yet."""
    accrued: Fraction = Fraction(0)
    """Conversion Default Payments so far, dollars."""
    converted: dict[int, Fraction] = field(default_factory=dict)
    """What of it was converted at maturity, by series, dollars (``CoD IV.H``)."""
    premium_added: bool = False
    price_fell: bool = False
    """Whether the fixed price has been let fall once."""
    bought_in: bool = False


@dataclass(slots=True)
class ListingState:
    """Where the common stands under the exchange's rule on low prices (contract 8)."""

    under: int = 0
    """Sessions in a row with a bid too low, before a notice."""
    noticed: date | None = None
    """Date of the notice that pends."""
    restored: int = 0
    """Sessions in a row with a bid not too low, since the notice."""
    ends: int | None = None
    """Session from which the common is not listed any more."""


@dataclass(slots=True)
class Obligation:
    """An amount that the company will owe from a session on."""

    session: int
    amount: Fraction
    """Dollars."""
    by_series: list[Fraction]
    """Its attribution to series, dollars."""
    reason: str
    default: bool = False
    """Whether it is Conversion Default Payments."""
    warrant: int | None = None
    """The warrant that it is attributed to instead; then it bears no interest."""


@dataclass(slots=True)
class Accounts:
    """The two pooled accounts (``CoD XIV.E``, ``RRA 2.3``), dollars."""

    certificate: list[Obligation] = field(default_factory=list)
    """Not yet due; with it what will be due on warrants, which joins the account without interest."""
    principal: Fraction = Fraction(0)
    """Due and unpaid on the certificate account."""
    defaults: dict[int, Fraction] = field(default_factory=dict)
    """What of it is Conversion Default Payments, by series."""
    interest: Fraction = Fraction(0)
    registration: Fraction = Fraction(0)
    """Due and unpaid on the registration account, without interest."""
    interest_to: int = 0
    """Session to which interest has been reckoned."""
    cash_paid: Fraction = Fraction(0)
    """Paid out of what the company can pay."""

    @property
    def owed(self) -> Fraction:
        """Due and unpaid, interest included."""
        return self.interest + self.principal + self.registration


@dataclass(slots=True)
class RemedyState:
    """All of it, on one path; build with :meth:`start`."""

    reserved: int
    """Reserved Amount, shares (``CoD V.A``)."""
    reserve_used: Quantity
    reserve_failures: int
    """Sessions in a row on which the reserve test has failed."""
    reserve_trigger: date | None
    """Authorization Trigger Date, while it pends."""
    registered: dict[int, int]
    """Shares registered, by statement (series)."""
    cover_failures: dict[int, int]
    cover_triggers: dict[int, int]
    """Session of the Registration Trigger Date, by statement, while it pends."""
    rights: dict[tuple[str, int | None], int]
    """Redemption Events that give a right, with their session; (ix) with its statement."""
    left_market: int | None
    """First session on which the common is off its market at the holder's election (``CoD VIII.E``)."""
    read_to: int
    """Ordinal of the date to which calendar days have been counted."""
    owns_paying_series: bool
    """Whether, at the last close, the investor had preferred of the paying series or common from it."""
    days_counted: int
    days_accrued: int
    """Counted days not yet due."""
    registration_accrued: Fraction
    registration_due: list[tuple[int, Fraction]]
    """Session of payment and amount of what fell due and is not yet paid."""
    counted_at_last: bool
    """Whether the session before counted a day."""
    unusable_running: int
    """Sessions running on which the paying series' statement could not be used."""
    waiting: list[FailureTerms]
    """Failures whose Conversion Date has not come, in deal order."""
    failure: OpenFailure | None
    lawful_taken: Fraction
    """What redemptions have taken of the lawful amount, dollars."""
    original_cut: list[Fraction]
    """Redemption Amount at which a redemption was first cut, by series, until one is not, dollars (``CoD VIII.F``)."""
    accounts: Accounts
    due_by_series: list[Fraction]
    """What fell due on the pooled accounts, by series, dollars."""
    due_by_warrant: list[Fraction]
    """The same by warrant."""
    pooled_paid: list[tuple[int, Fraction]]
    """Session and dollars paid on the pooled accounts, interest included."""
    interest_paid: Fraction
    buy_in_costs: list[tuple[int, Fraction]]
    """Session and dollars that the investor paid for common bought in."""
    bought_in_on_series: list[list[tuple[int, Fraction]]]
    """The same by the series whose common was sold."""
    bought_in_on_warrants: list[list[tuple[int, Fraction]]]
    """The same by the warrant."""
    bought_in: list[Quantity]
    """Common delivered a second time after a buy-in, by series."""
    listing: ListingState
    breach_event: int | None
    """Session on which event (iv) is born of an issue that the company may not make (``SPA 4.5``)."""
    standing: dict[str, int]
    """Last session on which something that lasts was so, by what it is: it is journalled when it begins."""
    settled: bool
    """Whether all that was not yet due at the end has been made due."""

    @classmethod
    def start(cls, contract: Contract) -> RemedyState:
        """Before session 0.

        Parameters
        ----------
        contract
            The deal.

        Returns
        -------
        RemedyState
        """
        terms, series = contract.remedies, len(contract.series)
        assert terms is not None
        registered = {} if terms.cover is None else dict(terms.cover.registered)
        return cls(
            reserved=0 if terms.reserve is None else terms.reserve.amount,
            reserve_used=0 if terms.reserve is None else terms.reserve.used,
            reserve_failures=0,
            reserve_trigger=None,
            registered=registered,
            cover_failures=dict.fromkeys(registered, 0),
            cover_triggers={},
            rights={},
            left_market=None,
            read_to=contract.session_dates[0].toordinal(),
            owns_paying_series=True,
            days_counted=0,
            days_accrued=0,
            registration_accrued=Fraction(0),
            registration_due=[],
            counted_at_last=False,
            unusable_running=0,
            waiting=list(terms.failures),
            failure=None,
            lawful_taken=Fraction(0),
            original_cut=[Fraction(0) for _ in range(series)],
            accounts=Accounts(),
            due_by_series=[Fraction(0) for _ in range(series)],
            due_by_warrant=[Fraction(0) for _ in contract.scenario.deal.warrants],
            pooled_paid=[],
            interest_paid=Fraction(0),
            buy_in_costs=[],
            bought_in_on_series=[[] for _ in range(series)],
            bought_in_on_warrants=[[] for _ in contract.scenario.deal.warrants],
            bought_in=[0 for _ in range(series)],
            listing=ListingState(),
            breach_event=None,
            standing={},
            settled=False,
        )

    @property
    def owed(self) -> Fraction:
        """Due and unpaid, interest included, dollars."""
        return self.accounts.owed

    @property
    def reserved_left(self) -> Quantity:
        """What remains of the Reserved Amount, shares (``CoD V.A``)."""
        return max(0, self.reserved - self.reserve_used)

    def begins(self, what: str, session: int) -> bool:
        """Whether something that may last begins on a session, so that it is journalled once for all of them.

        Parameters
        ----------
        what
            What lasts.
        session
            A session on which it is so.

        Returns
        -------
        bool
            False where it was so on the session before.
        """
        before, self.standing[what] = self.standing.get(what), session
        return before is None or before < session - 1


def terms_of(path: Path) -> RemedyTerms:
    """The terms of a path's remedies.

    Parameters
    ----------
    path
        Of a deal that uses the rest of the contract.

    Returns
    -------
    RemedyTerms
    """
    terms = path.contract.remedies
    assert terms is not None
    return terms


def state_of(path: Path) -> RemedyState:
    """Where a path stands in its remedies.

    Parameters
    ----------
    path
        Of a deal that uses the rest of the contract.

    Returns
    -------
    RemedyState
    """
    assert path.remedies is not None
    return path.remedies
