"""``linchpin portfolio``: on whom revenue hangs, and the week of each seller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.decision.plan.week import HOURS, MET, PLAN, SHORT
from ui.terminal.analyze import analyses
from ui.terminal.cross_sell import Names
from ui.terminal.emit import emit
from ui.terminal.figures import money, points, signed
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    import polars as pl

    from graph.cross_sell.portfolio import Portfolio
    from graph.decision.plan.week import PassedOver, WeekAction
    from ui.terminal.terminal import Terminal

# So many people and sellers are listed for reading; the files have all of them.
FEW = 12


def run(terminal: Terminal, *, group: str | None) -> int:
    """Write the answer; as csv and Parquet a row a meeting of the week."""
    from graph.cross_sell.portfolio import heads, of_group, portfolio

    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        rates = store.table("rates")
    if group is not None:
        snapshot.nodes["Enterprise"].position(group)  # raises, naming the nearest ids
    found = analyses(terminal, snapshot, None)
    if group is not None:
        found = of_group(found, group, heads(snapshot, terminal.as_of))
    answer = portfolio(
        snapshot,
        found,
        rates,
        settings=terminal.settings,
        as_of=terminal.as_of,
        progress=terminal.progress,
    ).model_copy(update={"group": group})
    names = Names(snapshot, terminal.language)
    emit(
        terminal,
        table=lambda: as_text(answer, names, terminal),
        data=answer.to_json,
        frame=lambda: as_frame(answer),
    )
    return 0


def as_text(answer: Portfolio, names: Names, terminal: Terminal) -> str:
    """Return both parts as people read them."""
    if not answer.deals:
        return terminal.word("There is no open deal.", "没有在谈的商机。")
    parts = [_at_risk(answer, names, terminal), _week(answer, names, terminal)]
    parts += _passed_over(answer, names, terminal)
    if answer.no_rate:
        parts.append(
            wrap(
                terminal.word(
                    "No rate for {}: their deals count last.", "{} 没有汇率：这些商机排在最后。"
                ).format(", ".join(answer.no_rate))
            )
        )
    return "\n".join(parts)


def _at_risk(answer: Portfolio, names: Names, terminal: Terminal) -> str:
    word = terminal.word
    heads = [
        word("revenue hangs on", "收入系于"),
        word("who", "身份"),
        word("deals", "商机数"),
        word("at risk", "风险金额"),
    ]
    kinds = {"seller": word("our seller", "我方人员"), "person": word("customer", "客户")}
    rows = [
        [
            names.of("Seller" if row.kind == "seller" else "Person", row.id),
            kinds[row.kind],
            str(len(row.deals)),
            " + ".join(money(v, c) for c, v in sorted(row.money.items())) or "-",
        ]
        for row in answer.at_risk[:FEW]
    ]
    if not rows:
        return word(
            "Nobody's leaving would cost access to a decider.", "任何人离开都不会影响触达决策者。"
        )
    return table(heads, rows, numbers=(2, 3), widest=36) + "\n"


def _week(answer: Portfolio, names: Names, terminal: Terminal) -> str:
    word = terminal.word
    heads = [
        word("seller", "销售"),
        word("meets", "会见"),
        word("deal", "商机"),
        word("hours", "小时"),
        word("lean", "倾向"),
        word("access", "触达"),
        word("worth", "价值"),
    ]
    rows = [
        [
            names.of("Seller", action.seller),
            names.of("Person", action.person),
            ", ".join(g.deal for g in action.deals),
            f"{action.hours:g}",
            signed(sum(g.gain_lean for g in action.deals)),
            points(sum(g.gain_access for g in action.deals), terminal.language),
            "-" if action.worth is None else money(action.worth, answer.currency),
        ]
        for action in _ordered(answer)
    ]
    if not rows:
        return word("No meeting would gain anything.", "没有会面能带来增益。")
    title = word(
        "This week, at most {hours:g} hours a seller, nobody met by two of ours:",
        "本周（每位销售至多 {hours:g} 小时，同一人只由一位我方人员拜访）：",
    )
    lines = [title.format(hours=answer.hours), table(heads, rows, numbers=(3, 4, 5, 6))]
    return "\n".join([*lines, *_together(answer, terminal)])


def _together(answer: Portfolio, terminal: Terminal) -> list[str]:
    """Say what the week is worth and how sure it is that no other one is worth more."""
    total, word = answer.week_total, terminal.word
    if not total.worth or total.gap is None:
        return []
    if total.sampled:
        sure = word(
            "the best week found; the chances of some deals are sampled ({})",
            "为已找到的最佳安排；{} 个商机的概率由抽样估计",
        ).format(total.sampled)
    elif total.exact:
        sure = word("no other week is worth more: proven", "已证明没有价值更高的安排")
    else:
        more = f"{total.gap:.1%}"
        sure = word("no other week is worth over {} more", "任何其他安排至多再高 {}").format(more)
    worth = money(total.worth, answer.currency)
    return [word("Together worth {}: {}.", "合计价值 {}：{}。").format(worth, sure)]


def _passed_over(answer: Portfolio, names: Names, terminal: Terminal) -> list[str]:
    """Say why the week differs from the next contact that each deal's own analysis names."""
    if not answer.passed_over:
        return []
    reasons = {
        HOURS: terminal.word("the hours go to meetings worth more", "时间用于价值更高的会面"),
        MET: terminal.word("met by somebody else of ours", "已由我方其他人会见"),
        SHORT: terminal.word("the seller has too few hours for it", "销售的时间不足以会面"),
        PLAN: terminal.word(
            "adds nothing to the meetings of the week", "在本周会面之外不再带来增益"
        ),
    }
    head = terminal.word(
        "The meeting that gains most in a deal taken alone (linchpin analyze) has no room in this "
        "week for {}:",
        "下列 {} 个商机单独来看收益最大的会面（linchpin analyze）未排入本周：",
    )
    n = len(answer.passed_over)
    deals = terminal.word("one deal" if n == 1 else f"{n} deals", str(n))
    lines = ["", wrap(head.format(deals))]
    for why, words in reasons.items():
        own = [p for p in answer.passed_over if p.why == why]
        if own:
            pairs = terminal.word(", ", "、").join(_pair(p, names) for p in own[:FEW])
            more = len(own) - FEW
            rest = terminal.word(" and {} more", " 等 {} 项") if more > 0 else ""
            count = more if terminal.language == "en" else len(own)
            colon = terminal.word(": ", "：")
            lines.append(wrap(words + colon + pairs + rest.format(count), indent=2))
    return lines


def _pair(passed: PassedOver, names: Names) -> str:
    seller, person = names.of("Seller", passed.seller), names.of("Person", passed.person)
    return f"{passed.deal} {seller} → {person}"


def _ordered(answer: Portfolio) -> list[WeekAction]:
    """Return the meetings, seller by seller, the week that is worth most first."""
    order = sorted(answer.week, key=lambda s: (-sum(a.worth or 0.0 for a in answer.week[s]), s))
    return [action for seller in order for action in answer.week[seller]]


def as_frame(answer: Portfolio) -> pl.DataFrame:
    """Return a row a meeting of the week."""
    import polars as pl

    text, number = pl.String(), pl.Float64()
    schema: dict[str, Any] = {
        **dict.fromkeys(("seller", "person", "deals"), text),
        **dict.fromkeys(("hours", "gain_lean", "gain_access", "worth"), number),
        "currency": text,
    }
    rows = [
        {
            "seller": action.seller,
            "person": action.person,
            "deals": ";".join(g.deal for g in action.deals),
            "hours": action.hours,
            "gain_lean": sum(g.gain_lean for g in action.deals),
            "gain_access": sum(g.gain_access for g in action.deals),
            "worth": action.worth,
            "currency": answer.currency,
        }
        for action in _ordered(answer)
    ]
    return pl.DataFrame(rows, schema=schema)
