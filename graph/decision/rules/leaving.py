"""Linchpins and sellers on whom too much hangs: what their leaving would cost (N-1)."""

from __future__ import annotations

import heapq
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.loss import leaving_of
from graph.decision.results import Measure, Mend
from graph.decision.rules.context import Context, Draft, Proof
from graph.decision.rules.wording import listed, share, titled
from graph.decision.worlds import Sampling
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.decision.loss import Leaving
    from graph.decision.network import Network
    from graph.decision.threads import Node
    from graph.settings_rules import LeavingRule

# What rounding may take from a loss that is just at the threshold.
ROUNDING = 1e-9
# A sentence names this many deciders at most.
NAMED = 3


def linchpin(context: Context, rule: LeavingRule) -> Iterator[Draft]:
    """A person of theirs whose leaving cuts a decider off or costs much of our access."""
    for leaving in _costly(context, rule, "p"):
        yield _linchpin(context, rule, leaving)


def seller_dependency(context: Context, rule: LeavingRule) -> Iterator[Draft]:
    """One of our sellers whose leaving does the same."""
    for leaving in _costly(context, rule, "s"):
        yield _dependency(context, rule, leaving)


def _costly(context: Context, rule: LeavingRule, kind: str) -> Iterator[Leaving]:
    for leaving in context.access.losses:
        much = bool(leaving.cuts) or leaving.loss >= rule.loss - ROUNDING
        if leaving.node[0] == kind and leaving.before > 0 and much:
            yield leaving


# -- a person of theirs --------------------------------------------------------------------


def _linchpin(context: Context, rule: LeavingRule, leaving: Leaving) -> Draft:
    name = context.name_of(leaving.node)
    met = best_by_pass(context, leaving, rule.mended_coverage)
    network = context.access.network
    seller = None
    if met is not None:
        network = network.with_contact(met, 1 - rule.mended_coverage)
        free = [s for s in range(len(context.sellers)) if context.held[s, met] <= 0]
        seller = context.seller_for(met, free)
    then = leaving if met is None else leaving_of(context.access, leaving.node, network)
    # The choice is made by samples, which may mistake by a little what changes nothing.
    if then.loss > leaving.loss + ROUNDING:
        met, seller, then = None, None, leaving
    return Draft(
        kind="linchpin",
        subject=name.subject("person"),
        exposure=leaving.loss / leaving.before,
        impact=leaving.loss,
        cause=f"leave:{name.id}",
        title=titled(Text("Much hangs on {name}", "触达多系于{name}"), name),
        proof=_proof(context, leaving),
        sentence=_sentence(context, leaving),
        action=_around(context, leaving, (met, seller), then),
        measure=Measure(name="loss", now=leaving.loss, if_mended=then.loss),
        mend=Mend(
            kind="contact",
            seller=None if seller is None else context.sellers[seller].id,
            person=None if met is None else context.people[met].id,
            strength=rule.mended_coverage,
        ),
    )


def best_by_pass(context: Context, leaving: Leaving, strength: float) -> int | None:
    """Return with whom one more contact of ours would best lead round a person.

    The smallest share is then lost of what we then have, and no more than now. A contact with k
    takes from our chance to be missed what k alone gets through. It does at least as much as any
    tie of the same strength that leads to k, so ties need not be tried beside it.
    """
    access, gone = context.access, leaving.node[1]
    now = access.comparing
    then = Sampling(_without(access.network, gone), now.worlds)
    before = np.full(context.model.size, leaving.before)
    after = np.full(context.model.size, leaving.after)
    for t, weight in zip(access.deciders, access.weights, strict=True):
        if t != gone:
            before += strength * weight * now.leverage(t)
            after += strength * weight * then.leverage(t)
    lost = np.maximum(0.0, before - after)
    able = (after > leaving.after) & (lost <= leaving.loss + ROUNDING) & ~context.model.placeholder
    able[gone] = False
    if not able.any():
        return None
    return int(np.argmin(np.where(able, np.round(lost / before, 9), np.inf)))


def _without(network: Network, person: int) -> Network:
    """Return the network in which a person hears nobody of ours and passes nothing on."""
    silent = network.silent.copy()
    silent[person] = True
    kept = network.covered != person
    return replace(
        network,
        silent=silent,
        seller=network.seller[kept],
        covered=network.covered[kept],
        strength=network.strength[kept],
    )


def _around(
    context: Context, leaving: Leaving, meeting: tuple[int | None, int | None], then: Leaving
) -> Text:
    """Say who could be met (by a seller) so that less hangs on somebody, and what that brings."""
    met, seller = meeting
    if met is None:
        return Text(
            "Find another way to those who decide: one more contact of ours with anybody else "
            "would make no less hang on {name}.",
            "另寻通往决策者的路线：我方再多接触任何一位其他人，都不会减少对{name}的依赖。",
        ).format(name=context.name_of(leaving.node).text)
    return _meet(context, met, seller) + Text(
        "without {name} we would then still get through with a chance of {then} instead of {now}.",
        "即使{name}离开，触达概率仍有 {then}，而不是 {now}。",
    ).format(
        name=context.name_of(leaving.node).text,
        now=share(leaving.after),
        then=share(then.after),
    )


def _meet(context: Context, met: int, seller: int | None) -> Text:
    if seller is None:
        return Text(
            "Bring in another seller to meet {met} more than once: ",
            "增派一位我方人员多次直接拜访{met}：",
        ).format(met=context.people[met].text)
    return Text(
        "Let {seller} meet {met} directly, more than once: ", "安排{seller}多次直接拜访{met}："
    ).format(seller=context.sellers[seller].text, met=context.people[met].text)


# -- a seller of ours ----------------------------------------------------------------------


def _dependency(context: Context, rule: LeavingRule, leaving: Leaving) -> Draft:
    name, first = context.name_of(leaving.node), leaving.node[1]
    covered = np.flatnonzero(context.held[first] > 0)
    second = _second(context, first, covered.tolist())
    doubled = _doubled(context, covered.tolist(), rule.mended_coverage)
    then = leaving_of(context.access, leaving.node, doubled)
    return Draft(
        kind="seller_dependency",
        subject=name.subject("seller"),
        exposure=leaving.loss / leaving.before,
        impact=leaving.loss,
        cause=f"leave:{name.id}",
        title=titled(Text("Much hangs on {name}", "触达多系于{name}"), name),
        proof=_proof(context, leaving),
        sentence=_sentence(context, leaving),
        action=_introduce(second, alone=covered.size == 1).format(
            name=name.text,
            second="" if second is None else context.sellers[second].text,
            whom=_contacts(int(covered.size)),
            to=share(rule.mended_coverage),
            now=share(leaving.after),
            then=share(then.after),
        ),
        measure=Measure(name="loss", now=leaving.loss, if_mended=then.loss),
        mend=Mend(
            kind="second_seller",
            seller=None if second is None else context.sellers[second].id,
            strength=rule.mended_coverage,
        ),
    )


def _second(context: Context, first: int, covered: list[int]) -> int | None:
    """Return who of our team could stand beside a seller: knows none of these people yet."""
    free = [
        s
        for s in range(len(context.sellers))
        if s != first and not (context.held[s, covered] > 0).any()
    ]
    return max(free, key=lambda s: (float(context.fit[s, covered].sum()), -s), default=None)


def _doubled(context: Context, covered: list[int], strength: float) -> Network:
    network = context.access.network
    number = int(network.seller.max(initial=-1)) + 1
    return replace(
        network,
        seller=np.append(network.seller, [number] * len(covered)).astype(np.int32),
        covered=np.append(network.covered, covered).astype(np.int32),
        strength=np.append(network.strength, [strength] * len(covered)),
    )


def _contacts(n: int) -> Text:
    if n == 1:
        return Text("their one contact", "其唯一的联系人")
    return Text(f"all {n} contacts", f"其全部 {n} 位联系人")


def _introduce(second: int | None, *, alone: bool) -> Text:
    if second is None:
        start = Text(
            "Bring in a second seller and let {name} introduce them to {whom}: ",
            "增派第二位我方人员，由{name}引荐给{whom}：",
        )
    else:
        start = Text(
            "Let {name} introduce {second} to {whom}: ", "请{name}把{second}引荐给{whom}："
        )
    each = (
        Text("at {to}, ", "达到 {to} 后，")
        if alone
        else Text("at {to} each, ", "每人达到 {to} 后，")
    )
    return (
        start
        + each
        + Text(
            "we would still get through without {name} with a chance of {then} instead of {now}.",
            "即使{name}离开，触达概率仍有 {then}，而不是 {now}。",
        )
    )


# -- both ----------------------------------------------------------------------------------


def _sentence(context: Context, leaving: Leaving) -> Text:
    cut = [context.people[t] for t in leaving.cuts]
    who = listed(cut, most=NAMED)
    end = (
        Text("; {who} could then not be reached at all.", "，且{who}将完全无法触达。").format(
            who=who
        )
        if cut
        else Text(".", "。")
    )
    return (
        Text(
            "If {name} left, our chance of reaching those who decide would fall from {before} to "
            "{after}",
            "若{name}离开，我方触达决策者的概率将由 {before} 降至 {after}",
        ).format(
            name=context.name_of(leaving.node).text,
            before=share(leaving.before),
            after=share(leaving.after),
        )
        + end
    )


def _proof(context: Context, leaving: Leaving) -> Proof:
    """Prove the loss by the routes that pass the node to each decider whom it leads to."""
    proof = context.proof().node(context.name_of(leaving.node).id)
    deciders = leaving.cuts or context.access.deciders
    for t in deciders:
        route = _route(context, leaving.node, t)
        if route:
            context.prove_route(proof, route)
            context.prove_part(proof, t)
    return proof


def _route(context: Context, node: Node, decider: int) -> list[Node]:
    """Return the best route through a node to a decider, nothing where none leads there."""
    if node == ("p", decider):
        return []
    network = context.access.network
    if node[0] == "p":
        onward = strongest_chain(network, {node[1]: 1.0}, decider)
        return context.access.route_to(node[1])[:-1] + onward if onward else []
    mine = network.seller == node[1]
    starts = dict(zip(network.covered[mine].tolist(), network.strength[mine].tolist(), strict=True))
    onward = strongest_chain(network, starts, decider)
    return [node, *onward] if onward else []


def strongest_chain(network: Network, starts: dict[int, float], goal: int) -> list[Node]:
    """Return the most probable chain of people from any of ``starts`` to a goal."""
    before: dict[int, int] = {}
    queue = [(-p, person, person) for person, p in sorted(starts.items())]
    heapq.heapify(queue)
    while queue:
        cost, v, source = heapq.heappop(queue)
        if v in before:
            continue
        before[v] = source
        if v == goal:
            break
        for w, step in network.out.get(v, ()):
            if w not in before:
                heapq.heappush(queue, (cost * step, w, v))
    if goal not in before:
        return []
    chain = [goal]
    while before[chain[-1]] != chain[-1]:
        chain.append(before[chain[-1]])
    return [("p", v) for v in reversed(chain)]
