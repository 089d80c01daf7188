"""The tree of a group: every company once, with what it brings in and what is open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from graph.cross_sell.results import Group, TreeNode
from ui.components.html import Markup, el, icon, share_bar
from ui.format import DASH, millions, money, share
from ui.names import Names
from ui.text import named, t


def visible(group: Group, folded: Collection[str]) -> list[TreeNode]:
    """Return the companies whose branch is unfolded, in the order of the tree."""
    hidden: set[str] = set()
    shown = []
    for node in group.tree:
        if node.parent in hidden or node.parent in folded:
            hidden.add(node.id)
        else:
            shown.append(node)
    return shown


@dataclass(frozen=True)
class Tree:
    """The tree of one group, ready to be drawn.

    Parameters
    ----------
    group : Group
    names : Names
    folded : collection of ids
        Companies whose branch is folded.
    chosen : id or None
    """

    group: Group
    names: Names
    folded: Collection[str]
    chosen: str | None

    @cached_property
    def parents(self) -> set[str | None]:
        """Companies that hold another."""
        return {n.parent for n in self.group.tree}

    @cached_property
    def risk(self) -> bool:
        """Whether any open deal is at risk."""
        return any(n.at_risk_amount for n in self.group.tree)

    def draw(self) -> Markup:
        """Draw the companies shown as a table."""
        head = [
            ("", t("Company"), None),
            ("num", t("Own"), t("Revenue of the last 12 billed months")),
            ("num", t("Rolled up"), t("With everything the company controls, each once")),
            ("num", t("Open"), t("Amount of its open deals")),
            ("num", t("At risk"), t("Open deals that do not pass today")),
            ("", t("In use"), t("Products in use, of those that suit")),
        ]
        widths = ["", "width:52px", "width:70px", "width:50px", "width:56px", "width:78px"]
        if not self.risk:
            del head[4], widths[4]
        titles = [el("th", css, w, scope="col", title=why) for css, w, why in head]
        return el(
            "table",
            "tree plain-head",
            el("colgroup", "", *(el("col", "", style=w or None) for w in widths)),
            el("thead", "", el("tr", "", *titles)),
            el("tbody", "", *(self._row(n) for n in visible(self.group, self.folded))),
        )

    def _row(self, node: TreeNode) -> Markup:
        used = node.products_used / node.products_total if node.products_total else 0.0
        counted = el("span", "small-text", f"{node.products_used}/{node.products_total}")
        cells = [
            el("td", "", self._name(node)),
            self._figure(node.own_revenue),
            self._figure(node.rolled_up_revenue, "strong"),
            self._figure(node.open_amount),
            self._figure(node.at_risk_amount, "bad strong") if self.risk else None,
            el("td", "nowrap", share_bar(used, "good"), counted),
        ]
        return el(
            "tr",
            "chosen" if node.id == self.chosen else "",
            *cells,
            data_id=node.id,
            data_event="member",
            tabindex="0",
            aria_label=t("{name}: its ways in", name=named(node)),
        )

    def _figure(self, value: float | None, css: str = "") -> Markup:
        look = css if value else "faint"
        return el("td", f"num {look}", millions(value), title=money(value, self.group.currency))

    def _name(self, node: TreeNode) -> Markup:
        name = named(node)
        words = el("b" if node.depth == 0 else "span", "cut", name, title=name)
        left = f"padding-left:{14 * node.depth}px"
        return el("div", "name", self._fold(node), words, self._tag(node), style=left)

    def _fold(self, node: TreeNode) -> Markup:
        if node.id not in self.parents:
            return el("span", "leaf", DASH if node.depth else "", aria_hidden="true")
        shut = node.id in self.folded
        return el(
            "button",
            "fold shut" if shut else "fold",
            icon("expand_more"),
            type="button",
            data_id=node.id,
            data_event="fold",
            tabindex="0",
            aria_expanded="false" if shut else "true",
            aria_label=t("Unfold") if shut else t("Fold"),
        )

    def _tag(self, node: TreeNode) -> Markup | None:
        """Mark a share below the whole; amber where several hold it or nobody controls it."""
        if node.parent is None or node.share is None:
            return None
        if not node.joint and node.share >= 0.9995:
            return None
        owners = ", ".join(
            f"{self.names.of('Enterprise', h.owner)} {share(h.share)}" for h in node.joint
        )
        words = t("Held jointly: {owners}", owners=owners) if owners else t("Share of its owner")
        if node.assumed:
            words += f" · {t('share assumed')}"
        if not node.controlled:
            words += f" · {t('not controlled, so not rolled up')}"
        css = "tag warn" if owners or not node.controlled else "tag"
        return el("span", css, share(node.share), title=words)
