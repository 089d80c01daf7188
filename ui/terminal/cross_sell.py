"""``linchpin cross-sell``: the ways into a group's companies, or into those of every group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.terminal import cross_sell_plan as parts
from ui.terminal.emit import chosen_format, emit
from ui.terminal.figures import money, share
from ui.terminal.options import MANY
from ui.terminal.tables import plain, table, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from graph.cross_sell.plan import Budget
    from graph.cross_sell.results import CrossSell, CrossSellOfAll, SellPath, Unreachable
    from graph.cross_sell.results_plan import PlanAction
    from graph.snapshot import Snapshot
    from graph.store import Store
    from ui.terminal.terminal import Terminal

# So many companies of one reason are named.
COMPANIES = 5


def run(
    terminal: Terminal,
    *,
    group: str | None,
    top: int,
    hours: float | None = None,
    money: float | None = None,
    per_person: int | None = None,
) -> int:
    """Write the paths, best first, and the plan where a limit for one was given."""
    from graph.cross_sell.plan import Budget

    planned = (hours, money, per_person) != (None, None, None)
    budget = Budget(hours, money, per_person) if planned else None
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        answer = _answer(terminal, store, snapshot, group, top, budget)
    names = Names(snapshot, terminal.language)
    shown = answer.model_copy(update={"paths": answer.paths[: top or None]})
    emit(
        terminal,
        table=lambda: as_text(shown, names, terminal),
        data=lambda: shown.to_json(terminal.language),
        frame=lambda: as_frame(answer, top, terminal.language),
    )
    return 0


def _answer(
    terminal: Terminal,
    store: Store,
    snapshot: Snapshot,
    group: str | None,
    top: int,
    budget: Budget | None,
) -> CrossSell | CrossSellOfAll:
    from graph.cross_sell import cross_sell, cross_sell_of_all, group_heads

    asked: dict[str, Any] = {"as_of": terminal.as_of, "settings": terminal.settings}
    asked["budget"] = budget
    billing = store.table("billing")
    if group is None:
        heads = group_heads(snapshot, terminal.as_of)
        return cross_sell_of_all(
            snapshot, billing, heads, top=top, progress=terminal.progress, **asked
        )
    # Rows of a file hold what is planned too, wherever it stands among the best.
    rows = budget is not None and chosen_format(terminal, MANY) in ("csv", "parquet", "xlsx")
    return cross_sell(snapshot, billing, group, top=0 if rows else top, **asked)


def answers_of(
    terminal: Terminal, store: Store, snapshot: Snapshot, groups: list[str], *, top: int
) -> list[CrossSell]:
    """Compute the paths of each group."""
    from graph.cross_sell import cross_sell

    billing = store.table("billing")
    return [
        cross_sell(
            snapshot, billing, head, as_of=terminal.as_of, settings=terminal.settings, top=top
        )
        for head in groups
    ]


def best(answers: list[CrossSell], top: int) -> list[SellPath]:
    """Return the paths of several groups, best first, at most ``top`` (0: all)."""
    paths = [path for answer in answers for path in answer.paths]
    if len(answers) > 1:
        paths.sort(key=lambda p: (-p.expected_value, p.group, p.member, p.product))
    return paths[:top] if top else paths


class Names:
    """What things are called in the reader's language."""

    def __init__(self, snapshot: Snapshot, language: str) -> None:
        self.snapshot = snapshot
        self.language = language

    def of(self, kind: str, id_: str | None) -> str:
        """Return the name of a node; its id where it is not there."""
        nodes = self.snapshot.nodes[kind]
        if id_ is None or id_ not in nodes:
            return plain(id_ or "")
        return plain(nodes.name(nodes.position(id_), self.language))


def as_text(answer: CrossSell | CrossSellOfAll, names: Names, terminal: Terminal) -> str:
    """Return the paths as people read them: offers, the way in of each, plan and channels."""
    currency = answer.currency
    if not answer.paths:
        lines = [
            terminal.word("No way into a member company was found.", "没有找到进入成员企业的路径。")
        ]
    else:
        lines = [_offers(answer, names, terminal)]
        for number, path in enumerate(answer.paths, start=1):
            lines.append(way_in(number, path, names, terminal))
    lines += _unreachable(answer.unreachable, names, terminal)
    if answer.plan is not None:
        lines.append(parts.plan(answer.plan, names, terminal, currency))
    if answer.frameworks:
        lines.append(parts.frameworks(answer.frameworks, terminal))
    if answer.paths and answer.channels:
        lines.append(parts.channels(answer.channels, names, terminal))
    said = [answer.why] if answer.why and answer.access_within else []
    lines += [wrap(note[terminal.language]) for note in (*said, *answer.notes)]
    return "\n".join(lines)


def _unreachable(members: Sequence[Unreachable], names: Names, terminal: Terminal) -> list[str]:
    """Return a line for each reason, with the first of the companies that it keeps out."""
    of_reason: dict[str, list[str]] = {}
    for left in members:
        member = names.of("Enterprise", left.member)
        of_reason.setdefault(left.because[terminal.language], []).append(member)
    comma, more = terminal.word(", ", "、"), terminal.word(" and {n} more", "等 {n} 家")
    lines = []
    for reason, companies in of_reason.items():
        beyond = len(companies) - COMPANIES
        count = beyond if terminal.language == "en" else len(companies)
        end = more.format(n=f"{count:,}") if beyond > 0 else ""
        lines.append(wrap(f"{comma.join(companies[:COMPANIES])}{end}: {reason}"))
    return lines


def _offers(answer: CrossSell | CrossSellOfAll, names: Names, terminal: Terminal) -> str:
    word = terminal.word
    heads = [
        "#",
        word("company", "企业"),
        word("product", "产品"),
        word("adoption", "采用"),
        word("access", "触达"),
        word("sale", "成交"),
        word("a year", "年价值"),
        word("expected", "期望值"),
    ]
    rows = [
        [
            str(number),
            names.of("Enterprise", path.member),
            names.of("Product", path.product),
            share(path.adoption),
            share(path.access),
            share(path.probability),
            money(path.yearly_value, answer.currency),
            money(path.expected_value, answer.currency),
        ]
        for number, path in enumerate(answer.paths, start=1)
    ]
    return table(heads, rows, numbers=(0, 3, 4, 5, 6, 7), widest=30) + "\n"


def way_in(number: int, path: SellPath, names: Names, terminal: Terminal) -> str:
    """Return the route of one path with what gets over each step, and why."""
    people = " → ".join(names.of("Person", person) for person in path.route)
    channel = names.of("Channel", path.channel)
    by = terminal.word(" by {}", "，渠道 {}").format(channel) if channel else ""
    head = f"{number}. {names.of('Enterprise', path.member)} · {names.of('Product', path.product)}"
    because = terminal.word(" ", "").join(s[terminal.language] for s in path.because)
    return "\n".join([head, wrap(people + by, indent=3), wrap(because, indent=3)])


def as_frame(answer: CrossSell | CrossSellOfAll, top: int, language: str) -> pl.DataFrame:
    """Return a flat row a path: the best ``top``, and what is planned beyond them.

    ``planned`` is null where no plan was asked for.
    """
    import polars as pl

    text, number = pl.String(), pl.Float64()
    schema: dict[str, Any] = {
        **dict.fromkeys(("group", "member", "product"), text),
        **dict.fromkeys(("adoption", "access", "probability"), number),
        **dict.fromkeys(("yearly_value", "value_low", "value_high", "expected_value"), number),
        "start": text,
        "start_because": text,
        "start_strength": number,
        "route": text,
        "siblings": text,
        "channel": text,
        "hours": number,
        "cost": number,
        "planned": pl.Boolean(),
        "because": text,
    }
    taken = None if answer.plan is None else {_key(action) for action in answer.plan.actions}
    rows = [
        _row(path, language) | {"planned": None if taken is None else _key(path) in taken}
        for at, path in enumerate(answer.paths)
        if not top or at < top or (taken is not None and _key(path) in taken)
    ]
    return pl.DataFrame(rows, schema=schema)


def _key(of: SellPath | PlanAction) -> tuple[str, str, str]:
    return of.group, of.member, of.product


def _row(path: SellPath, language: str) -> dict[str, Any]:
    plain = path.model_dump(include={
        "group", "member", "product", "adoption", "access", "probability", "yearly_value",
        "value_low", "value_high", "expected_value", "channel", "hours", "cost",
    })  # fmt: skip
    return plain | {
        "start": path.start.person,
        "start_because": path.start.because,
        "start_strength": path.start.strength,
        "route": ";".join(path.route),
        "siblings": ";".join(path.siblings),
        "because": (" " if language == "en" else "").join(s[language] for s in path.because),
    }
