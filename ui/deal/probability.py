"""The card that says whether the lean is a probability: the chance with its band, or why not."""

from __future__ import annotations

from graph.decision.winning.results import Bin, Chance, Judgement, WinAnswer
from ui import format as fmt
from ui.components.html import Markup, el, icon, join
from ui.text import say, t

SIZE, EDGE = 150, 16


def probability_card(answer: WinAnswer, chance: Chance | None = None) -> Markup:
    """Return the card of one deal, or of the book where no ``chance`` is given.

    Parameters
    ----------
    answer : WinAnswer
        Whether there is a probability, and how it was judged.
    chance : Chance or None
        The deal.
    """
    judged = answer.judged
    body = _chance(chance) if chance and chance.win_probability is not None else _none(answer)
    return el(
        "section",
        "panel deal-card win-card",
        el("div", "deal-head", el("span", "", t("Chance to win")), _chip(answer)),
        body,
        el("p", "small-text", say(answer.caution)) if answer.caution else None,
        _judged(judged) if judged else None,
        _left_out(answer),
    )


def _left_out(answer: WinAnswer) -> Markup | None:
    """Say how many closed deals teach nothing, and why."""
    if not answer.without_date and not answer.too_short:
        return None
    words = t(
        "Left out: {n} closed deals without a date of closing, {m} that were opened too shortly "
        "before they closed to be forecast.",
        n=answer.without_date,
        m=answer.too_short,
    )
    return el("p", "small-text", words)


def chance_line(answer: WinAnswer | None, *, comes: bool = True) -> Markup:
    """Return the chance to win in one line, which leads to the whole card.

    Parameters
    ----------
    answer : WinAnswer or None
        About one deal; None where it is not there.
    comes : bool
        Whether it is being computed; else it could not be.
    """
    deal = answer.deals[0] if answer and answer.deals else None
    if answer is None or deal is None:
        figure, brief = fmt.DASH, t("being computed") if comes else t("not computed")
        whole = brief
    elif deal.win_probability is not None:
        low, high = fmt.share(deal.low), fmt.share(deal.high)
        figure, brief = fmt.share(deal.win_probability), f"{low} – {high}"
        whole = t("95% band {low} to {high}", low=low, high=high)
    else:
        # The panel is narrow: a few words, and the whole reason where the pointer rests.
        reason = answer.win_probability_reason
        figure, brief = fmt.DASH, t("No probability")
        whole = say(reason) if reason else t("The lean is not a probability.")
    return el(
        "section",
        "panel deal-card win-line",
        icon("query_stats"),
        el("span", "", t("Chance to win")),
        el("b", "", figure),
        el("span", "second cut push", brief, title=whole),
        data_id="view:changes",
        tabindex="0",
        role="button",
    )


def _chip(answer: WinAnswer) -> Markup:
    if answer.win_probability_reason is not None:
        return el("span", "chip warn", icon("help"), t("No probability"))
    return el("span", "chip quiet", t("Proven on later deals"))


def _none(answer: WinAnswer) -> Markup:
    """Say that the lean is no probability and why, or that the deal has ended."""
    reason = answer.win_probability_reason
    if reason is None:
        return el("p", "small-text", t("Each open deal has a chance; a closed one has ended."))
    return join(
        el("p", "win-none", t("The lean is not a probability.")),
        el("p", "small-text", say(reason)),
    )


def _chance(chance: Chance) -> Markup:
    figure = el(
        "div",
        "lean-figure",
        el("b", "", fmt.share(chance.win_probability)),
        el("span", "second", f"{fmt.share(chance.low)} – {fmt.share(chance.high)}"),
        el("span", "second push", t("95% band")),
    )
    rows = [
        el(
            "div",
            "win-why",
            el("span", "cut", say(r.label), title=say(r.label)),
            el("b", "good" if r.log_odds > 0 else "bad", fmt.lean(r.log_odds)),
        )
        for r in chance.because
    ]
    head = el("div", "second win-why", el("span", "", t("What moves it")), t("log-odds"))
    few = None
    if chance.little_known:
        words = t(
            "Only {known} of the decision is known: this rests on the few who were heard.",
            known=fmt.share(chance.known_share),
        )
        few = el("p", "small-text", words)
    return join(figure, few, head, *rows)


def _judged(judged: Judgement) -> Markup:
    words = t(
        "{n} later deals, forecast {h} days before they closed from earlier ones alone.",
        n=judged.judged,
        h=judged.horizon_days,
    )
    facts = (
        (t("Brier score"), f"{judged.brier:.3f}"),
        (t("of share won"), f"{judged.brier_of_share:.3f}"),
        (t("Skill"), f"{fmt.share(judged.skill)}"),
        (t("95% band"), f"{_signed(judged.skill_low)} – {_signed(judged.skill_high)}"),
    )
    listed = [join(el("dt", "", name), el("dd", "", value)) for name, value in facts]
    return el(
        "div",
        "win-judged",
        reliability_svg(judged.bins),
        el("div", "", el("dl", "facts", *listed), el("p", "small-text", words)),
    )


def _signed(value: float) -> str:
    return f"{100 * value:.0f}%".replace("-", "−")


def reliability_svg(bins: list[Bin]) -> Markup:
    """Draw forecast against share won: on the diagonal a forecast is as good as its word.

    Examples
    --------
    >>> one = Bin(forecast=0.5, won_share=0.5, low=0.4, high=0.6, deals=20)
    >>> reliability_svg([one]).count("<circle")
    1
    """

    def x(value: float) -> str:
        return f"{EDGE + value * (SIZE - EDGE - 6):.1f}"

    def y(value: float) -> str:
        return f"{SIZE - EDGE - value * (SIZE - EDGE - 6):.1f}"

    parts = [
        el("line", "axis", x1=x(0), x2=x(1), y1=y(0), y2=y(0)),
        el("line", "axis", x1=x(0), x2=x(0), y1=y(0), y2=y(1)),
        el("line", "ideal", x1=x(0), x2=x(1), y1=y(0), y2=y(1)),
    ]
    for b in bins:
        told = t(
            "forecast {p}, won {w} of {n} ({low} to {high})",
            p=fmt.share(b.forecast),
            w=fmt.share(b.won_share),
            n=b.deals,
            low=fmt.share(b.low),
            high=fmt.share(b.high),
        )
        parts += [
            el("line", "whisker", x1=x(b.forecast), x2=x(b.forecast), y1=y(b.low), y2=y(b.high)),
            el("circle", "dot", el("title", "", told), cx=x(b.forecast), cy=y(b.won_share), r="4"),
        ]
    labels = (
        el("text", "", t("forecast"), x=x(1), y=str(SIZE - 3), text_anchor="end"),
        el("text", "", t("won"), x=x(0), y="4", dy=".6em", dx="3"),
    )
    return el(
        "svg",
        "reliability",
        *parts,
        *labels,
        viewBox=f"0 0 {SIZE} {SIZE}",
        width=str(SIZE),
        height=str(SIZE),
        role="img",
        aria_label=t("Reliability: forecast against share won"),
    )
