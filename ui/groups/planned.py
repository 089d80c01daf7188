"""The plan within a budget, the deals with the whole group, and how far channels are used."""

from __future__ import annotations

from collections.abc import Collection

from graph.cross_sell.results import CrossSell
from graph.cross_sell.results_plan import ChannelUse, CrossSellPlan, Framework, PlanAction
from ui.components.html import Markup, el, icon, join, share_bar
from ui.format import DASH, money, plain, share
from ui.groups.matrix import pair_id
from ui.groups.paths import channel, way
from ui.names import Names
from ui.text import say, t, tn, together

# So many people and companies are named; the rest is counted.
NAMED = 6


def plan_panel(plan: CrossSellPlan, names: Names, currency: str | None) -> Markup:
    """Draw the chosen paths with what they take and bring, and how often each person stands."""
    title = el("h2", "", t("Plan within the budget"), el("span", "beside", _limits(plan, currency)))
    head = el("div", "panel-head", title, _sums(plan, currency))
    notes = [el("div", "notes", say(note)) for note in plan.notes]
    if not plan.actions:
        nothing = t("Nothing fits into this budget. Give it more hours or money.")
        return el("section", "panel", head, el("div", "empty", nothing), *notes)
    body = el("div", "planned", _actions(plan.actions, names, currency), _per_person(plan, names))
    return el("section", "panel", head, body, *notes)


def _limits(plan: CrossSellPlan, currency: str | None) -> str:
    said = []
    if plan.hours is not None:
        said.append(t("{n} hours", n=plain(plan.hours, 0)))
    if plan.money is not None:
        said.append(money(plan.money, currency))
    said.append(t("nobody more than {n} times", n=plan.per_person_limit))
    return " · ".join(said)


def _sums(plan: CrossSellPlan, currency: str | None) -> Markup:
    sure = (
        t("proven to be the best")
        if plan.proven
        else t("at most {share} short of the best", share=share(plan.gap, 1))
    )
    parts = [
        tn("{n} path", "{n} paths", len(plan.actions)),
        t("{n} hours used", n=plain(plan.hours_used, 0)),
        t("{money} spent", money=money(plan.cost_used, currency, fine=True)),
    ]
    worth = t("{money} expected", money=money(plan.expected_value, currency, fine=True))
    shown = [el("span", "second", part) for part in parts]
    return el("div", "plan-sums", *shown, el("b", "good", worth, title=sure))


def _actions(actions: Collection[PlanAction], names: Names, currency: str | None) -> Markup:
    head = (("", ""), ("", t("Offer and way in")), ("", t("Channel")), ("num", t("Hours")),
            ("num", t("Cost")), ("num", t("Expected")))  # fmt: skip
    widths = ("46px", "", "110px", "64px", "84px", "92px")
    table = el(
        "table",
        "paths plain-head actions",
        el("colgroup", "", *(el("col", "", style=f"width:{w}" if w else None) for w in widths)),
        el("thead", "", el("tr", "", *(el("th", css, w, scope="col") for css, w in head))),
        el("tbody", "", *(_action(n, a, names, currency) for n, a in enumerate(actions, start=1))),
    )
    return el("div", "scroll", table)


def _action(n: int, action: PlanAction, names: Names, currency: str | None) -> Markup:
    product = names.of("Product", action.product)
    member = names.of("Enterprise", action.member)
    offer = join(el("b", "", product), el("span", "second", f" {t('for')} "), member)
    return el(
        "tr",
        "",
        el("td", "", el("span", "order", str(n))),
        el(
            "td",
            "two",
            el("span", "one cut", offer, title=f"{product} · {member}"),
            el("span", "way cut", way(action.route, names)),
        ),
        el("td", "", channel(action.channel, names)),
        el("td", "num", plain(action.hours, 0)),
        el("td", "num", money(action.cost, currency)),
        el("td", "num", el("b", "", money(action.gain, currency, fine=True))),
        data_id=pair_id(action.member, action.product),
        data_event="cell",
        tabindex="0",
        aria_label=t("{product} for {member}", product=product, member=member),
    )


def _per_person(plan: CrossSellPlan, names: Names) -> Markup:
    ranked = sorted(plan.per_person.items(), key=lambda row: (-row[1], row[0]))
    most = max(plan.per_person_limit, 1)
    lines = [
        el(
            "div",
            "used",
            el("span", "cut", names.of("Person", person)),
            share_bar(times / most, "good"),
            el("span", "small-text", f"{times}/{plan.per_person_limit}"),
        )
        for person, times in ranked
    ]
    return el("div", "who-is-used", el("div", "small-text", t("How often each is asked")), *lines)


def frameworks(answer: CrossSell, names: Names) -> Markup | None:
    """Draw the products whose use by members justifies one deal with the whole group."""
    if not answer.frameworks:
        return None
    about = t("what enough of the companies use, and the head does not")
    title = el("h2", "", t("Group-wide deals"), el("span", "beside", about))
    rows = [_framework(f, names, answer.currency) for f in answer.frameworks]
    head = (("", t("Product")), ("", t("In use at")), ("", t("Would join")), ("num", t("Share")),
            ("num", t("Paid today")), ("num", t("Would add")))  # fmt: skip
    table = el(
        "table",
        "plain-head frameworks",
        el("thead", "", el("tr", "", *(el("th", css, w, scope="col") for css, w in head))),
        el("tbody", "", *rows),
    )
    return el("section", "panel", el("div", "panel-head", title), el("div", "scroll", table))


def _framework(found: Framework, names: Names, currency: str | None) -> Markup:
    because = say(found.because)
    return el(
        "tr",
        "",
        el("td", "nowrap", el("b", "", names.of("Product", found.product)), title=because),
        el("td", "second", _companies(found.adopters, names)),
        el("td", "second", _companies(found.joining, names)),
        el("td", "num", share(found.share)),
        el("td", "num", money(found.paid, currency, fine=True)),
        el("td", "num", el("b", "", money(found.value, currency, fine=True))),
        title=because,
    )


def _companies(ids: Collection[str], names: Names) -> Markup:
    if not ids:
        return el("span", "faint", DASH)
    words = [names.of("Enterprise", id_) for id_ in ids]
    more = f" +{len(words) - NAMED}" if len(words) > NAMED else ""
    return el("span", "", together(words[:NAMED]) + more, title=together(words))


def channels(answer: CrossSell, names: Names) -> Markup | None:
    """Draw how many offers each channel takes, and what one place more would be worth."""
    if not answer.channels:
        return None
    about = t("offers by channel, and what more room would bring")
    title = el("h2", "", t("Channels"), el("span", "beside", about))
    lines = [_channel(c, names, answer.currency) for c in answer.channels]
    return el("section", "panel", el("div", "panel-head", title), *lines)


def _channel(found: ChannelUse, names: Names, currency: str | None) -> Markup:
    limit = (
        t("no limit")
        if found.left is None
        else tn("{n} place left", "{n} places left", int(found.left))
    )
    grown = None
    if found.if_grown is not None and found.if_grown.gain > 0:
        worth = money(found.if_grown.gain, currency, fine=True)
        places = found.if_grown.places
        words = tn("{n} more: +{money} a year", "{n} more: +{money} a year", places, money=worth)
        grown = el("span", "chip good", icon("add"), words)
    return el(
        "div",
        "channel-row",
        channel(found.channel, names),
        el("b", "cut", names.of("Channel", found.channel)),
        el("span", "num", tn("{n} offer", "{n} offers", found.used)),
        el("span", "second", limit),
        el("span", "second because-one", say(found.because), title=say(found.because)),
        grown,
    )
