"""GraphML, as yEd, Gephi, Cytoscape and this program write it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from graph.text import Text
from loaders.networks.marked import NAMES, Edge, network_of
from loaders.networks.network import refused, unlike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.networks.network import Network

_BROKEN = Text("it is not whole GraphML.", "不是完整的 GraphML。")
_EMPTY = Text("it holds no graph.", "其中没有图。")
_TYPED = Text("it declares a document type, which is refused.", "其中声明了文档类型，已拒绝。")


class _TypedError(Exception):
    """A file declares a document type."""


class _Plain(ElementTree.TreeBuilder):
    """Builds the tree of a file that declares no document type, so that nothing is expanded."""

    def doctype(self, *_: str | None) -> None:
        """Refuse: called before any entity is read."""
        raise _TypedError


def read_graphml(data: bytes, label: str) -> Network:
    """Read the first graph of a file; where its ties have kinds, each kind is a relation too.

    Raises InputError for a file that is not GraphML, or declares entities.
    """
    plain = ElementTree.XMLParser(target=_Plain())  # noqa: S314 - entities need a document type
    try:
        root = ElementTree.parse(BytesIO(data), plain).getroot()  # noqa: S314
    except _TypedError as error:
        raise refused(label, _TYPED) from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise refused(label, _BROKEN) from error
    found = next((e for e in root.iter() if _tag(e) == "graph"), None)
    if _tag(root) != "graphml" or found is None:
        raise refused(label, _EMPTY)
    keys = {
        e.get("id", ""): (e.get("attr.name") or "").casefold() for e in root if _tag(e) == "key"
    }
    names = _people(found, keys)
    if not names:
        raise refused(label, _EMPTY)
    directed = found.get("edgedefault") != "undirected"
    return network_of(names, _edges(found, keys, directed=directed), directed=directed)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _people(graph: ElementTree.Element, keys: dict[str, str]) -> dict[str, str]:
    """Return id to name of the nodes, in their order."""
    nodes = [e for e in graph.iter() if _tag(e) == "node" and e.get("id")]
    plain = [_name(e, keys) or str(e.get("id")) for e in nodes]
    return {str(e.get("id")): name for e, name in zip(nodes, unlike(plain), strict=True)}


def _name(node: ElementTree.Element, keys: dict[str, str]) -> str | None:
    given = _values(node, keys)
    named = next((given[n] for n in NAMES if given.get(n)), None)
    drawn = (e.text.strip() for e in node.iter() if _tag(e) == "NodeLabel" and e.text)
    return named or next((text for text in drawn if text), None)


def _values(element: ElementTree.Element, keys: dict[str, str]) -> dict[str, str]:
    return {
        keys.get(d.get("key", ""), ""): (d.text or "").strip() for d in element if _tag(d) == "data"
    }


def _edges(graph: ElementTree.Element, keys: dict[str, str], *, directed: bool) -> Iterator[Edge]:
    for edge in (e for e in graph.iter() if _tag(e) == "edge"):
        # A file without direction may hold single ties that have one, and the other way round.
        both = (edge.get("directed") or str(directed).lower()) == "false" and directed
        ends = edge.get("source", ""), edge.get("target", "")
        yield Edge(ends, _values(edge, keys), both)
