"""Shards of an unfinished run, beside the place where the run shall appear: each lands whole or not at all.

A run that is stopped, however it ends, leaves them; the same run goes on with them. The folder is gone when the run
stands in its place.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from simulate.columns import Column
from simulate.errors import OutputError
from simulate.output import placing
from simulate.shard import Shard
from simulate.spool import Spool

IDENTITY = "run.json"
SHARDS = "shards"
_BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
_WORDS = {
    "seed": "seed",
    "paths": "number of paths",
    "config": "configuration",
    "code": "code (another version, or edited)",
    "records": "price records",
    "calendar": "calendar of sessions",
    "libraries": "libraries (numpy, numba, llvmlite)",
    "until": "intervals to reach (until)",
    "keep_paths": "keeping of per-path rows",
}


def unfinished_folder(final: Path) -> Path:
    """Where the shards of a run wait.

    Parameters
    ----------
    final
        Where the run shall appear.

    Returns
    -------
    pathlib.Path
        Beside it.
    """
    return final.parent / f".{final.name}.unfinished"


def differences(stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """What tells two runs apart, in words.

    Parameters
    ----------
    stored, wanted
        What identifies a run: the one that was begun, and this one.

    Returns
    -------
    list of str
        Short values are named.
    """
    out = []
    for key, word in _WORDS.items():
        one, other = stored.get(key), wanted.get(key)
        if one == other:
            continue
        told = type(one) is int and type(other) is int
        out.append(f"{word}: {one:,} then, {other:,} now" if told else f"another {word}")
    return out


def remove_left(final: Path, identity: Mapping[str, Any]) -> None:
    """Remove what a process killed when its run stood in its place, and its shards not yet gone, left of them.

    Parameters
    ----------
    final
        Where the run stands.
    identity
        What it is; the shards of another run stay.
    """
    folder = unfinished_folder(final)
    if not folder.is_dir():
        return
    with contextlib.suppress(OSError):
        lock = placing.hold_alone(folder)
        if lock is None:
            return
        with lock:
            file = folder / IDENTITY
            try:
                another = file.exists() and bool(differences(json.loads(file.read_bytes()), identity))
            except (ValueError, AttributeError):
                another = True
            if not another:
                file.unlink(missing_ok=True)
                shutil.rmtree(folder, ignore_errors=True)


class Checkpoint:
    """The folder of an unfinished run; a context manager that holds it alone.

    It is entered before the run's own folder: left without an error, that one stands in its place, and the shards go.

    Parameters
    ----------
    final
        Where the run shall appear, absolute.
    identity
        What the run is: numbers and texts by the keys of ``run.json``. Shards of another are refused.
    columns
        The registry's columns.
    shard_blocks
        Blocks in a shard, if the run is begun now.
    anew
        Remove the shards of another run instead of refusing.

    Attributes
    ----------
    folder
        Where the shards are.
    shard_blocks
        Blocks in a shard.
    kept, taken_up
        Shards on the disk, and those of them that an earlier process left.
    """

    def __init__(
        self,
        final: Path,
        identity: Mapping[str, Any],
        columns: tuple[Column, ...],
        shard_blocks: int,
        *,
        anew: bool = False,
    ) -> None:
        self.folder = unfinished_folder(final)
        self.shard_blocks = shard_blocks
        self.kept = self.taken_up = 0
        self._final = final
        self._identity = dict(identity)
        self._columns = columns
        self._anew = anew
        self._lock: IO[bytes] | None = None
        self._made: list[Path] = []

    def __enter__(self) -> Checkpoint:
        try:
            with self._writing():
                self._made = [each for each in (self.folder, *self.folder.parents) if not each.exists()]
                self.folder.mkdir(parents=True, exist_ok=True)
                self._lock = placing.hold_alone(self.folder)
                if self._lock is None:
                    raise OutputError(
                        f"{self._final}: another process works on this run; wait for it, or name another directory"
                    )
                self._begin()
        except BaseException:
            self._let_go()
            raise
        return self

    def _begin(self) -> None:
        """Take up what stands here, or begin anew."""
        file = self.folder / IDENTITY
        if file.exists():
            stored = self._stored_identity(file)
            told = differences(stored, self._identity)
            if not told:
                self.shard_blocks = int(stored["shard_blocks"])
                for left in (self.folder / SHARDS).glob("*.new"):
                    left.unlink()
                return
            if not self._anew:
                raise OutputError(
                    [
                        f"{self._final}: the unfinished run there is another one and is not gone on with: {each}"
                        for each in told
                    ]
                    + [f"give what was given then, replace it (--overwrite), or remove {self.folder}"]
                )
            file.unlink()
        # Shards that nothing says the run of, left by a process killed while it removed them, are of any run.
        if (self.folder / SHARDS).exists():
            shutil.rmtree(self.folder / SHARDS)
        (self.folder / SHARDS).mkdir()
        text = json.dumps(self._identity | {"shard_blocks": self.shard_blocks}, indent=2)
        self._land(file, text.encode())

    def _stored_identity(self, file: Path) -> dict[str, Any]:
        try:
            stored = json.loads(file.read_bytes())
            if not isinstance(stored, dict) or int(stored["shard_blocks"]) < 1:
                raise ValueError("it is none of ours")
        except (ValueError, KeyError, TypeError) as error:
            raise OutputError(f"{file}: cannot be read ({error}); remove {self.folder} to begin the run anew") from None
        return stored

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            kept = f"{self.kept} shards are kept, and the same command goes on with them" if self.kept else ""
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            reason = "the disk is full" if full else f"cannot be written: {error.strerror or error}"
            after = "; make room, or name another disk" if full else "; name another directory"
            raise OutputError(f"{self.folder}: {reason}{after}{'; ' + kept if kept else ''}") from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            # The run stands in its place. First what makes the shards a run goes: a kill in between leaves nothing
            # that could be gone on with by mistake.
            with contextlib.suppress(OSError):
                (self.folder / IDENTITY).unlink()
        self._let_go()

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None
            if not (self.folder / IDENTITY).exists():
                self._remove()

    def _remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        for parent in self._made[1:]:
            with contextlib.suppress(OSError):
                parent.rmdir()

    def _file(self, first: int, end: int) -> Path:
        return self.folder / SHARDS / f"{first:012d}-{end:012d}"

    def _land(self, target: Path, content: bytes) -> None:
        """Let a file appear whole, and stay."""
        new = target.with_name(target.name + ".new")
        try:
            with new.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(target)
            placing.flush_one(target.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
            raise

    def land(self, shard: Shard, spool: Spool) -> None:
        """Keep a shard; its values are in the spool already.

        Parameters
        ----------
        shard, spool
            With its counts; the spool's file lies in this folder.

        Raises
        ------
        OutputError
            If the disk is full; what has landed stays.
        """
        with self._writing():
            spool.sync()
            content = shard.packed()
            values = spool.stored(shard.first_block, shard.end_block) if spool.keeps_values else b""
            head = hashlib.sha256(content).digest() + hashlib.sha256(values).digest()
            self._land(self._file(shard.first_block, shard.end_block), head + content)
        self.kept += 1

    def read(self, first: int, end: int, spool: Spool) -> Shard | None:
        """A shard that has landed.

        Parameters
        ----------
        first, end
            Its first block, and the one after its last.
        spool
            Its values are looked at too.

        Returns
        -------
        Shard or None
            None: it has not landed, or a bit of it is not what it was; it is to be done again.
        """
        try:
            stored = self._file(first, end).read_bytes()
            content = stored[64:]
            values = spool.stored(first, end) if spool.keeps_values else b""
            if hashlib.sha256(content).digest() + hashlib.sha256(values).digest() != stored[:64]:
                return None
            return Shard.unpacked(content, self._columns)
        except _BROKEN:
            return None

    def landed(self, ranges: Sequence[tuple[int, int]], spool: Spool) -> set[tuple[int, int]]:
        """Which of some ranges of blocks are kept, whole.

        Parameters
        ----------
        ranges
            First block, and the one after the last.
        spool
            Open; the values of each shard are checked too.
        """
        found = {each for each in ranges if self._file(*each).is_file() and self.read(*each, spool) is not None}
        self.taken_up += len(found)
        self.kept += len(found)
        return found
