"""The answers of the decision analysis, as the terminal prints them and the screen draws them.

``Analysis`` is the answer of ``linchpin analyze``. Sentences are kept in both languages
(:class:`Sentence`) and become one string when an answer is written for a reader.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from graph.text import Text


class Answer(BaseModel):
    """Base of all answers: frozen, and every key is always there."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="forbid")


class Sentence(Answer):
    """A sentence in both languages; written out as one string in the reader's language."""

    en: str
    zh: str

    @classmethod
    def of(cls, text: Text) -> Sentence:
        """Make it from a Text."""
        return cls(en=text.en, zh=text.zh)

    def __getitem__(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Deal(Answer):
    """The opportunity that was analysed."""

    id: str
    name: str
    name_en: str | None = None
    enterprise: str | None = None
    enterprise_name: str | None = None
    enterprise_name_en: str | None = None
    stage: str | None = None
    procurement: str | None = None
    amount: float | None = None
    currency: str | None = None
    expected_close: date | None = None
    outcome: str | None = None
    region: str | None = None


class Decider(Answer):
    """A person with a decision weight d (the weights sum to 1)."""

    id: str
    name: str
    weight: float


class Cover(Answer):
    """One of our sellers with a person: strength today, and without decay."""

    seller: str
    strength: float
    undecayed: float
    last_contact: date | None = None
    level: str | None = None


class EvidenceRow(Answer):
    """One statement about a person in the deal.

    ``about``: stance or role; ``says`` the words stated, ``number`` the stance on -1..1.
    ``stands``: the latest of its source. ``agrees``: less than one step (.5) from what all
    sources say together; None where there is nothing to agree with.
    """

    about: str
    says: list[str]
    number: float | None = None
    source: str | None = None
    as_of: date | None = None
    confidence: float | None = None
    stands: bool = True
    agrees: bool | None = None


class GoalPart(Answer):
    """A role or level with a coverage goal: how many people have it, and how many meet it."""

    name: str
    goal: float
    met: int
    people: int


class CoverageGoals(Answer):
    """Coverage against the goals (``[coverage_goals]``): the share met, plain and weighed by v.

    A person with several goals counts under the one that sets the highest.
    """

    met: int = 0
    people: int = 0
    share: float | None = None
    weighted: float | None = None
    parts: list[GoalPart] = Field(default_factory=list)


class PersonRow(Answer):
    """A person of the model.

    ``stance`` is the combined statement s on -1..1 (None where nothing is known),
    ``expected_stance`` E, ``settled_opinion`` x, ``influence`` v (sums to 1), ``contribution`` v E
    (sums to the lean), ``coverage`` the strength of our team with the person today.
    ``outsider``: works neither for the deal's enterprise nor for its group. ``goal`` is the
    coverage wanted and ``goal_from`` the role or level that sets it. ``status`` says who swings the
    decision (inner_circle, political_structure, outside); ``status_source`` whether the graph
    suggests or the data state it. ``evidence`` is what stance and role rest on;
    ``single_source`` and ``coach_alone`` name which of the two rest on one source, or on nothing
    but a coach's word.
    """

    id: str
    name: str
    name_en: str | None = None
    title: str | None = None
    title_en: str | None = None
    department: str | None = None
    department_en: str | None = None
    level: int | None = None
    employer: str | None = None
    employer_name: str | None = None
    employer_name_en: str | None = None
    roles: list[str] = Field(default_factory=list)
    stance: float | None = None
    stance_confidence: float = 0.0
    expected_stance: float = 0.0
    variance: float = 0.0
    settled_opinion: float = 0.0
    influence: float = 0.0
    contribution: float = 0.0
    formal_rank: int | None = None
    influence_rank: int = 0
    coverage: float = 0.0
    covers: list[Cover] = Field(default_factory=list)
    vote_weight: float | None = None
    veto: bool = False
    placeholder: bool = False
    outsider: bool = False
    in_deal: bool = True
    first_share: float | None = None
    first_three_share: float | None = None
    goal: float | None = None
    goal_from: str | None = None
    status: str | None = None
    status_reason: Sentence | None = None
    status_source: str | None = None
    evidence: list[EvidenceRow] = Field(default_factory=list)
    contradiction: bool = False
    single_source: list[str] = Field(default_factory=list)
    coach_alone: list[str] = Field(default_factory=list)


class Tie(Answer):
    """A stated tie between two people of the model, for the map (kind is the relationship type)."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    kind: str
    weight: float | None = None
    confidence: float | None = None


class Seller(Answer):
    """One of our team in this deal."""

    id: str
    name: str
    name_en: str | None = None
    role: str | None = None
    level: int | None = None


class Access(Answer):
    """How surely a decider is reached, by how many threads, and who separates us from them.

    ``standard_error`` 0 means exact. ``routes`` are the threads, each
    [seller, person, ..., decider]; ``best_route`` is the most probable single one with the
    probability of each of its steps.
    """

    decider: str
    reliability: float
    standard_error: float
    threads: int
    separators: list[str]
    routes: list[list[str]]
    best_route: list[str] = Field(default_factory=list)
    best_route_steps: list[float] = Field(default_factory=list)


class Subject(Answer):
    """What a finding is about. ``kind``: person, seller, role, step, opportunity or competitor."""

    kind: str
    id: str
    name: str
    name_en: str | None = None


class Evidence(Answer):
    """The sub-graph that proves a finding; relationships as (from, type, to)."""

    nodes: list[str]
    relationships: list[tuple[str, str, str]]


class Measure(Answer):
    """The number that mending the cause would change, and to what."""

    name: str
    now: float | None
    if_mended: float | None


class Mend(Answer):
    """The change that was tried in the model to compute ``Measure.if_mended``.

    ``by`` is who then sways ``person`` (a tie), or the competitor towards whom a stance is then
    known; ``people`` those concerned where they are several, one entry a contact.
    """

    kind: str
    seller: str | None = None
    person: str | None = None
    strength: float | None = None
    role: str | None = None
    by: str | None = None
    people: list[str] = Field(default_factory=list)


# Causes that lie with one person: what we have of them, what they think, what they hold.
PERSONAL = ("coverage", "stance", "power", "chain")


class Finding(Answer):
    """A weak link: severity = exposure x impact; ``money`` = impact x amount of the deal."""

    kind: str
    subject: Subject
    exposure: float
    impact: float
    severity: float
    money: float | None = None
    cause: str
    title: Sentence
    evidence: Evidence
    sentence: Sentence
    action: Sentence
    measure: Measure
    mend: Mend | None = None

    @property
    def key(self) -> str:
        """A stable name of the finding within its deal; a fading tie has two ends."""
        if self.kind == "fading_tie" and self.mend is not None:
            return f"{self.kind}:{self.subject.id}:{self.mend.seller}"
        return f"{self.kind}:{self.subject.id}"

    @property
    def root(self) -> str:
        """Whose weakness it is: findings about one person stand together, else those of one cause.

        A step in which one person would help stands with that person.
        """
        kind, _, id_ = self.cause.partition(":")
        personal = kind in PERSONAL or (kind == "leave" and self.subject.kind == "person")
        return f"person:{id_}" if personal and id_ else self.cause


class Loss(Answer):
    """What leaves with one person of theirs or one seller of ours (N-1).

    ``before`` is the decision-weighted reliability, the leaver's own term as decider left out,
    ``loss`` how much of it goes (``standard_error`` 0 means exact), ``cuts`` the deciders who can
    then not be reached at all.
    """

    kind: str
    id: str
    before: float
    loss: float
    standard_error: float = 0.0
    cuts: list[str] = Field(default_factory=list)


class NextQuestion(Answer):
    """Whom to ask about first, and how much of the uncertainty that answer would take away.

    ``lean_sd_after`` is the standard deviation of the lean once the stance is certain;
    ``lean_if_mentor`` and ``lean_if_enemy`` are the ends between which it then lies.
    """

    person: str
    share_of_variance: float
    lean_sd_after: float | None = None
    lean_if_mentor: float | None = None
    lean_if_enemy: float | None = None
    because: Sentence | None = None


class NextContact(Answer):
    """The one meeting that gains most, with what it changes."""

    seller: str
    person: str
    hours: float
    gain_lean: float
    gain_access: float
    lean_after: float
    access_before: float
    access_after: float
    coverage_after: float
    because: Sentence


class TieFit(Answer):
    """The weights of ``[access]`` as closed deals fit them (``linchpin settings fit``).

    ``reason`` says why there are none: too_few (50 won and 150 lost are needed), one_outcome (the
    earlier or the later deals all ended alike), no_gain. ``gain`` is the mean fall of the Brier
    score on the later deals against the level alone, ``gain_low`` its bootstrap lower bound (5%).
    """

    won: int
    lost: int
    reason: str | None = None
    gain: float | None = None
    gain_low: float | None = None
    frequency: float | None = None
    two_way: float | None = None
    seniority: float | None = None


class ModelDump(Answer):
    """Everything needed to recompute the numbers; i, j are positions in ``people`` from 0."""

    people: list[str]
    listens: list[tuple[int, int, float]]
    stubbornness: list[float]
    stance: list[float]
    variance: list[float]
    decision_weights: list[float]
    ties: list[tuple[str, str, float]]


class Analysis(Answer):
    """The decision analysis of one opportunity."""

    opportunity: Deal
    as_of: date
    lean: float | None
    lean_sd: float | None
    deciders: list[Decider]
    known_share: float | None
    passes: bool | None
    blocked_by: list[str]
    presumed: bool
    pass_lean: float = 0.2
    decision_covered: float = 0.0
    access_weighted: float = 0.0
    people: list[PersonRow]
    team: list[Seller] = Field(default_factory=list)
    ties: list[Tie] = Field(default_factory=list)
    access: list[Access]
    findings: list[Finding]
    losses: list[Loss] = Field(default_factory=list)
    next_question: NextQuestion | None
    next_contact: NextContact | None = None
    coverage_goals: CoverageGoals = CoverageGoals()
    rule_errors: list[Sentence] = Field(default_factory=list)
    notes: list[Sentence] = Field(default_factory=list)
    model: ModelDump | None = None

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as JSON data, sentences in ``language``; ``model`` if asked for."""
        data = self.model_dump(mode="json", by_alias=True)
        if self.model is None:
            del data["model"]
        return spoken(data, language)  # type: ignore[no-any-return]


def spoken(value: Any, language: str) -> Any:
    """Return JSON data in which every sentence is one string in ``language``."""
    if isinstance(value, dict):
        if value.keys() == {"en", "zh"}:
            return value["zh" if language == "zh" else "en"]
        return {k: spoken(v, language) for k, v in value.items()}
    if isinstance(value, list):
        return [spoken(v, language) for v in value]
    return value
