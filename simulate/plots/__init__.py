"""The three figures of a run, in one house style."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from simulate.errors import OutputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulate.results import Result

__all__ = ["FIGURES", "Plots"]

FIGURES = ("dilution", "shares_issued", "pnl")
"""Names of the figures, and of their files."""


class Plots:
    """The figures of one result.

    Parameters
    ----------
    result
        A run's answers.
    """

    def __init__(self, result: Result) -> None:
        self._result = result

    def dilution(self) -> Figure:
        """Histogram of dilution, new/(old + new), with its quantiles.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from simulate.plots.dilution import dilution

        return dilution(self._result)

    def shares_issued(self) -> Figure:
        """Fan chart of cumulative shares issued, against the Cap Amount and the authorized shares.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from simulate.plots.shares_issued import shares_issued

        return shares_issued(self._result)

    def pnl(self) -> Figure:
        """Histogram of the investor's profit and loss.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from simulate.plots.pnl import pnl

        return pnl(self._result)

    def save(self, folder: str | Path) -> list[Path]:
        """Write every figure as PNG and as PDF with its fonts embedded.

        Parameters
        ----------
        folder
            Made if it is missing.

        Returns
        -------
        list of pathlib.Path
            The files.

        Raises
        ------
        OutputError
            If a file cannot be written.
        """
        drawn: dict[str, bytes] = {}
        for name in FIGURES:
            figure: Figure = getattr(self, name)()
            for kind in ("png", "pdf"):
                stream = io.BytesIO()
                # Without a date the same run gives the same file.
                figure.savefig(stream, format=kind, metadata={"CreationDate": None} if kind == "pdf" else None)
                drawn[f"{name}.{kind}"] = stream.getvalue()
        target = Path(folder)
        try:
            target.mkdir(parents=True, exist_ok=True)
            for file, content in drawn.items():
                partial = target / f".{file}.partial"
                try:
                    partial.write_bytes(content)
                    os.replace(partial, target / file)
                finally:
                    partial.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{target}: figures cannot be written: {error.strerror}") from error
        return [target / file for file in drawn]
