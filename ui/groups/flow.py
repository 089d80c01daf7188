"""The chosen path as a drawing: people, how far each is heard, the offer, the siblings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.cross_sell.results import SellPath
from ui.components.html import Markup, el, join
from ui.format import money, share
from ui.names import Names
from ui.text import t, tn
from ui.tokens import STANCES, stance_word

CARD, HIGH, GAP, TOP = 172, 60, 82, 26
SIBLINGS = 4


@dataclass(frozen=True)
class Person:
    """A person of the drawing."""

    name: str
    title: str
    company: str
    note: str
    stance: str


def drawing(
    path: SellPath,
    names: Names,
    day: date,
    stances: dict[str, float | None],
    pays: dict[str, float | None],
    currency: str | None,
) -> Markup:
    """Draw the path from left to right."""
    people = _people(path, names, day, stances)
    parts = [_person(p, x) for x, p in zip(_places(len(people)), people, strict=True)]
    for at, step in enumerate(path.steps):
        parts.append(
            _arrow(at, share(step.carries), t("listens {share}", share=share(step.carries)))
        )
    last = len(people) - 1
    parts.append(_arrow(last, None, ""))
    offer_x = (last + 1) * (CARD + GAP)
    parts.append(_offer(path, names, offer_x))
    shown, width = _siblings(path, names, pays, currency, offer_x + CARD)
    parts.append(shown)
    height = max(TOP + HIGH + 6, TOP + 22 * min(len(path.siblings), SIBLINGS + 1) + 8)
    return el(
        "svg",
        "flowsvg",
        *parts,
        viewBox=f"-2 0 {width + 4} {height}",
        width=str(width + 4),
        height=str(height),
        role="img",
        aria_label=t("The way from {start} to {end}", start=people[0].name, end=people[-1].name),
    )


def _places(count: int) -> list[int]:
    return [at * (CARD + GAP) for at in range(count)]


def _people(
    path: SellPath, names: Names, day: date, stances: dict[str, float | None]
) -> list[Person]:
    willing = {s.target: s.willing for s in path.steps}
    found = []
    for at, id_ in enumerate(path.route):
        post = names.post(id_, day)
        if at == 0:
            note = t("starts at {share}", share=share(path.start.strength))
        elif at == len(path.route) - 1:
            note = t("decides")
        else:
            note = t("willing {share}", share=share(willing.get(id_)))
        if len(path.route) == 1:
            note = f"{note} · {t('decides')}"
        found.append(
            Person(
                names.of("Person", id_),
                post.title or "",
                post.enterprise or "",
                note,
                stance_word(stances.get(id_)),
            )
        )
    return found


def _cut(text: str, width: float, letter_width: float) -> str:
    """Cut a text to about ``width`` pixels; Chinese characters are twice as wide."""
    used = 0.0
    for at, letter in enumerate(text):
        used += letter_width * (1.9 if ord(letter) > 0x2E80 else 1.0)
        if used > width:
            return text[: max(at - 1, 1)] + "…"
    return text


def _text(css: str, x: float, y: float, words: str, width: float) -> Markup:
    cut = _cut(words, width, 7.0 if css == "name" else 5.6)
    title = el("title", "", words) if cut != words else None
    return el("text", css, cut, title, x=f"{x:.0f}", y=f"{y:.0f}")


def _person(person: Person, x: int) -> Markup:
    fill, glyph, ink = STANCES[person.stance]
    bar = f"M{x + 8},{TOP} h10 v{HIGH} h-10 a8,8 0 0 1 -8,-8 v-{HIGH - 16} a8,8 0 0 1 8,-8 z"
    return el(
        "g",
        "",
        _text("above", x, 14, person.company, CARD + GAP - 12),
        el("rect", "card", x=str(x), y=str(TOP), width=str(CARD), height=str(HIGH), rx="8"),
        el("path", "", d=bar, style=f"fill:{fill}"),
        el("text", "glyph", glyph, x=str(x + 9), y=str(TOP + HIGH / 2 + 4), style=f"fill:{ink}"),
        el("rect", "frame", x=str(x), y=str(TOP), width=str(CARD), height=str(HIGH), rx="8"),
        _text("name", x + 28, TOP + 19, person.name, CARD - 36),
        _text("title", x + 28, TOP + 35, person.title, CARD - 36),
        _text("note", x + 28, TOP + 51, person.note, CARD - 36),
    )


def _arrow(at: int, pill: str | None, title: str) -> Markup:
    start = at * (CARD + GAP) + CARD + 3
    end, y = start + GAP - 6, TOP + HIGH / 2
    line = el("path", "arrow", d=f"M{start},{y} H{end - 8}")
    head = el("path", "tip", d=f"M{end},{y} l-10,-5 v10 z")
    if pill is None:
        return el("g", "", line, head)
    middle = (start + end - 6) / 2
    box = el(
        "rect", "pill", x=f"{middle - 21:.0f}", y=f"{y - 9:.0f}", width="42", height="18", rx="9"
    )
    words = el("text", "pilltext", pill, x=f"{middle:.0f}", y=f"{y + 4:.0f}")
    return el("g", "", el("title", "", title), line, head, box, words)


def _offer(path: SellPath, names: Names, x: int) -> Markup:
    product, member = names.of("Product", path.product), names.of("Enterprise", path.member)
    note = t("adoption {share} in 12 months", share=share(path.adoption))
    return el(
        "g",
        "",
        _text("above", x, 14, t("Offer"), CARD),
        el("rect", "offer", x=str(x), y=str(TOP), width=str(CARD), height=str(HIGH), rx="8"),
        _text("name", x + 14, TOP + 19, product, CARD - 24),
        _text("title", x + 14, TOP + 35, t("for {member}", member=member), CARD - 24),
        _text("note", x + 14, TOP + 51, note, CARD - 20),
    )


def _siblings(
    path: SellPath, names: Names, pays: dict[str, float | None], currency: str | None, x: int
) -> tuple[Markup, int]:
    middle, left = TOP + HIGH / 2, x + 54
    title = t("Siblings that use it, yearly") if path.siblings else t("No sibling uses it yet")
    parts = [_text("above", left - 4, 14, title, 300)]
    ordered = sorted(path.siblings, key=lambda i: (-(pays.get(i) or 0.0), i))
    most = max((pays.get(i) or 0.0 for i in ordered), default=0.0)
    for at, id_ in enumerate(ordered[:SIBLINGS]):
        y, paid = TOP + 12 + 21 * at, pays.get(id_)
        thick = 1.4 + 4 * ((paid or 0.0) / most if most else 0.0)
        curve = f"M{x + 3},{middle} C{x + 24},{middle} {x + 24},{y} {left - 8},{y}"
        parts += [
            el("path", "twig", d=curve, style=f"stroke-width:{thick:.1f}"),
            el("circle", "leafdot", cx=str(left - 4), cy=str(y), r="4"),
            _text("sibling", left + 6, y + 4, names.of("Enterprise", id_), 150),
            el(
                "text",
                "paid",
                money(12 * paid, currency, fine=True) if paid else "",
                x=str(left + 238),
                y=str(y + 4),
            ),
        ]
    rest = len(ordered) - SIBLINGS
    if rest > 0:
        parts.append(
            _text(
                "title", left + 6, TOP + 16 + 21 * SIBLINGS, tn("{n} more", "{n} more", rest), 150
            )
        )
    return join(*parts), left + 244


def sums(
    path: SellPath, mean_access: float | None, currency: str | None, *, within: bool = False
) -> Markup:
    """Write the arithmetic of the path out; ``within``: adoption contains access."""
    parts = [(t("Access"), _access(path))]
    if within:
        parts.append((t("Sale"), share(path.probability, 1)))
    elif mean_access:
        parts.append((t("Sale"), _sale(path, mean_access)))
    yearly = money(path.yearly_value, currency, fine=True)
    expected = money(path.expected_value, currency, fine=True)
    worth = f"{share(path.probability, 1)} × {yearly} = {expected} {t('a year')}"
    parts.append((t("Expected"), worth))
    shown = [el("span", "", f"{name} ", el("b", "", words)) for name, words in parts]
    if within:
        shown.append(el("span", "", t("the fitted adoption contains access already")))
    elif mean_access:
        mean = share(mean_access, 1)
        note = t("{share} is the mean access of the members reached", share=mean)
        shown.append(el("span", "", note))
    return el("div", "sums", *shown)


def _access(path: SellPath) -> str:
    factors = [share(path.start.strength)]
    for step in path.steps:
        factors.append(share(step.carries))
        if step.target != path.route[-1]:
            factors.append(share(step.willing))
    if len(factors) == 1:
        return factors[0]
    return f"{' × '.join(factors)} = {share(path.access, 1)}"


def _sale(path: SellPath, mean_access: float) -> str:
    raw = path.adoption * path.access / mean_access
    parts = f"{share(path.adoption, 1)} × {share(path.access, 1)} ÷ {share(mean_access, 1)}"
    capped = f", {t('at most')} 100%" if raw > 1 else ""
    return f"{parts} = {share(raw, 1)}{capped}"
