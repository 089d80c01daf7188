"""Reads an expression from left to right.

::

    expression  = and-part { "or" and-part }
    and-part    = not-part { "and" not-part }
    not-part    = "not" not-part | "(" expression ")" | test
    test        = column [ sign value | "in" "(" value { "," value } ")" | "is" KNOWN ]
                | value sign column
    column      = NAME { "." NAME } [ "[" MONTHS "]" ]
    sign        = "=" | "!=" | "<" | "<=" | ">" | ">="
    value       = NUMBER | 'text' | 2026-03-31 | yes | no | WORD

KNOWN is ``known`` or ``unknown``. ``and`` binds closer than ``or``; 且, 或 and 非 mean the same. A
column that stands alone is a yes/no column and is tested for yes. A name with other signs in it
stands in back-quotes.
"""

from __future__ import annotations

from collections.abc import Callable

from graph.customers.tags.expression import KNOWN, Column, Comparison, Joined, Node, Not, Value
from graph.customers.tags.tokens import Token, tokens_of, wrong
from graph.text import Text

AND, OR, NOT, IN, IS = ("and", "且"), ("or", "或"), ("not", "非"), ("in", "属于"), ("is",)
YES, NO = ("yes", "true", "是"), ("no", "false", "否")
_KNOWN, _UNKNOWN = ("known", "已知"), ("unknown", "未知")
SIGNS = ("=", "!=", "<", "<=", ">", ">=")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
# Deeper nesting is no rule that anybody reads.
DEEPEST = 50

_Read = Callable[[], Node]


def parse(text: str) -> Node:
    """Read an expression.

    Raises
    ------
    UsageError
        What cannot be read, with its place.

    Examples
    --------
    >>> parse("employees >= 500").column.name
    'employees'
    >>> parse("a = 1 or b = 2 and c = 3").word
    'or'
    """
    reader = _Reader(tokens_of(text))
    node = reader.expression(0)
    reader.expect_end()
    return node


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.next
        self.place += 1
        return token

    def says(self, words: tuple[str, ...]) -> bool:
        """Whether the next token is one of these words; it is taken then."""
        token = self.next
        named = token.kind == "name" and token.written.casefold() in words
        if named or (token.kind == "sign" and token.value in words):
            self.place += 1
            return True
        return False

    def expected(self, what: Text) -> Exception:
        return wrong(self.next.at, self.next.written, what)

    def expect_end(self) -> None:
        if self.next.kind != "end":
            raise self.expected(Text("and, or, or the end", "and、or 或结尾"))

    def expression(self, depth: int) -> Node:
        return self._joined("or", OR, lambda: self._joined("and", AND, lambda: self._not(depth)))

    def _joined(self, word: str, words: tuple[str, ...], read: _Read) -> Node:
        parts = [read()]
        while self.says(words):
            parts.append(read())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def _not(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise self.expected(
                Text(f"fewer than {DEEPEST} levels of brackets", f"括号不超过 {DEEPEST} 层")
            )
        if self.says(NOT):
            return Not(self._not(depth + 1))
        if self.says(("(",)):
            inner = self.expression(depth + 1)
            if not self.says((")",)):
                raise self.expected(Text("a closing bracket", "右括号"))
            return inner
        return self._test()

    def _test(self) -> Node:
        at = self.next.at
        if self.next.kind in ("number", "date", "text"):
            value = self._value()
            sign = self._sign(Text("a sign such as >=", "比较符，如 >="))
            return Comparison(self._column(), _TURNED.get(sign, sign), (value,), at)
        column = self._column()
        if self.says(IN):
            return Comparison(column, "=", self._list(), at)
        if self.says(IS):
            return Comparison(column, KNOWN, (self._is_known(),), at)
        if self.next.kind == "sign" and self.next.value in SIGNS:
            sign = self._sign(Text("a sign", "比较符"))
            return Comparison(column, sign, (self._value(),), at)
        return Comparison(column, "=", (True,), at)

    def _sign(self, what: Text) -> str:
        if self.next.kind != "sign" or self.next.value not in SIGNS:
            raise self.expected(what)
        return str(self.take().value)

    def _is_known(self) -> bool:
        if self.says(_KNOWN):
            return True
        if self.says(_UNKNOWN):
            return False
        raise self.expected(Text("known or unknown", "known 或 unknown"))

    def _list(self) -> tuple[Value, ...]:
        if not self.says(("(",)):
            raise self.expected(Text("a list in brackets", "括号内的取值列表"))
        values = [self._value()]
        while self.says((",",)):
            values.append(self._value())
        if not self.says((")",)):
            raise self.expected(Text("a comma or a closing bracket", "逗号或右括号"))
        return tuple(values)

    def _value(self) -> Value:
        token = self.next
        if token.kind in ("end", "sign"):
            raise self.expected(Text("a number, a text or a date", "数字、文本或日期"))
        self.take()
        if token.kind != "name":
            return token.value  # type: ignore[return-value]
        folded = token.written.casefold()
        if folded in (*YES, *NO):
            return folded in YES
        return token.written.strip("`")

    def _column(self) -> Column:
        token = self.next
        reserved = token.written.casefold() in (*AND, *OR, *NOT, *IN, *IS)
        if token.kind != "name" or reserved:
            raise self.expected(Text("a column", "列名"))
        self.take()
        months = self._months() if self.says(("[",)) else None
        return Column(token.value, months, token.at)  # type: ignore[arg-type]

    def _months(self) -> int:
        token = self.next
        number = token.value if token.kind == "number" else 0.0
        if not isinstance(number, float) or number < 1 or number != int(number):
            raise self.expected(Text("a whole number of months, from 1", "不小于 1 的整数月数"))
        self.take()
        if not self.says(("]",)):
            raise self.expected(Text("a closing ]", "右方括号 ]"))
        return int(number)
