"""Reviews of a deal: what came and went between two looks, and what each change did to the lean.

The effect of a change is its Shapley value over all changes: what it adds to the lean on average
over every order in which the changes could have been made (:mod:`graph.decision.reviews.shapley`),
the lean recomputed by the model on the deal that is partly changed
(:mod:`graph.decision.reviews.mix`). The effects add up to the difference of the leans; a lean that
is not known counts 0 in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.analyze import analyze
from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.results import Sentence
from graph.decision.reviews.changes import changes_of, covers_of
from graph.decision.reviews.mix import Mixture
from graph.decision.reviews.results import (
    AccessChange,
    FindingsChange,
    Look,
    ReviewDiff,
    Trend,
)
from graph.decision.reviews.shapley import EVALUATIONS, attribute
from graph.decision.reviews.state import SCHEMA, DealState, state_of
from graph.decision.reviews.words import Words
from graph.decision.solve import DENSE
from graph.decision.what_if.suppose import Supposed
from graph.errors import StoreError
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from graph.decision.results import Deal
    from graph.decision.reviews.shapley import Attribution
    from graph.settings import Settings
    from graph.snapshot import Snapshot

NOW = "now"
# In a deal too large for a dense solve each evaluation takes milliseconds.
EVALUATIONS_IF_LARGE = EVALUATIONS // 8


def look(snapshot: Snapshot, opportunity_id: str, *, as_of: date, settings: Settings) -> DealState:
    """Return a deal as it stands on a day, as a review keeps it.

    Raises
    ------
    NotFoundError
        No such deal.

    Examples
    --------
    >>> import polars as pl
    >>> from datetime import date
    >>> from graph.decision.reviews.mix import lean_of
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["wang"]}), "Opportunity": pl.DataFrame({"id": ["d"]})},
    ...     {"PLAYS": pl.DataFrame({"from": ["wang"], "to": ["d"], "roles": [["decision_maker"]]}),
    ...      "HOLDS": pl.DataFrame({"from": ["wang"], "to": ["d"], "stance": ["mentor"]})},
    ... )
    >>> kept = look(graph, "d", as_of=date(2026, 3, 31), settings=Settings())
    >>> kept.lean, lean_of(kept)
    (0.8, 0.8)
    """
    deal = snapshot.nodes["Opportunity"].position(opportunity_id)
    model = build(Case(snapshot, deal, day_of(as_of), settings, Supposed()))
    return state_of(model, analyze(snapshot, opportunity_id, as_of=as_of, settings=settings))


def read(body: dict[str, Any]) -> DealState:
    """Read a state that was kept as JSON.

    Raises
    ------
    StoreError
        It was written by a newer Linchpin.
    """
    if int(body.get("version", SCHEMA)) > SCHEMA:
        raise StoreError(
            Text(
                "The review was written by a newer Linchpin.", "该复盘由更新版本的 Linchpin 写入。"
            ),
            Text("Install that version or newer.", "请安装该版本或更新版本。"),
        )
    return DealState.model_validate(body)


def summary(
    state: DealState, name: str, saved_at: str | None = None, saved_by: str | None = None
) -> Look:
    """Return one look at a deal in short."""
    worst = state.worst
    return Look(
        name=name,
        as_of=state.as_of,
        saved_at=saved_at,
        saved_by=saved_by,
        lean=state.lean,
        lean_sd=state.lean_sd,
        known_share=state.known_share,
        access=state.access_weighted,
        decision_covered=state.decision_covered,
        passes=state.passes,
        people=len(state.people),
        findings=len(state.findings),
        worst_severity=worst.severity if worst else None,
        worst=worst.title if worst else None,
    )


def trend(deal: Deal, looks: Iterable[Look]) -> Trend:
    """Return the course of a deal: its looks by the day they look at, then as they were saved."""
    ordered = sorted(looks, key=lambda k: (k.as_of, k.saved_at or "~", k.name))
    return Trend(opportunity=deal.id, name=deal.name, name_en=deal.name_en, reviews=ordered)


def compare(
    before: tuple[Look, DealState], after: tuple[Look, DealState], *, seed: int = 0
) -> ReviewDiff:
    """Return what changed between two looks at one deal, and what each change did to the lean.

    Parameters
    ----------
    before, after : (Look, DealState)
        The two looks; either may be the later one.
    seed : int
        Of the sampled orders, where more than ten structural changes are to be weighed up.
    """
    old, new = before[1], after[1]
    mix = Mixture(old, new)
    words = Words(old, new)
    weighed = _weighed(mix, seed)
    return ReviewDiff(
        opportunity=new.deal.id,
        name=new.deal.name,
        name_en=new.deal.name_en,
        before=before[0],
        after=after[0],
        lean_before=old.lean,
        lean_after=new.lean,
        exact=weighed.exact,
        changes=changes_of(mix, words, weighed),
        covers=covers_of(old, new, words),
        access_before=old.access_weighted,
        access_after=new.access_weighted,
        access=_access(old, new),
        findings=_findings(old, new),
        notes=[Sentence.of(note) for note in _notes(mix, words, weighed)],
    )


def _weighed(mix: Mixture, seed: int) -> Attribution:
    budget = EVALUATIONS if len(mix.ids) <= DENSE else EVALUATIONS_IF_LARGE
    return attribute(mix.game, len(mix.steps), seed=seed, budget=budget)


def _access(old: DealState, new: DealState) -> list[AccessChange]:
    before, after = ({a.decider: a for a in s.access} for s in (old, new))
    found = []
    for id_ in [*after, *(i for i in before if i not in after)]:
        was, now = before.get(id_), after.get(id_)
        found.append(
            AccessChange(
                decider=id_,
                was=was.reliability if was else None,
                now=now.reliability if now else None,
                threads_was=was.threads if was else None,
                threads_now=now.threads if now else None,
            )
        )
    return found


def _findings(old: DealState, new: DealState) -> FindingsChange:
    before, after = ({f.key for f in s.findings} for s in (old, new))
    return FindingsChange(
        came=[f for f in new.findings if f.key not in before],
        went=[f for f in old.findings if f.key not in after],
        stayed=len(before & after),
    )


def _notes(mix: Mixture, words: Words, weighed: Attribution) -> list[Text]:
    notes = []
    if mix.presuming is not None:
        people = [p for p in mix.sides[mix.presuming].people if p.presumed]
        notes.append(words.presumed(people, before=mix.presuming == 0))
    for state, word in zip(mix.sides, (Text("then", "当时"), Text("now", "现在")), strict=True):
        if state.lean is None:
            notes.append(
                Text(
                    "Nobody is known to decide {when}: the lean counts 0 in the effects.",
                    "{when}尚不知由谁决策：计算影响时倾向按 0 计。",
                ).format(when=word)
            )
    if not weighed.exact:
        notes.append(
            Text(
                "With so many changes the effects are estimated from sampled orders; their sum "
                "is exact, each has a standard error of at most {error:.4f}.",
                "变化较多，各项影响由抽样顺序估计；合计精确，单项标准误不超过 {error:.4f}。",
            ).format(error=float(weighed.error.max()))
        )
    return notes
