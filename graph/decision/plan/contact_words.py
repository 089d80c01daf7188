"""A contact plan in words: why each meeting, and what the plan takes for granted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.naming import people_named, sellers_named
from graph.decision.next_contact import next_contact
from graph.decision.results import Sentence
from graph.decision.rules.wording import listed, share
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel
    from graph.decision.plan.meetings import Meetings
    from graph.decision.plan.results import Contact

# A reliability that grows by less is not worth a word.
TOLD = 0.005
NOBODY_TO_SEND = Text(
    "Nobody of ours works on the deal, manages the customer or covers anybody there: name who can "
    "be sent.",
    "我方无人参与该商机、管理该客户或覆盖其人员：请先指定可派出的人。",
)
GAIN = Text(
    "The plan gains most in lean and access together (1% of access counts as .01 of lean); "
    "another may move the lean alone further.",
    "计划使倾向与触达的提升之和最大（触达 1% 相当于倾向 0.01）；仅看倾向，可能另有提升更多的计划。",
)


class Words:
    """The sentences of one contact plan."""

    def __init__(self, model: DealModel, access: AccessMap, meetings: Meetings) -> None:
        self.model = model
        self.access = access
        self.meetings = meetings
        self.people = people_named(model)
        self.sellers = sellers_named(model)

    def because(
        self,
        meeting: tuple[int, int],
        before: DealModel,
        reached: Sequence[float],
        after: Sequence[float],
    ) -> Sentence:
        """Say why a meeting is held: the share of the decision, our cover, whom it brings near.

        ``before`` is the deal before the meeting; ``reached`` and ``after`` are the chances of
        reaching each decider before and after it.
        """
        _, person = meeting
        covered = float(before.strength[person])
        text = Text("{v} of the decision, ", "占决策影响力的 {v}，") + (
            Text("covered at {c}", "现有关系强度 {c}")
            if covered > 0
            else Text("covered by nobody", "尚无人联系")
        )
        text += self._turned(person, before)
        gains = np.array(after) - np.array(reached)
        if gains.size and gains.max() >= TOLD:
            nearest = int(np.argmax(gains * self.access.weights))
            text += self._brings(person, nearest).format(
                decider=self.people[self.access.deciders[nearest]].text,
                r=share(reached[nearest]),
                more=share(after[nearest]),
            )
        return Sentence.of(
            text.format(v=share(float(self.model.influence[person])), c=share(covered))
        )

    def _turned(self, person: int, before: DealModel) -> Text:
        if before.opponent[person]:
            return Text("; leans against us so far", "；此前倾向于反对我方")
        return Text("", "")

    def _brings(self, person: int, nearest: int) -> Text:
        if self.access.deciders[nearest] == person:
            return Text("; reached with {r}, then {more}", "；触达概率由 {r} 升至 {more}")
        return Text(
            "; {decider} is reached with {r}, then {more}",
            "；触达{decider}的概率由 {r} 升至 {more}",
        )

    # -- what is taken for granted ----------------------------------------------------------

    def assumptions(
        self, contacts: Sequence[Contact], *, exact: bool, sampled: bool
    ) -> list[Sentence]:
        """Return what the plan assumes, and what a reader must know of how it was found."""
        if not self.model.team.size:
            return [Sentence.of(NOBODY_TO_SEND)]
        texts = [
            GAIN,
            *self._meeting(),
            *self._limits(),
            *self._proof(exact=exact, sampled=sampled),
        ]
        texts += self._other_first(contacts)
        return [Sentence.of(text) for text in texts]

    def _meeting(self) -> list[Text]:
        plan = self.model.settings.plan
        hours = plan.meeting_hours + plan.preparation_hours
        lasting = self.model.settings.rules.uncovered_power.mended_coverage
        return [
            Text(
                "A meeting takes {h} h and lifts coverage c to 1 − (1 − c)(1 − {m} × rank fit).",
                "一次会面用时 {h} 小时，使关系强度 c 升至 1 − (1 − c)(1 − {m} × 级别匹配度)。",
            ).format(h=f"{hours:g}", m=f"{plan.meeting_lift:g}"),
            Text(
                "It moves the expected stance by {eta} × coverage × the distance to +1; an enemy "
                "does not move.",
                "它使预期态度上升 {eta} × 关系强度 × 与 +1 的差距；反对者不会改变。",
            ).format(eta=f"{plan.stance_gain:g}"),
            Text(
                "Each line is one meeting, which brings somebody whom nobody covers to {one} at "
                "most; to mend a weak link takes a lasting contact of {lasting}: several meetings.",
                "每行是一次会面，可使无人联系者的关系强度最高升至 {one}；补上薄弱环节则需 "
                "{lasting} 的持久联系，即多次会面。",
            ).format(one=share(plan.meeting_lift), lasting=share(lasting)),
            Text(
                "Rank fit falls by 1/{span} for each level apart, and is 1 where a level is not "
                "known.",
                "级别每差一级，匹配度降低 1/{span}；级别未知时为 1。",
            ).format(span=f"{plan.rank_span:g}"),
        ]

    def _limits(self) -> list[Text]:
        found = []
        meetings, plan = self.meetings, self.model.settings.plan
        if plan.travel_hours:
            found.append(
                Text(
                    "Travel is added to each meeting, by seller and by place.",
                    "每次会面另计路途时间，按我方人员与地点设定。",
                )
            )
        for at, seller in enumerate(self.sellers):
            if meetings.limited(at):
                found.append(
                    Text("{seller} has {h} h.", "{seller}有 {h} 小时可用。").format(
                        seller=seller.text, h=f"{meetings.limit[at]:g}"
                    )
                )
        unknown = [self.people[i] for i in np.flatnonzero(self.model.placeholder)]
        if unknown:
            found.append(
                Text(
                    "Nobody can meet {who} before it is known who that is.",
                    "在弄清{who}是谁之前无法安排会面。",
                ).format(who=listed(unknown))
            )
        return found

    def _proof(self, *, exact: bool, sampled: bool) -> list[Text]:
        if exact:
            return []
        if sampled:
            return [
                Text(
                    "The network is too large for exact chances: plans were compared by sampling.",
                    "网络较大，无法精确计算概率：各方案以抽样方式比较。",
                )
            ]
        return [
            Text(
                "Not every set of meetings was looked at; the bound says how much better one could "
                "be.",
                "并未检查所有会面组合；上界说明其他方案最多能好多少。",
            )
        ]

    def _other_first(self, contacts: Sequence[Contact]) -> list[Text]:
        """Explain where the one best meeting is not among those of the plan."""
        single = next_contact(self.model, self.access) if contacts else None
        pairs = {(c.seller, c.person) for c in contacts}
        if single is None or (single.seller, single.person) in pairs:
            return []
        seller = next(s for s in self.sellers if s.id == single.seller)
        person = next(p for p in self.people if p.id == single.person)
        return [
            Text(
                "The best single meeting would be {seller} with {person}; within these hours and "
                "limits others gain more together.",
                "若只安排一次会面，应由{seller}拜访{person}；在现有时间和限制内，其他会面合计收益更大。",
            ).format(seller=seller.text, person=person.text)
        ]
