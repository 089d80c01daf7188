"""The weak links of a rival in words about it: what is weak there, and how we can use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.decision.results import Sentence
from graph.decision.rules.context import placeholder_text
from graph.decision.rules.wording import Name, listed, share, signed, titled
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.decision.access import Reached
    from graph.decision.results import Finding
    from graph.decision.rivals.rival import RivalView
    from graph.decision.rules.context import Context

    Words = Callable[["RivalWords", Finding], tuple[Text, Text, Text]]


# So many people between a rival and a decider are named as worth winning.
MOST_NAMED = 2
# So many deciders whom a rival would lose are named.
CUT_NAMED = 3


class RivalWords:
    """Says the weak links of one rival.

    Parameters
    ----------
    view : RivalView
        The deal as the rival stands in it.
    ours, theirs : Context
        The two sides, with the names of everybody.
    rival : Name
        The competitor.
    """

    def __init__(self, view: RivalView, ours: Context, theirs: Context, rival: Name) -> None:
        self.view, self.ours, self.theirs, self.rival = view, ours, theirs, rival
        self.at = {name.id: i for i, name in enumerate(ours.people)}

    def say(self, finding: Finding) -> Finding:
        """Return a weak link of the rival in words about it; it is ours to use, not to mend."""
        title, sentence, action = WORDS[finding.kind](self, finding)
        return finding.model_copy(
            update={
                "title": Sentence.of(title),
                "sentence": Sentence.of(sentence),
                "action": Sentence.of(action),
                "mend": None,
            }
        )

    def filled(self, text: Text, finding: Finding, **more: object) -> Text:
        """Fill the names and figures that most sentences have."""
        return text.format(
            name=self.subject(finding).text,
            rival=self.rival.text,
            impact=share(finding.impact),
            **more,
        )

    def seller(self, i: int) -> Text | None:
        """Return who of ours should go to a person."""
        who = self.ours.seller_for(i)
        return None if who is None else self.ours.sellers[who].text

    def go(self, finding: Finding, why: Text) -> Text:
        """Say who of ours should go to the subject, and why; who is not known is to be found."""
        i = self.at[finding.subject.id]
        seller = self.seller(i)
        unknown = placeholder_text(self.ours, i)
        if unknown is not None:
            start = unknown + Text("Then meet them: ", "再行拜访：")
        elif seller is None:
            start = Text("Meet {name}: ", "拜访{name}：")
        else:
            start = Text("Let {seller} meet {name}: ", "安排{seller}拜访{name}：")
        return self.filled(start + why, finding, seller=seller)

    def known(self, people: list[int]) -> list[Name]:
        """Return those of some people of whom it is known who they are."""
        return [self.ours.people[i] for i in people if not self.ours.model.placeholder[i]]

    def title(self, text: Text, finding: Finding) -> Text:
        """Return a title of at most five words about the subject."""
        return titled(text, self.subject(finding))

    def subject(self, finding: Finding) -> Name:
        """Return what the subject is called, told from others of its name."""
        subject = finding.subject
        if subject.kind == "person" and subject.id in self.at:
            return self.ours.people[self.at[subject.id]]
        return Name(subject.id, subject.name_en or subject.name, subject.name)

    def reached(self, finding: Finding) -> Reached:
        """Return how the rival reaches the decider that a finding is about."""
        i = self.at[finding.subject.id]
        return next(r for r in self.theirs.access.rows if r.decider == i)


def _uncovered(words: RivalWords, finding: Finding) -> tuple[Text, Text, Text]:
    i = words.at[finding.subject.id]
    mine, theirs = float(words.view.ours.strength[i]), float(words.view.model.strength[i])
    sentence = (
        Text(
            "{name} holds {impact} of the decision, and {rival} covers them at {s} only.",
            "{name}占决策影响力的 {impact}，而{rival}的覆盖仅 {s}。",
        )
        if theirs
        else Text(
            "{name} holds {impact} of the decision, and no contact of {rival} is known.",
            "{name}占决策影响力的 {impact}，而未见{rival}与其有联系。",
        )
    )
    why = (
        Text("we cover them at {mine} and can be there first.", "我方覆盖 {mine}，可抢先一步。")
        if mine > theirs
        else Text("whoever comes first is heard first.", "谁先到谁先被听到。")
    ).format(mine=share(mine))
    return (
        words.title(Text("They hardly cover {name}", "对方未覆盖{name}"), finding),
        words.filled(sentence, finding, s=share(theirs)),
        words.go(finding, why),
    )


def _hostile(words: RivalWords, finding: Finding) -> tuple[Text, Text, Text]:
    i = words.at[finding.subject.id]
    sentence = Text(
        "{name} holds {impact} of the decision and is against {rival} (expected stance {e}{how}).",
        "{name}占决策影响力的 {impact}，且反对{rival}（预期态度 {e}{how}）。",
    )
    how = (
        Text(", assumed from the stance towards us", "，由其对我方的态度推定")
        if words.view.assumed[i]
        else Text("", "")
    )
    e = signed(float(words.view.stances.expected[i]))
    return (
        words.title(Text("{name} opposes them", "{name}反对对方"), finding),
        words.filled(sentence, finding, e=e, how=how),
        words.go(finding, Text("ask them to speak for us.", "请其为我方发声。")),
    )


def _thread(words: RivalWords, finding: Finding) -> tuple[Text, Text, Text]:
    way = words.reached(finding)
    between = words.view.separators(way)
    via, to_win = [words.ours.people[i] for i in between], words.known(between)[:MOST_NAMED]
    figures: dict[str, Any] = {
        "r": share(way.reliability),
        "k": way.threads.count,
        "via": listed(via, Text(", then ", "，再到")),
    }
    if not way.threads.count:
        sentence = Text(
            "{name} carries {impact} of the formal decision, and no route of {rival} leads there.",
            "{name}占正式决策权的 {impact}，而{rival}没有任何路线可以触达。",
        )
    elif via:
        sentence = Text(
            "{name} carries {impact} of the formal decision, and every route of {rival} passes "
            "{via}; it gets through with a chance of {r}.",
            "{name}占正式决策权的 {impact}，而{rival}的每条路线都要经过{via}；触达概率为 {r}。",
        )
    else:
        sentence = Text(
            "{name} carries {impact} of the formal decision; {k} of {rival}'s routes share nobody, "
            "and it gets through with a chance of {r}.",
            "{name}占正式决策权的 {impact}；{rival}互不相交的路线只有 {k} 条，触达概率为 {r}。",
        )
    return (
        words.title(Text("Their way to {name}", "对方通往{name}的路"), finding),
        words.filled(sentence, finding, **figures),
        words.go(finding, _beside(way.threads.count, listed(to_win) if to_win else None)),
    )


def _beside(count: int, via: Text | None) -> Text:
    """Say what a thin way of the rival is good for."""
    if via is not None:
        return Text(
            "and win {via} over too: without them they do not get there.",
            "并争取{via}：没有其帮助，对方便无法触达。",
        ).format(via=via)
    if not count:
        return Text("the way is open.", "道路是敞开的。")
    return Text("a second voice weighs more than their only one.", "第二个声音胜过对方唯一的声音。")


def _linchpin(words: RivalWords, finding: Finding) -> tuple[Text, Text, Text]:
    node = ("p", words.at[finding.subject.id])
    leaving = next(x for x in words.theirs.access.losses if x.node == node)
    cut = listed([words.ours.people[i] for i in leaving.cuts], most=CUT_NAMED)
    sentence = (
        Text(
            "{rival} depends on {name}: without them no route of it leads to {cut} any more, and "
            "{exposure} of its access to the decision is gone.",
            "{rival}依赖{name}：没有其帮助，便没有路线通往{cut}，它对决策的触达将失去 {exposure}。",
        )
        if leaving.cuts
        else Text(
            "{rival} depends on {name}: without them {exposure} of its access to the decision is "
            "gone.",
            "{rival}依赖{name}：没有其帮助，它对决策的触达将失去 {exposure}。",
        )
    )
    return (
        words.title(Text("They depend on {name}", "对方依赖{name}"), finding),
        words.filled(sentence, finding, exposure=share(finding.exposure), cut=cut),
        words.go(finding, Text("whoever holds them holds the way.", "掌握此人便掌握了道路。")),
    )


def _fading(words: RivalWords, finding: Finding) -> tuple[Text, Text, Text]:
    now, once = finding.measure.now or 0.0, finding.measure.if_mended or 0.0
    sentence = Text(
        "The contact of {rival} with {name}, who holds {impact} of the decision, was {once} and is "
        "{now} today.",
        "{rival}与{name}（占决策影响力的 {impact}）的联系曾为 {once}，今为 {now}。",
    )
    return (
        words.title(Text("{name}: their tie fades", "对方与{name}的联系在淡化"), finding),
        words.filled(sentence, finding, now=share(now), once=share(once)),
        words.go(finding, Text("now, while they are not there.", "趁对方不在。")),
    )


def _step(words: RivalWords, finding: Finding) -> tuple[Text, Text, Text]:
    sentence = Text(
        "In the step {name} {rival} has nobody: none of those who act supports it or is covered "
        "by it.",
        "在环节“{name}”中{rival}没有自己人：行动者无一支持它，也未被其覆盖。",
    )
    if not any(type_ == "ACTS_IN" for _, type_, _ in finding.evidence.relationships):
        sentence = Text(
            "Nobody is known who acts in the step {name}, so {rival} has nobody there either, as "
            "far as is known.",
            "环节“{name}”中尚不知由谁参与，就目前所知{rival}在此也没有人。",
        )
    return (
        words.title(Text("{name}: they have nobody", "{name}：对方无人"), finding),
        words.filled(sentence, finding),
        words.filled(
            Text("Put weight on this step: it is open.", "在此环节发力：此处尚无人占据。"), finding
        ),
    )


def _broken(words: RivalWords, finding: Finding) -> tuple[Text, Text, Text]:
    sentence = Text(
        "{rival} has supporters, but from none of them does a route of persuasion lead to {name}, "
        "who carries {impact} of the formal decision.",
        "{rival}虽有支持者，但没有一条说服路线能通往{name}（占正式决策权的 {impact}）。",
    )
    return (
        words.title(Text("Their chain misses {name}", "对方的链条够不到{name}"), finding),
        words.filled(sentence, finding),
        words.go(finding, Text("nobody speaks for them there.", "那里无人为对方说话。")),
    )


WORDS: dict[str, Words] = {
    "uncovered_power": _uncovered,
    "hostile_power": _hostile,
    "single_thread": _thread,
    "linchpin": _linchpin,
    "fading_tie": _fading,
    "weak_step": _step,
    "broken_chain": _broken,
}
