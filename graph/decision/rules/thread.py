"""Deciders to whom fewer than two threads lead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.results import Measure, Mend
from graph.decision.rules.context import Context, Draft, Proof, placeholder_text
from graph.decision.rules.wording import listed, share, titled
from graph.decision.threads import threads
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.decision.access import Reached
    from graph.settings_rules import ThreadRule


def single_thread(context: Context, rule: ThreadRule) -> Iterator[Draft]:
    """A decider with fewer than two threads; names every person or seller who separates."""
    for reached in context.access.rows:
        if reached.threads.count < rule.threads:
            yield _single(context, rule, reached)


def _single(context: Context, rule: ThreadRule, reached: Reached) -> Draft:
    i, now = reached.decider, reached.threads.count
    name = context.people[i]
    seller, after = best_contact(context, reached)
    better = 1 - (1 - reached.reliability) * (1 - rule.mended_coverage)
    return Draft(
        kind="single_thread",
        subject=context.person(i),
        exposure=1 - reached.reliability,
        impact=float(context.model.decision[i]),
        cause=f"coverage:{name.id}",
        title=titled(
            Text("One thread to {name}", "通往{name}只有一条路")
            if now
            else Text("{name} out of reach", "够不到{name}"),
            name,
        ),
        proof=_proof(context, reached),
        sentence=_sentence(context, reached),
        action=_action(context, i, seller)
        + Text(
            "one more contact of {to} takes the threads from {now} to {k} and the chance of "
            "getting through from {r} to {better}.",
            "增加一条强度 {to} 的联系后，互不相交的路线由 {now} 条增至 {k} 条，"
            "触达概率由 {r} 升至 {better}。",
        ).format(
            to=share(rule.mended_coverage),
            now=now,
            k=after,
            r=share(reached.reliability),
            better=share(better),
        ),
        measure=Measure(name="threads", now=float(now), if_mended=float(after)),
        mend=Mend(
            kind="contact",
            seller=None if seller is None else context.sellers[seller].id,
            person=name.id,
            strength=rule.mended_coverage,
        ),
    )


def best_contact(context: Context, reached: Reached) -> tuple[int | None, int]:
    """Return the one more contact that helps most: (seller, None for a new one), threads then.

    A contact with the decider helps at least as much as one with anybody else, in threads and in
    reliability. One of our sellers is asked if that makes a thread more; else a new one.
    """
    i, now = reached.decider, reached.threads.count
    free = [s for s in range(len(context.sellers)) if context.held[s, i] <= 0]
    if now <= 1:
        separating = {node[1] for node in reached.threads.separators if node[0] == "s"}
        gaining = [s for s in free if s not in separating]
    else:
        gaining = [s for s in free if _with_contact(context, s, i) > now]
    return context.seller_for(i, gaining), now + 1


def _with_contact(context: Context, seller: int, person: int) -> int:
    """Return the threads to a person after a contact by one of our sellers."""
    network = context.access.network
    more = replace(
        network,
        seller=np.append(network.seller, seller).astype(np.int32),
        covered=np.append(network.covered, person).astype(np.int32),
        strength=np.append(network.strength, 1.0),
    )
    return threads(more, person).count


def _proof(context: Context, reached: Reached) -> Proof:
    proof = context.proof().node(context.people[reached.decider].id)
    for route in (*reached.threads.routes, reached.best):
        context.prove_route(proof, route)
    context.prove_part(proof, reached.decider)
    return proof


def _sentence(context: Context, reached: Reached) -> Text:
    i, count = reached.decider, reached.threads.count
    figures = {
        "name": context.people[i].text,
        "d": share(float(context.model.decision[i])),
        "r": share(reached.reliability),
        "k": count,
        "via": listed(
            [context.name_of(n) for n in reached.threads.separators], Text(", then ", "，再到")
        ),
    }
    start = (
        Text(
            "{name} is presumed to carry {d} of the formal decision, ",
            "推定{name}占正式决策权的 {d}，",
        )
        if context.model.presumed
        else Text("{name} carries {d} of the formal decision, ", "{name}占正式决策权的 {d}，")
    )
    if not count:
        end = Text("and no route of ours leads there.", "而我方没有任何路线可以触达。")
    elif count == 1:
        end = Text(
            "and every route we have passes {via}; we get through with a chance of {r}.",
            "而我方每条路线都要经过{via}；触达概率为 {r}。",
        )
    else:
        end = Text(
            "and only {k} routes of ours that share nobody lead there; we get through with a "
            "chance of {r}.",
            "而我方互不相交的路线只有 {k} 条；触达概率为 {r}。",
        )
    return (start + end).format(**figures)


def _action(context: Context, i: int, seller: int | None) -> Text:
    name = context.people[i].text
    first = placeholder_text(context, i) or Text("", "")
    if seller is None:
        return first + Text(
            "Bring in another seller to meet {name} more than once: ",
            "增派一位我方人员多次直接拜访{name}：",
        ).format(name=name)
    return first + Text(
        "Let {seller} meet {name} directly, more than once: ", "安排{seller}多次直接拜访{name}："
    ).format(seller=context.sellers[seller].text, name=name)
