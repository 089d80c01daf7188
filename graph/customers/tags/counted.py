"""What the shares of a tag are of: so many enterprises, individual members, products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence


def counted(n: int, kinds: Sequence[str]) -> Text:
    """Return so many customers by what they are, for what a share is of.

    Examples
    --------
    >>> counted(30_000, ["Member"]).en, counted(1, ["Enterprise"]).zh
    ('30,000 individual members', '1 家企业')
    """
    one, many = _COUNTED.get(tuple(kinds), _CUSTOMERS)
    return (one if n == 1 else many).format(n=f"{n:,}")


_CUSTOMERS = (Text("{n} customer", "{n} 个客户"), Text("{n} customers", "{n} 个客户"))
_COUNTED: dict[tuple[str, ...], tuple[Text, Text]] = {
    ("Enterprise",): (Text("{n} enterprise", "{n} 家企业"), Text("{n} enterprises", "{n} 家企业")),
    ("Member",): (
        Text("{n} individual member", "{n} 名集团成员"),
        Text("{n} individual members", "{n} 名集团成员"),
    ),
    ("Product",): (Text("{n} product", "{n} 个产品"), Text("{n} products", "{n} 个产品")),
}
