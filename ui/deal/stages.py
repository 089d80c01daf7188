"""The stage playbook as the Deal page shows it: the stages, what is open, one check with proof."""

from __future__ import annotations

from collections.abc import Sequence

from graph.decision.plan.playbook import ORDER, current_stage
from graph.decision.plan.results import StageCheck
from graph.decision.results import Analysis, Deal
from graph.settings_plan import Playbook
from graph.vocabulary import values
from ui import format as fmt
from ui import services_plan
from ui.components.html import Markup, el, icon, share_bar
from ui.text import say, t, word

SYMBOLS = {"done": "check_circle", "open": "error", "unknown": "help"}
TONES = {"done": "good", "open": "bad", "unknown": "warn"}


def state_name(state: str) -> str:
    """Return what a state is called."""
    return {"done": t("done"), "open": t("not done"), "unknown": t("not known")}[state]


def key_of(row: StageCheck) -> str:
    """Return the name of a check within its stage, as it stands in the address."""
    return f"{row.stage}.{row.check}"


def named(deal: str) -> dict[str, StageCheck]:
    """Return every check of a deal's playbook by its name in the address."""
    return {key_of(row): row for row in services_plan.playbook_of(deal)}


def current_of(rows: Sequence[StageCheck], deal: Deal) -> str | None:
    """Return the stage in which the deal stands, though it may ask for no check."""
    return current_stage(deal.stage, deal.outcome, list(rows))


def line(rows: Sequence[StageCheck], shown: str, current: str | None) -> Markup:
    """Return the stages in a row with how much of each is done."""
    return el(
        "nav",
        "panel stages",
        *(_stage(i, stage, rows, (current, shown)) for i, stage in enumerate(ORDER, start=1)),
        aria_label=t("Stages"),
    )


def _stage(
    number: int, stage: str, rows: Sequence[StageCheck], marks: tuple[str | None, str]
) -> Markup:
    own = [row for row in rows if row.stage == stage]
    done = sum(row.state == "done" for row in own)
    current, shown = marks
    css = f"stage{' current' if stage == current else ''}{' chosen' if stage == shown else ''}"
    name = word(values.STAGES, stage)
    count = el("span", "", f"{done}/{len(own)}")
    return el(
        "div",
        css,
        el("span", "stage-top", el("i", "order", str(number)), count),
        el("b", "", name),
        share_bar(done / len(own) if own else 0.0, "good"),
        el("small", "", t("now")) if stage == current else None,
        data_id=f"stage:{stage}",
        tabindex="0",
        role="button",
        aria_pressed="true" if stage == shown else "false",
    )


def dark_horse(rows: Sequence[StageCheck]) -> Markup | None:
    """Return the warning of a bidder who came after the shortlist."""
    found = next((r for r in rows if r.check == "no_new_bidder" and r.state == "open"), None)
    if found is None:
        return None
    return el(
        "div",
        "panel warning",
        icon("swords"),
        el("span", "", say(found.because)),
        data_id=f"check:{key_of(found)}",
        tabindex="0",
        role="button",
    )


def checks(rows: Sequence[StageCheck], stage: str, shown: StageCheck | None) -> Markup:
    """Return the checks of a stage, and below what is still open from the stages before."""
    own = [row for row in rows if row.stage == stage]
    before = ORDER[: ORDER.index(stage)]
    left = [row for row in rows if row.stage in before and row.state != "done"]
    name = word(values.STAGES, stage)
    parts = [_group(name, own, shown, t("This stage asks for no check."))]
    if before:
        title = t("Still open from earlier stages")
        parts.append(_group(title, left, shown, t("Nothing is open.")))
    return el("section", "panel check-list", *parts)


def _group(title: str, rows: Sequence[StageCheck], shown: StageCheck | None, none: str) -> Markup:
    done = sum(row.state == "done" for row in rows)
    count = f"{done}/{len(rows)}" if done else str(len(rows))
    head = el("div", "find-head", el("b", "", title), el("span", "second push", count))
    if not rows:
        return el("div", "", head, el("p", "rest small-text", none))
    return el("div", "", head, *(_check(row, shown) for row in rows))


def _check(row: StageCheck, shown: StageCheck | None) -> Markup:
    lit = shown is not None and key_of(shown) == key_of(row)
    return el(
        "div",
        f"check{' chosen' if lit else ''}",
        icon(SYMBOLS[row.state], TONES[row.state]),
        el("div", "two", el("b", "", say(row.title)), el("span", "small-text", say(row.because))),
        el("span", f"chip {TONES[row.state]}", state_name(row.state)),
        data_id=f"check:{key_of(row)}",
        tabindex="0",
        role="button",
        aria_pressed="true" if lit else "false",
    )


def card(row: StageCheck, analysis: Analysis) -> Markup:
    """Return one check: its state, why, and the way to its people on the map."""
    chips = el(
        "div",
        "chips",
        el("span", f"chip {TONES[row.state]}", icon(SYMBOLS[row.state]), state_name(row.state)),
        el("span", "chip line", word(values.STAGES, row.stage)),
    )
    here = {p.id for p in analysis.people} | {s.id for s in analysis.team}
    button = el(
        "button",
        "quiet-button",
        icon("account_tree"),
        t("Show on the map"),
        type="button",
        data_id=f"map:check:{key_of(row)}",
        tabindex="0",
    )
    words = el(
        "div", "find-words", chips, el("h2", "", say(row.title)), el("p", "", say(row.because))
    )
    return el("section", "panel find-card", words, button if here & {*row.evidence.nodes} else None)


def rules(stage: str, playbook: Playbook, region: str | None) -> Markup:
    """Return how the checks of a stage are chosen: the lines of the settings that are in force.

    Parameters
    ----------
    stage : str
        The stage.
    playbook : Playbook
        The settings.
    region : str or None
        That of the deal's customer, whose checks may be other ones.
    """
    asked = playbook.there(region)
    section = f'playbook.region."{region}"' if region in playbook.region else "playbook"
    listed = ", ".join(f'"{check}"' for check in getattr(asked, stage).checks)
    lines = [
        f"[{section}]",
        f"covered = {asked.covered:g}",
        f"most = {asked.most:g}",
        f"[{section}.{stage}]",
        f"checks = [{listed}]",
    ]
    words = t(
        "As linchpin.toml has it now. Write these lines there to change them: a person counts as "
        "met from {covered}, a check of several people is done with {most} of them, and any check "
        "may stand in any stage.",
        covered=fmt.share(asked.covered),
        most=fmt.share(asked.most),
    )
    return el(
        "section",
        "panel stage-rules",
        el("h2", "", t("Checks of this stage")),
        el("p", "small-text", words),
        el("pre", "", "\n".join(lines)),
        el("p", "small-text", t("linchpin settings shows what is in force and where it stands.")),
        el(
            "p",
            "small-text",
            t("A check of your own is a query with a sentence in the folder of rules.own."),
        ),
    )
