"""Who stands where on the map, before any coordinate: deciders, departments, outsiders.

Deciders stand on top, in a tree where they report to each other, with the executives above them.
Everybody else stands in the column of a department, indented under the boss. Nothing is lost:
whoever has no department, no boss or another employer has a column that says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from graph.decision.results import PersonRow
from graph.text import Text
from ui.diagram import words
from ui.diagram.view import View

FOLD_ABOVE = 200


@dataclass(frozen=True, slots=True)
class Node:
    """A person in a column: how deep under its head, and under whom."""

    id: str
    depth: int
    parent: str | None


@dataclass(slots=True)
class Column:
    """A department, or what stands for one."""

    key: str
    title: str
    nodes: list[Node]
    share: float
    count: int
    outside: bool = False
    boss: str | None = None
    hidden: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Arrangement:
    """The rows on top (each person with the boss on top, if any) and the columns below."""

    top: list[list[Node]]
    columns: list[Column]
    primary: dict[str, str]


def arrange(view: View, opened: Set[str] = frozenset()) -> Arrangement:
    """Arrange everybody; over 200 people, departments fold unless named in ``opened``."""
    primary = _primary_bosses(view)
    top = _top_people(view, primary)
    columns = _columns(view, primary, top)
    rows = _top_rows(view, primary, top)
    _order(columns, rows)
    if len(view.people) > FOLD_ABOVE:
        for column in columns:
            if column.key not in opened:
                _fold(column)
    return Arrangement(rows, columns, primary)


def _rank(view: View, id_: str) -> tuple[float, float, str]:
    person = view.people[id_]
    level = person.level if person.level is not None else 99
    return (level, -round(person.influence, 9), id_)


def _primary_bosses(view: View) -> dict[str, str]:
    """Choose one boss a person, so that the lines of command are a forest (cycles are cut)."""
    primary: dict[str, str] = {}
    for id_ in sorted(view.bosses, key=lambda i: _rank(view, i), reverse=True):
        own = view.people[id_]
        ordered = sorted(
            view.bosses[id_],
            key=lambda b: (
                view.people[b].employer != own.employer,
                view.people[b].department != own.department,
                *_rank(view, b),
            ),
        )
        boss = next((b for b in ordered if not _leads_to(primary, b, id_)), None)
        if boss is not None:
            primary[id_] = boss
    return primary


def _leads_to(primary: dict[str, str], start: str, goal: str) -> bool:
    while start != goal:
        if start not in primary:
            return False
        start = primary[start]
    return True


def _ancestors(primary: dict[str, str], id_: str) -> Iterable[str]:
    while id_ in primary:
        id_ = primary[id_]
        yield id_


def _top_people(view: View, primary: dict[str, str]) -> set[str]:
    """Deciders, and those above them who stand above every department."""
    top = set(view.deciders)
    levels = [view.people[d].level for d in top]
    highest = min((x for x in levels if x is not None), default=None)
    for decider in view.deciders:
        for boss in _ancestors(primary, decider):
            level = view.people[boss].level
            senior = level is not None and highest is not None and level <= highest
            if not view.people[boss].outsider and (senior or not view.people[boss].department):
                top.add(boss)
    return top


def _top_rows(view: View, primary: dict[str, str], top: set[str]) -> list[list[Node]]:
    """Return the rows of the top, each row in the order of its bosses above."""

    def boss_on_top(id_: str) -> str | None:
        return next((b for b in _ancestors(primary, id_) if b in top), None)

    children: dict[str | None, list[str]] = defaultdict(list)
    for id_ in sorted(top, key=lambda i: _rank(view, i)):
        children[boss_on_top(id_)].append(id_)
    rows: list[list[Node]] = []
    row = [Node(id_, 0, None) for id_ in children[None]]
    while row:
        rows.append(row)
        row = [Node(c, n.depth + 1, n.id) for n in row for c in children[n.id]]
    return rows


def _columns(view: View, primary: dict[str, str], top: set[str]) -> list[Column]:
    rest = [p for p in view.analysis.people if p.id not in top]
    # (kind, name) of the column of each person; kinds in the order in which they stand.
    keys = {p.id: _column_key(view, p, primary, top) for p in rest}
    members: dict[tuple[int, str], list[str]] = defaultdict(list)
    for person in rest:
        members[keys[person.id]].append(person.id)
    return [_column(view, primary, key, ids) for key, ids in sorted(members.items())]


def _column_key(
    view: View, person: PersonRow, primary: dict[str, str], top: set[str]
) -> tuple[int, str]:
    if person.outsider:
        return (4, "")
    home = view.analysis.opportunity.enterprise
    if person.employer and home and person.employer != home:
        return (2, person.employer)
    if person.department:
        return (0, person.department)
    root = person.id
    for boss in _ancestors(primary, person.id):
        other = view.people[boss]
        if boss in top or other.outsider or other.employer != person.employer:
            break
        if other.department:
            return (0, other.department)
        root = boss
    alone = root == person.id and all(
        primary.get(p.id) != person.id or p.department for p in view.analysis.people
    )
    return (3, "") if alone else (1, root)


def _column(view: View, primary: dict[str, str], key: tuple[int, str], ids: list[str]) -> Column:
    nodes = _forest(view, primary, ids)
    people = [view.people[i] for i in ids]
    return Column(
        key=f"{key[0]}:{key[1]}",
        title=_title(view, key, people)[view.language],
        nodes=nodes,
        share=sum(p.influence for p in people),
        count=len(ids),
        outside=key[0] == 4,
        boss=next((primary[n.id] for n in nodes if not n.depth and n.id in primary), None),
    )


def _title(view: View, key: tuple[int, str], people: list[PersonRow]) -> Text:
    kind, name = key
    if kind == 0:
        shown = next((view.department(p) for p in people if p.department == name), name)
        return Text(shown, shown)
    if kind == 1:
        return words.UNDER.format(name=view.name(name))
    if kind == 2:
        shown = next((e for p in people if (e := employer_name(view, p))), "")
        return Text(shown, shown) if shown else words.OTHER_COMPANY
    if kind == 3:
        return words.NO_DEPARTMENT
    return words.OUTSIDE


def employer_name(view: View, person: PersonRow) -> str:
    """Return the name of a person's employer, empty where the answer does not carry it."""
    english = getattr(person, "employer_name_en", None)
    own = getattr(person, "employer_name", None)
    return str(((english or own) if view.language == "en" else (own or english)) or "")


def _forest(view: View, primary: dict[str, str], ids: list[str]) -> list[Node]:
    """Return the people of one column in the order of an indented list."""
    inside = set(ids)
    children: dict[str | None, list[str]] = defaultdict(list)
    for id_ in sorted(ids, key=lambda i: _rank(view, i), reverse=True):
        boss = primary.get(id_)
        children[boss if boss in inside else None].append(id_)
    nodes: list[Node] = []
    stack: list[Node] = [Node(id_, 0, None) for id_ in children[None]]
    while stack:
        node = stack.pop()
        nodes.append(node)
        stack += [Node(c, node.depth + 1, node.id) for c in children[node.id]]
    return nodes


def _order(columns: list[Column], rows: list[list[Node]]) -> None:
    """Order the columns by the boss on top they hang from; outsiders stand last."""
    place = {n.id: i for i, n in enumerate(_preorder(rows))}

    def key(column: Column) -> tuple[int, int, float, str]:
        kind = int(column.key[0])
        boss = place.get(column.boss or "", len(place))
        return (0 if kind < 2 else kind, boss, -round(column.share, 9), column.key)

    columns.sort(key=key)


def _preorder(rows: list[list[Node]]) -> list[Node]:
    children: dict[str | None, list[Node]] = defaultdict(list)
    for row in rows:
        for node in row:
            children[node.parent].append(node)
    out: list[Node] = []
    stack = list(reversed(children[None]))
    while stack:
        node = stack.pop()
        out.append(node)
        stack += reversed(children[node.id])
    return out


def _fold(column: Column) -> None:
    column.hidden = [n.id for n in column.nodes[1:]]
    column.nodes = column.nodes[:1]
