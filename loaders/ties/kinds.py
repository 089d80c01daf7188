"""Kinds of files that may hold a network, and the refusal of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.text import Text
from loaders.networks import KINDS
from loaders.sources import READABLE

if TYPE_CHECKING:
    from pathlib import Path


def refuse_unknown(path: Path) -> None:
    """Raise InputError for a file of a kind that holds no ties, with the kinds that may.

    A path that is not there is left to whoever opens it.
    """
    if not path.is_file() or path.suffix.lower() in READABLE:
        return
    known = ", ".join((*READABLE, *KINDS))
    raise InputError(
        Text(
            "{file} is not of a kind that holds a network ({known}).",
            "{file} 不是可含关系网的文件类型（{known}）。",
        ).format(file=path.name, known=known),
        Text(
            "Save it as a list of ties (CSV or Excel, with columns from and to), or as Pajek, "
            "UCINET, GraphML or GML.",
            "请另存为关系列表（CSV 或 Excel，含 from、to 列），"
            "或 Pajek、UCINET、GraphML、GML 文件。",
        ),
    )
