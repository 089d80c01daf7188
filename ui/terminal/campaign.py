"""``linchpin campaign plan``: how many customers a campaign needs, and the plan that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from graph.customers.campaigns.results import CampaignPlan, PlannedCampaign, SampleSize
from graph.decision.results import spoken
from graph.errors import UsageError
from graph.text import Text
from ui.campaigns import kept
from ui.terminal.emit import emit
from ui.terminal.figures import day, money, share
from ui.terminal.tables import table

if TYPE_CHECKING:
    from graph.customers.campaigns.results import Background
    from ui.terminal.terminal import Terminal


@dataclass(frozen=True)
class Asked:
    """The options of the command."""

    base: float | None
    target: float | None
    power: float
    alpha: float
    ratio: float
    size: int | None
    id_: str | None = None
    name: str | None = None
    products: tuple[str, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    price: float | None = None
    budget: float | None = None
    channel: str | None = None
    measure: str | None = None
    tags: tuple[str, ...] = ()


def plan(terminal: Terminal, asked: Asked) -> int:
    """Write the size, or the power of a size; with an id, keep the plan."""
    from graph.customers.campaigns.size import Question, sample_size

    size: SampleSize | None = None
    if asked.base is not None and asked.target is not None:
        question = Question(asked.base, asked.target, asked.alpha, asked.ratio)
        size = sample_size(question, asked.power, asked.size)
    elif asked.id_ is None or asked.base is not None or asked.target is not None:
        raise UsageError(_RATES, _BOTH)
    if asked.id_ is None:
        return _size_alone(terminal, asked, size)
    answer = _kept(terminal, asked, asked.id_, size)
    emit(
        terminal,
        table=lambda: _plan_text(answer, terminal),
        data=lambda: spoken(answer.model_dump(mode="json"), terminal.language),
    )
    return 0


def _size_alone(terminal: Terminal, asked: Asked, size: SampleSize | None) -> int:
    given = (asked.products, asked.starts, asked.ends, asked.price, asked.budget, asked.channel,
             asked.measure, asked.tags, asked.name)  # fmt: skip
    if size is None or any(given):
        raise UsageError(_NO_ID, _WITH_ID)
    emit(
        terminal,
        table=lambda: size_text(size, terminal),
        data=lambda: spoken(size.model_dump(mode="json"), terminal.language),
    )
    return 0


def _kept(terminal: Terminal, asked: Asked, id_: str, size: SampleSize | None) -> CampaignPlan:
    """Keep the plan with the background it starts from."""
    from graph.customers.campaigns.background import background

    planned = kept.Campaign(
        id=id_,
        name=asked.name,
        starts=asked.starts.date() if asked.starts else None,
        ends=asked.ends.date() if asked.ends else None,
        products=tuple(dict.fromkeys(asked.products)),
        measure=asked.measure,
        price=asked.price,
        budget=asked.budget,
        channel=asked.channel,
        base=asked.base,
        target=asked.target,
        power=size.power if size else None,
        tags=asked.tags,
    )
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        kept.check(snapshot, planned)
        known = background(
            snapshot,
            planned.products,
            usage=store.table("usage"),
            targeted=kept.targeted(store, snapshot, until=terminal.as_of),
            as_of=terminal.as_of,
        )
        figures = {"per_arm": size.per_arm.model_dump()} if size else {}
        kept.plan(store, snapshot, planned, terminal.as_of, **figures)
        cost = _cost_of_contacts(snapshot.nodes["Channel"], planned, size)
    sized = size.model_dump() if size else dict.fromkeys(SampleSize.model_fields)
    return CampaignPlan(campaign=told(planned), background=known, contact_cost=cost, **sized)


def told(planned: kept.Campaign) -> PlannedCampaign:
    """Return a campaign as an answer."""
    return PlannedCampaign(
        id=planned.id,
        name=planned.name,
        products=list(planned.products),
        starts=planned.starts,
        ends=planned.ends,
        measure=planned.measure,
        price=planned.price,
        budget=planned.budget,
        channel=planned.channel,
        tags=list(planned.tags),
    )


def _cost_of_contacts(
    channels: object, planned: kept.Campaign, size: SampleSize | None
) -> float | None:
    """Return what contacting both arms costs through the channel, None where it is not known."""
    if planned.channel is None or size is None:
        return None
    at = channels.position(planned.channel)  # type: ignore[attr-defined]
    unit = channels.value("unit_cost", at)  # type: ignore[attr-defined]
    return None if unit is None else unit * (size.per_arm.target + size.per_arm.control)


def size_text(answer: SampleSize | CampaignPlan, terminal: Terminal) -> str:
    """Say the size in a sentence."""
    return terminal.word(
        "From {base:.1%} to {target:.1%}: {t:,} target and {c:,} control customers show it with a "
        "power of {power:.1%} at alpha {alpha:g}.",
        "由 {base:.1%} 提高到 {target:.1%}：目标组 {t:,} 人、对照组 {c:,} 人，功效 {power:.1%}，"
        "显著性水平 {alpha:g}。",
    ).format(
        base=answer.base,
        target=answer.target,
        t=answer.per_arm.target if answer.per_arm else 0,
        c=answer.per_arm.control if answer.per_arm else 0,
        power=answer.power,
        alpha=answer.alpha,
    )


def _plan_text(answer: CampaignPlan, terminal: Terminal) -> str:
    lines = [
        terminal.word("Kept the plan of campaign '{id}'.", "已保存营销活动“{id}”的方案。").format(
            id=answer.campaign.id
        )
    ]
    if answer.per_arm is not None:
        lines.append(size_text(answer, terminal))
    cost, budget = answer.contact_cost, answer.campaign.budget
    if cost is not None and budget is not None and cost > budget:
        lines.append(
            terminal.word(
                "Contacting both arms costs {cost}, more than the budget of {budget}.",
                "接触两组客户需 {cost}，超出预算 {budget}。",
            ).format(cost=money(cost, None), budget=money(budget, None))
        )
    return "\n".join([*lines, "", _background_text(answer.background, terminal)])


def _background_text(known: Background, terminal: Terminal) -> str:
    word = terminal.word
    heads = [word("product", "产品"), word("use it", "已用"), word("rival's alone", "仅对手在供"),
             word("not suitable", "不适合"), word("open", "空白"), word("members", "成员用户"),
             word("used with", "常一起使用")]  # fmt: skip
    rows = [
        [
            p.product,
            f"{p.users:,}",
            f"{p.rival:,}",
            f"{p.unsuitable:,}",
            f"{p.open:,}",
            f"{p.members_using:,}",
            ", ".join(f"{b.product} {share(b.share)}" for b in p.bought_with[:3]),
        ]
        for p in known.products
    ]
    past = word("{id} ({day}): {a} against {b} accepted.", "{id}（{day}）：接受率 {a} 对 {b}。")
    told = [
        past.format(
            id=p.campaign,
            day=day(p.started_on, terminal.language),
            a=share(p.target.rate),
            b=share(p.control.rate),
        )
        for p in known.past
    ]
    return "\n".join([table(heads, rows, numbers=(1, 2, 3, 4, 5)), *told])


_RATES = Text(
    "A size needs the rate today and the rate hoped for.", "样本量需要现有比率和期望比率。"
)
_BOTH = Text("Give both: --base 0.09 --target 0.12.", "请同时给出：--base 0.09 --target 0.12。")
_NO_ID = Text("A plan that is kept needs an id.", "要保存的方案需要编号。")
_WITH_ID = Text("Write: linchpin campaign plan ID ...", "请写作：linchpin campaign plan 编号 ...")
