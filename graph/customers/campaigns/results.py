"""The answers of the closed loop, as the terminal prints them and the screen draws them."""

from __future__ import annotations

from datetime import date

from graph.decision.results import Answer, Sentence


class ArmSizes(Answer):
    """Customers of the two arms."""

    target: int
    control: int


class SampleSize(Answer):
    """The arms that a power needs: rates of the control (``base``) and of the target arm."""

    base: float
    target: float
    per_arm: ArmSizes
    power: float
    alpha: float
    ratio: float
    method: Sentence


class Interval(Answer):
    """A figure with its interval; what cannot be computed is None."""

    value: float | None
    low: float | None
    high: float | None


class Rate(Answer):
    """A share with Wilson's interval; None where the arm is empty."""

    rate: float | None
    low: float | None
    high: float | None


class ArmResult(Answer):
    """What came of one arm: of all assigned, whether reached or not."""

    arm: str
    assigned: int
    contacted: int
    accepted: int
    contact: Rate
    sales: Rate
    revenue: float | None
    cost: float | None


class Effect(Answer):
    """Target against control in one measure: difference, ratio (lift), two-sided p."""

    measure: str
    difference: Interval
    lift: Interval
    p: float | None


class MoneyEffect(Answer):
    """Revenue, cost or their net a customer assigned: target against control (Welch)."""

    measure: str
    target: float | None
    control: float | None
    difference: Interval


class Part(Answer):
    """Customers of one arm within a part of the campaign, and the share that did it."""

    n: int
    rate: float | None


class PartEffect(Answer):
    """Target against control among the customers with one value of a column.

    ``p_adjusted``: Holm over all rows that have a p.
    """

    column: str
    value: str | None
    measure: str
    target: Part
    control: Part
    difference: Interval
    lift: float | None
    p: float | None
    p_adjusted: float | None


class Evaluation(Answer):
    """What a campaign brought; ``confidence`` is that of every interval."""

    campaign: str | None = None
    confidence: float
    rows: int
    arms: list[ArmResult]
    effects: list[Effect]
    money: list[MoneyEffect]
    by: list[PartEffect]
    methods: list[Sentence]
    warnings: list[Sentence]


class HeldOut(Answer):
    """A condition on rows that had no part in finding it: who meets it against who does not."""

    n_in: int
    n_out: int
    rate_in: float | None
    rate_out: float | None
    difference: Interval
    p: float | None
    p_adjusted: float | None


class Feature(Answer):
    """What separates who accepted; ``held_out`` is None where it was not put to the test."""

    feature: str
    condition: str | None
    rule: str | None
    held_out: HeldOut | None
    kept: bool


class Refinement(Answer):
    """A narrower tag that stands up on held-out rows.

    ``rate`` is that of held-out customers who meet it, ``current_rate`` that of all, ``share``
    how many of all meet it; ``effect`` = rate of those who meet it less that of all held-out rows.
    ``rule`` defines a tag (``linchpin tags define --threshold``).
    """

    condition: str
    rule: str
    rate: Interval
    current_rate: float
    share: float
    effect: Interval


class NextPlan(Answer):
    """The size of the next campaign, and how many customers must be looked through to fill it."""

    base: float
    target: float
    per_arm: ArmSizes
    power: float
    alpha: float
    ratio: float
    list_needed: int
    method: Sentence
    because: Sentence


class Improvement(Answer):
    """Who accepted against who did not, and what to change next."""

    campaign: str | None = None
    arm: str | None
    rows: int
    accepted: int
    training: int
    held_out: int
    seed: int
    features: list[Feature]
    refinement: Refinement | None
    next: NextPlan | None
    warnings: list[Sentence]


class RivalHeld(Answer):
    """How many enterprises buy a product from a rival; ``shared`` of them use ours too."""

    competitor: str
    enterprises: int
    shared: int


class BoughtWith(Answer):
    """A product that users of the promoted one use too: how many, and how much more often.

    ``lift``: share among its users / share among all enterprises.
    """

    product: str
    both: int
    share: float
    lift: float | None


class UsedIn(Answer):
    """Use of a product among the enterprises of one industry; ``unsuitable`` cannot use it."""

    industry: str
    enterprises: int
    users: int
    unsuitable: int


class ProductBackground(Answer):
    """Where a product stands on one day.

    Of ``enterprises`` that have not left: ``users`` use it, ``rival`` buy it from a rival alone,
    ``unsuitable`` cannot use it, ``open`` are left.
    """

    product: str
    enterprises: int
    users: int
    rival: int
    unsuitable: int
    open: int
    members_using: int
    rivals: list[RivalHeld]
    bought_with: list[BoughtWith]
    industries: list[UsedIn]


class PastCampaign(Answer):
    """A campaign for one of the products that began before: its sales rates."""

    campaign: str
    started_on: date | None
    target: Part
    control: Part


class Background(Answer):
    """What a plan starts from: each product, and past campaigns for any of them."""

    as_of: date
    products: list[ProductBackground]
    past: list[PastCampaign]


class PlannedCampaign(Answer):
    """A campaign as it is planned."""

    id: str
    name: str | None
    products: list[str]
    starts: date | None
    ends: date | None
    measure: str | None
    price: float | None
    budget: float | None
    channel: str | None
    tags: list[str]


class CampaignPlan(Answer):
    """A plan that is kept, its size where rates were given, and where its products stand.

    ``contact_cost``: unit cost of the channel x customers of both arms.
    """

    campaign: PlannedCampaign
    base: float | None
    target: float | None
    per_arm: ArmSizes | None
    power: float | None
    alpha: float | None
    ratio: float | None
    method: Sentence | None
    background: Background
    contact_cost: float | None


class LeftOut(Answer):
    """How many rows of a list were left out for one reason."""

    reason: str
    n: int


class CampaignArms(Answer):
    """Arms as they were drawn: ``eligible`` of the list could be chosen."""

    campaign: str
    seed: int
    strata: list[str]
    arms: dict[str, int]
    eligible: int
    left_out: list[LeftOut]
    rows: list[dict[str, str]]


class CampaignResults(Answer):
    """Results taken in, and where the campaign stands with them.

    ``missing``: of how many of those assigned nothing is known yet.
    """

    campaign: str
    taken: int
    rejected: int
    assigned: int
    contacted: int
    accepted: int
    missing: int
