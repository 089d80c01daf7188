"""``linchpin analyze``: one deal, a customer's deals, or all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.text import Text
from ui.terminal.emit import emit

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.decision.results import Analysis, Sentence
    from graph.snapshot import Snapshot
    from graph.store import Store
    from queries.own_rules import OwnRules
    from ui.terminal.terminal import Terminal

    Complete = Callable[[Analysis], Analysis]


@dataclass(frozen=True)
class Asked:
    """What was asked for, as the options say it."""

    opportunity: str | None
    enterprise: str | None
    everything: bool
    figures: bool
    what_if: tuple[str, ...]
    compare: bool
    rival: str | None
    explain: bool


def run(terminal: Terminal, asked: Asked) -> int:
    """Write the answer that was asked for."""
    _fit_together(asked)
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        own = own_rules(terminal, store, snapshot)
        if asked.figures:
            from ui.terminal import figures_of_book

            figures_of_book.write(
                terminal, snapshot, open_deals(terminal, snapshot, asked.enterprise)
            )
        elif asked.opportunity is None:
            many(terminal, snapshot, asked.enterprise, own, explain=asked.explain)
        elif asked.rival is not None:
            from ui.terminal import rival

            rival.run(terminal, snapshot, asked.opportunity, asked.rival, explain=asked.explain)
        elif asked.compare:
            compared(terminal, snapshot, asked.opportunity, asked.what_if)
        else:
            changes = asked.what_if
            one(terminal, snapshot, asked.opportunity, own, what_if=changes, explain=asked.explain)
    return 0


def _fit_together(asked: Asked) -> None:
    """Refuse options that say nothing together."""
    if (asked.opportunity is not None) + (asked.enterprise is not None) + asked.everything != 1:
        raise UsageError(
            Text(
                "Name one opportunity, or --enterprise ID, or --all.",
                "请指定一个商机，或 --enterprise ID，或 --all。",
            ),
            Text("linchpin analyze --all lists the deals.", "linchpin analyze --all 列出商机。"),
        )
    for given, name in ((asked.what_if, "--what-if"), (asked.rival, "--rival")):
        if given and asked.opportunity is None:
            raise UsageError(
                Text("{name} needs one opportunity.", "{name} 需要指定一个商机。").format(name=name)
            )
    if asked.figures and (asked.opportunity is not None or asked.explain):
        raise UsageError(
            Text(
                "--figures goes with --all or --enterprise, and without --explain.",
                "--figures 与 --all 或 --enterprise 合用，且不带 --explain。",
            )
        )
    if asked.compare and not asked.what_if:
        raise UsageError(
            Text("--compare needs --what-if.", "--compare 需要与 --what-if 合用。"),
            Text(
                "linchpin analyze OPPORTUNITY --what-if remove:PERSON --compare",
                "linchpin analyze 商机 --what-if remove:人员 --compare",
            ),
        )
    if asked.rival and asked.what_if:
        raise UsageError(
            Text(
                "--rival looks at the deal as it is; it takes no --what-if.",
                "--rival 只看现状，不能与 --what-if 合用。",
            )
        )


def compared(
    terminal: Terminal, snapshot: Snapshot, opportunity: str, what_if: tuple[str, ...]
) -> None:
    """Write a deal as it is and as it is supposed, side by side."""
    from ui.terminal import compare

    name = terminal.word("supposed", "假设")
    base, columns = compare.columns_of(terminal, snapshot, opportunity, [(name, what_if)])
    compare.write(terminal, base, columns, one=True)


def own_rules(terminal: Terminal, store: Store, snapshot: Snapshot) -> Complete:
    """Return what adds the findings of the team's own rules to an analysis, faults being said."""
    from queries.own_rules import with_own

    rules = own_of(terminal, snapshot)
    told: set[Sentence] = set()

    def add(answer: Analysis) -> Analysis:
        found = with_own(store, snapshot, answer, rules)
        for fault in found.rule_errors:
            if fault not in told:
                terminal.note(Text(fault.en, fault.zh))
        told.update(found.rule_errors)
        return found

    return add


def own_of(terminal: Terminal, snapshot: Snapshot) -> OwnRules:
    """Return the rules and checks of the team's own."""
    from queries.own_rules import read_rules
    from queries.region_names import with_regions_checked

    chosen = terminal.settings
    return with_regions_checked(read_rules(chosen.rules.own), snapshot, chosen, terminal.origins)


def one(
    terminal: Terminal,
    snapshot: Snapshot,
    opportunity: str,
    own: Complete,
    *,
    what_if: tuple[str, ...],
    explain: bool,
) -> None:
    """Write the answer for one deal; as csv and Parquet a row a person."""
    from graph.decision import analyze
    from ui.terminal.answer import Answer
    from ui.terminal.deals import people_frame

    answer = own(
        analyze(
            snapshot,
            opportunity,
            as_of=terminal.as_of,
            settings=terminal.settings,
            what_if=what_if,
            explain=explain,
        )
    )
    emit(
        terminal,
        table=lambda: Answer(answer, terminal.language).text(),
        data=lambda: answer.to_json(terminal.language),
        frame=lambda: people_frame(answer),
    )


def many(
    terminal: Terminal,
    snapshot: Snapshot,
    enterprise: str | None,
    own: Complete,
    *,
    explain: bool,
) -> None:
    """Write a row a deal; as JSON an array of whole answers."""
    from ui.terminal.deals import deals_frame, deals_table

    answers = [own(a) for a in analyses(terminal, snapshot, enterprise, explain=explain)]
    emit(
        terminal,
        table=lambda: (
            deals_table(answers, terminal.language)
            if answers
            else terminal.word("There is no open deal.", "没有在谈的商机。")
        ),
        data=lambda: [a.to_json(terminal.language) for a in answers],
        frame=lambda: deals_frame(answers),
    )


def analyses(
    terminal: Terminal, snapshot: Snapshot, enterprise: str | None, *, explain: bool = False
) -> list[Analysis]:
    """Analyse every open deal, or those of one customer."""
    from graph.decision import analyze, analyze_all

    if enterprise is None and not explain:
        return list(
            analyze_all(
                snapshot,
                as_of=terminal.as_of,
                settings=terminal.settings,
                progress=terminal.progress,
            )
        )
    found = []
    deals = open_deals(terminal, snapshot, enterprise)
    for number, deal in enumerate(deals, start=1):
        found.append(
            analyze(
                snapshot,
                deal,
                as_of=terminal.as_of,
                settings=terminal.settings,
                explain=explain,
            )
        )
        terminal.progress(number, len(deals), Text("Analysing deals", "正在分析商机"))
    return found


def open_deals(terminal: Terminal, snapshot: Snapshot, enterprise: str | None = None) -> list[str]:
    """Return the ids of the deals open on the day, of one customer where it is named."""
    from graph.opportunities import open_on

    whose = None if enterprise is None else [snapshot.nodes["Enterprise"].position(enterprise)]
    ids = snapshot.nodes["Opportunity"].ids
    return [ids[at] for at in open_on(snapshot, terminal.as_of, whose)]
