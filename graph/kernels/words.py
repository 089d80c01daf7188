"""A row of bits, one a world, as one vector: 16 words of 64 bits are 1,024 worlds.

Written out for the compiler, which cannot see that two rows of a matrix do not overlap and would
make a loop of the same thing five times slower. Matrices are ``uint64`` with 16 columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types

from graph.kernels.compiled import written

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = 16
WORLDS = 64 * WORDS

INT = ir.IntType(64)
ROW = ir.VectorType(INT, WORDS)

# (context, builder, signature, values) to the value of the call.
Writer = "Callable[[Any, Any, Any, Any], Any]"


def _row(context: Any, builder: Any, kind: Any, matrix: Any, row: Any) -> Any:
    data = context.make_array(kind)(context, builder, matrix).data
    start = builder.gep(data, [builder.mul(row, INT(WORDS))])
    return builder.bitcast(start, ROW.as_pointer())


def _load(builder: Any, place: Any) -> Any:
    found = builder.load(place)
    found.align = 8
    return found


def _store(builder: Any, value: Any, place: Any) -> None:
    builder.store(value, place).align = 8


def _call(builder: Any, name: str, result: Any, value: Any) -> Any:
    module = builder.module
    function = module.globals.get(name) or ir.Function(
        module, ir.FunctionType(result, [value.type]), name
    )
    return builder.call(function, [value])


@written
def ones(_typing: Any, word: Any) -> Any:
    """``ones(word)``: how many bits of a word are set."""

    def write(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        return _call(builder, "llvm.ctpop.i64", INT, values[0])

    return types.int64(types.uint64), write


@written
def lowest(_typing: Any, word: Any) -> Any:
    """``lowest(word)``: the place of the lowest bit that is set in a word that is not 0."""

    def write(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        below = builder.and_(builder.not_(values[0]), builder.sub(values[0], INT(1)))
        return _call(builder, "llvm.ctpop.i64", INT, below)

    return types.int64(types.uint64), write


def _all(number: int) -> Any:
    return ir.Constant(ROW, [number] * WORDS)


@written
def spread(_typing: Any, to: Any, i: Any, a: Any, j: Any, b: Any, k: Any) -> Any:
    """``spread(to, i, a, j, b, k)``: to[i] |= a[j] & b[k]; says whether to[i] grew."""

    def write(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        kinds = signature.args
        place = _row(context, builder, kinds[0], values[0], values[1])
        old = _load(builder, place)
        one = _load(builder, _row(context, builder, kinds[2], values[2], values[3]))
        two = _load(builder, _row(context, builder, kinds[4], values[4], values[5]))
        new = builder.or_(old, builder.and_(one, two))
        _store(builder, new, place)
        more = _call(builder, "llvm.vector.reduce.or.v16i64", INT, builder.xor(old, new))
        return builder.icmp_unsigned("!=", more, INT(0))

    return types.boolean(to, types.int64, a, types.int64, b, types.int64), write


@written
def unless(_typing: Any, to: Any, i: Any, a: Any, j: Any, b: Any, k: Any) -> Any:
    """``unless(to, i, a, j, b, k)``: to[i] = a[j] & ~b[k]."""

    def write(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        kinds = signature.args
        one = _load(builder, _row(context, builder, kinds[2], values[2], values[3]))
        two = _load(builder, _row(context, builder, kinds[4], values[4], values[5]))
        place = _row(context, builder, kinds[0], values[0], values[1])
        _store(builder, builder.and_(one, builder.not_(two)), place)
        return context.get_dummy_value()

    return types.void(to, types.int64, a, types.int64, b, types.int64), write


@written
def fill(_typing: Any, to: Any, i: Any, word: Any) -> Any:
    """``fill(to, i, word)``: every word of to[i] = word."""

    def write(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        place = _row(context, builder, signature.args[0], values[0], values[1])
        first = builder.insert_element(ROW(ir.Undefined), values[2], ir.IntType(32)(0))
        zero = ir.Constant(ir.VectorType(ir.IntType(32), WORDS), [0] * WORDS)
        _store(builder, builder.shuffle_vector(first, ROW(ir.Undefined), zero), place)
        return context.get_dummy_value()

    return types.void(to, types.int64, types.uint64), write


def _counting(join: Callable[[Any, Any, Any], Any]) -> Callable[..., Any]:
    def count(_typing: Any, a: Any, i: Any, b: Any, j: Any) -> Any:
        def write(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            one = _load(builder, _row(context, builder, signature.args[0], values[0], values[1]))
            two = _load(builder, _row(context, builder, signature.args[2], values[2], values[3]))
            ones = _call(builder, "llvm.ctpop.v16i64", ROW, join(builder, one, two))
            return _call(builder, "llvm.vector.reduce.add.v16i64", INT, ones)

        return types.int64(a, types.int64, b, types.int64), write

    return count


# count_both(a, i, b, j): how many worlds are in a[i] and b[j]; count_only: in a[i], not in b[j].
count_both = written(_counting(lambda builder, one, two: builder.and_(one, two)))
count_only = written(_counting(lambda builder, one, two: builder.and_(one, builder.not_(two))))


@written
def halve(_typing: Any, state: Any, to: Any, i: Any, digit: Any) -> Any:
    """``halve(state, to, i, digit)``: each bit of to[i] stays or, at evens, becomes ``digit``.

    A bit that is 1 with probability p then is so with (p + digit) / 2: one binary digit of a
    probability, from the last to the first. ``state`` (one row) is stepped (Marsaglia 2003).
    """

    def write(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        source = _row(context, builder, signature.args[0], values[0], INT(0))
        place = _row(context, builder, signature.args[1], values[1], values[2])
        x = _load(builder, source)
        x = builder.xor(x, builder.shl(x, _all(13)))
        x = builder.xor(x, builder.lshr(x, _all(7)))
        x = builder.xor(x, builder.shl(x, _all(17)))
        _store(builder, x, source)
        first = builder.insert_element(ROW(ir.Undefined), values[3], ir.IntType(32)(0))
        zero = ir.Constant(ir.VectorType(ir.IntType(32), WORDS), [0] * WORDS)
        digits = builder.shuffle_vector(first, ROW(ir.Undefined), zero)
        old = _load(builder, place)
        _store(builder, builder.xor(builder.and_(x, builder.xor(old, digits)), digits), place)
        return context.get_dummy_value()

    return types.void(state, to, types.int64, types.uint64), write
