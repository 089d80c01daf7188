"""The table of deals: one row a deal, real HTML that can be read, sorted and chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from graph.vocabulary import values
from ui.components.html import Markup, el, icon, share_bar
from ui.components.lean import color_of, lean_bar
from ui.finding import kind_name, severity_class
from ui.format import DASH, day, initials, lean, money, plain, share
from ui.links import link
from ui.overview.book import AGAINST, DESCENDING, OPEN, PASSES, Line
from ui.text import named, say, t, together, word

COLUMNS: tuple[tuple[str, str, Callable[[], str], str], ...] = (
    ("deal", "", lambda: t("Deal"), "18.5%"),
    ("amount", "num", lambda: t("Amount"), "7%"),
    ("lean", "scale", lambda: t("Lean"), "13%"),
    ("known", "", lambda: t("Known"), "6%"),
    ("", "", lambda: t("Result"), "13.5%"),
    ("stake", "", lambda: t("Worst link, by money at stake"), "22%"),
    ("", "", lambda: t("Next action"), "17%"),
    ("", "", lambda: "", "2.5%"),
)


# So many deals are drawn; filters and exports take all of them.
ROWS = 200


def table(lines: Sequence[Line], sort: str, as_of: date) -> Markup:
    """Draw the deals in the order given."""
    head = el("thead", "", el("tr", "", *(_head(*c[:3], sort) for c in COLUMNS)))
    columns = el("colgroup", "", *(el("col", "", style=f"width:{c[3]}") for c in COLUMNS))
    body = el("tbody", "", *(_row(line, as_of) for line in lines[:ROWS]))
    return el("div", "panel scroll", el("table", "deals", columns, head, body))


def _head(key: str, css: str, words: Callable[[], str], sort: str) -> Markup:
    if not key:
        return el("th", css, words(), scope="col")
    by, turned = sort.lstrip("-"), sort.startswith("-")
    falls = (key in DESCENDING) != turned
    arrow = icon("arrow_downward" if falls else "arrow_upward", "tiny") if by == key else None
    choice = {"data_id": key, "data_event": "sort", "data_sort": "1", "tabindex": "0"}
    button = el("button", "", words(), arrow, type="button", title=t("Sort"), **choice)
    ends = (el("i", "", "−1"), el("i", "", "+1")) if key == "lean" else (None, None)
    order = "descending" if falls else "ascending"
    return el(
        "th", css, ends[0], button, ends[1], scope="col", aria_sort=order if by == key else None
    )


def _row(line: Line, as_of: date) -> Markup:
    deal = line.analysis.opportunity
    stage = word(values.STAGES, deal.stage) if deal.stage else None
    second = " · ".join(w for w in (line.name if line.name != line.customer else None, stage) if w)
    return el(
        "tr",
        "",
        el(
            "td",
            "two",
            el(
                "a",
                "cut",
                el("b", "cut", line.customer, title=line.customer),
                href=link("deal", id=line.id),
                tabindex="-1",
            ),
            el("span", "small-text cut", second, title=second),
        ),
        el(
            "td",
            "two num",
            el("b", "", money(line.amount, line.currency or None)),
            el("span", "small-text", day(deal.expected_close, as_of)),
        ),
        el("td", "", _lean(line)),
        el("td", "", _known(line)),
        el("td", "", _result(line)),
        el("td", "", _worst(line)),
        el("td", "", _next(line)),
        el("td", "num", icon("chevron_right", "faint")),
        data_id=line.id,
        tabindex="0",
        aria_label=t("{customer}, {deal}: open the deal", customer=line.customer, deal=line.name),
    )


def _lean(line: Line) -> Markup:
    answer = line.analysis
    if answer.lean is None:
        why = t("Nobody is known to decide, so there is no lean.")
        return el(
            "div",
            "lean",
            el("b", "faint", DASH, title=why),
            lean_bar(None, None, None, answer.pass_lean, hollow=True),
        )
    css = color_of(answer.lean, answer.passes)
    dark = t("Not enough known") + ". " if line.in_the_dark else ""
    title = dark + t(
        "Lean {lean} ± {sd}, the mark is {mark}",
        lean=lean(answer.lean),
        sd=plain(answer.lean_sd),
        mark=lean(answer.pass_lean),
    )
    figure = el("b", "" if css == "warn" else css, lean(answer.lean))
    bar = lean_bar(
        answer.lean, answer.lean_sd, answer.passes, answer.pass_lean, hollow=line.in_the_dark
    )
    return el("div", "lean", figure, bar, title=title)


def _known(line: Line) -> Markup:
    known = line.analysis.known_share
    css = "warn" if line.in_the_dark else ""
    if known is None:
        return el("span", "faint", DASH, title=t("Nobody is known to decide."))
    return el(
        "div",
        "",
        el("span" if not css else "b", css, share(known)),
        share_bar(known, f"block {css}"),
    )


def _chip(css: str, symbol: str, words: str, title: str = "") -> Markup:
    return el("span", f"chip {css}", icon(symbol), el("span", "cut", words), title=title or words)


def _result(line: Line) -> Markup:
    answer = line.analysis
    presumed = t("The deciders are presumed from their rank.") if answer.presumed else ""
    if answer.blocked_by:
        who = [line.person(id_) for id_ in answer.blocked_by]
        names = together(named(p) for p in who if p) or together(answer.blocked_by)
        return _chip("bad", "block", t("Blocked · {who}", who=names))
    if line.result == OPEN or answer.lean is None:
        return _chip("quiet", "help", t("No decider known"))
    if line.result == PASSES:
        return _chip("good", "check", t("Passes"), presumed)
    gap = answer.pass_lean - answer.lean
    if gap <= 0:
        return _chip("warn", "how_to_vote", t("Votes short"), presumed)
    css, symbol = (
        ("bad", "trending_down") if line.result == AGAINST else ("warn", "arrow_right_alt")
    )
    return _chip(css, symbol, t("Short by {gap}", gap=plain(gap)), presumed)


def _worst(line: Line) -> Markup:
    worst = line.worst
    if worst is None:
        return el("span", "faint", t("No weak link found"))
    money_words = t("{money} at stake", money=money(worst.money, line.currency or None))
    second = (
        kind_name(worst.kind) if worst.money is None else f"{kind_name(worst.kind)} · {money_words}"
    )
    return el(
        "div",
        "pair",
        el(
            "span",
            f"badge {severity_class(worst.severity)}",
            share(worst.severity),
            title=t("Severity: exposure × impact"),
        ),
        el(
            "div",
            "two",
            el("span", "one cut", say(worst.title), title=say(worst.sentence)),
            el("span", "small-text cut", second),
        ),
    )


def _next(line: Line) -> Markup:
    contact, question = line.analysis.next_contact, line.analysis.next_question
    if contact is not None:
        seller, person = line.seller(contact.seller), line.person(contact.person)
        who = named(seller) if seller else contact.seller
        whom = named(person) if person else contact.person
        gain = t("lean {gain}", gain=lean(contact.gain_lean))
        return _action(
            el("span", "who", initials(who), title=who),
            t("Meet {who}", who=whom),
            f"{who} · {gain}",
            say(contact.because),
        )
    if question is not None:
        person = line.person(question.person)
        whom = named(person) if person else question.person
        part = t("{share} of the uncertainty", share=share(question.share_of_variance))
        return _action(
            el("span", "who", icon("help", "tiny")), t("Ask about {who}", who=whom), part, ""
        )
    return el("span", "faint", DASH, title=t("No meeting would gain anything that is known."))


def _action(badge: Markup, first: str, second: str, why: str) -> Markup:
    return el(
        "div",
        "pair",
        badge,
        el(
            "div",
            "two",
            el("span", "one cut", first, title=why or first),
            el("span", "small-text cut", second),
        ),
    )


def _alone() -> Markup:
    """Say why a next action may differ from the week that the Portfolio plans."""
    why = t(
        "Each next action is the meeting that gains most in its deal alone, as if everybody of "
        "ours were free. The week shares out their hours over all deals, and says which meetings "
        "it has no room for."
    )
    words = t("Next actions stand for each deal alone; the week in Portfolio may choose others.")
    return el("span", "", icon("info", "tiny"), " ", el("a", "", words, href=link("portfolio")),
              title=why)  # fmt: skip


def foot(pass_lean: float, count: int) -> Markup:
    """Explain the marks, and say what a lean is not."""
    mark = el(
        "svg", "leanbar", el("line", "mark", x1="3", x2="3", y1="1", y2="15"), style="width:6px"
    )
    band = el(
        "svg",
        "leanbar",
        el("rect", "band warn", x="0", y="3", width="24", height="10", rx="2"),
        style="width:24px",
    )
    dot = el(
        "svg", "leanbar", el("circle", "hollow warn", cx="6", cy="8", r="4"), style="width:12px"
    )
    words = t("The first {n} of {all} are shown; filters and exports take all.", n=ROWS, all=count)
    return el(
        "div",
        "foot",
        el(
            "div",
            "keys",
            el("b", "", words) if count > ROWS else None,
            el("span", "", mark, t("pass mark {mark}", mark=lean(pass_lean))),
            el("span", "", band, t("± one standard deviation")),
            el("span", "", dot, t("hollow: less than half known")),
        ),
        el("span", "", t("Lean is not a probability of winning.")),
        _alone(),
    )
