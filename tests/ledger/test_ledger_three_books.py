"""The books that are printed: company, investor and other holders, each closing to the cent (contract 11)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hand_made_books import BY_HAND, hand_made_deal, ledger_path, worked_example
from ledger_deals import deal, keep, series
from whole_strategies import random_whole_scenario

import simulate
from simulate.ledger import three_books as module
from simulate.ledger.three_books import Book, three_books


def books_of_the_example() -> dict[str, Book]:
    return {book.party: book for book in three_books(ledger_path(hand_made_deal(), worked_example()))}


@pytest.mark.parametrize(
    ("party", "output"),
    [
        ("Company", "company_net_cash_usd"),
        ("Investor", "pnl_usd"),
        ("Placement agent", "agent_pnl_usd"),
        ("Other holders", "value_given_up_usd"),
    ],
)
def test_the_books_of_the_worked_example_come_to_what_was_worked_out_by_hand(party, output):
    book = books_of_the_example()[party]
    assert float(book.total_usd) == pytest.approx(BY_HAND[output], abs=0.005)
    assert book.gap_usd == 0
    assert f"{party} (closes to the cent)" in book.text()


def test_the_books_of_a_plain_deal():
    """100 preferred at $10: 10,000 common sold on Monday at $11; $100,000 paid; the others gave up $10,000."""
    company, investor, others = keep(deal(series()), [11] * 2).books
    assert [book.total_usd for book in (company, investor, others)] == [100_000, 10_000, 10_000]
    assert [book.gap_usd for book in (company, investor, others)] == [0, 0, 0]
    # 10,000 over the 1,000,000 shares of session 0.
    assert others.result == "value given up, $0.010000 an old share"
    assert investor.text()[-1].split()[-1] == "10,000.00"


def test_printed_lines_add_up_to_the_printed_total():
    """A third of a cent three times is a cent: what rounding leaves goes on to the next line."""
    third = Fraction(1, 300)
    book = Book("One", (("a", third), ("b", third), ("c", third)), "sum", Fraction(0))
    assert book.cents == [0, 1, 0]
    assert book.text()[-1].split() == ["sum", "0.01"]
    loss = Book("One", (("a", -third), ("b", Fraction(-1234567, 100))), "sum", Fraction(1, 100))
    assert loss.text()[0] == "One (does not close: 0.01 is missing)"
    assert loss.text()[-1].split() == ["sum", "-12,345.67"]


def test_a_book_that_does_not_close_is_said_to_be_open(monkeypatch):
    right = module.company_book

    def a_dollar_more(path):
        book = right(path)
        return replace(book, paid_to_investor=book.paid_to_investor + 1)

    monkeypatch.setattr(module, "company_book", a_dollar_more)
    found = books_of_the_example()
    assert (found["Company"].gap_usd, found["Other holders"].gap_usd) == (1, 1)
    assert found["Company"].text()[0] == "Company (does not close: 1.00 is missing)"


@pytest.mark.parametrize("number", range(12))
def test_the_books_of_random_deals_close_and_agree_with_the_outputs(number):
    ledger = simulate.explain(random_whole_scenario(Random(number)), 0)
    found = {book.party: book for book in ledger.books}
    for book in found.values():
        assert abs(book.gap_usd) < Fraction(1, 200), (book.party, book.gap_usd)
        assert sum(book.cents) == round(book.total_usd * 100)
    assert float(found["Investor"].total_usd) == pytest.approx(ledger.totals["pnl_usd"], abs=0.005)
    assert float(found["Company"].total_usd) == pytest.approx(ledger.totals["company_net_cash_usd"], abs=0.005)
    assert float(found["Other holders"].total_usd) == pytest.approx(ledger.totals["value_given_up_usd"], abs=0.005)
