"""The books of company, investor and other holders at the end of a path, as they are printed (contract 11).

The lines of a book are summed from one side of the payments, and checked against the other: what the clauses wrote by
date against what the instruments' accounts hold (METHODS 21).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from simulate.ledger.accounts import Account, accounts, bought_before, company_book, flows_by_session, kept_of_a_quantum
from simulate.ledger.books import series_books
from simulate.ledger.path import Path

Line = tuple[str, Fraction]
"""What it is, and dollars: what came in is positive, what went out negative."""


@dataclass(frozen=True, slots=True)
class Book:
    """One party's book of a path.

    Attributes
    ----------
    party
        Whose it is.
    lines
        What it is made of, in dollars, exact.
    result
        What the lines come to, in words.
    gap_usd
        What the lines fail to agree by with the same money counted from the other side, exact; 0: the book closes.
    """

    party: str
    lines: tuple[Line, ...]
    result: str
    gap_usd: Fraction

    @property
    def total_usd(self) -> Fraction:
        """What the lines come to."""
        return sum((dollars for _, dollars in self.lines), Fraction(0))

    @property
    def cents(self) -> list[int]:
        """The lines in whole cents that add up to the total's: what rounding leaves goes on to the next line."""
        out, exact, written = [], Fraction(0), 0
        for _, dollars in self.lines:
            exact += dollars * 100
            out.append(round(exact) - written)
            written += out[-1]
        return out

    def text(self) -> list[str]:
        """The book for a terminal: a line each, the total, and whether it closes."""
        cents = self.cents
        rows = [(name, amount) for (name, _), amount in zip(self.lines, cents, strict=True)]
        rows.append((self.result, sum(cents)))
        width = max(len(name) for name, _ in rows)
        gap = round(self.gap_usd * 100)
        closes = "closes to the cent" if gap == 0 else f"does not close: {_dollars(gap)} is missing"
        return [
            f"{self.party} ({closes})",
            *(f"  {name:<{width}}  {_dollars(amount):>18}" for name, amount in rows[:-1]),
            f"  {rows[-1][0]:<{width}}  {_dollars(rows[-1][1]):>18}",
        ]


def _dollars(cents: int) -> str:
    """Whole cents as dollars."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def three_books(path: Path) -> tuple[Book, ...]:
    """The books of a path run to its end.

    Parameters
    ----------
    path
        Any path.

    Returns
    -------
    tuple of Book
        Company, investor and other holders; the placement agent's too, where it has warrants or a fee.
    """
    return _whole(path) if path.contract.whole else _plain(path)


def _plain(path: Path) -> tuple[Book, ...]:
    """Of a deal of conversion alone: what is sold and what remains against the purchase prices."""
    books, issued = series_books(path), Fraction(path.notice_value) / path.grid.per_dollar
    paid = sum((series.purchase_price for series in path.contract.series), Fraction(0))
    spent = sum((book.purchase for book in books), Fraction(0))
    lines: list[Line] = [("purchase prices", -spent)]
    for series, book in zip(path.contract.series, books, strict=True):
        lines += [
            (f"sales of Series {series.name}'s common, less commission", book.proceeds),
            (f"what remains of Series {series.name}", book.remaining),
        ]
    profit = sum((book.profit for book in books), Fraction(0))
    total = sum((dollars for _, dollars in lines), Fraction(0))
    return (
        Book("Company", (("purchase prices", paid),), "net cash", abs(paid - spent)),
        Book("Investor", tuple(lines), "profit", abs(total - profit)),
        _others(path, issued, Fraction(0), paid, -spent),
    )


def _whole(path: Path) -> tuple[Book, ...]:
    """Of a deal that uses the rest of the contract."""
    held, book, kept = accounts(path), company_book(path), kept_of_a_quantum(path)
    investor, agent = held.of_investor, held.of_agent
    up_front = sum((dollars for account in investor for _, dollars in account.up_front), Fraction(0))
    by_date = sum(filter(None, flows_by_session(path, held.remaining)), Fraction(0)) - up_front
    buy_ins = sum((dollars for account in investor for _, dollars in account.bought_in), Fraction(0))
    company = (
        ("purchase prices, with draws", book.purchases),
        ("exercise prices", book.strikes),
        ("issues of its own", path.other_issues_usd),
        ("paid to the investor, expenses included", -book.paid_to_investor),
        ("paid to the placement agent, its fee included", -book.paid_to_agent),
    )
    got = sum((account.company_paid for account in (*investor, *agent)), Fraction(0))
    spent = sum((account.outflow for account in (*investor, *agent)), Fraction(0)) - buy_ins
    books = [
        Book(
            "Company",
            company,
            "net cash",
            abs(book.paid_to_investor + book.paid_to_agent - got) + abs(book.purchases + book.strikes - spent),
        )
    ]
    profit = _profit_lines(investor, kept, buy_ins)
    total = sum((dollars for _, dollars in profit), Fraction(0))
    books.append(Book("Investor", profit, "profit", abs(total - by_date)))
    if held.agents or held.agent.received[0][1]:
        profit = _profit_lines(agent, kept, Fraction(0))
        total = sum((dollars for _, dollars in profit), Fraction(0))
        by_instrument = sum((account.profit(kept) for account in agent), Fraction(0))
        books.append(Book("Placement agent", profit, "profit", abs(total - by_instrument)))
    issued = Fraction(path.issued_value) / path.grid.per_dollar
    paid_out, paid_in = book.paid_to_investor + book.paid_to_agent, book.purchases + book.strikes
    books.append(_others(path, issued, paid_out, paid_in, got - spent, bought_before(path)))
    return tuple(books)


def _profit_lines(of: list[Account], kept: Fraction, buy_ins: Fraction) -> tuple[Line, ...]:
    """What a holder paid and got, all its instruments together."""
    up_front = sum((dollars for account in of for _, dollars in account.up_front), Fraction(0))
    return (
        ("purchase prices paid up front", -up_front),
        ("exercise prices and draws", -_paid(of)),
        ("cost of buy-ins", -buy_ins),
        ("sales, less commission", sum((account.sales(kept) for account in of), Fraction(0))),
        ("paid by the company or an acquirer", sum((account.company_paid for account in of), Fraction(0))),
        ("what remains", sum((account.remaining for account in of), Fraction(0))),
    )


def _paid(of: list[Account]) -> Fraction:
    """What was paid on dates of the run."""
    return sum((dollars for account in of for _, dollars in account.paid), Fraction(0))


def _others(
    path: Path,
    issued: Fraction,
    paid_out: Fraction,
    paid_in: Fraction,
    net_of_holders: Fraction,
    before: Fraction = Fraction(0),
) -> Book:
    """What the other holders gave up; its cash agrees with what investor and agent got, less what they paid."""
    lines: tuple[Line, ...] = (
        ("shares issued under the deal, at the bid of their session", issued),
        ("cash that the company paid to investor and agent", paid_out),
        ("purchase and exercise prices that it got", -paid_in),
    )
    if before:
        lines += (("of them, what paid for shares that were out before the run", before),)
    each = (issued + paid_out - paid_in + before) / path.old_shares
    result = f"value given up, {'-' if each < 0 else ''}${abs(float(each)):,.6f} an old share"
    return Book("Other holders", lines, result, abs(paid_out - paid_in - net_of_holders))
