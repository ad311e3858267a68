"""Compiler flags and cache key, once for all kernels.

Flags: no ``fastmath`` (it removes checks and reorders sums), no ``contract`` (bits must not depend on what the compiler
fuses: fused multiply-adds are written out), ``error_model='numpy'`` (Python's division check stops vectorisation),
and the interpreter lock is released so that threads run side by side.

Numba keys its cache on the one file a function stands in, so that an edit in an imported module leaves stale code
(numba#1833). Here the cache folder is named by a hash of the whole package and the versions of compiler and
libraries; Numba itself tells processors apart.
"""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import tempfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

import numba
import numba.extending
import numpy
from numba.core import config as _numba_config

from kernels.compiling import Called, Entry, EntryApart, ForCallers, ForCallersApart
from kernels.parts import CacheWithParts, Part

# Numba's own types know neither the flag that switches reference counting off nor the cache folder.
config: Any = _numba_config
njit: Any = numba.njit
typeof: Any = numba.typeof
_FLAGS: dict[str, Any] = {"error_model": "numpy", "nogil": True, "_nrt": False}

Function = TypeVar("Function", bound=Callable[..., Any])

COMPILED = not config.DISABLE_JIT
"""Whether the compiler is on (``NUMBA_DISABLE_JIT=1`` turns it off, for coverage and mutation tests)."""


def package_hash() -> str:
    """SHA-256 of the kernels' sources, in the order of their names.

    Returns
    -------
    str
        64 hexadecimal digits; part of every run's manifest.
    """
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _cache_folder() -> Path | None:
    """Folder of compiled code, or None where no folder can be written: then nothing is cached."""
    named = os.environ.get("FLOORLESS_CACHE_DIR")
    base = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "floorless"
    key = "-".join(
        [
            package_hash()[:16],
            numba.__version__,
            metadata.version("llvmlite"),
            numpy.__version__,
            platform.python_version(),
            os.environ.get("NUMBA_CPU_NAME", "host"),
        ]
    )
    try:
        folder = base / key
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return None
    return folder


CACHE_FOLDER = _cache_folder() if COMPILED else None


def kernel(function: Function) -> Function:
    """Compile an entry point, cached under the package's hash.

    Parameters
    ----------
    function
        A function of numbers, arrays and the named tuples of :mod:`kernels.tables`.

    Returns
    -------
    callable
        The compiled function, or the function itself with the compiler off.
    """
    if CACHE_FOLDER is None:
        return njit(**_FLAGS, pipeline_class=Entry)(function)  # type: ignore[no-any-return]
    before = config.CACHE_DIR
    config.CACHE_DIR = str(CACHE_FOLDER)
    try:
        compiled = njit(**_FLAGS, no_cfunc_wrapper=True, pipeline_class=Entry)(function)
        compiled._cache = CacheWithParts(function)  # type: ignore[no-untyped-call]
        return compiled  # type: ignore[no-any-return]
    finally:
        config.CACHE_DIR = before


class OnRows:
    """An entry point that writes rows, [places, paths]: whatever their number, it is compiled once.

    The rows of many paths lie in one order in memory; those of one path, or of none, count as either order, and the
    compiler would compile for the other one. Transposed they are always in the same.

    Parameters
    ----------
    function
        The entry point; it takes the rows last, as [paths, places].
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        self.inside = kernel(function)

    def __call__(self, *arguments: Any) -> Any:
        """Call it with the rows as [places, paths]."""
        return self.inside(*self.as_compiled(arguments))

    def as_compiled(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        """The arguments as the compiled function takes them."""
        *others, rows = arguments
        return (*others, rows.T)


class Inner:
    """A function that compiled functions call, and tests call from Python.

    Numba makes every function callable from Python and from C: wrappers, and machine code of its own. Unpacking the
    tables makes a wrapper longer than most clauses, and kernels have hundreds; it is made only where Python does call.

    Parameters
    ----------
    function
        What to compile.
    apart
        Whether the arrays of its arguments never overlap: loops then stand in the code once, packed, without their copy
        for arrays that do, which never runs. (For reading the code: the whole runs no faster.)
    flags
        Numba's, beside those of all kernels.
    """

    def __init__(self, function: Callable[..., Any], apart: bool = False, **flags: bool) -> None:
        functools.update_wrapper(self, function)
        self._flags = _FLAGS | flags
        self._entry = EntryApart if apart else Entry
        compiler = ForCallersApart if apart else ForCallers
        alone = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "pipeline_class": compiler}
        self.inside = njit(**self._flags, **alone)(function)
        self._outside: Any = None

    def __call__(self, *arguments: Any) -> Any:
        """Call it from Python."""
        if self._outside is None:
            self._outside = njit(**self._flags, pipeline_class=self._entry)(self.__wrapped__)  # type: ignore[attr-defined]
        return self._outside(*arguments)


@numba.extending.typeof_impl.register(Inner)
@numba.extending.typeof_impl.register(Part)
def _type_of_inner(value: Inner | Part, context: object) -> Any:
    """What a compiled function sees of it."""
    return Called(value.inside)


def clause(function: Function) -> Function:
    """Compile a small pure function that is inlined into its callers: one clause, one function.

    Parameters
    ----------
    function
        A function of scalars and small arrays.

    Returns
    -------
    callable
        The compiled function, or the function itself with the compiler off.
    """
    return Inner(function, forceinline=True) if COMPILED else function  # type: ignore[return-value]


def rare(function: Function) -> Function:
    """Compile a clause that acts seldom, or is long: once, and called.

    Tables, state and market come to it borrowed (:func:`kernels.intrinsics.borrow`), as one word each.

    Parameters
    ----------
    function
        A function of scalars, arrays and named tuples.

    Returns
    -------
    callable
        The compiled function, or the function itself with the compiler off.
    """
    # Numba hands flags down: without the word, what an inlined clause calls would be inlined too.
    return Inner(function, forceinline=False) if COMPILED else function  # type: ignore[return-value]


def part(function: Function) -> Function:
    """Compile a long function that returns nothing and acts seldom apart from its callers (:mod:`kernels.parts`).

    Parameters
    ----------
    function
        A function of scalars, arrays and borrowed named tuples.

    Returns
    -------
    callable
        The compiled function, or the function itself with the compiler off.
    """
    return Part(function, _FLAGS) if COMPILED else function  # type: ignore[return-value]


def is_compiled(function: Any, arguments: tuple[Any, ...]) -> bool:
    """Whether an entry point is compiled for these arguments in this process, or waits in the cache.

    Parameters
    ----------
    function
        A function made by :func:`kernel`.
    arguments
        What it would be called with: each kind of tables is compiled by itself.

    Returns
    -------
    bool
        False means that the next call compiles, which takes seconds to minutes and should be announced.
    """
    if not COMPILED:
        return True
    if isinstance(function, OnRows):
        function, arguments = function.inside, function.as_compiled(arguments)
    signature = tuple(typeof(argument) for argument in arguments)
    if signature in function.overloads:
        return True
    if CACHE_FOLDER is None:
        return False
    # Numba has no public way to ask its cache without loading from it.
    cache = function._cache
    return cache._index_key(signature, function.targetctx.codegen()) in cache._cache_file._load_index()
