"""The three figures on top of the overview."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui.components.html import Markup, el, icon, join
from ui.format import DASH, money, share
from ui.overview.book import AGAINST, OPEN, PASSES, SHORT, Line, sums
from ui.text import t, tn

PARTS: tuple[tuple[str, str, Callable[[], str]], ...] = (
    (PASSES, "good", lambda: t("passes")),
    (SHORT, "warn", lambda: t("short")),
    (AGAINST, "bad", lambda: t("against or blocked")),
    (OPEN, "quiet", lambda: t("nobody known to decide")),
)


def cards(lines: Sequence[Line], currency: str) -> Markup:
    """Draw the figures of all open deals; sums are in ``currency``, others are named beside."""
    return el(
        "div", "cards", _open(lines, currency), _stake(lines, currency), _dark(lines, currency)
    )


def _card(
    title: str, symbol: str, figure: str, beside: str, stack: Markup, legend: Markup
) -> Markup:
    return el(
        "section",
        "panel card",
        el("div", "head", el("span", "", title), icon(symbol)),
        el("div", "figure", el("b", "", figure), el("span", "", beside)),
        stack,
        el("div", "legend", legend),
        aria_label=title,
    )


def _stack(parts: Sequence[tuple[str, float]], whole: float) -> Markup:
    widths = [(css, 100 * value / whole if whole else 0.0) for css, value in parts]
    inside = [el("i", f"fill-{css}", style=f"width:{w:.2f}%") for css, w in widths if w > 0]
    return el("div", "stack", *inside)


def _key(css: str, words: str) -> Markup:
    return el("span", "", el("i", f"fill-{css}"), words)


def _known(total: dict[str, float], currency: str, of: Sequence[Line]) -> float | None:
    """Return a sum, 0 over no deals; None where there are deals and none says its amount."""
    return total.get(currency, None if of and not total else 0.0)


def _others(total: dict[str, float], currency: str) -> str:
    rest = [money(v, c or None) for c, v in sorted(total.items()) if c != currency]
    return " + ".join(["", *rest]) if rest else ""


def _open(lines: Sequence[Line], currency: str) -> Markup:
    total = sums(lines, lambda x: x.amount)
    counted = tn("{n} deal", "{n} deals", len(lines))
    parts = []
    for result, css, words in PARTS:
        of_result = [x for x in lines if x.result == result]
        if of_result:
            amount = sums(of_result, lambda x: x.amount).get(currency, 0.0)
            parts.append((css, words(), amount))
    return _card(
        t("Open deals"),
        "request_quote",
        money(_known(total, currency, lines), currency),
        counted + _others(total, currency),
        _stack([(css, amount) for css, _, amount in parts], total.get(currency, 0.0)),
        join(
            *(
                _key(css, f"{words} {money(amount, currency)}" if amount else words)
                for css, words, amount in parts
            )
        ),
    )


def _stake(lines: Sequence[Line], currency: str) -> Markup:
    total, stake = sums(lines, lambda x: x.amount), sums(lines, lambda x: x.at_stake)
    whole, part = total.get(currency, 0.0), stake.get(currency, 0.0)
    beside = t("{share} of the book", share=share(part / whole)) if whole else DASH
    return _card(
        t("At stake in the worst links"),
        "link_off",
        money(_known(stake, currency, [x for x in lines if x.worst]), currency),
        beside + _others(stake, currency),
        _stack([("bad", part)], whole),
        _key("bad", t("impact × amount, worst finding of each deal")),
    )


def _dark(lines: Sequence[Line], currency: str) -> Markup:
    dark = [x for x in lines if x.in_the_dark]
    amounts = sums(dark, lambda x: x.amount)
    whole = sums(lines, lambda x: x.amount).get(currency, 0.0)
    part = amounts.get(currency, 0.0)
    return _card(
        t("Not enough known"),
        "help",
        tn("{n} deal", "{n} deals", len(dark)),
        money(_known(amounts, currency, dark), currency) + _others(amounts, currency),
        _stack([("warn", part)], whole),
        _key(
            "warn",
            t("known share below {share}: ask before you forecast", share=share(_enough(lines))),
        ),
    )


def _enough(lines: Sequence[Line]) -> float:
    return lines[0].enough_known if lines else 0.5
