"""Revenue at risk by person: what hangs on one person of theirs, or one of ours, in a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.decision.exposed import Exposed
from ui.components.html import Markup, el, icon, share_bar
from ui.format import DASH, initials, money
from ui.overview.book import Line
from ui.portfolio.place import place
from ui.text import named, t, tn

# So many rows are drawn; the export takes all of them.
ROWS = 9


def exposed(rows: Sequence[Exposed], lines: Mapping[str, Line]) -> Markup:
    """Draw the people on whom most revenue hangs; a click opens the deal with them chosen."""
    if not rows:
        words = t("Nobody's leaving would cost access to a decider.")
        return el("div", "panel empty", words)
    most = max((r.worth or 0.0 for r in rows), default=0.0)
    return el(
        "section",
        "panel",
        el(
            "div",
            "panel-head",
            el("h2", "", t("Revenue at risk by person")),
            el("span", "small-text", t("if they leave: loss of access × amount, summed")),
        ),
        *(_row(r, lines, most) for r in rows[:ROWS]),
        _rest(len(rows) - ROWS),
        aria_label=t("Revenue at risk by person"),
    )


def _row(row: Exposed, lines: Mapping[str, Line], most: float) -> Markup:
    name, at_risk = named(row), row.worth or 0.0
    served = [lines[d] for d in row.deals if d in lines]
    where = " · ".join(dict.fromkeys(x.customer for x in served))
    person = next((x.person(row.id) for x in served), None) if row.kind == "person" else None
    second = t("our seller") if row.kind == "seller" else (_title(person) or t("customer"))
    sums = [el("b", "", money(v, c)) for c, v in sorted(row.money.items())]
    return el(
        "div",
        "exposed-row",
        el("span", f"who {'' if row.kind == 'seller' else 'theirs'}", initials(name)),
        el(
            "div",
            "two",
            el("b", "cut", name, title=name),
            el("span", "small-text cut", f"{second} · {where}", title=where),
        ),
        el("span", "small-text num", tn("{n} deal", "{n} deals", len(row.deals))),
        share_bar(at_risk / most if most else 0.0, "bad"),
        el("div", "num money", *(sums or [el("b", "", DASH)])),
        icon("chevron_right", "faint"),
        data_id=place(row.deals[0], row.kind, row.id),
        tabindex="0",
        role="button",
    )


def _title(person: object) -> str:
    from ui.text import language

    own, english = getattr(person, "title", None), getattr(person, "title_en", None)
    return ((english or own) if language() == "en" else (own or english)) or ""


def _rest(more: int) -> Markup | None:
    if more <= 0:
        return None
    return el("p", "small-text rest", tn("and {n} more person", "and {n} more people", more))
