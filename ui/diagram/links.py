"""The lines between people that are always there: command, influence, acquaintance, conflict."""

from __future__ import annotations

from dataclasses import dataclass

from graph.decision.results import Tie
from ui.diagram import words
from ui.diagram.arrange import Arrangement
from ui.diagram.corridors import BESIDE, Router, Side
from ui.diagram.geometry import Point
from ui.diagram.grid import Layout
from ui.diagram.lanes import Corridor, separate
from ui.diagram.view import View

# More lines than this cannot be told apart; the strongest are drawn, the map says how many are not.
MOST_LINES = 160
# The room beside an upright line where no card is near, in pixels.
UPRIGHT = 8.0


@dataclass(frozen=True, slots=True)
class Link:
    """One drawn line; ``kind`` is its class in the picture."""

    source: str
    target: str
    kind: str
    points: list[Point]
    label: str
    weight: float = 0.5


def draw_links(
    view: View, layout: Layout, arrangement: Arrangement, router: Router
) -> tuple[list[Link], int]:
    """Return all lines of the map, and how many were left out."""
    trunks, command = [], list[Link]()
    if "REPORTS_TO" not in view.hidden:
        trunks = [_trunk(view, layout, child, parent) for child, parent in layout.trunks]
        command = _command(view, layout, arrangement, router)
    ties, left_out = _other_ties(view, layout)
    swayed = [_lead(view, router, tie) for tie in ties]
    seen = [link for link in [*command, *swayed] if link.kind in ("reports", "also", "influence")]
    hidden = [link for link in swayed if link.kind != "influence"]
    return [*trunks, *_apart(seen, layout), *_apart(hidden, layout)], left_out


class Room:
    """How far lines that share a corridor may spread from it: never onto a card beside it."""

    def __init__(self, layout: Layout) -> None:
        room = {r.corridor: (9.0 if i in layout.roomy else 3.5) for i, r in enumerate(layout.rows)}
        room[layout.harbour] = 8.0
        self.across = {round(y, 1): r for y, r in room.items()}
        self.cards = list(layout.cards.values())

    def __call__(self, corridor: Corridor) -> float:
        """Return the room in a corridor, in pixels to either side."""
        if not corridor.vertical:
            return self.across.get(corridor.at, 12.0)
        beside = [c for c in self.cards if c.y < corridor.high and c.bottom > corridor.low]
        gaps = [max(c.x - corridor.at, corridor.at - c.right) for c in beside]
        return min([UPRIGHT, *(gap - 1 for gap in gaps if gap > 1)])


def _apart(links: list[Link], layout: Layout) -> list[Link]:
    lanes = separate([(_group(link), link.points) for link in links], Room(layout))
    return [
        Link(k.source, k.target, k.kind, points, k.label, k.weight)
        for k, points in zip(links, lanes, strict=True)
    ]


def _group(link: Link) -> str:
    if link.kind in ("reports", "also"):
        return f"reports {link.target}"
    return f"{link.kind} {link.source} {link.target}"


def _trunk(view: View, layout: Layout, child: str, parent: str) -> Link:
    """Return the elbow from a boss to a report in the indented list below."""
    upper, lower = layout.cards[parent], layout.cards[child]
    if lower.x - upper.x >= 2:
        x = upper.x + (lower.x - upper.x) * 0.4
        points = [(x, upper.bottom), (x, lower.cy), (lower.x, lower.cy)]
    else:
        x = lower.x - 4
        points = [(upper.x, upper.cy), (x, upper.cy), (x, lower.cy), (lower.x, lower.cy)]
    return Link(child, parent, "reports", points, _reports(view, child, parent))


def _reports(view: View, child: str, boss: str) -> str:
    return words.REPORTS[view.language].format(person=view.name(child), boss=view.name(boss))


def _command(view: View, layout: Layout, arrangement: Arrangement, router: Router) -> list[Link]:
    """Return the lines of command that are no elbow: to bosses elsewhere, and to second bosses."""
    elbows = set(layout.trunks)
    links = []
    for child in sorted(view.bosses):
        for boss in view.bosses[child]:
            if (child, boss) in elbows or not _both_shown(layout, child, boss):
                continue
            main = arrangement.primary.get(child) == boss
            links.append(_command_line(view, router, child, boss, main=main))
    return links


def _both_shown(layout: Layout, a: str, b: str) -> bool:
    return a in layout.cards and b in layout.cards


def _command_line(view: View, router: Router, child: str, boss: str, *, main: bool) -> Link:
    below = router.boxes[child].y > router.boxes[boss].y
    leave: dict[Side, float] = {"top": 0.0, "left": 20.0, "right": 20.0}
    enter: dict[Side, float] = {"bottom": 0.0, "left": 60.0, "right": 60.0}
    if not below:
        enter = {"bottom": 0.0, "left": 10.0, "right": 10.0}
    points = router.route(child, boss, f"reports {boss}", leave, enter)
    text = words.REPORTS if main else words.ALSO
    label = text[view.language].format(person=view.name(child), boss=view.name(boss))
    return Link(child, boss, "reports" if main else "also", points, label)


def _other_ties(view: View, layout: Layout) -> tuple[list[Tie], int]:
    shown = [t for t in view.shown if t.kind != "REPORTS_TO"]
    shown = [t for t in shown if _both_shown(layout, t.source, t.target)]

    def weight(tie: Tie) -> tuple[bool, float, str, str]:
        reach = view.people[tie.target].influence * (0.5 if tie.weight is None else tie.weight)
        return (tie.kind != "INFLUENCES", -reach, tie.source, tie.target)

    shown.sort(key=weight)
    return shown[:MOST_LINES], max(len(shown) - MOST_LINES, 0)


_KINDS = {"INFLUENCES": "influence", "KNOWS": "knows", "CONFLICTS_WITH": "conflict"}
_LABELS = {
    "INFLUENCES": words.INFLUENCES,
    "KNOWS": words.KNOWS,
    "CONFLICTS_WITH": words.CONFLICTS,
}


def _lead(view: View, router: Router, tie: Tie) -> Link:
    every: dict[Side, float] = {"top": 12.0, "bottom": 12.0, "left": 0.0, "right": 0.0}
    kind = _KINDS.get(tie.kind, "knows")
    group = f"{kind} {tie.source} {tie.target}"
    sides = BESIDE if router.adjoining(tie.source, tie.target) else every
    points = router.route(tie.source, tie.target, group, sides, sides)
    weight = 0.5 if tie.weight is None else tie.weight
    label = _LABELS.get(tie.kind, words.KNOWS)[view.language].format(
        person=view.name(tie.source), other=view.name(tie.target), weight=view.share(tie.weight)
    )
    return Link(tie.source, tie.target, kind, points, label, weight)
