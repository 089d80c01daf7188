"""``linchpin analyze OPPORTUNITY --rival COMPETITOR``: the deal through a rival's eyes."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from graph.decision.results import spoken
from ui.terminal.emit import emit
from ui.terminal.figures import called, day, share, signed
from ui.terminal.tables import plain, table, wrap

if TYPE_CHECKING:
    import polars as pl

    from graph.decision.rivals.results import DeciderAgainst, PersonAgainst, Point, RivalsEye
    from graph.snapshot import Snapshot
    from ui.terminal.terminal import Terminal

POINTS_SHOWN = 6


def run(
    terminal: Terminal, snapshot: Snapshot, opportunity: str, competitor: str, *, explain: bool
) -> None:
    """Write the view: sentences for people, all of it as JSON, a row a decider and person else."""
    from graph.decision.rivals.eye import rivals_eye

    eye = rivals_eye(
        snapshot, opportunity, competitor, as_of=terminal.as_of, settings=terminal.settings
    )

    def data() -> Any:
        found = eye.model_dump(mode="json", by_alias=True)
        if not explain:
            del found["side"]["model"]
        return spoken(found, terminal.language)

    emit(terminal, table=lambda: Page(eye, terminal).text(), data=data, frame=lambda: frame(eye))


class Page:
    """The paragraphs of the view."""

    def __init__(self, eye: RivalsEye, terminal: Terminal) -> None:
        self.eye, self.word, self.language = eye, terminal.word, terminal.language
        self.rival = called(eye.rival, self.language)
        self.names = {p.id: called(p, self.language) for p in eye.side.people}
        self.names[eye.rival.id] = self.rival

    def text(self) -> str:
        """Return all of it."""
        parts = [
            self.title(),
            self.figures(),
            self.deciders(),
            self.people(),
            self.routes(),
            self.points(self.eye.weaker, self.word("Where they are weaker", "对方更弱之处")),
            self.points(self.eye.stronger, self.word("Where they are stronger", "对方更强之处")),
            self.weak_links(),
            "\n".join(wrap(note[self.language]) for note in self.eye.notes),
        ]
        return "\n\n".join(part for part in parts if part)

    def title(self) -> str:
        """Say whose eyes, and how the rival is known here."""
        rival, deal = self.eye.rival, self.eye.side.opportunity
        seen = [
            self.word("bids", "竞标") if rival.bids else "",
            self.word("first seen {}", "首次出现于 {}").format(day(rival.first_seen, self.language))
            if rival.first_seen
            else "",
            self.word("courts {} people", "拉拢 {} 人").format(rival.courts),
            self.word("supplies the customer", "为客户供货") if rival.supplies else "",
        ]
        head = self.word("{} as {} sees it", "{2}：{1}视角").format(
            called(deal, self.language), self.rival, called(deal, self.language)
        )
        return f"{head} ({deal.id})\n" + " · ".join(s for s in seen if s)

    def figures(self) -> str:
        """Set the figures of both sides beside each other."""
        eye = self.eye
        rows = [
            [self.word("lean", "倾向"), signed(eye.lean_ours), signed(eye.side.lean)],
            [
                self.word("decision covered", "已覆盖的决策"),
                share(eye.covered_ours),
                share(eye.covered_theirs),
            ],
            [
                self.word("access to the decision", "对决策的触达"),
                share(eye.access_ours),
                share(eye.access_theirs),
            ],
        ]
        return table(["", self.word("we", "我方"), self.rival], rows, numbers=(1, 2))

    def deciders(self) -> str:
        """Return a line a decider."""
        heads = [
            self.word("decides", "决策者"),
            self.word("weight", "权重"),
            self.word("our reach", "我方触达"),
            self.word("theirs", "对方"),
            self.word("our threads", "我方路线"),
            self.word("theirs", "对方"),
            self.word("ahead", "领先"),
        ]
        rows = [self._decider(row) for row in self.eye.deciders]
        return table(heads, rows, numbers=(1, 2, 3, 4, 5)) if rows else ""

    def _decider(self, row: DeciderAgainst) -> list[str]:
        return [
            called(row, self.language),
            share(row.weight),
            share(row.reliability_ours),
            share(row.reliability_theirs),
            str(row.threads_ours),
            str(row.threads_theirs),
            self._ahead(row.ahead),
        ]

    def _ahead(self, side: str) -> str:
        if side == "even":
            return self.word("even", "相当")
        return self.word("we", "我方") if side == "ours" else self.rival

    def people(self) -> str:
        """Return a line a person of high influence; * marks a stance that is assumed."""
        heads = [
            self.word("high influence", "高影响力"),
            self.word("share", "占比"),
            self.word("our cover", "我方覆盖"),
            self.word("theirs", "对方"),
            self.word("stance to us", "对我方态度"),
            self.word("to them", "对对方态度"),
        ]
        rows = [self._person(row) for row in self.eye.people]
        if not rows:
            return ""
        lines = table(heads, rows, numbers=(1, 2, 3, 4, 5))
        if any(p.assumed for p in self.eye.people):
            lines += "\n" + self.word(
                "* assumed: minus the stance towards us", "* 推定：取对我方态度的相反值"
            )
        return lines

    def _person(self, row: PersonAgainst) -> list[str]:
        return [
            called(row, self.language),
            share(row.influence),
            share(row.coverage_ours),
            share(row.coverage_theirs),
            signed(row.stance_ours),
            signed(row.stance_theirs) + ("*" if row.assumed else ""),
        ]

    def routes(self) -> str:
        """Return the best route of the rival to each decider."""
        lines = [
            "  "
            + " → ".join(self.names.get(i, i) for i in way.best_route)
            + f"  {share(prod(way.best_route_steps))}"
            for way in self.eye.side.access
            if way.best_route
        ]
        return "\n".join([self.word("Their best routes", "对方最佳路线"), *lines]) if lines else ""

    def points(self, points: list[Point], head: str) -> str:
        """Return sentences with what to do, the most at stake first."""
        lines = []
        for point in points[:POINTS_SHOWN]:
            lines.append(wrap(point.sentence[self.language], indent=2))
            lines.append(wrap("→ " + point.action[self.language], indent=4))
        more = len(points) - POINTS_SHOWN
        if more > 0:
            lines.append(self.word(f"  and {more} more", f"  另有 {more} 项"))
        return "\n".join([head, *lines]) if lines else ""

    def weak_links(self) -> str:
        """Return the rival's own weak links, the severest first."""
        lines = []
        for finding in self.eye.side.findings[:POINTS_SHOWN]:
            title = plain(finding.title[self.language])
            lines.append(f"  {share(finding.severity):>4}  {title}")
            lines.append(wrap(finding.sentence[self.language], indent=8))
            lines.append(wrap("→ " + finding.action[self.language], indent=8))
        return "\n".join([self.word("Their weak links", "对方的薄弱环节"), *lines]) if lines else ""


def frame(eye: RivalsEye) -> pl.DataFrame:
    """Return a row a decider and a person of high influence, both sides beside each other."""
    import polars as pl

    number = pl.Float64()
    schema: dict[str, Any] = {
        **dict.fromkeys(("kind", "id", "name"), pl.String()),
        **dict.fromkeys(
            ("share", "reliability_ours", "reliability_theirs", "threads_ours", "threads_theirs"),
            number,
        ),
        **dict.fromkeys(
            ("coverage_ours", "coverage_theirs", "stance_ours", "stance_theirs"), number
        ),
        "assumed": pl.Boolean(),
        "ahead": pl.String(),
    }
    rows = [
        {k: getattr(d, k, None) for k in schema}
        | {"kind": "decider", "id": d.decider, "share": d.weight}
        for d in eye.deciders
    ]
    rows += [
        {k: getattr(p, k, None) for k in schema} | {"kind": "person", "share": p.influence}
        for p in eye.people
    ]
    return pl.DataFrame(rows, schema=schema)
