"""What a run's folder holds, and whether a run may appear in a place."""

from __future__ import annotations

import secrets
from pathlib import Path

from simulate.errors import OutputError

CONFIG = "config.yaml"
MANIFEST = "manifest.json"
PATHS = "paths.parquet"
RECORDS = "records"
FIGURES = "figures"
TABLES = ("summary", "sessions", "histograms")
_OWN = frozenset({CONFIG, MANIFEST, PATHS, RECORDS, FIGURES, *(f"{name}.parquet" for name in TABLES)})


def is_run(folder: Path) -> bool:
    """Whether a folder holds a run.

    Parameters
    ----------
    folder
        Any path.

    Returns
    -------
    bool
    """
    return (folder / MANIFEST).is_file() and (folder / CONFIG).is_file()


def files_of_run(folder: Path) -> list[Path]:
    """The files that a run has put into its folder, and nobody else.

    Parameters
    ----------
    folder
        Of a run.

    Returns
    -------
    list of pathlib.Path
    """
    entries = [folder / name for name in sorted(_OWN)]
    inside = [file for entry in entries if entry.is_dir() for file in sorted(entry.iterdir())]
    return [file for file in (*entries, *inside) if file.is_file()]


def check_target(path: Path, *, overwrite: bool) -> Path:
    """Refuse a place where a run could not appear, or would put away something else.

    Parameters
    ----------
    path
        Where the run shall appear.
    overwrite
        Whether a run that is there may be replaced.

    Returns
    -------
    pathlib.Path
        The place, absolute, symbolic links followed.

    Raises
    ------
    OutputError
        If the path is a file, a folder that is not empty and no run, a run that may not be replaced or that
        holds files of others, or a place that cannot be written.
    """
    try:
        final = path.resolve()
        if final.is_dir():
            _check_occupied(final, overwrite)
        elif final.exists():
            raise OutputError(f"{final}: is a file; a run is a directory: name another")
        _check_writable(final)
    except (OSError, RuntimeError, ValueError) as error:
        raise OutputError(f"{path}: cannot be used: {error}; name another directory") from None
    return final


def _check_occupied(final: Path, overwrite: bool) -> None:
    entries = sorted(entry.name for entry in final.iterdir())
    if not entries:
        return
    if not is_run(final):
        raise OutputError(f"{final}: is not empty and holds no run; name another directory")
    if not overwrite:
        raise OutputError(f"{final}: already holds a run; name another directory, or replace it (--overwrite)")
    strange = [name for name in entries if name not in _OWN]
    if strange:
        raise OutputError(
            f"{final}: holds files that are not of a run ({', '.join(strange[:3])}), and overwriting would "
            "remove them; move them away, or name another directory"
        )


def _check_writable(final: Path) -> None:
    """Make and remove a folder in the nearest parent that exists: permissions alone do not tell."""
    base = final.parent
    while not base.exists():
        base = base.parent
    if not base.is_dir():
        raise OutputError(f"{base}: is a file, and {final} cannot be under it; name another directory")
    probe = base / f".{final.name}.{secrets.token_hex(4)}.probe"
    try:
        probe.mkdir()
        probe.rmdir()
    except OSError as error:
        raise OutputError(f"{base}: cannot be written: {error.strerror}; name another directory") from None
