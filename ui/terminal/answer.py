"""The answer for one deal as people read it: who decides, the lean, what breaks, whom to meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import RELATIONSHIP_TYPES, values
from ui.terminal.figures import DASH, called, day, money, share, signed
from ui.terminal.tables import plain, table, wrap

if TYPE_CHECKING:
    from graph.decision.results import Analysis, Finding, PersonRow

PEOPLE_SHOWN = 8
FINDINGS_SHOWN = 8
LOSSES_SHOWN = 3
# A loss below this is none to a reader.
LEAST_LOSS = 0.005
# Ties whose own names read badly between two ends.
READ_ALOUD = {"PLAYS": ("has a role in", "参与"), "HOLDS": ("takes a stand on", "表态于")}


class Answer:
    """The paragraphs of one analysis in one language."""

    def __init__(self, analysis: Analysis, language: str) -> None:
        self.analysis = analysis
        self.language = language
        self.names = {p.id: called(p, language) for p in analysis.people}
        self.names |= {s.id: called(s, language) for s in analysis.team}
        employers = {p.employer: p for p in analysis.people if p.employer}
        self.names |= {e: called(p, language, "employer_name") for e, p in employers.items()}
        # A rival, a step or a role is what its own finding is about.
        for subject in (f.subject for f in analysis.findings):
            self.names.setdefault(subject.id, called(subject, language))
        self.names[analysis.opportunity.id] = self.word("the deal", "该商机")

    def word(self, en: str, zh: str) -> str:
        """Return the wording in the reader's language."""
        return zh if self.language == "zh" else en

    def name(self, id_: str) -> str:
        """Return what somebody or something of the deal is called."""
        return self.names.get(id_) or plain(id_)

    def text(self) -> str:
        """Return the whole answer."""
        parts = [
            self.title(),
            self.lean(),
            self.people(),
            self.access(),
            self.leaving(),
            self.findings(),
            self.next_steps(),
            self.notes(),
        ]
        return "\n\n".join(part for part in parts if part)

    def title(self) -> str:
        """Say which deal this is."""
        deal = self.analysis.opportunity
        facts = [
            called(deal, self.language, "enterprise_name") if deal.enterprise else None,
            values.STAGES.label(deal.stage, self.language) if deal.stage else None,
            money(deal.amount, deal.currency) if deal.amount is not None else None,
            self.word("closes {}", "预计 {}签约").format(day(deal.expected_close, self.language))
            if deal.expected_close
            else None,
            self.word("as of {}", "截至 {}").format(day(self.analysis.as_of, self.language)),
        ]
        name = called(deal, self.language)
        head = f"{name} ({deal.id})" if name != deal.id else name
        return head + "\n" + " · ".join(f for f in facts if f)

    def lean(self) -> str:
        """Say where the decision leans, how surely, and whether it passes."""
        a = self.analysis
        if a.lean is None:
            return self.word(
                "Lean: not known, because nobody is known who decides.",
                "倾向：未知，因为尚不知道谁做决定。",
            )
        line = self.word("lean", "倾向") + f" {signed(a.lean)} ± {a.lean_sd or 0:.2f}"
        known = self.word("{} of the decision is known", "已知决策的 {}").format(
            share(a.known_share)
        )
        parts = [line, known, self._passes()]
        if (a.known_share or 0) < 0.5:
            parts.insert(0, self.word("Not enough known", "了解不足"))
        if a.presumed:
            parts.append(self.word("deciders are presumed", "决策者为推定"))
        whole = " · ".join(parts)
        return whole[0].upper() + whole[1:]

    def _passes(self) -> str:
        a = self.analysis
        if a.blocked_by:
            who = ", ".join(self.name(p) for p in a.blocked_by)
            return self.word("blocked by the veto of {}", "被 {} 否决").format(who)
        if a.passes:
            return self.word("passes", "可通过")
        return self.word("does not pass yet", "尚不能通过")

    def people(self) -> str:
        """List the people who hold most of the decision."""
        if not self.analysis.people:
            return self.word(
                "Nobody is known in this deal: no role, no step and no stance is stated.",
                "该商机中尚无已知人员：没有任何角色、环节或态度的记录。",
            )
        ranked = sorted(self.analysis.people, key=lambda p: (-p.influence, p.id))
        deciders = {d.id for d in self.analysis.deciders}
        heads = [
            self.word("Who decides", "谁说了算"),
            self.word("title", "职务"),
            self.word("role", "角色"),
            self.word("influence", "影响力"),
            self.word("stance", "态度"),
            self.word("adds", "贡献"),
            self.word("our cover", "我方覆盖"),
        ]
        rows = [self._person(p, p.id in deciders) for p in ranked[:PEOPLE_SHOWN]]
        rest = ranked[PEOPLE_SHOWN:]
        if rest:
            others = "{} other" if len(rest) == 1 else "{} others"
            label = self.word(others, "其余 {} 人").format(len(rest))
            held = share(sum(p.influence for p in rest))
            added = signed(sum(p.contribution for p in rest))
            rows.append([label, "", "", held, "", added, ""])
        return table(heads, rows, numbers=(3, 4, 5, 6), widest=28)

    def _person(self, person: PersonRow, decides: bool) -> list[str]:
        roles = [values.ROLES.label(r, self.language) for r in person.roles]
        return [
            ("* " if decides else "  ") + self.name(person.id),
            called(person, self.language, "title") if person.title else DASH,
            ", ".join(roles) or DASH,
            share(person.influence),
            signed(person.stance),
            signed(person.contribution),
            share(person.coverage),
        ]

    def access(self) -> str:
        """Say how surely each decider is reached."""
        lines = [self.word("How we reach them", "我方如何触达")] if self.analysis.access else []
        for way in self.analysis.access:
            line = f"  {self.name(way.decider)}  {share(way.reliability)}"
            if way.standard_error:
                line += f" ± {100 * way.standard_error:.1f}"
            threads = "thread" if way.threads == 1 else "threads"
            line += self.word(f", {way.threads} {threads}", f"，{way.threads} 条独立路线")
            if way.separators:
                who = self.word(", ", "、").join(self.name(s) for s in way.separators)
                line += self.word(", all through {}", "，都经过 {}").format(who)
            lines.append(line)
            if way.best_route:
                lines.append("    " + " → ".join(self.name(p) for p in way.best_route))
        return "\n".join(lines)

    def leaving(self) -> str:
        """Say with whom most of our access would go, and how many goals of coverage are met."""
        felt = [one for one in self.analysis.losses if one.loss >= LEAST_LOSS or one.cuts]
        lines = (
            [self.word("If somebody leaves (access lost)", "若有人离开（触达损失）")]
            if felt
            else []
        )
        for one in felt[:LOSSES_SHOWN]:
            then = max(one.before - one.loss, 0.0)
            line = f"  {self.name(one.id)}  {share(one.before)} → {share(then)}"
            if one.cuts:
                who = self.word(", ", "、").join(self.name(c) for c in one.cuts)
                line += self.word(", cuts off {}", "，切断与 {} 的联系").format(who)
            lines.append(line)
        goals = self.analysis.coverage_goals
        if goals.share is not None:
            said = self.word(
                "Coverage goals: {} of {} met, {} weighed by influence",
                "覆盖目标：{}/{} 达标，按影响力加权 {}",
            )
            lines.append(said.format(goals.met, goals.people, share(goals.weighted)))
        return "\n".join(lines)

    def findings(self) -> str:
        """List the severest weak links, each with its proof and what to do."""
        ordered = sorted(self.analysis.findings, key=lambda f: (-f.severity, f.key))
        if not ordered:
            return self.word("No weak link was found.", "没有发现薄弱环节。")
        lines = [self.word("Weak links", "薄弱环节")]
        for finding in self._by_cause(ordered[:FINDINGS_SHOWN]):
            lines += self._finding(finding)
        more = len(ordered) - FINDINGS_SHOWN
        if more > 0:
            lines.append(self.word(f"  and {more} more", f"  另有 {more} 项"))
        return "\n".join(lines)

    def _by_cause(self, severest: list[Finding]) -> list[Finding]:
        """Put those of one cause or person together, where the worst of them stands."""
        groups: dict[str, list[Finding]] = {}
        for one in severest:
            groups.setdefault(one.root, []).append(one)
        return [one for group in groups.values() for one in group]

    def _finding(self, finding: Finding) -> list[str]:
        arithmetic = f"{share(finding.exposure)} × {share(finding.impact)}"
        head = (
            f"  {share(finding.severity):>4}  {plain(finding.title[self.language])}  ({arithmetic})"
        )
        proof = " · ".join(self._proof(step) for step in finding.evidence.relationships[:6])
        lines = [head, wrap(finding.sentence[self.language], indent=8)]
        if proof:
            lines.append(wrap(self.word("Proof: ", "证据：") + proof, indent=8))
        return [*lines, wrap("→ " + finding.action[self.language], indent=8)]

    def _proof(self, step: tuple[str, str, str]) -> str:
        kind = RELATIONSHIP_TYPES.get(step[1])
        chinese = kind.zh if kind else step[1]
        tie = self.word(step[1].lower().replace("_", " "), chinese)
        if step[1] in READ_ALOUD:
            tie = self.word(*READ_ALOUD[step[1]])
        return f"{self.name(step[0])} {tie} {self.name(step[2])}"

    def next_steps(self) -> str:
        """Say whom to meet and whom to ask about."""
        lines = []
        contact, question = self.analysis.next_contact, self.analysis.next_question
        if contact:
            lines.append(self.word("Meet next", "下一步见谁"))
            who = self.word("{seller} meets {person}", "{seller} 见 {person}").format(
                seller=self.name(contact.seller), person=self.name(contact.person)
            )
            gain = self.word(
                "lean {now} → {then}, access {before} → {after}",
                "倾向 {now} → {then}，触达 {before} → {after}",
            ).format(
                now=signed(self.analysis.lean),
                then=signed(contact.lean_after),
                before=share(contact.access_before),
                after=share(contact.access_after),
            )
            lines += [f"  {who}: {gain}", wrap(contact.because[self.language], indent=2)]
        if question:
            asked = self.word(
                "Ask first about {who}: {part} of the uncertainty.",
                "先了解 {who} 的态度：占不确定性的 {part}。",
            )
            part = share(question.share_of_variance)
            lines.append(wrap(asked.format(who=self.name(question.person), part=part)))
        return "\n".join(lines)

    def notes(self) -> str:
        """Say what else the reader must know."""
        return "\n".join(wrap(note[self.language]) for note in self.analysis.notes)
