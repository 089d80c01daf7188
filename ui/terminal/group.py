"""``linchpin group``: who holds, controls and earns what in a group, with the sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.errors import UsageError
from graph.text import Text
from ui.terminal.emit import chosen_format, emit
from ui.terminal.figures import called, money, share
from ui.terminal.options import MANY
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    import polars as pl

    from graph.cross_sell.ownership_groups import Book
    from graph.cross_sell.ownership_results import Figures, GroupMember, Groups, OwnedGroup
    from graph.cross_sell.revenue import Months
    from graph.snapshot import Snapshot
    from graph.store import Store
    from ui.terminal.terminal import Terminal

WIDE = 44


def run(
    terminal: Terminal,
    *,
    ids: tuple[str, ...],
    everything: bool,
    first: str | None,
    last: str | None,
) -> int:
    """Write the groups asked for, or all."""
    from graph.cross_sell.ownership_groups import groups

    if ids and everything:
        raise UsageError(
            Text("Name groups, or --all, not both.", "请指定集团，或用 --all，二者选一。")
        )
    months = months_of(first, last, terminal)
    chosen = ids or None
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        if chosen is None and chosen_format(terminal, MANY) not in ("json", "table"):
            emit(terminal, frame=lambda: heads_frame(snapshot, terminal))
            return 0
        book = book_of(terminal, store, snapshot, chosen, months)
    answer = groups(book, chosen)
    emit(
        terminal,
        table=lambda: as_text(answer, terminal, brief=chosen is None),
        data=lambda: answer.to_json(terminal.language),
        frame=lambda: as_frame(answer),
    )
    return 0


def months_of(first: str | None, last: str | None, terminal: Terminal) -> Months:
    """Return which months were asked for; raises UsageError where they end before they begin."""
    from graph.cross_sell.revenue import Months

    if first and last and first > last:
        raise UsageError(
            Text("--from {a} is after --to {b}.", "--from {a} 晚于 --to {b}。").format(
                a=first, b=last
            )
        )
    return Months(first, last, terminal.settings.cross_sell.billed_months)


def book_of(
    terminal: Terminal,
    store: Store,
    snapshot: Snapshot,
    chosen: tuple[str, ...] | None,
    months: Months,
) -> Book:
    """Read the tables and analyse the open deals that the sums need."""
    from graph.cross_sell.ownership import ownership
    from graph.cross_sell.ownership_groups import Book, Tables
    from graph.cross_sell.revenue import day_of
    from graph.cross_sell.revenue_risk import at_risk, open_deals_of
    from graph.decision import analyze
    from ui.terminal.analyze import own_rules

    as_of, settings, found = terminal.as_of, terminal.settings, snapshot.nodes["Enterprise"]
    owned = ownership(snapshot, day_of(as_of))
    places = range(len(found)) if chosen is None else [found.position(id_) for id_ in chosen]
    reached = set(places) if chosen is None else {m for g in places for m in owned.reach(g)}
    deals, answers = open_deals_of(snapshot, reached, as_of), []
    complete = own_rules(terminal, store, snapshot)
    for number, deal in enumerate(deals, start=1):
        answers.append(complete(analyze(snapshot, deal, as_of=as_of, settings=settings)))
        terminal.progress(number, len(deals), Text("Analysing deals", "正在分析商机"))
    return Book(
        snapshot,
        Tables(store.table("billing"), store.table("rates")),
        as_of=as_of,
        settings=settings,
        months=months,
        at_risk=at_risk(answers, settings.cross_sell),
    )


def heads_frame(snapshot: Snapshot, terminal: Terminal) -> pl.DataFrame:
    """Return a row an enterprise: its head, the head's interest and who controls it."""
    import polars as pl

    from graph.cross_sell.ownership_groups import headed

    rows = headed(snapshot, terminal.as_of)
    return pl.DataFrame(
        {
            "enterprise": [r.enterprise for r in rows],
            "head": [r.head for r in rows],
            "interest": [r.interest for r in rows],
            "controllers": [";".join(r.controllers) for r in rows],
        },
        schema={"enterprise": pl.String, "head": pl.String, "interest": pl.Float64,
                "controllers": pl.String},
    )  # fmt: skip


def as_text(answer: Groups, terminal: Terminal, *, brief: bool) -> str:
    """Return the groups as people read them: a line a group, or its tree with the sums."""
    if not answer.groups:
        return terminal.word("No company holds another.", "没有企业持有其他企业。")
    if brief:
        lines = [_list(answer, terminal)]
    else:
        lines = [_tree(group, answer.currency, terminal) for group in answer.groups]
    if answer.months:
        span = f"{answer.months[0]}..{answer.months[-1]}"
        said = terminal.word("Revenue of {n} billed months, {span}.", "收入为 {n} 个账期，{span}。")
        lines.append(wrap(said.format(n=len(answer.months), span=span)))
    lines += [wrap(note[terminal.language]) for note in answer.notes]
    return "\n".join(lines)


def _list(answer: Groups, terminal: Terminal) -> str:
    word, language = terminal.word, terminal.language
    heads = [
        word("group", "集团"),
        word("name", "名称"),
        word("companies", "企业数"),
        word("controlled", "控股"),
        word("revenue", "收入"),
        word("open", "在谈"),
        word("at risk", "风险"),
        word("problems", "问题"),
    ]
    rows = []
    for group in answer.groups:
        sums = group.members[0].consolidated
        rows.append(
            [
                group.id,
                called(group, language),
                str(len(group.members)),
                str(sum(m.controlled for m in group.members)),
                *_amounts(sums, answer.currency),
                str(len(group.problems) or ""),
            ]
        )
    return table(heads, rows, numbers=(2, 3, 4, 5, 6, 7), widest=WIDE)


def _amounts(sums: Figures, currency: str | None) -> list[str]:
    return [money(v, currency) for v in (sums.revenue, sums.open_amount, sums.at_risk_amount)]


def _tree(group: OwnedGroup, currency: str | None, terminal: Terminal) -> str:
    word, language = terminal.word, terminal.language
    heads = [
        word("company", "企业"),
        word("share", "直接持股"),
        word("interest", "权益"),
        word("controlled", "控股"),
        word("own", "自身收入"),
        word("rolled up", "合并收入"),
        word("open", "在谈"),
        word("at risk", "风险"),
        word("products", "产品"),
    ]
    rows = []
    for member in group.members:
        sums = member.consolidated
        rows.append(
            [
                "  " * member.depth + called(member, language),
                _held(member, group),
                share(member.interest),
                word("yes", "是") if member.controlled else word("no", "否"),
                money(member.own.revenue, currency),
                *_amounts(sums, currency),
                str(len(member.own.adoption)),
            ]
        )
    lines = [table(heads, rows, numbers=(1, 2, 4, 5, 6, 7, 8), widest=WIDE)]
    return "\n".join(lines + [wrap(p.message[language]) for p in group.problems]) + "\n"


def _held(member: GroupMember, group: OwnedGroup) -> str | None:
    """Return what the group's companies hold in a member together; ~ where it is assumed."""
    inside = {m.id for m in group.members}
    held = [h for h in member.direct if h.owner in inside and h.share is not None]
    if not held:
        return None
    assumed = "~" if any(h.assumed for h in held) else ""
    return assumed + share(sum(h.share or 0.0 for h in held))


def as_frame(answer: Groups) -> pl.DataFrame:
    """Return a row a member of each group."""
    import polars as pl

    text, number = pl.String(), pl.Float64()
    schema: dict[str, Any] = {
        **dict.fromkeys(("group", "member", "name"), text),
        "depth": pl.Int64(),
        "owners": text,
        "interest": number,
        "controlled": pl.Boolean(),
        "controllers": text,
        "attributed_revenue": number,
        **dict.fromkeys((f"{kind}_{f}" for kind in ("own", "consolidated") for f in _SUMS), number),
    }
    rows = [_row(group, member) for group in answer.groups for member in group.members]
    return pl.DataFrame(rows, schema=schema)


_SUMS = ("revenue", "open_amount", "won_amount", "at_risk_amount", "products")


def _row(group: OwnedGroup, member: GroupMember) -> dict[str, Any]:
    held = ";".join(f"{h.owner}:{h.share:g}" for h in member.direct)
    sums: dict[str, Any] = {}
    for kind, figures in (("own", member.own), ("consolidated", member.consolidated)):
        flat = figures.model_dump() | {"products": len(figures.adoption)}
        sums |= {f"{kind}_{name}": flat[name] for name in _SUMS}
    return sums | {
        "group": group.id,
        "member": member.id,
        "name": member.name,
        "depth": member.depth,
        "owners": held,
        "interest": member.interest,
        "controlled": member.controlled,
        "controllers": ";".join(member.controllers),
        "attributed_revenue": member.attributed_revenue,
    }
