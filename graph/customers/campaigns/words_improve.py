"""What the search for a better tag says beside its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.text import Text

if TYPE_CHECKING:
    from graph.customers.campaigns.intervals import Count

HOLD_OUT = Text("The held-out share must lie between 0 and 1.", "留出检验的比例应在 0 与 1 之间。")
NO_FEATURE = Text(
    "There is no column that says anything about customers.", "没有任何描述客户的列。"
)
GIVES_AWAY = Text(
    "'{condition}' tells the outcome without an exception: is it known only afterwards?",
    "“{condition}”与结果完全一致：是否事后才知道？",
)
_ALL = Text(
    "Everybody accepted: nothing separates anybody.", "所有客户都已接受：没有可区分的特征。"
)
_NOBODY = Text("Nobody accepted: nothing separates anybody.", "没有客户接受：没有可区分的特征。")
_EMPTY = Text("There is no customer to learn from.", "没有可供分析的客户。")


def one_value(did: Count) -> Text:
    """Return what to say of an outcome that has one value."""
    if not did.n:
        return _EMPTY
    return _ALL if did.x else _NOBODY
