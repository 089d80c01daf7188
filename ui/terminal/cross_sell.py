"""``linchpin cross-sell``: the ways into a group's companies, or into those of every group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.terminal.emit import emit
from ui.terminal.figures import money, share
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    import polars as pl

    from graph.cross_sell.results import CrossSell, SellPath
    from graph.snapshot import Snapshot
    from graph.store import Store
    from ui.terminal.terminal import Terminal


def run(terminal: Terminal, *, group: str | None, top: int) -> int:
    """Write the paths, best first."""
    from graph.cross_sell import group_heads

    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        groups = [group] if group else group_heads(snapshot, terminal.as_of)
        answers = answers_of(terminal, store, snapshot, groups, top=top)
    paths = best(answers, top)
    names = Names(snapshot, terminal.language)
    emit(
        terminal,
        table=lambda: as_text(answers, paths, names, terminal),
        data=lambda: _data(answers, paths, terminal, one=group is not None),
        frame=lambda: as_frame(paths, terminal.language),
    )
    return 0


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
            return id_ or ""
        return nodes.name(nodes.position(id_), self.language)


def as_text(
    answers: list[CrossSell], paths: list[SellPath], names: Names, terminal: Terminal
) -> str:
    """Return the paths as people read them: the offers, then the way in of each."""
    if not paths:
        lines = [
            terminal.word("No way into a member company was found.", "没有找到进入成员企业的路径。")
        ]
    else:
        lines = [_offers(answers, paths, names, terminal)]
        for number, path in enumerate(paths, start=1):
            lines.append(way_in(number, path, names, terminal))
    for answer in answers:
        for left in answer.unreachable:
            member = names.of("Enterprise", left.member)
            lines.append(wrap(f"{member}: {left.because[terminal.language]}"))
        lines += [wrap(note[terminal.language]) for note in answer.notes]
    return "\n".join(lines)


def _offers(
    answers: list[CrossSell], paths: list[SellPath], names: Names, terminal: Terminal
) -> str:
    word = terminal.word
    currency = {a.group: a.currency for a in answers}
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
            money(path.yearly_value, currency[path.group]),
            money(path.expected_value, currency[path.group]),
        ]
        for number, path in enumerate(paths, start=1)
    ]
    return table(heads, rows, numbers=(0, 3, 4, 5, 6, 7), widest=30) + "\n"


def way_in(number: int, path: SellPath, names: Names, terminal: Terminal) -> str:
    """Return the route of one path with what gets over each step, and why."""
    people = " → ".join(names.of("Person", person) for person in path.route)
    channel = names.of("Channel", path.channel)
    by = terminal.word(" by {}", ",渠道 {}").format(channel) if channel else ""
    head = f"{number}. {names.of('Enterprise', path.member)} · {names.of('Product', path.product)}"
    because = " ".join(sentence[terminal.language] for sentence in path.because)
    return "\n".join([head, wrap(people + by, indent=3), wrap(because, indent=3)])


def as_frame(paths: list[SellPath], language: str) -> pl.DataFrame:
    """Return a flat row a path."""
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
        "because": text,
    }
    return pl.DataFrame([_row(path, language) for path in paths], schema=schema)


def _row(path: SellPath, language: str) -> dict[str, Any]:
    plain = path.model_dump(include={
        "group", "member", "product", "adoption", "access", "probability", "yearly_value",
        "value_low", "value_high", "expected_value", "channel",
    })  # fmt: skip
    return plain | {
        "start": path.start.person,
        "start_because": path.start.because,
        "start_strength": path.start.strength,
        "route": ";".join(path.route),
        "siblings": ";".join(path.siblings),
        "because": " ".join(sentence[language] for sentence in path.because),
    }


def _data(
    answers: list[CrossSell], paths: list[SellPath], terminal: Terminal, *, one: bool
) -> dict[str, Any]:
    if one:
        return answers[0].to_json(terminal.language)
    spoken = [answer.to_json(terminal.language) for answer in answers]
    by_key = {(p["group"], p["member"], p["product"]): p for s in spoken for p in s["paths"]}
    return {
        "groups": [answer.group for answer in answers],
        "paths": [by_key[p.group, p.member, p.product] for p in paths],
        "unreachable": [left for s in spoken for left in s["unreachable"]],
    }
