"""What happened to a campaign, as rows: planned, assigned, results taken in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ui.campaigns.kept import Entry
from ui.components.html import Markup, el
from ui.format import day, whole
from ui.text import t


def history_card(log: Sequence[Entry]) -> Markup:
    """Draw the history, the latest first."""
    lines = [
        cell
        for entry in reversed(log)
        for cell in (
            el("span", "second", day(date.fromisoformat(entry.on))),
            el("span", "", _words(entry)),
        )
    ]
    return el(
        "section",
        "panel camp-card",
        el("div", "camp-head", el("h2", "", t("History"))),
        el("div", "camp-log", *lines),
    )


def _words(entry: Entry) -> str:
    figures = entry.figures
    if entry.what == "assigned":
        sizes = figures.get("sizes", {})
        left = sum(figures.get("left_out", {}).values())
        return t(
            "Assigned {target} target and {control} control of {n}; {left} left out, seed {seed}",
            target=whole(sizes.get("target", 0)),
            control=whole(sizes.get("control", 0)),
            n=whole(figures.get("eligible", 0)),
            left=whole(left),
            seed=figures.get("seed"),
        )
    if entry.what == "results":
        return t(
            "{n} results taken in; rows left out: {left}",
            n=whole(figures.get("rows", 0)),
            left=whole(figures.get("rejected", 0)),
        )
    if entry.what == "tag":
        return t("Tag {tag} defined from it", tag=figures.get("tag"))
    return t("Planned")
