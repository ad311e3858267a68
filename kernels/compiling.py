"""Numba's compiler, without the work that hundreds of small functions make it do again and again.

Numba takes each function for something that Python calls by itself: it links it with all that it calls, optimises the
whole, makes machine code, and names it by the types of its arguments, which for the deal's tables is pages. Here a
function that only kernels call is optimised by itself, and the entry point links all of them at once: the whole is
optimised and becomes machine code once. The bits are the same, in two thirds of the time.
``benchmarks.guard`` watches both.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
from collections.abc import Iterator
from typing import Any, ClassVar

import numba.extending
from numba.core import types
from numba.core.compiler import CompilerBase, DefaultPassBuilder, Flags
from numba.core.compiler_machinery import register_pass
from numba.core.targetconfig import ConfigStack
from numba.core.typed_passes import NativeLowering

from kernels.linking import leave_to_callers, link_all

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


@contextlib.contextmanager
def _in_place_of(context: Any, name: str, other: Any) -> Iterator[None]:
    """Let one of Numba's contexts have another method for a while; within such a while, too."""
    own = vars(context)
    before = {name: own[name]} if name in own else {}
    setattr(context, name, other)
    try:
        yield
    finally:
        delattr(context, name)
        own.update(before)


@contextlib.contextmanager
def short_names(context: Any, given: dict[str, str] | None = None) -> Iterator[None]:
    """Name functions by a hash of the types of their arguments where these spelled out are long.

    Parameters
    ----------
    context
        Numba's target.
    given
        Names of functions that are named otherwise, by module and name.
    """
    usual = context.mangler

    def short(name: str, argument_types: Any, **named: Any) -> str:
        """As Numba asks for a name."""
        if given and name in given:
            return given[name]
        spelled_out: str = usual(name, argument_types, **named)
        if len(spelled_out) <= _LONGEST_NAME:
            return spelled_out
        return f"{usual(name, (), **named)}{hashlib.sha256(spelled_out.encode()).hexdigest()[:32]}"

    with _in_place_of(context, "mangler", short):
        yield


def new_library(state: Any) -> Any:
    """The library of the function that is being compiled, as Numba makes it.

    Parameters
    ----------
    state
        Numba's, of the function; it keeps the library too.
    """
    state.library = state.targetctx.codegen().create_library(state.func_id.func_qualname)
    state.library.enable_object_caching()
    return state.library


def new_token() -> Any:
    """What stands for a function that Python does not call.

    The dispatcher keeps only built-in functions: a bound method of a list of its own is one like no other.
    """
    return list[None]().append


@contextlib.contextmanager
def not_executable(flags: Any) -> Iterator[None]:
    """Let a function that is translated not become something that Python calls.

    Parameters
    ----------
    flags
        Numba's, of the function; they are as before afterwards, since what is remembered is found by them.
    """
    flags.no_compile = True
    try:
        yield
    finally:
        flags.discard("no_compile")


@register_pass(mutates_CFG=True, analysis_only=False)  # type: ignore[no-untyped-call]
class _LoweringForCallers(NativeLowering):
    """Numba's translation to LLVM, without the machine code that only a call from Python needs."""

    _name = "lowering_for_callers"

    def run_pass(self, state: Any) -> bool:
        """Translate, and let compiled callers find the function by a token in the place of its wrapper."""
        leave_to_callers(new_library(state))
        with short_names(state.targetctx), not_executable(state.flags):
            super().run_pass(state)  # type: ignore[no-untyped-call]
        token = new_token()
        state.targetctx.insert_user_function(token, state["cr"].fndesc, [state.library])
        state["cr"] = state["cr"]._replace(cfunc=token)
        return True


@register_pass(mutates_CFG=True, analysis_only=False)  # type: ignore[no-untyped-call]
class _LoweringOfEntry(NativeLowering):
    """Numba's translation to LLVM of what Python calls: with everything that it calls."""

    _name = "lowering_of_entry"

    def run_pass(self, state: Any) -> bool:
        """Translate, link, optimise, and make machine code."""
        link_all(new_library(state))
        with short_names(state.targetctx):
            return bool(super().run_pass(state))  # type: ignore[no-untyped-call]


class _Flags(Flags):
    """Numba's flags, of which equal copies are one object.

    Numba looks up each call that a function makes by the flags in force among other things, a hundred thousand times a
    kernel: to tell that they are the same must cost nothing.
    """

    __slots__ = ()
    _copies: ClassVar[list[Any]] = []
    _options: ClassVar[Any] = Flags.options
    _hash = hash(Flags())  # type: ignore[no-untyped-call]  # Numba hashes the names of the flags alone

    def copy(self) -> Any:
        """An equal copy, which nobody changes."""
        for each in self._copies:
            if each == self:
                return each
        self._copies.append(type(self)(self))
        return self._copies[-1]

    def _not_as_usual(self) -> dict[str, Any]:
        """The options that are set to something else than their defaults."""
        return {name: value for name, value in self._values.items() if value != self._options[name].default}

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, _Flags):
            return self._not_as_usual() == other._not_as_usual()
        return bool(super().__eq__(other))  # type: ignore[no-untyped-call]

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


@contextlib.contextmanager
def _calls_remembered(context: Any) -> Iterator[None]:
    """Work out once what a function of Numba's own, such as an addition, makes of arguments of some types.

    Numba tries a dozen ways for each call. Which one it takes goes by the types and by the flags in force.
    """
    usual = context.resolve_function_type
    known: dict[Any, Any] = {}

    def remembered(function: Any, arguments: Any, named: Any) -> Any:
        """As Numba asks for a signature."""
        if named or not isinstance(function, _types.Function):
            return usual(function, arguments, named)
        call = function, tuple(arguments), ConfigStack.top_or_none()  # type: ignore[no-untyped-call]
        found = known.get(call)
        if found is None:
            found = usual(function, arguments, named)
            known[call] = found
        return found

    with _in_place_of(context, "resolve_function_type", remembered):
        yield


class Outermost(_Compiler):
    """Compiles what no other compiled function waits for."""

    def compile_extra(self, func: Any) -> Any:
        """Compile, without Python's looking for circles of garbage among what is all still needed."""
        collects = gc.isenabled()
        gc.disable()
        try:
            with _calls_remembered(self.state.typingctx):
                return super().compile_extra(func)
        finally:
            if collects:
                gc.enable()


class Entry(Outermost):
    """Compiles what Python calls."""

    lowering = _LoweringOfEntry

    def compile_extra(self, func: Any) -> Any:
        """Compile, while the parts that are named by :func:`kernels.parts.calls_part` are made elsewhere."""
        with getattr(func, "parts_begun", contextlib.nullcontext)(self.state.args):
            return super().compile_extra(func)


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
