"""A comparison of two analyses in sentences, the weightiest difference first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.results import Sentence
from graph.decision.rules.wording import Name, listed, share, signed
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.decision.results import Analysis, Finding
    from graph.decision.what_if.compare import Comparison, DeciderMoved, PersonMoved

# So many people, deciders and weak links are named; the rest is counted.
MOST_NAMED = 3
# A move smaller than this is not worth a sentence.
SMALL = 0.005


def sentences(found: Comparison, before: Analysis, after: Analysis) -> list[Sentence]:
    """Say what a comparison found: verdict, lean, access, weak links, people."""
    texts = [
        *_lean(found, after),
        *_blocked(found, before, after),
        *_access(found),
        *_findings(found.gone, GONE),
        *_findings(found.new, NEW),
        *_people(found),
    ]
    if not texts:
        texts = [Text("Nothing changes.", "没有任何变化。")]
    return [Sentence.of(text) for text in texts]


GONE = Text("Weak links gone: {what}.", "消失的薄弱环节：{what}。")
NEW = Text("New weak links: {what}.", "新出现的薄弱环节：{what}。")


def _lean(found: Comparison, after: Analysis) -> Iterator[Text]:
    lean = found.figure("lean")
    turned = _verdict(found, after)
    if lean.before is None or lean.after is None:
        if lean.before is None and lean.after is None:
            return
        yield (LEAN_KNOWN if lean.before is None else LEAN_LOST).format(
            lean=signed(lean.after or lean.before or 0.0)
        )
        return
    if abs(lean.after - lean.before) > 1e-9:
        a, b = signed(lean.before), signed(lean.after)
        yield (LEAN_MOVES if a != b else LEAN_HARDLY).format(a=a, b=b, turned=turned)
    elif found.passes_before != found.passes_after:
        yield Text("The lean stays at {a}, but {turned}.", "倾向保持 {a}，但{turned}。").format(
            a=signed(lean.after), turned=turned
        )


LEAN_MOVES = Text("The lean moves from {a} to {b}: {turned}.", "倾向由 {a} 变为 {b}：{turned}。")
LEAN_HARDLY = Text(
    "The lean hardly moves from {a}: {turned}.", "倾向几乎不变，仍约为 {a}：{turned}。"
)
LEAN_KNOWN = Text(
    "Somebody is known to decide now: the lean is {lean}.", "现在已知由谁决策：倾向为 {lean}。"
)
LEAN_LOST = Text(
    "Nobody is known to decide any more; the lean was {lean}.",
    "不再知道由谁决策；此前倾向为 {lean}。",
)


def _verdict(found: Comparison, after: Analysis) -> Text:
    if found.passes_before == found.passes_after:
        return (
            Text("the deal still passes", "该商机仍可通过") if found.passes_after else _short(after)
        )
    if found.passes_after:
        return Text("the deal now passes", "该商机现在可以通过")
    return Text("the deal no longer passes", "该商机不再能通过")


def _short(after: Analysis) -> Text:
    missing = after.pass_lean - (after.lean or 0.0)
    if missing > 0 and not after.blocked_by and not any(p.vote_weight for p in after.people):
        return Text("the deal is still short of passing by {n}", "该商机距通过仍差 {n}").format(
            n=f"{missing:.2f}" if missing >= SMALL else "<0.01"
        )
    return Text("the deal still does not pass", "该商机仍不能通过")


def _blocked(found: Comparison, before: Analysis, after: Analysis) -> Iterator[Text]:
    named = {p.id: Text(p.name_en or p.name, p.name) for p in (*before.people, *after.people)}
    for id_ in found.blocked_after:
        if id_ not in found.blocked_before:
            yield BLOCKS.format(name=named[id_])
    for id_ in found.blocked_before:
        if id_ not in found.blocked_after:
            yield FREES.format(name=named[id_])


BLOCKS = Text("{name} now blocks it by veto.", "{name}现以否决权阻止该商机。")
FREES = Text("{name} no longer blocks it.", "{name}不再阻止该商机。")


def _access(found: Comparison) -> Iterator[Text]:
    whole = found.figure("access_weighted")
    a, b = share(whole.before or 0.0), share(whole.after or 0.0)
    if abs((whole.after or 0.0) - (whole.before or 0.0)) >= SMALL and a != b:
        yield Text(
            "The chance of reaching those who decide goes from {a} to {b}.",
            "触达决策者的概率由 {a} 变为 {b}。",
        ).format(a=a, b=b)
    moved = [d for d in found.access if _reach_moved(d)]
    for one in sorted(moved, key=lambda d: -_reach(d))[:MOST_NAMED]:
        yield _decider(one)


def _reach(one: DeciderMoved) -> float:
    return abs((one.reliability_after or 0.0) - (one.reliability_before or 0.0))


def _reach_moved(one: DeciderMoved) -> bool:
    seen = share(one.reliability_before or 0.0) != share(one.reliability_after or 0.0)
    return (_reach(one) >= SMALL and seen) or one.threads_before != one.threads_after


def _decider(one: DeciderMoved) -> Text:
    name = Text(one.name_en or one.name, one.name)
    if one.weight_after is None:
        return Text("{name} no longer decides.", "{name}不再参与决策。").format(name=name)
    if one.weight_before is None:
        return Text(
            "{name} now decides and is reached with a chance of {b}, by {k}.",
            "{name}现在参与决策，触达概率为 {b}，有{k}独立路线。",
        ).format(name=name, b=share(one.reliability_after or 0.0), k=_threads(one.threads_after))
    a, b = share(one.reliability_before or 0.0), share(one.reliability_after or 0.0)
    same = one.threads_before == one.threads_after
    text = Text(
        "{name} is reached with a chance of {b} instead of {a}, by {k} instead of {j}.",
        "{name}的触达概率由 {a} 变为 {b}，独立路线由{j}变为{k}。",
    )
    as_before = Text(
        "{name} is reached with a chance of {b} instead of {a}, by {k} as before.",
        "{name}的触达概率由 {a} 变为 {b}，独立路线仍为{k}。",
    )
    as_likely = Text(
        "{name} is reached with a chance of {b} as before, by {k} instead of {j}.",
        "{name}的触达概率仍为 {b}，独立路线由{j}变为{k}。",
    )
    return (as_before if same else as_likely if a == b else text).format(
        name=name,
        a=a,
        b=b,
        j=_count(one.threads_before),
        k=_threads(one.threads_after),
    )


def _threads(count: int | None) -> Text:
    n = count or 0
    return Text(f"{n} thread" if n == 1 else f"{n} threads", f" {n} 条")


def _count(count: int | None) -> Text:
    return Text(f"{count or 0}", f" {count or 0} 条")


def _findings(findings: Sequence[Finding], text: Text) -> Iterator[Text]:
    if not findings:
        return
    named = [f.title for f in findings[:MOST_NAMED]]
    rest = len(findings) - len(named)
    what = Text("; ".join(t.en for t in named), "；".join(t.zh for t in named))
    if rest:
        what += Text(f" and {rest} more", f"等 {len(findings)} 项")
    yield text.format(what=what)


def _people(found: Comparison) -> Iterator[Text]:
    gone = [p for p in found.people if p.opinion_after is None]
    came = [p for p in found.people if p.opinion_before is None]
    for some, text in ((gone, LEFT), (came, CAME)):
        if some:
            yield text.format(names=listed([_name(p) for p in some], most=MOST_NAMED))
    for one in [p for p in found.people if p not in gone and p not in came][:MOST_NAMED]:
        a, b = signed(one.opinion_before or 0.0), signed(one.opinion_after or 0.0)
        if one.moved >= SMALL and a != b:
            yield Text(
                "{name}'s settled opinion moves from {a} to {b}.",
                "{name}的最终意见由 {a} 变为 {b}。",
            ).format(name=_name(one).text, a=a, b=b)


LEFT = Text("No longer in the deal's model: {names}.", "不再处于该商机的模型中：{names}。")
CAME = Text("New in the deal's model: {names}.", "新进入该商机的模型：{names}。")


def _name(person: PersonMoved) -> Name:
    return Name(person.id, person.name_en or person.name, person.name)
