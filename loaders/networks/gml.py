"""GML, as Gephi, yEd, Cytoscape and many published data sets write it; read by networkx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.text import Text
from loaders.networks.marked import NAMES, Edge, network_of
from loaders.networks.network import refused, unlike

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

    from loaders.networks.network import Network

_GRAPH = re.compile(r"^(\s*graph\s*\[)", re.MULTILINE)
# Whoever counts contacts in GML calls it so.
_VALUE = "value"
_BROKEN = Text("it is not whole GML.", "不是完整的 GML。")


def read_gml(text: str, label: str) -> Network:
    """Read the graph of a file, its people by their labels and its ties by their kinds.

    Raises InputError for a file that is not GML.

    Examples
    --------
    >>> nodes = 'node [ id 1 label "Li" ] node [ id 2 label "Wu" ]'
    >>> read_gml(f"graph [ {nodes} edge [ source 1 target 2 ] ]", "x.gml").relations[0].rows
    [('Li', 'Wu', 1.0)]
    """
    graph = _parsed(text, label)
    given = {str(node): _plain(values) for node, values in graph.nodes(data=True)}
    plain = [next((v[n] for n in NAMES if v.get(n)), node) for node, v in given.items()]
    names = dict(zip(given, unlike(plain), strict=True))
    return network_of(names, _edges(graph), directed=graph.is_directed())


def _parsed(text: str, label: str) -> nx.Graph[Any]:
    import networkx as nx  # only who brings such a file needs it

    # Published files repeat edges without saying that they may.
    several = text if "multigraph" in text else _GRAPH.sub(r"\1 multigraph 1", text, count=1)
    try:
        # Without a destringizer texts stay texts: nothing in the file is evaluated.
        return nx.parse_gml(several, label="id")
    except (
        nx.NetworkXError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        RecursionError,
    ) as error:
        raise refused(label, _BROKEN) from error


def _edges(graph: nx.Graph[Any]) -> Iterator[Edge]:
    for one, other, values in graph.edges(data=True):
        given = _plain(values)
        yield Edge((str(one), str(other)), {"weight": given.get(_VALUE, "")} | given)


def _plain(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what is said of a node or edge in words and numbers, its drawing aside."""
    return {
        str(k).casefold(): str(v).strip()
        for k, v in values.items()
        if isinstance(v, str | int | float)
    }
