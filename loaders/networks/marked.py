"""Networks whose nodes and edges carry named values: what GraphML and GML have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.networks.network import Network, Relation
from loaders.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAMES = ("label", "name", "标签", "名称", "姓名")
WEIGHTS = ("weight", "strength", "权重", "强度")
KINDS = ("relationship", "type", "关系")
ALL = "all"


@dataclass(frozen=True)
class Edge:
    """One edge as a file has it: the ids of its ends, its values, whether it holds both ways."""

    ends: tuple[str, str]
    given: Mapping[str, str]
    both: bool = False


def network_of(names: Mapping[str, str], edges: Iterable[Edge], *, directed: bool) -> Network:
    """Return the network of named nodes; where its ties have kinds, each kind is a relation too.

    Parameters
    ----------
    names : mapping
        Id to name of the nodes, in their order.
    edges : iterable of Edge
        The edges; one whose weight is no number or whose end is no node is bad.
    directed : bool
        Whether the ties have a direction.

    Examples
    --------
    >>> edge = Edge(("1", "2"), {"weight": "2"})
    >>> network_of({"1": "Li", "2": "Wu"}, [edge], directed=True).relations[0].rows
    [('Li', 'Wu', 2.0)]
    """
    every = Relation(ALL, undirected=not directed)
    kinds: dict[str, Relation] = {}
    rejects: list[tuple[int, str, str]] = []
    for number, edge in enumerate(edges, 1):
        said = next((edge.given[w] for w in WEIGHTS if edge.given.get(w)), "1")
        weight = parse_number(said)
        if weight is None or not all(end in names for end in edge.ends):
            rejects.append((number, "edge", f"{edge.ends[0]} {edge.ends[1]} {said}"))
            continue
        one, other = (names[end] for end in edge.ends)
        rows = [(one, other, float(weight.value))]
        if edge.both:
            rows.append((other, one, float(weight.value)))
        kind = next((edge.given[k] for k in KINDS if edge.given.get(k)), None)
        every.rows += rows
        if kind:
            kinds.setdefault(kind, Relation(kind, undirected=not directed)).rows += rows
    relations = [every, *kinds.values()] if len(kinds) > 1 else [every]
    return Network(list(names.values()), relations, rejects)
