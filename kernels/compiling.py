"""Numba's compiler, without the work that hundreds of small functions make it do again and again.

Numba takes each function for something that Python calls by itself: it links it with all that it calls, optimises the
whole, makes machine code, and names it by the types of its arguments, which for the deal's tables is pages. Here a
function that only kernels call is optimised by itself, and the entry point links all of them at once: the whole is
optimised and becomes machine code once. The bits are the same, in two thirds of the time.
``benchmarks.guard`` watches both.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
from collections.abc import Iterator
from typing import Any, ClassVar

import numba.extending
from numba.core import types
from numba.core.compiler import CompilerBase, DefaultPassBuilder, Flags
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering

# Numba's own types know nothing of these.
_models: Any = numba.extending.models
_types: Any = types

_NOT_USED = {
    "WithLifting",
    "InlineClosureLikes",
    "RewriteDynamicRaises",
    "MakeFunctionToJitFunction",
    "InlineInlinables",
    "FindLiterallyCalls",
    "LiteralUnroll",
    "InlineOverloads",
    "NopythonRewrites",
}
"""Numba's passes for what kernels do not have: ``with``, closures, raised objects, inlining by Numba, literals asked
for, expressions of whole arrays. Each takes a function to pieces again."""
_LONGEST_NAME = 200


class _Alone:
    """A function's library to be linked without what the function calls.

    Parameters
    ----------
    library
        Numba's.
    """

    def __init__(self, library: Any) -> None:
        self._library = library
        self._get_module_for_linking = getattr(library, "alone", library._get_module_for_linking)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)


def callers_first(libraries: list[Any]) -> list[Any]:
    """Libraries and all that they need, at any depth, each once and after whatever needs it.

    Parameters
    ----------
    libraries
        Numba's; those that wait for their callers have ``needs``.

    Returns
    -------
    list
        In an order in which the linker finds a use for each: it drops what nothing calls yet.
    """
    done: dict[int, Any] = {}

    def visit(library: Any) -> None:
        """What it needs, then itself."""
        if id(library) not in done:
            for each in getattr(library, "needs", ()):
                visit(each)
            done[id(library)] = library

    for each in libraries:
        visit(each)
    return list(done.values())[::-1]


def _optimise_once(library: Any) -> None:
    """LLVM's passes over a library's module, without the cheaper round before it.

    Numba has that one for the counting of references, which kernels do not do.
    """
    made = library._codegen._module_pass_manager()
    # Since Numba 0.62 with the builder that it runs with.
    passes, *builder = made if isinstance(made, tuple) else (made,)
    passes.run(library._final_module, *builder)


def _leave_to_callers(library: Any) -> None:
    """Let a function's library neither be linked nor become machine code: its entry point does it."""
    library.needs = []
    library.alone = library._get_module_for_linking

    def finalize() -> None:
        # By itself, before it is inlined: otherwise the code of its callers comes out up to a fifth slower.
        _optimise_once(library)
        library._finalize_dynamic_globals()
        library._finalized = True

    def with_all_it_needs() -> Any:
        """For a caller that somebody compiles with Numba alone."""
        module = library.alone().clone()
        for each in callers_first([library])[1:]:
            module.link_in(_Alone(each)._get_module_for_linking(), preserve=True)
        return module

    library.add_linking_library = library.needs.append
    library.finalize = finalize
    library._get_module_for_linking = with_all_it_needs


def _link_all(library: Any) -> None:
    """Let an entry point's library link what it calls, at any depth."""
    usual = library.finalize

    def finalize() -> None:
        library._linking_libraries = [_Alone(each) for each in callers_first(library._linking_libraries)]
        usual()

    library._optimize_final_module = functools.partial(_optimise_once, library)
    library.finalize = finalize


@contextlib.contextmanager
def _short_names(context: Any) -> Iterator[None]:
    """Name functions by a hash of the types of their arguments where these spelled out are long."""
    usual = context.mangler

    def short(name: str, argument_types: Any, **named: Any) -> str:
        spelled_out: str = usual(name, argument_types, **named)
        if len(spelled_out) <= _LONGEST_NAME:
            return spelled_out
        return f"{usual(name, (), **named)}{hashlib.sha256(spelled_out.encode()).hexdigest()[:32]}"

    nested = "mangler" in vars(context)
    context.mangler = short
    try:
        yield
    finally:
        if nested:
            context.mangler = usual
        else:
            del context.mangler


def _new_library(state: Any) -> Any:
    """The library of the function that is being compiled, as Numba makes it."""
    state.library = state.targetctx.codegen().create_library(state.func_id.func_qualname)
    state.library.enable_object_caching()
    return state.library


@register_pass(mutates_CFG=True, analysis_only=False)  # type: ignore[no-untyped-call]
class _LoweringForCallers(NativeLowering):
    """Numba's translation to LLVM, without the machine code that only a call from Python needs."""

    _name = "lowering_for_callers"

    def run_pass(self, state: Any) -> bool:
        """Translate, and let compiled callers find the function by a token in the place of its wrapper."""
        _leave_to_callers(_new_library(state))
        state.flags.no_compile = True
        with _short_names(state.targetctx):
            super().run_pass(state)  # type: ignore[no-untyped-call]
        # The dispatcher keeps only built-in functions: a bound method of a list of its own is one like no other.
        token = list[None]().append
        state.targetctx.insert_user_function(token, state["cr"].fndesc, [state.library])
        state["cr"] = state["cr"]._replace(cfunc=token)
        return True


@register_pass(mutates_CFG=True, analysis_only=False)  # type: ignore[no-untyped-call]
class _LoweringOfEntry(NativeLowering):
    """Numba's translation to LLVM of what Python calls: with everything that it calls."""

    _name = "lowering_of_entry"

    def run_pass(self, state: Any) -> bool:
        """Translate, link, optimise, and make machine code."""
        _link_all(_new_library(state))
        with _short_names(state.targetctx):
            return bool(super().run_pass(state))  # type: ignore[no-untyped-call]


class _Flags(Flags):
    """Numba's flags, of which equal copies are one object.

    Numba looks up each call that a function makes by the flags in force among other things, a hundred thousand times a
    kernel: to tell that they are the same must cost nothing.
    """

    __slots__ = ()
    _copies: ClassVar[list[Any]] = []
    _hash = hash(Flags())  # type: ignore[no-untyped-call]  # Numba hashes the names of the flags alone

    def copy(self) -> Any:
        """An equal copy, which nobody changes."""
        for each in self._copies:
            if each == self:
                return each
        self._copies.append(type(self)(self))
        return self._copies[-1]

    def __eq__(self, other: object) -> bool:
        return self is other or bool(super().__eq__(other))  # type: ignore[no-untyped-call]

    def __hash__(self) -> int:
        return self._hash


class _Compiler(CompilerBase):
    """Numba's compiler with another translation and without the passes that are not used."""

    lowering: type[NativeLowering]
    apart = False
    """Whether the arrays of the arguments never overlap."""

    def compile_extra(self, func: Any) -> Any:
        """Compile a function."""
        self.state.flags = _Flags(self.state.flags)  # type: ignore[no-untyped-call]
        return super().compile_extra(func)  # type: ignore[no-untyped-call]

    def define_pipelines(self) -> list[Any]:
        """The passes in their order."""
        self.state.flags.noalias = self.apart
        manager: Any = DefaultPassBuilder.define_nopython_pipeline(self.state)  # type: ignore[no-untyped-call]
        manager.passes = [
            (self.lowering if step is NativeLowering else step, what)
            for step, what in manager.passes
            if step.__name__ not in _NOT_USED
        ]
        manager.finalize()
        return [manager]


class ForCallers(_Compiler):
    """Compiles what compiled functions call."""

    lowering = _LoweringForCallers


class Entry(_Compiler):
    """Compiles what Python calls."""

    lowering = _LoweringOfEntry

    def compile_extra(self, func: Any) -> Any:
        """Compile, without Python's looking for circles of garbage among what is all still needed."""
        collects = gc.isenabled()
        gc.disable()
        try:
            return super().compile_extra(func)
        finally:
            if collects:
                gc.enable()


class ForCallersApart(ForCallers):
    """Compiles what compiled functions call with arrays that never overlap."""

    apart = True


class EntryApart(Entry):
    """Compiles what Python calls with arrays that never overlap."""

    apart = True


class Called(_types.Dispatcher):  # type: ignore[misc]
    """What a compiled function sees of one that it calls: for all constants of a type there is one of it.

    Numba compiles a function again for each constant that it is called with. An inlined one knows its constants
    anyway.
    """

    def get_call_type(self, context: Any, args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        """The signature of a call."""
        named = {name: _types.unliteral(each) for name, each in kws.items()}
        return super().get_call_type(context, tuple(_types.unliteral(each) for each in args), named)


numba.extending.register_model(Called)(_models.OpaqueModel)
