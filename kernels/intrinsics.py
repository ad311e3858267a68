"""Single machine operations that Numba has no word for. The only file that imports llvmlite.

Each has a plain-Python twin with equal bits, used when the compiler is off.
"""

from __future__ import annotations

import math
import struct
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from kernels.jit import COMPILED

_DOUBLE = ir.DoubleType()
_INT64 = ir.IntType(64)


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
