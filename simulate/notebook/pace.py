"""How many paths a redraw can have, so that nobody waits for it."""

from __future__ import annotations

LADDER = (256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768)
"""Numbers of paths that are used."""
FIRST = 2048
"""The number before anything is known of the machine."""
BUDGET_SECONDS = 0.8
"""What a redraw may take: a second, less what the page needs to show it."""
_ROOM = 0.8
"""More paths are taken only within this part of the budget, so that the number does not flutter."""


class Pace:
    """Chooses the number of paths of the next redraw from what the last one took.

    Parameters
    ----------
    paths
        A fixed number; None: the largest of the ladder that stays within the budget.

    Attributes
    ----------
    paths
        Of the next redraw.
    """

    def __init__(self, paths: int | None = None) -> None:
        self.is_fixed = paths is not None
        self.paths = FIRST if paths is None else paths

    def note(self, path_seconds: float, all_seconds: float) -> None:
        """Learn from a redraw that had ``paths``.

        Parameters
        ----------
        path_seconds
            What the paths took.
        all_seconds
            What it took in all, the paths among it.
        """
        if self.is_fixed:
            return
        rest, each = all_seconds - path_seconds, path_seconds / self.paths
        if all_seconds <= BUDGET_SECONDS:
            fits = [n for n in LADDER if n >= self.paths and rest + n * each <= _ROOM * BUDGET_SECONDS]
            self.paths = max(fits, default=self.paths)
        else:
            fits = [n for n in LADDER if n < self.paths and rest + n * each <= BUDGET_SECONDS]
            self.paths = max(fits, default=LADDER[0])
