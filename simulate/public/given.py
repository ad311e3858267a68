"""What the public functions are given: a scenario or a record itself, or what names one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from simulate.history import Record
    from simulate.scenario import Scenario


def the_scenario(given: Scenario | str | Path, paths: int | None = None) -> Scenario:
    """The scenario itself, or the one that a path or a shipped name stands for.

    Parameters
    ----------
    given
        Either.
    paths
        What it is run with instead of its own number; a file's own need then not suit its sampling.

    Raises
    ------
    TypeError
        If it is neither.
    """
    if isinstance(given, (str, Path)):
        from simulate.load import load_for

        return load_for(given, paths)
    from simulate.scenario import Scenario

    if not isinstance(given, Scenario):
        raise TypeError(
            f"a scenario is wanted, not {type(given).__name__}; allowed: what simulate.load returns, the path of a "
            "YAML file, or the name of a shipped one such as 'valence-1998'"
        )
    return given


def the_record(given: Record | str | Path, spread_fraction: Decimal, allow_jumps: bool) -> Record:
    """The price record itself, or the one that a path or a shipped name stands for.

    Parameters
    ----------
    given
        Either.
    spread_fraction, allow_jumps
        As in :func:`simulate.history.read_record`, for a record that is read here.
    """
    if not isinstance(given, (str, Path)):
        return given
    from simulate.history import read_record
    from simulate.shipped import find_record

    return read_record(find_record(given), spread_fraction=spread_fraction, allow_jumps=allow_jumps)
