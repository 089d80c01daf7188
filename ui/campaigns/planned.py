"""The plan of a campaign drawn: its facts, its size, where its products stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graph.customers.campaigns.background import without
from graph.customers.campaigns.results import (
    Background,
    PastCampaign,
    ProductBackground,
    RivalHeld,
    SampleSize,
)
from graph.customers.campaigns.size import Question
from graph.vocabulary import values
from ui.campaigns.kept import Campaign
from ui.campaigns.marks import times
from ui.components.html import Markup, el, icon, join
from ui.format import DASH, day, money, share, whole
from ui.names import Names
from ui.text import either, say, t, tn, together, word

WIDTH, HEIGHT = 300, 132
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 10, 22


def facts(campaign: Campaign, names: Names, currency: str) -> Markup:
    """Draw what is planned."""
    rows = [
        (t("Products"), " + ".join(names.of("Product", p) for p in campaign.products) or DASH),
        (t("Tags"), together(names.of("Tag", g) for g in campaign.tags) or DASH),
        (t("From"), day(campaign.starts)),
        (t("To"), day(campaign.ends)),
        (t("Price a month"), money(campaign.price, currency)),
        (t("Budget"), money(campaign.budget, currency)),
        (t("Channel"), names.of("Channel", campaign.channel) if campaign.channel else DASH),
        (t("Measure of success"), word(values.CAMPAIGN_MEASURES, campaign.measure)),
    ]
    return el(
        "section",
        "panel camp-card",
        el("div", "camp-head", el("h2", "", t("Plan"))),
        el("dl", "camp-facts", *(join(el("dt", "", k), el("dd", "", v)) for k, v in rows)),
    )


def size_card(size: SampleSize | None, cost: float | None, budget: float | None,
              currency: str) -> Markup:  # fmt: skip
    """Draw the customers that the power needs, with the power of other sizes."""
    head = el("div", "camp-head", el("h2", "", t("Size for the power wanted")))
    if size is None:
        words = t("Give the rate expected of the control arm and the rate hoped for.")
        return el("section", "panel camp-card", head, el("p", "small-text", words))
    line = t(
        "{base} → {target}, power {power}, alpha {alpha}",
        base=share(size.base, 1), target=share(size.target, 1),
        power=share(size.power), alpha=f"{size.alpha:g}",
    )  # fmt: skip
    figure = el(
        "div",
        "camp-figure",
        el("b", "", whole(size.per_arm.target)),
        el("span", "second", t("target")),
        el("b", "", whole(size.per_arm.control)),
        el("span", "second", t("control")),
    )
    return el(
        "section", "panel camp-card", head, figure, el("p", "small-text", line), _curve(size),
        _cost(cost, budget, currency), title=say(size.method),
    )  # fmt: skip


def _cost(cost: float | None, budget: float | None, currency: str) -> Markup | None:
    if cost is None:
        return None
    words = t("Contacting both arms costs {cost}", cost=money(cost, currency))
    if budget is None:
        return el("p", "small-text", words)
    css, symbol = ("bad", "error") if cost > budget else ("good", "check_circle")
    return el("div", f"deal-note {css}", icon(symbol),
              t("{words} of a budget of {budget}", words=words,
                budget=money(budget, currency)))  # fmt: skip


def _curve(size: SampleSize) -> Markup:
    """Draw power by customers in the target arm, with the size that is planned."""
    question = Question(size.base, size.target, size.alpha, size.ratio)
    most = max(4, 2 * size.per_arm.target)
    counts = sorted({max(1, round(most * i / 60)) for i in range(1, 61)})
    line = " ".join(f"{_x(n, most):.1f},{_y(question.power(n)):.1f}" for n in counts)
    here = _x(size.per_arm.target, most), _y(question.power(size.per_arm.target))
    grid = [
        join(
            el("line", "grid", x1=LEFT, x2=WIDTH - RIGHT, y1=_y(p), y2=_y(p)),
            el("text", "axis end", share(p), x=LEFT - 6, y=_y(p) + 4),
        )
        for p in (0.0, 0.5, 0.8, 1.0)
    ]
    return el(
        "svg",
        "camp-curve",
        *grid,
        el("polyline", "line", points=line),
        el("line", "here", x1=here[0], x2=here[0], y1=here[1], y2=HEIGHT - BOTTOM),
        el("circle", "here", cx=here[0], cy=here[1], r=4),
        el("text", "axis", whole(size.per_arm.target), x=here[0], y=HEIGHT - 6),
        el("text", "axis end", whole(most), x=WIDTH - RIGHT, y=HEIGHT - 6),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=t("Power by customers in the target arm"),
    )


def _x(n: float, most: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(1.0, n / most)


def _y(power: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - power)


def background_card(known: Background, names: Names, today: date) -> Markup:
    """Draw where each product stands, and what past campaigns for it brought."""
    head = el(
        "div",
        "camp-head",
        el("h2", "", t("Background")),
        el("span", "small-text", t("on {day}", day=day(known.as_of, today))),
    )
    if not known.products:
        words = t("Choose a product to see who uses it, whose rivals are, and what goes with it.")
        return el("section", "panel camp-card", head, el("p", "small-text", words))
    return el(
        "section",
        "panel camp-card",
        head,
        *(_product(p, names) for p in known.products),
        _past(known.past, names, today),
    )


def _product(known: ProductBackground, names: Names) -> Markup:
    parts = (
        ("fill-good", known.users, t("use it")),
        ("fill-bad", known.rival, t("rival's alone")),
        ("open-fill", known.open, t("open")),
        ("fill-quiet", known.unsuitable, t("not suitable")),
    )
    total = max(1, known.enterprises)
    return el(
        "div",
        "camp-product",
        el("div", "camp-line", el("b", "", names.of("Product", known.product)),
           el("span", "second", _enterprises(known.enterprises)),
           el("span", "second push", _members(known.members_using))),
        el("div", "stack", *(el("i", css, style=f"width:{100 * n / total:.2f}%")
                             for css, n, _ in parts if n)),
        el("div", "legend", *(el("span", "", el("i", css), f"{name} {whole(n)}")
                              for css, n, name in parts)),
        _facts(known, names),
    )  # fmt: skip


def _members(n: int) -> str:
    if not n:
        return ""
    return tn("{count} member uses it", "{count} members use it", n, count=whole(n))


def _enterprises(n: int) -> str:
    return tn("{count} enterprise", "{count} enterprises", n, count=whole(n))


def _facts(known: ProductBackground, names: Names) -> Markup:
    lines = []
    if known.bought_with:
        with_it = together(
            f"{names.of('Product', b.product)} {share(b.share)} ({times(b.lift)})"
            for b in known.bought_with[:3]
        )
        lines.append((t("Used together"), with_it))
    if known.rivals:
        who = together(_rival(r, names) for r in known.rivals[:3])
        lines.append((t("Rivals"), who))
    free = [(either(i.industry), without(i)) for i in known.industries[:3] if without(i)]
    if free:
        lines.append((t("Most that could use it"),
                      together(f"{name} {whole(n)}" for name, n in free)))  # fmt: skip
    return el("dl", "camp-facts small", *(join(el("dt", "", k), el("dd", "", v)) for k, v in lines))


def _rival(held: RivalHeld, names: Names) -> str:
    """Say how many buy from a rival; who uses ours too is not counted as the rival's."""
    said = f"{names.of('Competitor', held.competitor)} {whole(held.enterprises)}"
    if not held.shared:
        return said
    return t("{rival} ({n} beside ours)", rival=said, n=whole(held.shared))


def _past(past: Sequence[PastCampaign], names: Names, today: date) -> Markup | None:
    if not past:
        return None
    rows = [
        el(
            "div",
            "camp-past",
            el("span", "cut", names.of("Campaign", p.campaign) or p.campaign),
            el("span", "second", day(p.started_on, today)),
            el("b", "", f"{share(p.target.rate)} / {share(p.control.rate)}"),
        )
        for p in past
    ]
    head = el("div", "camp-past second", el("span", "", t("Past campaigns")), "",
              t("sales, target / control"))  # fmt: skip
    return el("div", "camp-section", head, *rows)
