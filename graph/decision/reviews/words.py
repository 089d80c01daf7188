"""The sentences about what changed between two looks at a deal, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.naming import Bearer, told_apart
from graph.decision.rules.wording import listed, share, signed
from graph.model import STANCE_NUMBER, values
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.reviews.state import DealState, PersonState

_TIES = {
    "INFLUENCES": Text("{a} influences {b}", "{a}影响{b}"),
    "REPORTS_TO": Text("{a} reports to {b}", "{a}向{b}汇报"),
    "KNOWS": Text("{a} knows {b}", "{a}与{b}相识"),
    "CONFLICTS_WITH": Text("{a} is in conflict with {b}", "{a}与{b}有矛盾"),
}
_NO_NUMBER = ("REPORTS_TO", "CONFLICTS_WITH")
_BECAUSE = {
    "new": Text("{s} now has contact with {p}: {now}.", "{s}与{p}建立了联系：{now}。"),
    "gone": Text(
        "{s} has no contact with {p} any more: was {was}.", "{s}与{p}不再有联系：原为{was}。"
    ),
    "contact": Text("{s} with {p}: {was} → {now}.", "{s}与{p}的联系：{was} → {now}。"),
    "faded": Text(
        "{s} with {p} faded: {was} → {now}, no contact since.",
        "{s}与{p}的联系减弱：{was} → {now}，其间没有接触。",
    ),
}
# Who is in the deal only by being presumed to decide comes and goes with the presumption.
_PRESUMED = {
    True: (
        Text("{who} presumed to decide", "推定{who}决策"),
        Text(
            "{who} is now presumed to decide, {stance}, and holds {held} of the decision.",
            "现推定{who}决策，态度{stance}，占决策的{held}。",
        ),
    ),
    False: (
        Text("{who} no longer presumed", "不再推定{who}"),
        Text(
            "{who} is no longer presumed to decide, {stance}; held {held} of the decision.",
            "不再推定{who}决策，态度{stance}，原占决策的{held}。",
        ),
    ),
}
UNKNOWN = Text("unknown", "未知")


def stance_text(stance: float | None, confidence: float) -> Text:
    """Return a stance in words, its number, and how sure it is.

    Examples
    --------
    >>> str(stance_text(0.5, 0.8)), str(stance_text(None, 0.0))
    ('supporter (+0.50, 80% sure)', 'unknown')
    """
    if stance is None:
        return UNKNOWN
    near = min(STANCE_NUMBER, key=lambda word: (abs(STANCE_NUMBER[word] - stance), word))
    label = Text(values.STANCES.label(near, "en").lower(), values.STANCES.label(near, "zh"))
    return Text("{word} ({n}, {c} sure)", "{word}（{n}，可信度 {c}）").format(
        word=label, n=signed(stance), c=share(confidence)
    )


class Words:
    """Words for the changes between two states of one deal."""

    def __init__(self, before: DealState, after: DealState) -> None:
        known: dict[str, Bearer] = {}
        for state in (before, after):
            for p in state.people:
                title = Text(p.title_en or p.title or "", p.title or p.title_en or "")
                known[p.id] = Bearer(p.id, p.name_en or p.name, p.name, (title,))
            for c in state.covers:
                known[c.seller] = Bearer(c.seller, c.seller_name_en or c.seller_name, c.seller_name)
        self._names = {name.id: name for name in told_apart(list(known.values()))}

    def name(self, id_: str) -> Text:
        """Return what somebody is called; the id where that is not known."""
        known = self._names.get(id_)
        return known.text if known else Text(id_, id_)

    def stance(self, was: PersonState, now: PersonState) -> tuple[Text, Text]:
        """Word a stance that changed."""
        ends = [stance_text(p.stance, p.confidence) for p in (was, now)]
        sentence = Text("{who}: {was} → {now}.", "{who}：{was} → {now}。").format(
            who=self.name(now.id), was=ends[0], now=ends[1]
        )
        return Text("Stance of {who}", "{who}的态度").format(who=self.name(now.id)), sentence

    def tie(
        self, kind: str, source: str, target: str, ends: tuple[float | None, float | None]
    ) -> tuple[Text, Text]:
        """Word a tie that came, went, or has another strength."""
        title = _TIES[kind].format(a=self.name(source), b=self.name(target))
        was, now = ends
        if kind in _NO_NUMBER:
            news = Text("new", "新增") if was is None else Text("no longer so", "不再如此")
        elif was is None:
            news = Text("new, {now:.2f}", "新增，{now:.2f}").format(now=now)
        elif now is None:
            news = Text("gone, was {was:.2f}", "已消失，原为 {was:.2f}").format(was=was)
        else:
            news = Text("{was:.2f} → {now:.2f}", "{was:.2f} → {now:.2f}").format(was=was, now=now)
        return title, Text("{title}: {news}.", "{title}：{news}。").format(title=title, news=news)

    def person(
        self, who: PersonState, held: float, *, came: bool, presuming: bool = False
    ) -> tuple[Text, Text]:
        """Word somebody who came or left, by ``presuming`` with the presumption alone."""
        stance = stance_text(who.stance, who.confidence)
        if presuming and who.presumed:
            title, sentence = _PRESUMED[came]
        elif came:
            title = Text("{who} came", "{who}加入")
            sentence = Text(
                "{who} has come into the deal, {stance}, and holds {held} of the decision.",
                "{who}进入该商机，态度：{stance}，占决策的{held}。",
            )
        else:
            title = Text("{who} left", "{who}离开")
            sentence = Text(
                "{who} has left the deal, {stance}; held {held} of the decision.",
                "{who}离开该商机，态度：{stance}，原占决策的{held}。",
            )
        name = self.name(who.id)
        return title.format(who=name), sentence.format(who=name, stance=stance, held=share(held))

    def part(self, who: PersonState) -> Text:
        """Return somebody's part in the deal in words, empty where there is none."""
        words = [
            Text(values.ROLES.label(r, "en").lower(), values.ROLES.label(r, "zh"))
            for r in who.roles
        ]
        if who.vote_weight is not None:
            words.append(Text("votes {n:g}", "表决权 {n:g}").format(n=who.vote_weight))
        if who.veto:
            words.append(Text("veto", "否决权"))
        if who.presumed:
            words.append(Text("presumed to decide", "推定决策"))
        return Text(", ".join(w.en for w in words), "、".join(w.zh for w in words))

    def role(self, who: PersonState, was: Text, now: Text) -> tuple[Text, Text]:
        """Word a part in the deal that changed."""
        nothing = Text("no part", "无角色")
        title = Text("Part of {who}", "{who}的角色").format(who=self.name(who.id))
        sentence = Text("{who}: {was} → {now}.", "{who}：{was} → {now}。").format(
            who=self.name(who.id),
            was=was if was.en else nothing,
            now=now if now.en else nothing,
        )
        return title, sentence

    def presumed(self, people: list[PersonState], *, before: bool) -> Text:
        """Word that on one side nobody is stated to decide."""
        when = Text("then", "当时") if before else Text("now", "现在")
        return Text(
            "Nobody is stated to decide {when}; presumed to: {who}. Its effect is part of "
            "the changes of who is stated to decide.",
            "{when}没有写明由谁决策，推定为{who}。其影响计入写明决策者的各项变化。",
        ).format(when=when, who=listed([self._names[p.id] for p in people], most=3))

    def settings(self) -> tuple[Text, Text]:
        """Word constants that are not the same in both looks."""
        title = Text("Settings of the model", "模型设置")
        sentence = Text(
            "The constants of the model are not those of the earlier look.",
            "模型常数与前一次不同。",
        )
        return title, sentence

    def cover(
        self, ends: tuple[str, str], because: str, strength: tuple[float | None, float | None]
    ) -> Text:
        """Word a contact of ours, (seller, person), that changed."""
        was, now = (share(x) if x is not None else "–" for x in strength)
        return _BECAUSE[because].format(
            s=self.name(ends[0]), p=self.name(ends[1]), was=was, now=now
        )
