"""Single machine operations that Numba has no word for. The only file that imports llvmlite.

Each has a plain-Python twin with equal bits, used when the compiler is off.
"""

from __future__ import annotations

import hashlib
import math
import struct
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, register_model

from kernels.jit import COMPILED

_DOUBLE = ir.DoubleType()
_INT32 = ir.IntType(32)
_INT64 = ir.IntType(64)

Tuple = TypeVar("Tuple")


class Borrowed(types.Type):
    """A named tuple that is passed as one pointer, and read as the tuple is: see :func:`borrow`.

    Parameters
    ----------
    inner
        Numba's type of the tuple.
    """

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        short = hashlib.sha256(str(inner).encode()).hexdigest()[:12]
        super().__init__(name=f"Borrowed({inner.instance_class.__name__}:{short})")


@register_model(Borrowed)
class _BorrowedModel(models.PrimitiveModel):
    """A pointer to the tuple as the compiler holds it."""

    def __init__(self, manager: Any, borrowed: Any) -> None:
        pointer = manager.lookup(borrowed.inner).get_value_type().as_pointer()
        super().__init__(manager, borrowed, pointer)  # type: ignore[no-untyped-call]


@infer_getattr
class _BorrowedFields(AttributeTemplate):
    """The types of a borrowed tuple's fields: a tuple in it is borrowed too."""

    key = Borrowed

    def generic_resolve(self, borrowed: Any, name: str) -> Any:  # type: ignore[override]
        """The type of a field."""
        if name not in borrowed.inner.fields:
            return None
        field = borrowed.inner.types[borrowed.inner.fields.index(name)]
        return Borrowed(field) if isinstance(field, types.BaseNamedTuple) else field


def _read(builder: Any, at: Any) -> Any:
    """Load a value that never changes, word by word: a mark that says so does not outlive the taking apart of more.

    Without it whatever is stored, anywhere, could have changed where an array lies: it would be loaded again.
    """
    kind = at.type.pointee
    if not isinstance(kind, (ir.LiteralStructType, ir.ArrayType)):
        word = builder.load(at)
        word.set_metadata("invariant.load", builder.module.add_metadata([]))
        return word
    out = ir.Constant(kind, ir.Undefined)
    for place in range(len(kind)):
        word = _read(builder, builder.gep(at, [_INT32(0), _INT32(place)], inbounds=True))
        out = builder.insert_value(out, word, place)
    return out


@lower_getattr_generic(Borrowed)  # type: ignore[no-untyped-call]
def _read_field(context: Any, builder: Any, borrowed: Any, pointer: Any, name: str) -> Any:
    """Load a field, or point to it."""
    place = borrowed.inner.fields.index(name)
    field = borrowed.inner.types[place]
    at = builder.gep(pointer, [_INT32(0), _INT32(place)], inbounds=True)
    if isinstance(field, types.BaseNamedTuple):
        return at
    return impl_ret_borrowed(context, builder, field, _read(builder, at))  # type: ignore[no-untyped-call]


if TYPE_CHECKING or not COMPILED:

    def fma(a: float, b: float, c: float) -> float:
        """``a*b + c`` rounded once."""
        return float(Fraction(float(a)) * Fraction(float(b)) + Fraction(float(c)))

    def floor(a: float) -> float:
        """The largest whole number not above ``a``, as float64."""
        return float(math.floor(a)) if math.isfinite(a) else float(a)

    def square_root(a: float) -> float:
        """The square root, correctly rounded."""
        return math.sqrt(a)

    def bits_of(a: float) -> int:
        """The 64 bits of a float64, as int64."""
        return int(struct.unpack("<q", struct.pack("<d", float(a)))[0])

    def from_bits(a: int) -> float:
        """The float64 that has these 64 bits."""
        return float(struct.unpack("<d", struct.pack("<q", int(a)))[0])

    def prefer_wide_vectors() -> None:
        """Ask for 512-bit vectors in the calling function, where the processor has them."""

    def borrow(values: Tuple) -> Tuple:
        """The same named tuple, passed to functions as one pointer instead of by its hundreds of words."""
        return values

else:

    @intrinsic
    def fma(typing_context: Any, a: Any, b: Any, c: Any) -> Any:
        """``a*b + c`` rounded once."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            cast = [context.cast(builder, v, t, types.float64) for v, t in zip(arguments, signature.args, strict=True)]
            return builder.fma(*cast)

        return types.float64(a, b, c), code

    @intrinsic
    def floor(typing_context: Any, a: Any) -> Any:
        """The largest whole number not above ``a``, as float64."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            value = context.cast(builder, arguments[0], signature.args[0], types.float64)
            return builder.call(builder.module.declare_intrinsic("llvm.floor", [_DOUBLE]), [value])

        return types.float64(a), code

    @intrinsic
    def square_root(typing_context: Any, a: Any) -> Any:
        """The square root, correctly rounded."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            value = context.cast(builder, arguments[0], signature.args[0], types.float64)
            return builder.call(builder.module.declare_intrinsic("llvm.sqrt", [_DOUBLE]), [value])

        return types.float64(a), code

    @intrinsic
    def bits_of(typing_context: Any, a: Any) -> Any:
        """The 64 bits of a float64, as int64."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            value = context.cast(builder, arguments[0], signature.args[0], types.float64)
            return builder.bitcast(value, _INT64)

        return types.int64(a), code

    @intrinsic
    def from_bits(typing_context: Any, a: Any) -> Any:
        """The float64 that has these 64 bits."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            value = context.cast(builder, arguments[0], signature.args[0], types.int64)
            return builder.bitcast(value, _DOUBLE)

        return types.float64(a), code

    @intrinsic
    def prefer_wide_vectors(typing_context: Any) -> Any:
        """Ask for 512-bit vectors in the calling function, where the processor has them."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            set.add(builder.function.attributes, '"prefer-vector-width"="512"')
            return context.get_dummy_value()

        return types.none(), code

    @intrinsic
    def borrow(typing_context: Any, values: Any) -> Any:
        """The same named tuple, passed to functions as one pointer instead of by its hundreds of words.

        It may be read until the function that borrows it returns. None stays None.
        """
        if not isinstance(values, types.BaseNamedTuple):
            return values(values), lambda context, builder, signature, arguments: arguments[0]

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            kept = cgutils.alloca_once_value(builder, arguments[0])
            # What is read through the pointer never changes. An empty instruction hides where the pointer comes from,
            # so that nothing can be read before it was written.
            hide = ir.InlineAsm(ir.FunctionType(kept.type, [kept.type]), "", "=r,0,~{memory}", side_effect=True)
            return builder.call(hide, [kept])

        return Borrowed(values)(values), code
