"""The installed program against published numbers: every table, expected, got, error, verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from simulate.validation.row import Row, Verdict

__all__ = ["FULL_PATHS", "QUICK_PATHS", "Row", "Verdict", "lines", "validation_rows"]

FULL_PATHS = 1_000_000
QUICK_PATHS = 20_000


def validation_rows(paths: int = FULL_PATHS, announce: Callable[[str], None] | None = None) -> Iterator[Row]:
    """Every number that the program must reproduce, table by table.

    Parameters
    ----------
    paths
        Of each run against a closed form; seeds are fixed.
    announce
        Called with a line to show before each part.

    Yields
    ------
    Row
        What this version cannot do yet is among them, with the verdict ``not yet``.
    """
    from simulate.validation import closed_forms, early_exercise, filings, invariants, pending, randomness

    say = announce or _silent
    parts: tuple[tuple[str, Callable[[], Iterator[Row]]], ...] = (
        ("the filings' figures", filings.rows),
        ("V4: Philox", randomness.vectors),
        ("V1: look-backs", lambda: closed_forms.look_backs(paths)),
        ("V2: one conversion date", lambda: closed_forms.one_date(paths)),
        ("V4: Black-Scholes", lambda: closed_forms.black_scholes(paths)),
        ("V3: a binomial tree", lambda: closed_forms.on_the_tree(paths)),
        ("V3: optimal conversion", lambda: early_exercise.optimal_conversion(paths)),
        ("V4: American puts", lambda: early_exercise.american_puts(paths)),
        ("V4: Merton's puts", lambda: closed_forms.mertons_puts(paths)),
        ("V4: moments", lambda: closed_forms.moments(paths)),
        ("V4: blocks of the bootstrap", lambda: randomness.block_lengths(max(100, paths // 100))),
        ("V5: invariants", lambda: invariants.rows(max(100, paths // 50))),
        ("what is not there yet", pending.rows),
    )
    for name, part in parts:
        say(f"validating {name}")
        yield from part()


def _silent(_: str) -> None:
    """Say nothing."""


def lines(rows: list[Row]) -> list[str]:
    """The rows as a table in text, and how many there are of each verdict.

    Parameters
    ----------
    rows
        Of :func:`validation_rows`.

    Returns
    -------
    list of str
    """
    width = max(len(row.what) for row in rows)
    out = [f"{'table':<11}  {'what':<{width}}  {'expected':>15}  {'got':>15}  {'error':>10}  verdict"]
    for row in rows:
        got = "-" if row.got is None else _number(row.got)
        error = "-" if row.got is None else f"{row.error:.3g}"
        note = f" ({row.note})" if row.verdict != "agrees" and row.note else ""
        numbers = f"{_number(row.expected):>15}  {got:>15}  {error:>10}"
        out.append(f"{row.table:<11}  {row.what:<{width}}  {numbers}  {row.verdict}{note}")
    count = {verdict: sum(row.verdict == verdict for row in rows) for verdict in ("agrees", "differs", "not yet")}
    return [*out, f"{count['agrees']} agree, {count['differs']} differ, {count['not yet']} this version cannot do yet"]


def _number(value: float) -> str:
    """A number with the digits that were published."""
    if abs(value) < 1000:
        return f"{value:.8g}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
