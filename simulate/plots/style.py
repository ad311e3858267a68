"""The house style: set by context only, readable in grey, with fonts that print."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from matplotlib import style
from matplotlib.figure import Figure

WIDTH_INCHES, HEIGHT_INCHES = 7.0, 4.3
MARGIN_INCHES = 0.15
INK, DARK, MIDDLE, LIGHT, PALE = "#1a1a1a", "#16324f", "#5f86ad", "#a9c1d9", "#dde7f1"
"""Their lightness differs by steps that survive grey printing."""
TITLE_POINTS, SUBTITLE_POINTS, BODY_POINTS, LABEL_POINTS, SMALL_POINTS = 10.5, 8.0, 8.0, 7.5, 6.0

KINDS = ("png", "pdf")
"""Of files that a figure is saved as."""

_HOUSE: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": BODY_POINTS,
    "axes.labelsize": BODY_POINTS,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "text.color": INK,
    "text.usetex": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": BODY_POINTS,
    "ytick.labelsize": BODY_POINTS,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.fontsize": LABEL_POINTS,
    "legend.frameon": False,
    "lines.linewidth": 1.0,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "savefig.dpi": 200,
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "svg.fonttype": "none",
}


@contextmanager
def house() -> Iterator[None]:
    """The house style while the context lasts; what is set outside neither enters nor changes."""
    with style.context(["default", _HOUSE]):
        yield


def save(figure: Figure, target: Path | BinaryIO, kind: str) -> None:
    """Save a figure without a date: of the same numbers comes the same file.

    Parameters
    ----------
    figure
        Drawn.
    target
        File, or stream of bytes.
    kind
        One of :data:`KINDS`.
    """
    figure.savefig(target, format=kind, metadata={"CreationDate": None} if kind == "pdf" else None)


class HouseFigure(Figure):
    """A figure that is drawn and saved in the house style whoever asks, and shows itself in notebooks."""

    def draw(self, renderer: Any) -> None:
        """Draw in the house style.

        Parameters
        ----------
        renderer
            Of the canvas.
        """
        with house():
            super().draw(renderer)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Save in the house style: fonts are embedded as TrueType.

        Parameters
        ----------
        fname, **options
            As of :meth:`matplotlib.figure.Figure.savefig`.
        """
        with house():
            super().savefig(fname, **options)

    def _repr_png_(self) -> bytes:
        stream = io.BytesIO()
        self.savefig(stream, format="png")
        return stream.getvalue()
