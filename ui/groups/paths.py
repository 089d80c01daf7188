"""Cross-sell paths as rows: what to offer to whom, who opens the door, what it is worth."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from graph.cross_sell.results import CrossSell, SellPath
from ui.components.html import Markup, el, icon, join
from ui.format import DASH, money, share
from ui.groups.grid import Key
from ui.groups.matrix import pair_id
from ui.names import Names
from ui.text import say, t, together

CHANNELS: dict[str, tuple[str, Callable[[], str]]] = {
    "direct": ("handshake", lambda: t("Direct")),
    "electronic": ("devices", lambda: t("Electronic")),
    "partner": ("storefront", lambda: t("Partner")),
}


def key_of(path: SellPath) -> Key:
    """Return the member and product of a path."""
    return path.member, path.product


def table(
    paths: Sequence[SellPath],
    chosen: Key | None,
    names: Names,
    currency: str | None,
    in_plan: Collection[Key] = (),
) -> Markup:
    """Draw the paths in their order, those of the plan marked."""
    head = (
        ("", ""),
        ("", t("Offer and way in")),
        ("", t("Siblings that use it")),
        ("num", t("Adoption")),
        ("num", t("Access")),
        ("num", t("Sale")),
        ("num", t("Yearly")),
        ("num", t("Expected")),
        ("", t("Channel")),
    )
    widths = ("46px", "29%", "26%", "7%", "7%", "6%", "9%", "9%", "9%")
    drawn = el(
        "table",
        "paths plain-head deals",
        el("colgroup", "", *(el("col", "", style=f"width:{w}") for w in widths)),
        el("thead", "", el("tr", "", *(el("th", css, w, scope="col") for css, w in head))),
        el(
            "tbody",
            "",
            *(
                _row(
                    n, p, names, currency, chosen=key_of(p) == chosen, planned=key_of(p) in in_plan
                )
                for n, p in enumerate(paths, start=1)
            ),
        ),
    )
    return el("div", "scroll", drawn)


def _row(
    n: int, path: SellPath, names: Names, currency: str | None, *, chosen: bool, planned: bool
) -> Markup:
    product, member = names.of("Product", path.product), names.of("Enterprise", path.member)
    mark = icon("event_available", "tiny in-plan") if planned else None
    offer = join(el("b", "", product), el("span", "second", f" {t('for')} "), member, mark)
    return el(
        "tr",
        "chosen" if chosen else "",
        el("td", "", el("span", "order", str(n))),
        el(
            "td",
            "two",
            el("span", "one cut", offer, title=f"{product} · {member}"),
            el("span", "way cut", way(path.route, names)),
        ),
        el("td", "second", el("span", "two-lines", siblings(path.siblings, names))),
        el("td", "num", share(path.adoption)),
        el("td", "num", share(path.access)),
        el("td", "num", el("b", "", share(path.probability))),
        el(
            "td", "num", money(path.yearly_value, currency, fine=True), title=_range(path, currency)
        ),
        el("td", "num", el("b", "", money(path.expected_value, currency, fine=True))),
        el("td", "", channel(path.channel, names)),
        data_id=pair_id(path.member, path.product),
        data_event="cell",
        tabindex="0",
        aria_label=t("{product} for {member}", product=product, member=member),
    )


def _range(path: SellPath, currency: str | None) -> str:
    low, high = (
        money(path.value_low, currency, fine=True),
        money(path.value_high, currency, fine=True),
    )
    return t("between {low} and {high} a year", low=low, high=high)


def way(route: Sequence[str], names: Names) -> Markup:
    """Write a route as names with arrows, the decider last and bold."""
    people = [names.of("Person", p) for p in route]
    parts = [el("b" if at == len(people) - 1 else "span", "", p) for at, p in enumerate(people)]
    arrows = [icon("arrow_right_alt", "tiny") for _ in people[1:]]
    return join(
        *(x for pair in zip(parts, [*arrows, Markup("")], strict=True) for x in (*pair, " "))
    )


def siblings(ids: Sequence[str], names: Names) -> Markup:
    """Name the first siblings and count the rest."""
    if not ids:
        return el("span", "faint", t("none yet"))
    words = [names.of("Enterprise", i) for i in ids]
    more = f" +{len(words) - 2}" if len(words) > 2 else ""
    return el("span", "", together(words[:2]) + more, title=together(words))


def channel(id_: str | None, names: Names) -> Markup:
    """Show the recommended channel with the symbol of its kind."""
    if id_ is None:
        return el("span", "faint", DASH, title=t("No channel is known."))
    kind = str(names.value("Channel", id_, "kind") or id_)
    symbol, words = CHANNELS.get(kind, ("hub", lambda: names.of("Channel", id_)))
    return el(
        "span", "second nowrap", icon(symbol, "small"), " ", words(), title=names.of("Channel", id_)
    )


def unreachable(answer: CrossSell, names: Names) -> Markup | None:
    """Name the members to whose deciders no way leads, with the reason."""
    if not answer.unreachable:
        return None
    lines = [
        el("div", "", el("b", "", names.of("Enterprise", u.member)), " ", say(u.because))
        for u in answer.unreachable
    ]
    title = el("div", "second", icon("block", "tiny"), " ", t("No way in yet"))
    return el("div", "notes", title, *lines)
