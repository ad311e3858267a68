"""Parts: long functions whose machine code is made apart, while that of the entry point which calls them is made.

Numba makes one piece of an entry point and of everything that it calls, on one processor. A part is a piece by itself,
which its callers call by its name alone; :mod:`kernels.other_process` makes it on another processor. Where there is no
other, this process does. The bits are the same. The cache keeps a part's code together with that of the entry point.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from numba import njit, types
from numba.core import caching
from numba.core.compiler import compile_result
from numba.core.compiler_machinery import register_pass
from numba.core.funcdesc import ExternalFunctionDescriptor
from numba.core.typed_passes import NativeLowering

from kernels.compiling import Entry, ForCallers, Outermost, new_library, new_token, not_executable, short_names
from kernels.linking import link_all
from kernels.other_process import OtherProcess

Function = TypeVar("Function", bound=Callable[..., Any])

_loaded: dict[str, bytes] = {}
"""Machine code of the parts that are loaded in this process, by their names."""


def symbol_of(function: Callable[..., Any], arguments: tuple[Any, ...]) -> str:
    """The name by which a part's machine code is called, the same in every process.

    Parameters
    ----------
    function, arguments
        The part, and Numba's types of its arguments.
    """
    spelled_out = ", ".join(map(str, arguments))
    digest = hashlib.sha256(spelled_out.encode()).hexdigest()[:32]
    return f"{function.__module__}.{function.__qualname__}.{digest}"


@register_pass(mutates_CFG=True, analysis_only=False)  # type: ignore[no-untyped-call]
class _LoweringOfPart(NativeLowering):
    """Numba's translation to LLVM of a part, with everything that it calls."""

    _name = "lowering_of_part"

    def run_pass(self, state: Any) -> bool:
        """Translate, link, optimise, and make machine code under the part's name."""
        part = state.func_id.func
        library = new_library(state)
        link_all(library)
        given = {f"{part.__module__}.{part.__qualname__}": symbol_of(part, state.args)}
        with short_names(state.targetctx, given), not_executable(state.flags):
            super().run_pass(state)  # type: ignore[no-untyped-call]
        library.finalize()
        state["cr"] = state["cr"]._replace(cfunc=new_token())
        return True


class _Apart(Outermost):
    """Compiles a part by itself."""

    lowering = _LoweringOfPart


class _Promises:
    """What the dispatcher of a part takes for its cache: it finds every call there, without any code yet."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def load_overload(self, arguments: Any, context: Any) -> Any:
        """The call of a name; without the rest of the contract none: then the part is a clause like any other."""
        return None if types.none in arguments else self._part.promise(tuple(arguments), context)

    def save_overload(self, arguments: Any, made: Any) -> None:
        """Nothing is kept."""


class Part:
    """A long function that returns nothing, as compiled functions call it.

    Parameters
    ----------
    function
        What to compile.
    flags
        Numba's.
    """

    def __init__(self, function: Callable[..., None], flags: dict[str, Any]) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        alone: dict[str, Any] = {**flags, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        self.inside: Any = njit(**alone, forceinline=True, pipeline_class=ForCallers)(function)
        self.inside._cache = _Promises(self)
        self._apart: Any = njit(**alone, pipeline_class=_Apart)(function)
        self._outside: Any = njit(**flags, pipeline_class=Entry)(function)
        self._others: dict[str, OtherProcess] = {}

    def __call__(self, *arguments: Any) -> Any:
        """Call it from Python."""
        return self._outside(*arguments)

    def symbol(self, arguments: tuple[Any, ...]) -> str:
        """The name by which the machine code for arguments of these types is called."""
        return symbol_of(self.function, arguments)

    def made_for(self) -> Any:
        """Numba's description of the processor that this process makes code for."""
        return self._apart.targetctx.codegen().magic_tuple()

    def promise(self, arguments: tuple[Any, ...], context: Any) -> Any:
        """A compiled function of which there is only the name; the code is there when its caller's is made.

        Parameters
        ----------
        arguments
            Numba's types of the arguments.
        context
            Numba's target.
        """
        symbol = self.symbol(arguments)
        library = context.codegen().create_library(symbol)
        # Nothing of it is linked.
        library.needs = []
        library._finalized = True
        library.fulfil = functools.partial(self.load, arguments)
        return compile_result(
            typing_context=context.typing_context,
            target_context=context,
            library=library,
            entry_point=new_token(),
            fndesc=ExternalFunctionDescriptor(symbol, types.none, arguments),  # type: ignore[no-untyped-call]
            signature=types.none(*arguments),
            objectmode=False,
        )

    def begin(self, arguments: tuple[Any, ...]) -> None:
        """Let another process begin to make the machine code, if it can."""
        symbol = self.symbol(arguments)
        if symbol not in _loaded and symbol not in self._others and OtherProcess.is_possible():
            with contextlib.suppress(OSError):
                self._others[symbol] = OtherProcess(self.function.__module__, self.function.__qualname__, arguments)

    def stop(self) -> None:
        """End the processes that nobody waits for any more."""
        while self._others:
            self._others.popitem()[1].stop()

    def make(self, arguments: tuple[Any, ...]) -> bytes:
        """Make the machine code in this process, and load it."""
        self._apart.compile(arguments)
        code = bytes(self._apart.overloads[arguments].library._get_compiled_object())
        _loaded[self.symbol(arguments)] = code
        return code

    def load(self, arguments: tuple[Any, ...]) -> tuple[str, bytes]:
        """Have the machine code loaded, whoever makes it.

        Returns
        -------
        symbol : str
        code : bytes
        """
        symbol = self.symbol(arguments)
        if symbol not in _loaded:
            other = self._others.pop(symbol, None)
            code = other.code(self.made_for()) if other else None
            if code is None:
                self.make(arguments)
            else:
                load_code(symbol, code, self._apart.targetctx)
        return symbol, _loaded[symbol]


def load_code(symbol: str, code: bytes, context: Any) -> None:
    """Load a part's machine code, unless it is.

    Parameters
    ----------
    symbol, code
        Its name, and the code.
    context
        Numba's target.
    """
    if symbol in _loaded:
        return
    library = context.codegen().create_library(symbol)
    library.enable_object_caching()
    library._set_compiled_object(code)
    library._finalize_final_module()
    _loaded[symbol] = code


def calls_part(part: Any, arguments: Callable[..., tuple[Any, ...] | None]) -> Callable[[Function], Function]:
    """Let a part begin to be made as soon as an entry point that calls it begins to be compiled.

    Parameters
    ----------
    part
        The part; with the compiler off, just a function.
    arguments
        From Numba's types of the entry point's arguments those of the part's; None: it is not called. Where they are
        others than those of the call, the part is made once more, when it is called.
    """

    @contextlib.contextmanager
    def begun(types_of_entry: tuple[Any, ...]) -> Iterator[None]:
        """While the entry point is compiled."""
        of_part = arguments(*types_of_entry)
        if of_part is not None:
            part.begin(of_part)
        try:
            yield
        finally:
            part.stop()

    def mark(function: Function) -> Function:
        """The entry point, as :class:`kernels.compiling.Entry` asks."""
        if isinstance(part, Part):
            function.parts_begun = begun  # type: ignore[attr-defined]
        return function

    return mark


class _WithParts(caching.CompileResultCacheImpl):
    """Keeps an entry point's code together with that of its parts."""

    def reduce(self, made: Any) -> Any:
        """What is written: machine code, and not what it was made of, since nothing is linked with an entry point."""
        library = made.library
        library._shared_module = library.codegen.create_library(library.name)._final_module
        return library.parts, made.fndesc.llvm_cpython_wrapper_name, super().reduce(made)  # type: ignore[no-untyped-call]

    def rebuild(self, context: Any, written: Any) -> Any:
        """What it is again; the parts first, whose names the entry point calls."""
        parts, name_for_python, own = written
        for symbol, code in parts:
            load_code(symbol, code, context)
        # Numba asks whether the name is there before it takes its address.
        context.codegen()._engine._defined_symbols.add(name_for_python)
        made = super().rebuild(context, own)  # type: ignore[no-untyped-call]
        made.library.parts = parts
        return made


class CacheWithParts(caching.FunctionCache):
    """Numba's cache of an entry point, which keeps its parts too."""

    _impl_class = _WithParts
