"""The plan of cross-sell, framework deals and channels, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.terminal.figures import money, share
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    from graph.cross_sell.results_plan import ChannelUse, CrossSellPlan, Framework
    from ui.terminal.cross_sell import Names
    from ui.terminal.terminal import Terminal


def plan(found: CrossSellPlan, names: Names, terminal: Terminal, currency: str | None) -> str:
    """Return the actions of a plan with what they take, who is asked, and what is proven."""
    word = terminal.word
    lines = [word("\nPlan", "\n方案") + " · " + _limits(found, terminal, currency)]
    heads = ["#", word("company", "企业"), word("product", "产品"), word("through", "经由"),
             word("channel", "渠道"), word("hours", "小时"), word("cost", "费用"),
             word("expected", "期望值")]  # fmt: skip
    rows = [
        [
            str(number),
            names.of("Enterprise", action.member),
            names.of("Product", action.product),
            " → ".join(names.of("Person", p) for p in action.route),
            names.of("Channel", action.channel),
            f"{action.hours:g}",
            money(action.cost, currency),
            money(action.gain, currency),
        ]
        for number, action in enumerate(found.actions, start=1)
    ]
    if rows:
        lines.append(table(heads, rows, numbers=(0, 5, 6, 7), widest=26))
    lines.append(wrap(_sum(found, terminal, currency)))
    lines += [wrap(note[terminal.language]) for note in found.notes]
    return "\n".join(lines)


def _limits(found: CrossSellPlan, terminal: Terminal, currency: str | None) -> str:
    word = terminal.word
    parts = []
    if found.hours is not None:
        parts.append(word("{} hours", "{} 小时").format(f"{found.hours:g}"))
    if found.money is not None:
        parts.append(money(found.money, currency))
    each = word("nobody in more than {} paths", "每人至多 {} 条路径").format(found.per_person_limit)
    return word(", ", "，").join([*parts, each])


def _sum(found: CrossSellPlan, terminal: Terminal, currency: str | None) -> str:
    word = terminal.word
    text = word(
        "{n} paths, {hours} hours, {cost}: {expected} expected a year",
        "{n} 条路径，{hours} 小时，{cost}：每年期望值 {expected}",
    ).format(
        n=len(found.actions),
        hours=f"{found.hours_used:g}",
        cost=money(found.cost_used, currency),
        expected=money(found.expected_value, currency),
    )
    if found.proven:
        return text + word("; nothing is better (proven).", "；已证明没有更好的组合。")
    return text + word(
        "; no set passes {bound} (gap {gap}).", "；任何组合不超过 {bound}（差距 {gap}）。"
    ).format(bound=money(found.bound, currency), gap=share(found.gap))


def frameworks(found: list[Framework], terminal: Terminal) -> str:
    """Return the framework deals that are called for, each with its reason."""
    head = terminal.word("\nDeals for a whole group", "\n集团统谈机会")
    lines = [wrap(f"· {f.because[terminal.language]}") for f in found]
    return "\n".join([head, *lines])


def channels(found: list[ChannelUse], names: Names, terminal: Terminal) -> str:
    """Return what each channel takes and what more capacity would change."""
    head = terminal.word("\nChannels", "\n渠道")
    lines = [
        wrap(f"· {names.of('Channel', use.channel)}: {use.because[terminal.language]}")
        for use in found
        if use.used or use.if_grown
    ]
    return "\n".join([head, *lines])
