"""The changes between two looks at a deal, one by one: what was, what is, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.decision.results import Sentence
from graph.decision.reviews.results import Change, CoverChange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.decision.reviews.mix import Bools, Mixture, Step
    from graph.decision.reviews.results import ChangeKind
    from graph.decision.reviews.shapley import Attribution
    from graph.decision.reviews.state import CoverState, DealState
    from graph.decision.reviews.words import Words
    from graph.text import Text

# A contact that lost less than this by time alone is not worth a line.
FADED = 0.05


def changes_of(mix: Mixture, words: Words, weighed: Attribution) -> list[Change]:
    """Return every change with its effect, the largest effect first.

    Parameters
    ----------
    mix : Mixture
        The two states of the deal.
    words : Words
        Their sentences.
    weighed : Attribution
        Effects of the structural changes of ``mix``, then of its stances.
    """
    shares = [dict(zip(mix.ids, mix.influence(m).tolist(), strict=True)) for m in _ends(mix)]
    made = [_structural(step, mix, words, shares) for step in mix.steps]
    made += [_stance(id_, mix, words) for id_ in mix.stances]
    found = [
        change.model_copy(update={"effect": float(effect), "standard_error": float(error)})
        for change, effect, error in zip(made, weighed.effect, weighed.error, strict=True)
    ]
    return sorted(found, key=lambda c: (-abs(c.effect), c.kind, c.subject, c.relation or ""))


def _ends(mix: Mixture) -> tuple[Bools, Bools]:
    return np.zeros(len(mix.steps), dtype=bool), np.ones(len(mix.steps), dtype=bool)


def _structural(
    step: Step, mix: Mixture, words: Words, shares: Sequence[dict[str, float]]
) -> Change:
    if step.kind == "tie":
        return _tie(step, mix, words)
    if step.kind == "settings":
        title, sentence = words.settings()
        return _change("settings", "model", (None, None), [], (title, sentence))
    (id_,) = step.key
    if step.kind == "role":
        was, now = (words.part(mix.person(id_, side)) for side in (0, 1))
        texts = words.role(mix.person(id_, 1), was, now)
        return _change("role", id_, (was.en or None, now.en or None), [id_], texts)
    came = id_ in mix.people[1]
    share = shares[int(came)][id_]
    presuming = mix.presuming == int(came)
    texts = words.person(mix.person(id_, int(came)), share, came=came, presuming=presuming)
    return _change("person", id_, (None, share) if came else (share, None), [id_], texts)


def _tie(step: Step, mix: Mixture, words: Words) -> Change:
    kind, source, target = step.key
    was, now = (
        None if tie is None else 1.0 if tie.value is None else tie.value
        for tie in (ties.get((kind, source, target)) for ties in mix.ties)
    )
    texts = words.tie(kind, source, target, (was, now))
    made = _change("tie", f"{source}>{target}", (was, now), [source, target], texts)
    return made.model_copy(update={"relation": kind})


def _stance(id_: str, mix: Mixture, words: Words) -> Change:
    one, other = mix.people[0][id_], mix.people[1][id_]
    made = _change("stance", id_, (one.stance, other.stance), [id_], words.stance(one, other))
    sure = {"was_confidence": one.confidence, "now_confidence": other.confidence}
    return made.model_copy(update=sure)


def _change(
    kind: ChangeKind,
    subject: str,
    ends: tuple[float | str | None, float | str | None],
    people: list[str],
    texts: tuple[Text, Text],
) -> Change:
    title, sentence = (Sentence.of(text) for text in texts)
    return Change(
        kind=kind,
        subject=subject,
        was=ends[0],
        now=ends[1],
        effect=0.0,
        people=people,
        title=title,
        sentence=sentence,
    )


def covers_of(old: DealState, new: DealState, words: Words) -> list[CoverChange]:
    """Return what became of our contacts, the largest difference first."""
    before, after = ({(c.seller, c.person): c for c in s.covers} for s in (old, new))
    found = []
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        because = _because(was, now)
        if because is None:
            continue
        ends = (was.strength if was else None, now.strength if now else None)
        text = words.cover(key, because, ends)
        found.append(
            CoverChange(
                seller=key[0],
                person=key[1],
                was=ends[0],
                now=ends[1],
                because=because,
                sentence=Sentence.of(text),
            )
        )
    return sorted(found, key=lambda c: (-abs((c.now or 0.0) - (c.was or 0.0)), c.seller, c.person))


def _because(was: CoverState | None, now: CoverState | None) -> str | None:
    """Say why a contact is worth a line, None where it is as it was."""
    if was is None or now is None:
        return "new" if was is None else "gone"
    if (was.undecayed, was.last_contact) != (now.undecayed, now.last_contact):
        return "contact"
    return "faded" if abs(was.strength - now.strength) >= FADED else None
