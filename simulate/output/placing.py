"""Putting a finished folder in its place at once, and clearing away what a killed process left."""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
import sys
import time
from pathlib import Path
from typing import IO

LOCK = ".lock"
"""Held open by the process that writes a folder; its end, however it comes, lets go of it."""
_SURELY_LEFT_SECONDS = 60.0
"""A living process leaves a folder in the making without a lock for moments only."""
_AT_CURRENT_FOLDER = -100
_EXCHANGE = 2


def partial_folder(final: Path) -> Path:
    """A new name beside a folder, for the folder in the making.

    Parameters
    ----------
    final
        Where the folder shall appear.

    Returns
    -------
    pathlib.Path
    """
    return final.parent / f".{final.name}.{secrets.token_hex(4)}.partial"


def _take(file: IO[bytes]) -> bool:
    """Lock an open file, unless another process holds it. True where the system knows no such locks."""
    try:
        import fcntl
    except ImportError:  # not on Windows: nothing is swept there
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def hold(folder: Path) -> IO[bytes]:
    """Mark a folder as being written by this process.

    Parameters
    ----------
    folder
        The folder in the making.

    Returns
    -------
    file
        Open, and locked where the system can; closing it ends the mark.
    """
    # Locked before it bears the name that sweep looks for: nobody sees it there and not yet locked.
    unnamed = folder / f"{LOCK}.new"
    file = unnamed.open("wb")
    _take(file)
    if sys.platform == "win32":  # an open file cannot be renamed there, and nothing is swept
        file.close()
        unnamed.rename(folder / LOCK)
        return (folder / LOCK).open("ab")
    unnamed.rename(folder / LOCK)
    return file


def hold_alone(folder: Path) -> IO[bytes] | None:
    """Mark a folder as being written by this process, unless another one writes it.

    Parameters
    ----------
    folder
        Of a sweep's points.

    Returns
    -------
    file or None
        Open, and locked where the system can; closing it ends the mark. None: another process holds it.
    """
    file = (folder / LOCK).open("ab")
    if _take(file) or sys.platform == "win32":
        return file
    file.close()
    return None


def sweep(final: Path) -> None:
    """Remove the folders in the making that killed processes left beside a final folder.

    Parameters
    ----------
    final
        Where those folders should have appeared. What a living process writes is left alone.
    """
    pattern = f".{final.name}."
    for folder in final.parent.iterdir():
        if not (folder.name.startswith(pattern) and folder.name.endswith(".partial")):
            continue
        with contextlib.suppress(OSError):
            if not (folder / LOCK).exists() and time.time() - folder.stat().st_mtime > _SURELY_LEFT_SECONDS:
                # What a process put away, or was about to place, when it was killed: both have no lock any more.
                shutil.rmtree(folder, ignore_errors=True)
                continue
            with (folder / LOCK).open("r+b") as file:
                if _take(file):
                    shutil.rmtree(folder, ignore_errors=True)


def flush(folder: Path) -> None:
    """Have everything under a folder written to the disk itself.

    Parameters
    ----------
    folder
        Files and folders under it are flushed, then it.

    Raises
    ------
    OSError
        If the disk refuses: this is where a full disk may first show.
    """
    for name, _, files in os.walk(folder, topdown=False):
        for file in [*(os.path.join(name, each) for each in files), name]:
            flush_one(Path(file))


def flush_one(path: Path) -> None:
    """Have one file, or the entries of one folder, written to the disk itself.

    Parameters
    ----------
    path
        A file or a folder.

    Raises
    ------
    OSError
        If the disk refuses.
    """
    if path.is_dir() and sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY if sys.platform != "win32" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can."""
    if not sys.platform.startswith("linux"):
        return False
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if swap is None:
        return False
    here = _AT_CURRENT_FOLDER
    return bool(swap(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE) == 0)


def place(partial: Path, final: Path, *, overwrite: bool) -> Path | None:
    """Let a folder appear under its final name.

    Parameters
    ----------
    partial
        The finished folder, beside the final one.
    final
        Where it shall be. An empty folder there is replaced.
    overwrite
        Whether a folder with content may be replaced: in one step on Linux, elsewhere in two with the old one
        put back if the second fails.

    Returns
    -------
    pathlib.Path or None
        Where the replaced folder is now, to be removed.

    Raises
    ------
    OSError
        If it cannot; then what was there is there still.
    """
    occupied = final.is_dir() and any(final.iterdir())
    if not (occupied and overwrite):
        if final.is_dir() and sys.platform == "win32":
            final.rmdir()  # a rename replaces an empty folder everywhere else
        partial.rename(final)
        return None
    if _exchanged(partial, final):
        return partial
    old = partial_folder(final)
    final.rename(old)
    try:
        partial.rename(final)
    except BaseException:
        old.rename(final)
        raise
    return old
