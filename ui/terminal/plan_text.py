"""A plan as people read it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.plan.playbook import ORDER, current_stage
from graph.model import values
from ui.terminal.figures import called, day, money, points, share, signed
from ui.terminal.tables import plain, table, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.decision.plan.results import (
        CommitteePower,
        Contact,
        Persuasion,
        Plan,
        StageCheck,
        StanceChange,
        WinPlan,
    )
    from graph.decision.results import Sentence

# Coalitions, and changes of a win plan, that are written out; the other formats have all.
COALITIONS = 5
CHANGES = 20
# Between two stances.
STEP = 0.5
MARKS = {"done": "✓", "open": "✗", "unknown": "?"}


class PlanText:
    """The paragraphs of one plan in one language; ``name`` says what an id is called."""

    def __init__(self, plan: Plan, name: Callable[[str], str], language: str) -> None:
        self.plan = plan
        self._called = name
        self.language = language

    def name(self, id_: str) -> str:
        """Return what a person or seller is called, on one line."""
        return plain(self._called(id_))

    def word(self, en: str, zh: str) -> str:
        """Return the wording in the reader's language."""
        return zh if self.language == "zh" else en

    def names(self, ids: list[str]) -> str:
        """Return several names in a row."""
        return self.word(", ", "、").join(self.name(id_) for id_ in ids)

    def text(self) -> str:
        """Return the whole plan."""
        parts = [
            self.title(),
            self.contacts(),
            self.win(),
            self.routes(),
            self.committee(),
            self.question(),
            self.playbook(),
        ]
        return "\n\n".join(part for part in parts if part)

    def title(self) -> str:
        """Say which deal this is, and in which stage."""
        deal = self.plan.opportunity
        facts = [
            called(deal, self.language, "enterprise_name") if deal.enterprise else None,
            values.STAGES.label(deal.stage, self.language) if deal.stage else None,
            money(deal.amount, deal.currency) if deal.amount is not None else None,
            self.word("as of {}", "截至 {}").format(day(self.plan.as_of, self.language)),
        ]
        return f"{called(deal, self.language)} ({deal.id})\n" + " · ".join(f for f in facts if f)

    # -- contacts and the win plan ------------------------------------------------------------

    def contacts(self) -> str:
        """List the meetings, what each adds, and how sure it is that no plan is better."""
        total = self.plan.contacts_total
        head = self.word("Contact plan", "接触计划")
        if total is None:
            why = self.word("nobody is known to decide.", "尚不知谁来决策。")
            return head + self.word(": ", "：") + why
        if not self.plan.contacts:
            why = self.word(
                "no meeting within {:g} hours gains anything.",
                "{:g} 小时内没有会面能带来改善。",
            )
            first = head + self.word(": ", "：") + why.format(total.budget)
            return "\n".join([first, *self._sentences(total.assumptions)])
        sums = self.word(
            "{hours:g} of {budget:g} hours · lean {a} → {b} · access {c} → {d} · {sure}",
            "{budget:g} 小时中的 {hours:g} 小时 · 倾向 {a} → {b} · 触达 {c} → {d} · {sure}",
        ).format(
            hours=total.hours, budget=total.budget,
            a=signed(total.lean_before), b=signed(total.lean_after),
            c=share(total.access_before), d=share(total.access_after), sure=self._sure(),
        )  # fmt: skip
        heads = {
            "en": ["", "who goes", "to whom", "hours", "lean", "access"],
            "zh": ["", "谁去", "见谁", "小时", "倾向", "触达"],
        }["zh" if self.language == "zh" else "en"]
        rows = [self._meeting(i, c) for i, c in enumerate(self.plan.contacts, start=1)]
        lines = [f"{head}  {sums}", table(heads, rows, numbers=(3, 4, 5))]
        lines += [
            wrap(f"{i}. {c.because[self.language]}", indent=2)
            for i, c in enumerate(self.plan.contacts, start=1)
        ]
        return "\n".join([*lines, *self._sentences(total.assumptions)])

    def _sure(self) -> str:
        total = self.plan.contacts_total
        if total is None or total.exact:
            return self.word(
                "no plan gains more lean + access", "没有计划能使倾向与触达合计提升更多"
            )
        if total.bound is None:
            return self.word("not proven best", "未证明为最优")
        gain = total.lean_after - total.lean_before + total.access_after - total.access_before
        more = self.word("another gains at most {:.3f} more", "其他计划至多再多 {:.3f}")
        return more.format(max(0.0, total.bound - gain))

    def _meeting(self, place: int, contact: Contact) -> list[str]:
        access = points(contact.gain_access, self.language)
        lean = f"{contact.gain_lean:+.3f}".replace("-", "−")
        names = [self.name(contact.seller), self.name(contact.person)]
        return [str(place), *names, f"{contact.hours:g}", lean, access]

    def win(self) -> str:
        """Say the least that must change, and what else would do."""
        head, win = self.word("Win plan", "取胜方案"), self.plan.win
        if win is None:
            reason = self.plan.win_reason
            return head + self.word(": ", "：") + (reason[self.language] if reason else "")
        if not win.changes:
            return head + self.word(": ", "：") + win.because[0][self.language]
        lines = [head]
        for way in (win, *win.alternatives):
            lines += self._way(way)
        return "\n".join(lines)

    def _way(self, way: WinPlan) -> list[str]:
        head = self.word("{n} to change", "改变 {n} 人").format(n=len(way.changes))
        if way.without:
            kept = self.word(", leaving {who} as they are", "（{who}态度不变）")
            head += kept.format(who=self.names(way.without))
        lines = [f"  {head} · {self._proven(way)}"]
        lines += [self._change(change) for change in way.changes[:CHANGES]]
        rest = len(way.changes) - CHANGES
        if rest > 0:
            lines.append(self.word("    and {n} more", "    另有 {n} 人").format(n=rest))
        return [*lines, *self._sentences(way.because, indent=4)]

    def _change(self, change: StanceChange) -> str:
        then = self.stance(change.becomes)
        # A stance this near by is stated, but doubted: the plan takes it as certain.
        if change.becomes - change.was < STEP / 2:
            then = self.word("{}, for certain", "确定为{}").format(then)
        return self.word(
            "    {who}: {was} → {then}, cost {cost:.1f}",
            "    {who}：{was} → {then}，成本 {cost:.1f}",
        ).format(who=self.name(change.person), was=signed(change.was), then=then, cost=change.cost)

    def _proven(self, way: WinPlan) -> str:
        if way.proven_smallest and way.cheapest:
            return self.word("proven cheapest", "已证明成本最低")
        if way.proven_smallest:
            return self.word("proven fewest", "已证明人数最少")
        return self.word("at least {:g} needed", "至少需要 {:g}").format(round(way.bound, 2))

    def stance(self, level: float) -> str:
        """Return the word for a stance."""
        word = next(v for v, n in values.STANCES.numbers.items() if n == level)
        return values.STANCES.label(word, self.language).lower()

    def _sentences(self, found: list[Sentence], indent: int = 2) -> list[str]:
        return [wrap(s[self.language], indent=indent) for s in found]

    # -- routes, committee, stages --------------------------------------------------------------

    def routes(self) -> str:
        """List the routes to each target with the reason of each step."""
        without, nowhere = self._without(), self._nowhere()
        if not self.plan.persuasion:
            return (nowhere or self.word("No route", "没有可用的路线")) + without
        lines = [self.word("Routes", "说服路线") + without]
        for route in self.plan.persuasion:
            lines += self._route(route)
        if nowhere:
            lines.append(wrap(nowhere))
        return "\n".join(lines)

    def _nowhere(self) -> str:
        """Name the targets to whom no route leads."""
        if not self.plan.without_route:
            return ""
        names = self.word(", ", "、").join(self.name(id_) for id_ in self.plan.without_route)
        return self.word("No route leads to {}", "没有路线通往{}").format(names)

    def _without(self) -> str:
        """Say which ties the routes were asked to do without."""
        joint = self.word(", ", "、")
        avoided = joint.join(kind.lower() for kind in self.plan.avoid_ties)
        return avoided and self.word(" (without {})", "（不用 {}）").format(avoided)

    def _route(self, route: Persuasion) -> list[str]:
        chain = " → ".join(self.name(id_) for id_ in route.ids)
        return [f"  {share(route.strength):>4}  {chain}", *self._whys(route)]

    def _whys(self, route: Persuasion) -> list[str]:
        best = next(r for r in self.plan.persuasion if r.target == route.target)
        if route is not best:
            return []
        return [wrap(step.why[self.language], indent=8) for step in route.steps]

    def committee(self) -> str:
        """List the power of the members, the coalitions, who is pivotal; or why there is none."""
        head, power = self.word("Committee", "评审委员会"), self.plan.committee
        if power is None:
            reason = self.plan.committee_reason
            return head + self.word(": ", "：") + (reason[self.language] if reason else "")
        heads = {
            "en": ["member", "votes", "Banzhaf", "Shapley-Shubik", "today"],
            "zh": ["成员", "票权", "班扎夫", "沙普利-舒比克", "目前"],
        }["zh" if self.language == "zh" else "en"]
        order = sorted(power.votes, key=lambda id_: (-power.shapley_shubik[id_], id_))
        rows = [
            [
                self.name(id_) + self.word(" (veto)", "（否决权）") * (id_ in power.vetoes),
                f"{power.votes[id_]:g}",
                share(power.banzhaf[id_]),
                share(power.shapley_shubik[id_]),
                self._side(power, id_),
            ]
            for id_ in order
        ]
        needed = self.word("{needed:g} of {all:g} votes pass", "{all:g} 票中需要 {needed:g} 票")
        sums = needed.format(needed=power.needed, all=sum(power.votes.values()))
        return "\n".join(
            [
                f"{head}  {sums}",
                table(heads, rows, numbers=(1, 2, 3)),
                *self._inferred(power),
                *self._coalitions(power),
            ]
        )

    def _inferred(self, power: CommitteePower) -> list[str]:
        """Explain the word behind a side."""
        if not power.inferred:
            return []
        words = self.word(
            "inferred: only by whom they listen to; their own stance is neutral, not known or the "
            "other way",
            "推断：仅由其听取意见的人推得；本人态度为中立、未知或相反",
        )
        return [wrap(words, indent=2)]

    def _side(self, power: CommitteePower, id_: str) -> str:
        side = self.word("open", "未定")
        if id_ in power.for_us:
            side = self.word("for us", "支持我方")
        elif id_ in power.against:
            side = self.word("against", "反对")
        side += self.word(", inferred", "，推断") * (id_ in power.inferred)
        return side + self.word(", pivotal", "，关键") * (id_ in power.pivotal)

    def _coalitions(self, power: CommitteePower) -> list[str]:
        many = "" if power.coalition_count == 1 else "s"
        head = self.word(f"  {{n}} minimal winning coalition{many}", "  {n} 个最小获胜联盟")
        lines = [head.format(n=power.coalition_count)]
        lines += [f"    {self.names(own)}" for own in power.minimal_coalitions[:COALITIONS]]
        rest = power.coalition_count - COALITIONS
        if rest > 0:
            lines.append(self.word("    and {n} more", "    另有 {n} 个").format(n=rest))
        return lines

    def question(self) -> str:
        """Say whom to ask about first, and what it would tell."""
        question = self.plan.next_question
        if question is None or question.because is None:
            return ""
        head = self.word("Ask first about {who}", "先了解{who}的态度").format(
            who=self.name(question.person)
        )
        return head + "\n" + wrap(question.because[self.language], indent=2)

    def playbook(self) -> str:
        """List the stages with how much is done, and what is open up to the current one."""
        rows, deal = self.plan.playbook, self.plan.opportunity
        current = current_stage(deal.stage, deal.outcome, rows)
        asked = {row.stage for row in rows} | {current}
        stages = [stage for stage in ORDER if stage in asked]
        lines = [self.word("Playbook", "阶段任务")]
        for stage in stages:
            own = [row for row in rows if row.stage == stage]
            done = sum(row.state == "done" for row in own)
            mark = "▸" if stage == current else " "
            label = values.STAGES.label(stage, self.language)
            lines.append(f"{mark} {label}  {done}/{len(own)}")
            reached = current is None or stages.index(stage) <= stages.index(current)
            lines += [self._check(row) for row in own if row.state != "done" and reached]
        return "\n".join(lines)

    def _check(self, row: StageCheck) -> str:
        title, why = row.title[self.language], row.because[self.language]
        joint = self.word(": ", "：")
        return wrap(f"{MARKS[row.state]} {title}{joint}{why}", indent=4)
