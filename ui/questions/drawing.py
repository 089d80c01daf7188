"""The answer as a graph: what each node and relationship looks like."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from ui.components.network import Edge, Node
from ui.format import plain
from ui.names import Names
from ui.text import language
from ui.tokens import stance_word

if TYPE_CHECKING:
    from queries.picture import Picture

# shape, colour and size by node kind; a person is drawn by stance
LOOKS = {
    "Enterprise": ("square", "var(--lp-route-other)", 15.0),
    "Opportunity": ("diamond", "var(--lp-primary)", 17.0),
    "Product": ("hexagon", "var(--lp-good-fill)", 14.0),
    "Competitor": ("triangleDown", "var(--lp-bad-fill)", 15.0),
    "Seller": ("dot", "var(--lp-primary)", 13.0),
    "Step": ("dot", "var(--lp-warn-fill)", 10.0),
    "Need": ("star", "var(--lp-warn-fill)", 13.0),
}
PLAIN = ("dot", "var(--lp-quiet-fill)", 11.0)
NUMBERS = ("weight", "strength", "share")


def key_of(kind: str, id_: str) -> str:
    """Return the id of a node in the drawing."""
    return f"{kind}:{id_}"


def nodes(found: Picture, names: Names, standing: dict[str, float | None], day: date) -> list[Node]:
    """Return the nodes of the drawing."""
    return [_node(n, names, standing, day) for n in found.nodes]


def _node(node: dict[str, Any], names: Names, standing: dict[str, float | None], day: date) -> Node:
    kind, id_ = str(node["_kind"]), str(node["id"])
    name = names.of(kind, id_)
    known = NODE_KINDS[kind]
    kind_name = known.zh if language() == "zh" else known.name
    post = names.post(id_, day) if kind == "Person" else None
    second = (post.title if post else None) or ("" if kind == "Person" else kind_name)
    lines = [name, kind_name, post.title if post else None, post.enterprise if post else None, id_]
    shape, color, size = LOOKS.get(kind, PLAIN)
    return Node(
        id=key_of(kind, id_),
        label=_short(name),
        second=_short(second),
        title="\n".join(line for line in lines if line),
        shape=shape,
        color=color,
        size=size if kind != "Person" else 20.0,
        stance=stance_word(standing.get(id_)) if kind == "Person" else None,
    )


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"


def edges(found: Picture) -> list[Edge]:
    """Return the relationships of the drawing; influence is dashed and wide by its weight."""
    return [_edge(r) for r in found.relationships]


def _edge(tie: dict[str, Any]) -> Edge:
    type_ = str(tie["_type"])
    known = RELATIONSHIP_TYPES.get(type_)
    spoken = known.zh if known and language() == "zh" else type_
    number = next((tie[n] for n in NUMBERS if isinstance(tie.get(n), int | float)), None)
    figure = "" if number is None else plain(float(number))
    sways = type_ == "INFLUENCES"
    return Edge(
        source=key_of(str(tie["from_kind"]), str(tie["from"])),
        target=key_of(str(tie["to_kind"]), str(tie["to"])),
        label=figure if sways else "",
        title=f"{spoken} {figure}".strip(),
        color="var(--lp-influence)" if sways else "var(--lp-reports)",
        dashes=sways,
        arrow=known.directed if known else True,
        width=1.2 + 2.2 * float(number or 0.3) if sways else 1.4,
    )
