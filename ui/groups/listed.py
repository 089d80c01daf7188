"""The panel of the cross-sell paths: the best ones, those of one company, or all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from graph.cross_sell.results import CrossSell, SellPath
from ui.components.html import Markup, el, icon
from ui.groups import paths
from ui.groups.grid import Key
from ui.names import Names
from ui.text import say, t

# So many paths are listed at first.
FEW = 5


@dataclass(frozen=True)
class Choice:
    """Which paths are listed.

    ``wanted`` in their order, the ``chosen`` one, the company they are of (empty: all), the cells
    that the plan holds, whether ``every`` one is listed or the best alone, and whether the company
    is of the group at all.
    """

    wanted: Sequence[SellPath]
    chosen: SellPath | None
    member: str
    in_plan: Collection[Key]
    every: bool
    known: bool = True

    @property
    def listed(self) -> list[SellPath]:
        """The paths that are listed; the chosen one always is."""
        found = list(self.wanted if self.every else self.wanted[:FEW])
        return found if self.chosen is None or self.chosen in found else [*found, self.chosen]


def panel(answer: CrossSell, choice: Choice, names: Names) -> Markup:
    """Draw the panel."""
    listed = choice.listed
    key = paths.key_of(choice.chosen) if choice.chosen else None
    body = (
        paths.table(listed, key, names, answer.currency, choice.in_plan)
        if listed
        else el("div", "empty", _nothing(answer, choice))
    )
    notes = [el("div", "notes", say(n)) for n in answer.notes]
    missing = paths.unreachable(answer, names)
    return el("section", "panel", _head(choice, names), body, missing, *notes)


def _nothing(answer: CrossSell, choice: Choice) -> str:
    """Say why no path is listed."""
    if choice.member == answer.group:
        return t(
            "Cross-sell paths lead to the companies of the head: nothing is offered to it itself."
        )
    if not choice.known:
        return t("No company of this group has the id {id}.", id=choice.member)
    return t("Nobody who supports us reaches a decider here yet.")


def _head(choice: Choice, names: Names) -> Markup:
    about = t("who opens the door, through whom, for what")
    only = more = None
    if choice.member:
        words = t("only {name}", name=names.of("Enterprise", choice.member))
        only = _button(choice.member, "member", words, " ", icon("close", "tiny"))
    if len(choice.wanted) > FEW:
        words = t("Show fewer") if choice.every else t("Show all {n}", n=len(choice.wanted))
        more = _button("" if choice.every else "1", "all", words)
    count = t("top {n} of {all}", n=len(choice.listed), all=len(choice.wanted))
    return el(
        "div",
        "panel-head",
        el("h2", "", t("Cross-sell paths"), el("span", "beside", about), only),
        el("span", "small-text", count, " ", more),
    )


def _button(id_: str, event: str, *words: Markup | str) -> Markup:
    return el("button", "link", *words, type="button", data_id=id_, data_event=event, tabindex="0")
