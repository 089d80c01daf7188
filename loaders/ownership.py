"""A network file of holdings (owner to owned) as companies and who owns whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import InputError
from graph.records import Records, conform, node_schema, relationship_schema
from graph.text import Text
from loaders.networks import read_network
from loaders.pipeline import ReadResult
from loaders.sources import source_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.networks import Network, Relation

MAPPING = "ownership"
_PERCENT = 100.0
_SHOWN = 5
_READABLE = Text(
    "Pajek (.net), UCINET (.dl, .##h) and GraphML files are.",
    "可用：Pajek (.net)、UCINET (.dl、.##h)、GraphML。",
)


def load_ownership(paths: Sequence[str | Path]) -> ReadResult:
    """Read network files of holdings, each a source of its own.

    A tie goes from the owner to what it owns; its weight is the share. Companies are known by
    their names.

    Raises InputError for a file that is no such network.
    """
    records, rejects, notes, rows, repeats = [], list[pl.DataFrame](), list[Text](), 0, 0
    for source in source_names(paths):
        network, label = _network(Path(source)), Path(source).name
        relation = _directed(network, label)
        held = relation.frame.with_columns(weight=_shares(relation, label, notes))
        once = held.unique(["from", "to"], keep="first", maintain_order=True)
        rows, repeats = rows + held.height, repeats + held.height - once.height
        records.append(_records(source, _companies(network, once, notes), once))
        rejects.append(_rejects(network, label))
    return ReadResult(records, pl.concat(rejects), notes, rows, repeats)


def _network(path: Path) -> Network:
    if not path.is_file():
        raise InputError(Text("There is no file {path}.", "没有文件 {path}。").format(path=path))
    network = read_network(path)
    if network is None:
        raise InputError(
            Text("{file} is no network file.", "{file} 不是网络文件。").format(file=path.name),
            _READABLE,
        )
    return network


def _directed(network: Network, label: str) -> Relation:
    relation = network.relation(None)
    if relation.undirected:
        raise InputError(
            Text(
                "{file}: its ties have no direction, so it does not say who owns whom.",
                "{file}: 关系没有方向，无法判断谁持有谁。",
            ).format(file=label),
            Text(
                "Give arcs from the owner to the owned.", "请提供由持有方指向被持有方的有向关系。"
            ),
        )
    return relation


def _shares(relation: Relation, label: str, notes: list[Text]) -> pl.Series:
    """Return the weights as shares: null where all are 1, which is what a file without any has."""
    weight = relation.frame["weight"]
    largest = float(weight.max() or 0.0)  # type: ignore[arg-type]
    if largest > _PERCENT:
        raise InputError(
            Text(
                "{file}: the weight {found} is no share.", "{file}: 权重 {found} 不是持股比例。"
            ).format(file=label, found=f"{largest:g}"),
            Text("Shares are 0 to 1, or 0 to 100.", "持股比例为 0 至 1，或 0 至 100。"),
        )
    if largest > 1:
        notes.append(Text("Shares are read as percentages.", "持股比例按百分数读取。"))
        return weight / _PERCENT
    if bool((weight == 1).all()):
        notes.append(Text("The file states no shares.", "文件没有写明持股比例。"))
        return pl.Series("weight", [None] * len(weight), pl.Float64)
    return weight


def _companies(network: Network, held: pl.DataFrame, notes: list[Text]) -> list[str]:
    """Return who has a name or a tie: a number that the file never mentions again is nobody."""
    tied = {*held["from"], *held["to"]}
    known = [c for at, c in enumerate(network.people, 1) if c in tied or c != str(at)]
    bare = [c for at, c in enumerate(network.people, 1) if c in tied and c == str(at)]
    empty = len(network.people) - len(known)
    if bare:
        shown = ", ".join(bare[:_SHOWN]) + (", …" if len(bare) > _SHOWN else "")
        notes.append(
            Text(
                "{n} of the companies have ties but no name in the file; "
                "their number stands for it: {numbers}.",
                "其中 {n} 家企业在文件中有关系而无名称，以编号代替：{numbers}。",
            ).format(n=len(bare), numbers=shown)
        )
    if empty:
        notes.append(
            Text(
                "{n} numbers without a name or a tie are left out.",
                "{n} 个既无名称也无关系的编号未读入。",
            ).format(n=empty)
        )
    return known


def _records(source: str, companies: list[str], held: pl.DataFrame) -> Records:
    nodes = pl.DataFrame(
        {"id": companies, "name": companies}, schema_overrides={"id": pl.String, "name": pl.String}
    )
    ties = pl.DataFrame(
        {
            "from": held["to"],
            "to": held["from"],
            "share": held["weight"],
        }
    ).with_columns(from_kind=pl.lit("Enterprise"), to_kind=pl.lit("Enterprise"))
    return Records(
        source,
        nodes={"Enterprise": conform(nodes, node_schema("Enterprise")).drop("sources")},
        relationships={
            "MEMBER_OF": conform(ties, relationship_schema("MEMBER_OF")).drop("sources")
        },
    )


def _rejects(network: Network, label: str) -> pl.DataFrame:
    expected = Text("two numbers of vertices", "两个顶点编号")
    hint = Text("Mend the line.", "请修正该行。")
    bad = network.rejected
    words = {
        "file": label, "expected": expected.en, "expected_zh": expected.zh, "hint": hint.en,
        "hint_zh": hint.zh,
    }  # fmt: skip
    return bad.with_columns(
        row=pl.col("found"), **{name: pl.lit(word) for name, word in words.items()}
    ).select("file", "line", "column", "found", "expected", "expected_zh", "hint", "hint_zh", "row")
