"""Every number of a memo, and where it comes from: what is not entered here is not written there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from simulate.output.tables import quantile_name
from simulate.statistics import SummaryRow

RUN = "run"
"""Name of the run itself; others are of companion runs."""

NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\d(?:[\d,]*\d)?(?:\.\d+)?")
"""A number as it stands in text: not the digits of a name such as ``q05`` or ``W1``."""

Say = Callable[[float], str]


@dataclass(frozen=True)
class Entry:
    """One number as it is written, or a text that holds some.

    Attributes
    ----------
    text
        As it stands on the page.
    value
        Before it was rounded; None for a text of the configuration.
    unit
        Of the value.
    run
        :data:`RUN`, or the name of a companion run.
    table
        ``summary``, ``sessions``, ``manifest``, ``config``, ``price-table`` (what ``floorless price-table`` prints), or
        ``companions`` for a comparison of two runs and what a companion keeps besides its summary.
    name
        The output, the key or the field; for ``config``, the function of ``simulate.words`` that says it.
    statistic
        The column of the table, such as ``mean`` or ``q05``, or how the value is made from such columns.
    """

    text: str
    value: float | None
    unit: str
    run: str
    table: str
    name: str
    statistic: str


class Numbers:
    """The numbers of a memo in the order in which they are written."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._told = 0

    def put(self, say: Say, value: float, unit: str, table: str, name: str, statistic: str, run: str = RUN) -> str:
        """Enter a number.

        Parameters
        ----------
        say
            How it is written.
        value
            Before rounding.
        unit, table, name, statistic, run
            As of :class:`Entry`.

        Returns
        -------
        str
            How it is written.
        """
        text = say(value)
        self.entries.append(Entry(text, float(value), unit, run, table, name, statistic))
        return text

    def difference(
        self,
        say: Say,
        say_error: Say,
        found: tuple[float, float | None],
        unit: str,
        name: str,
        statistics: tuple[str, str],
        run: str,
    ) -> str:
        """Enter what companion runs differ by, with its standard error in brackets.

        Parameters
        ----------
        say, say_error
            How the two are written.
        found
            The difference before rounding, and its standard error; None: it is not known, and left out.
        unit, name, run
            As of :class:`Entry`.
        statistics
            What the two are, as of :class:`Entry`.

        Returns
        -------
        str
            How they are written.
        """
        value, error = found
        text = self.put(say, value, unit, "companions", name, statistics[0], run)
        if error is None:
            return text
        return f"{text} ({self.put(say_error, error, unit, 'companions', name, statistics[1], run)})"

    def of(self, row: SummaryRow, statistic: str, say: Say, run: str = RUN) -> str:
        """Enter a number of a run's summary.

        Parameters
        ----------
        row
            Of the output.
        statistic
            A column of ``summary.parquet``.
        say
            How it is written.
        run
            Which run's.

        Returns
        -------
        str
            How it is written; a dash where there is none.
        """
        value = statistic_of(row, statistic)
        return "–" if value is None else self.put(say, value, row.unit, "summary", row.name, statistic, run)

    def quote(self, text: str, name: str, table: str = "config") -> str:
        """Enter a text that the configuration or the manifest says, with the numbers in it.

        Parameters
        ----------
        text
            As it is written.
        name, table
            What says it.

        Returns
        -------
        str
            The text.
        """
        if NUMBER.search(text):
            self.entries.append(Entry(text, None, "text", RUN, table, name, ""))
        return text

    def sources(self) -> str:
        """Where the numbers come from that were entered since this was last asked.

        Returns
        -------
        str
            Such as ``shares_issued: mean, q95; without-approval/shares_issued: q50``.
        """
        found: dict[str, list[str]] = {}
        for entry in self.entries[self._told :]:
            if entry.table == "config":
                continue
            if entry.table == "price-table":
                found.setdefault("floorless price-table", [])
                continue
            where = "" if entry.run == RUN else f"{entry.run}/"
            where += "" if entry.table == "summary" else f"{entry.table}."
            statistics = found.setdefault(f"{where}{entry.name}", [])
            if entry.statistic and entry.statistic not in statistics:
                statistics.append(entry.statistic)
        self._told = len(self.entries)
        return "; ".join(f"{name}: {', '.join(of)}" if of else name for name, of in found.items())

    def table(self) -> list[dict[str, Any]]:
        """The entries as JSON takes them."""
        return [asdict(entry) for entry in self.entries]


def statistic_of(row: SummaryRow, statistic: str) -> float | None:
    """A number of a summary row by the name of its column.

    Parameters
    ----------
    row
        Of an output.
    statistic
        Such as ``mean``, ``q05`` or ``q05_low``.

    Returns
    -------
    float or None
        None where it is not defined.

    Raises
    ------
    KeyError
        If there is no such column.
    """
    for p, three in row.quantiles.items():
        names = [quantile_name(p) + end for end in ("", "_low", "_high")]
        if statistic in names:
            return three[names.index(statistic)]
    if re.fullmatch(r"q\d\d(_low|_high)?", statistic):
        return None
    if not hasattr(row, statistic):
        raise KeyError(f"no statistic {statistic}")
    value = getattr(row, statistic)
    return None if value is None else float(value)
