"""The upper half of the page: the tree of the group beside its whitespace matrix."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from graph.cross_sell.ownership_results import GroupMember
from graph.cross_sell.whitespace_results import Named
from ui.components.html import Markup, el, icon, join
from ui.format import money_unit
from ui.groups.looks import legend
from ui.groups.matrix import UPRIGHT_FROM, Matrix
from ui.groups.order import columns, lines, ordered
from ui.groups.tree import FIRST, Tree, problems, visible
from ui.services_groups import Owned
from ui.text import language, say, t, tn

# From so many products on the matrix stands under the tree and takes the whole width.
STACKED_FROM = 19


@dataclass(frozen=True)
class Look:
    """How the reader wants to see it.

    ``folded`` branches, the company that is marked, the words to find, and whether everything is
    drawn or the first companies alone.
    """

    folded: Collection[str]
    marked: str | None
    find: str
    everything: bool


def draw(owned: Owned, matrix: Matrix, look: Look) -> Markup:
    """Draw both panels."""
    group, whole = owned.group, matrix.whitespace
    offered = columns(whole, look.find, matrix.state)
    seen = group.members if look.find else visible(group, look.folded)
    members = lines(whole, {m.id for m in seen}, look.find, matrix.state)
    found = {m.id for m in members} if look.find else {m.id for m in seen}
    tree = Tree(group, owned.currency, whole.sums.members, matrix.names, look.folded, look.marked)
    left = _tree_panel(owned, tree, [m for m in seen if m.id in found], look)
    right = _matrix_panel(matrix, ordered(whole, members, matrix.sort), offered, look)
    css = "split"
    if len(offered) >= STACKED_FROM:
        css = "split stacked"
    elif len(offered) >= UPRIGHT_FROM:
        css = "split wide tall"
    return el("div", f"{css} {language()}", left, right)


def _tree_panel(owned: Owned, tree: Tree, members: Sequence[GroupMember], look: Look) -> Markup:
    unit = money_unit(owned.currency)
    about = t("{unit}, last 12 billed months; only what is controlled is rolled up", unit=unit)
    drawn = members if look.everything else members[:FIRST]
    notes = [el("div", "notes", say(n)) for n in owned.notes]
    return el(
        "section",
        "panel",
        el("div", "panel-head", el("h2", "", t("Group tree")), el("span", "small-text cut", about)),
        el("div", "scroll", tree.draw(drawn)),
        _rest(len(members), look),
        problems(owned.group.problems),
        *notes,
        aria_label=t("Group tree"),
    )


def _matrix_panel(
    matrix: Matrix, members: Sequence[Named], products: Sequence[Named], look: Look
) -> Markup:
    unsuited = len(matrix.whitespace.products) - len(products)
    left_out = tn(
        "{n} product suits none of them and is left out",
        "{n} products suit none of them and are left out",
        unsuited,
    )
    if look.find or matrix.state:
        left_out = tn("{n} product is filtered out", "{n} products are filtered out", unsuited)
    drawn = members if look.everything else members[:FIRST]
    body = (
        join(matrix.draw(drawn, products), _rest(len(members), look))
        if members and products
        else el("div", "empty", t("No cell fits the filters."))
    )
    unit = money_unit(matrix.whitespace.currency, thousands=matrix.grid.thousands)
    title = el("div", "white-title", el("h2", "", t("Whitespace")), _field(look.find))
    keys = legend(unit, matrix.state)
    return el(
        "section",
        "panel",
        el("div", "panel-head white-head", title, keys),
        body,
        el("div", "notes", " · ".join([_paid(), *([left_out] if unsuited else [])])),
        aria_label=t("Whitespace"),
    )


def _paid() -> str:
    return t("Ours: paid a month now, times 12; the tree: billed in 12 months")


def _field(find: str) -> Markup:
    words = t("Company or product")
    field = el(
        "input", "", type="search", name="find", value=find, placeholder=t("Find"),
        aria_label=words, data_event="find",
    )  # fmt: skip
    return el("label", "find-field", icon("search"), field)


def _rest(count: int, look: Look) -> Markup | None:
    """Offer what is not drawn yet."""
    if count <= FIRST:
        return None
    words = t("Draw fewer") if look.everything else t("Draw all {n} companies", n=count)
    button = el(
        "button", "link", words, type="button", data_id="" if look.everything else "1",
        data_event="rows", tabindex="0",
    )  # fmt: skip
    return el("div", "more-rows", button)
