"""The tree of a group: every company once, with what it brings in and what is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.cross_sell.ownership_results import GroupMember, OwnedGroup, ShareProblem
from graph.cross_sell.whitespace_results import CellSums
from ui.components.html import Markup, el, icon, join, share_bar
from ui.format import DASH, millions, money, share
from ui.names import Names
from ui.text import named, say, t, tn, together

# Groups of more companies than this come with their lower levels folded.
FOLDED_FROM = 60
# So many companies are drawn at first; the rest when asked for.
FIRST = 60
# A share this near to the whole needs no mark.
WHOLE = 0.9995


def folded_at_first(group: OwnedGroup) -> set[str]:
    """Return the companies whose branch is folded until somebody unfolds it."""
    if len(group.members) <= FOLDED_FROM:
        return set()
    return {m.parent for m in group.members if m.parent is not None and m.depth > 1}


def visible(group: OwnedGroup, folded: Collection[str]) -> list[GroupMember]:
    """Return the companies whose branch is unfolded, in the order of the tree."""
    hidden: set[str | None] = set()
    shown = []
    for member in group.members:
        if member.parent in hidden or member.parent in folded:
            hidden.add(member.id)
        else:
            shown.append(member)
    return shown


@dataclass(frozen=True)
class Tree:
    """The tree of one group, ready to be drawn.

    Parameters
    ----------
    group : OwnedGroup
    currency : str or None
    sums : mapping of id to CellSums
        How many products each company uses.
    names : Names
    folded : collection of ids
        Companies whose branch is folded.
    chosen : id or None
    """

    group: OwnedGroup
    currency: str | None
    sums: Mapping[str, CellSums]
    names: Names
    folded: Collection[str]
    chosen: str | None

    @cached_property
    def parents(self) -> set[str | None]:
        """Companies that hold another."""
        return {m.parent for m in self.group.members}

    @cached_property
    def risk(self) -> bool:
        """Whether any open deal is at risk."""
        return any(m.own.at_risk_amount for m in self.group.members)

    def draw(self, members: Sequence[GroupMember]) -> Markup:
        """Draw companies as a table."""
        together = t("With everything the company controls, each once")
        head = [
            ("", t("Company"), None),
            ("num", t("Own"), t("Revenue of the last 12 billed months")),
            ("num", t("Rolled up"), together),
            ("num", t("Open"), f"{t('Amount of open deals')} · {together}"),
            ("num", t("At risk"), f"{_at_risk()} · {together}"),
            ("", t("In use"), t("Products in use, of those that suit")),
        ]
        widths = ["", "width:46px", "width:66px", "width:48px", "width:52px", "width:74px"]
        if not self.risk:
            del head[4], widths[4]
        titles = [el("th", css, w, scope="col", title=why) for css, w, why in head]
        return el(
            "table",
            "tree plain-head",
            el("colgroup", "", *(el("col", "", style=w or None) for w in widths)),
            el("thead", "", el("tr", "", *titles)),
            el("tbody", "", *(self._row(m) for m in members)),
        )

    def _row(self, member: GroupMember) -> Markup:
        together, own = member.consolidated, member.own
        cells = [
            el("td", "", self._name(member)),
            self._figure(own.revenue),
            self._figure(together.revenue, "strong"),
            self._figure(together.open_amount, own=own.open_amount),
            self._figure(together.at_risk_amount, "bad strong", own=own.at_risk_amount)
            if self.risk
            else None,
            self._in_use(member),
        ]
        return el(
            "tr",
            "chosen" if member.id == self.chosen else "",
            *cells,
            data_id=member.id,
            data_event="member",
            tabindex="0",
            aria_label=t("{name}: its ways in", name=named(member)),
        )

    def _figure(self, value: float | None, css: str = "", own: float | None = None) -> Markup:
        title = money(value, self.currency)
        if own is not None and own != value:
            title += f" · {t('its own: {money}', money=money(own, self.currency))}"
        return el("td", f"num {css if value else 'faint'}", millions(value), title=title)

    def _in_use(self, member: GroupMember) -> Markup:
        """Show how far we hold the company: its own products, and in the tooltip all below it."""
        sums = self.sums[member.id]
        suits = sums.ours + sums.rival + sums.open
        used = sums.ours / suits if suits else 0.0
        below = len(member.consolidated.adoption)
        title = tn(
            "With what it controls: {n} product", "With what it controls: {n} products", below
        )
        if sums.rival:
            title = f"{tn('{n} held by a rival', '{n} held by rivals', sums.rival)} · {title}"
        counted = el("span", "small-text" if sums.ours else "bad", f"{sums.ours}/{suits}")
        return el("td", "nowrap", share_bar(used, "good"), counted, title=title)

    def _name(self, member: GroupMember) -> Markup:
        name = named(member)
        words = el("b" if member.depth == 0 else "span", "cut", name, title=name)
        left = f"padding-left:{14 * member.depth}px"
        return el("div", "name", self._fold(member), words, self._tag(member), style=left)

    def _fold(self, member: GroupMember) -> Markup:
        if member.id not in self.parents:
            return el("span", "leaf", DASH if member.depth else "", aria_hidden="true")
        shut = member.id in self.folded
        return el(
            "button",
            "fold shut" if shut else "fold",
            icon("expand_more"),
            type="button",
            data_id=member.id,
            data_event="fold",
            tabindex="0",
            aria_expanded="false" if shut else "true",
            aria_label=t("Unfold") if shut else t("Fold"),
        )

    def _tag(self, member: GroupMember) -> Markup | None:
        """Mark a share below the whole; amber where several hold it or nobody controls it."""
        held = next((h for h in member.direct if h.owner == member.parent), None)
        if held is None or held.share is None:
            return None
        joint = len(member.direct) > 1
        if not joint and held.share >= WHOLE and not held.assumed:
            return None
        css = "tag warn" if joint or not member.controlled else "tag"
        mark = "~" if held.assumed else ""
        return el("span", css, mark + share(held.share), title=self._why(member, joint=joint))

    def _why(self, member: GroupMember, *, joint: bool) -> str:
        owners = together(
            f"{self.names.of('Enterprise', h.owner)} {share(h.share)}" for h in member.direct
        )
        said = [t("Held jointly: {owners}", owners=owners) if joint else t("Share of its owner")]
        if any(h.assumed for h in member.direct):
            said.append(t("share assumed"))
        said.append(t("the group's interest: {share}", share=share(member.interest)))
        if not member.controlled:
            said.append(t("not controlled, so not rolled up"))
        return " · ".join(said)


def _at_risk() -> str:
    return t("Open deals that do not pass today, or hang on one weak link")


def problems(found: Sequence[ShareProblem]) -> Markup | None:
    """Say what is wrong with the stated shares."""
    if not found:
        return None
    lines = [el("div", "", icon("warning", "tiny"), " ", say(p.message)) for p in found]
    return el("div", "notes", join(*lines))
