"""Reasons in a file of recommendations, ``association: A; B | similar: 1.3``, as people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.cross_sell.learnt.words import FEATURES
from graph.text import Text

if TYPE_CHECKING:
    import polars as pl

# What stands before the colon, or alone; the features of a fitted model besides.
KINDS: dict[str, Text] = {
    **FEATURES,
    "association": Text("association", "产品关联"),
    "sequence": Text("sequence", "购买顺序"),
    "similar": Text("similar", "相近客户"),
    "siblings": Text("siblings", "集团兄弟企业"),
    "company": Text("company", "所属企业在用"),
    "popular": Text("popular", "热门"),
    "base rate": Text("base rate", "基准比例"),
}


def spoken(frame: pl.DataFrame, language: str) -> pl.DataFrame:
    """Return the frame with the kinds of its reasons in the language; English keeps the codes.

    Examples
    --------
    >>> import polars as pl
    >>> spoken(pl.DataFrame({"because": ["similar: a; b | popular"]}), "zh").item()
    '相近客户: a; b | 热门'
    """
    import polars as pl

    if language != "zh":
        return frame
    said = pl.col("because")
    for code, text in KINDS.items():
        said = said.str.replace_all(rf"(^| \| ){code}(: |$)", f"${{1}}{text.zh}${{2}}")
    return frame.with_columns(said)
