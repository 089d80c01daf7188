"""An evaluation and an improvement as people read them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph import rounding
from graph.customers.campaigns.conditions import worded
from graph.customers.campaigns.words import ARM_NAMES, MEASURE_NAMES
from graph.text import halves
from ui.terminal.figures import DASH, money
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    import polars as pl

    from graph.customers.campaigns.results import (
        Evaluation,
        Feature,
        Improvement,
        Interval,
        PartEffect,
        Rate,
    )
    from ui.terminal.terminal import Terminal

PARTS_SHOWN = 40


def percent(value: float | None) -> str:
    """Return a share with one decimal, which an interval needs."""
    return DASH if value is None else rounding.share(value, 1)


def p_text(value: float | None) -> str:
    """Return a p.

    Examples
    --------
    >>> p_text(0.0321), p_text(1e-9), p_text(None)
    ('0.032', '<0.001', '–')
    """
    if value is None:
        return DASH
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def _range(what: Rate | Interval, value: float | None, *, times: bool = False) -> str:
    if value is None:
        return DASH
    show = (lambda x: f"{x:.2f}") if times else percent
    if what.low is None or what.high is None:
        return show(value)
    return f"{show(value)} ({show(what.low)} .. {show(what.high)})"


def evaluation(answer: Evaluation, terminal: Terminal) -> str:
    """Return arms, effects, parts, and what must be read with care."""
    parts = [_arms(answer, terminal), _effects(answer, terminal)]
    if answer.money:
        parts.append(_money(answer, terminal))
    if answer.by:
        parts.append(_parts(answer, terminal))
    parts.append("\n".join(wrap(s[terminal.language]) for s in [*answer.warnings, *answer.methods]))
    return "\n\n".join(parts)


def _arms(answer: Evaluation, terminal: Terminal) -> str:
    word = terminal.word
    heads = [
        word("arm", "组别"),
        word("assigned", "分组人数"),
        word("contact", "接触成功率"),
        word("sales", "营销成功率"),
        word("revenue", "收入"),
        word("cost", "成本"),
    ]
    rows = [
        [
            ARM_NAMES[a.arm][terminal.language],
            f"{a.assigned:,}",
            _range(a.contact, a.contact.rate),
            _range(a.sales, a.sales.rate),
            money(a.revenue, None),
            money(a.cost, None),
        ]
        for a in answer.arms
    ]
    return table(heads, rows, numbers=(1, 2, 3, 4, 5))


def _effects(answer: Evaluation, terminal: Terminal) -> str:
    word = terminal.word
    heads = [word("measure", "指标"), word("difference", "差值"), word("lift", "提升倍数"), "p"]
    rows = [
        [
            MEASURE_NAMES[e.measure][terminal.language],
            _range(e.difference, e.difference.value),
            _range(e.lift, e.lift.value, times=True),
            p_text(e.p),
        ]
        for e in answer.effects
    ]
    return table(heads, rows, numbers=(1, 2, 3))


def _money(answer: Evaluation, terminal: Terminal) -> str:
    word = terminal.word
    names = {"revenue": word("revenue", "收入"), "cost": word("cost", "成本"),
             "net": word("net", "净额")}  # fmt: skip
    currency = terminal.settings.currency
    unit = word(f"{currency} a customer assigned", f"每名已分组客户（{currency}）")
    heads = [unit, word("target", "目标组"), word("control", "对照组"), word("difference", "差值")]
    rows = [
        [
            names[m.measure],
            DASH if m.target is None else f"{m.target:,.2f}",
            DASH if m.control is None else f"{m.control:,.2f}",
            _amount(m.difference),
        ]
        for m in answer.money
    ]
    return table(heads, rows, numbers=(1, 2, 3))


def _amount(gap: Interval) -> str:
    if gap.value is None:
        return DASH
    if gap.low is None or gap.high is None:
        return f"{gap.value:,.2f}"
    return f"{gap.value:,.2f} ({gap.low:,.2f} .. {gap.high:,.2f})"


def _parts(answer: Evaluation, terminal: Terminal) -> str:
    word = terminal.word
    heads = [word("part", "分项"), word("measure", "指标"), word("target", "目标组"),
             word("control", "对照组"), word("difference", "差值"), word("lift", "提升倍数"),
             word("p (Holm)", "p（Holm）")]  # fmt: skip
    rows = [_part(row, terminal) for row in answer.by[:PARTS_SHOWN]]
    shown = table(heads, rows, numbers=(2, 3, 4, 5, 6), widest=30)
    left = len(answer.by) - PARTS_SHOWN
    if left > 0:
        more = word("and {} more (--format csv has all)", "另有 {} 行（--format csv 含全部）")
        shown += "\n" + more.format(left)
    return shown


def _part(row: PartEffect, terminal: Terminal) -> list[str]:
    return [
        f"{row.column} = {DASH if row.value is None else halves(row.value)[terminal.language]}",
        MEASURE_NAMES[row.measure][terminal.language],
        f"{percent(row.target.rate)} / {row.target.n:,}",
        f"{percent(row.control.rate)} / {row.control.n:,}",
        _range(row.difference, row.difference.value),
        DASH if row.lift is None else f"{row.lift:.2f}",
        p_text(row.p_adjusted),
    ]


def improvement(answer: Improvement, terminal: Terminal) -> str:
    """Return what separates who accepted, the narrower tag, and the next campaign."""
    word = terminal.word
    head = word(
        "{n:,} customers, {did:,} accepted; found on {a:,}, tested on {b:,}.",
        "共 {n:,} 名客户，{did:,} 名接受；在 {a:,} 名上寻找，在 {b:,} 名上检验。",
    ).format(n=answer.rows, did=answer.accepted, a=answer.training, b=answer.held_out)
    parts = [head]
    if answer.features:
        parts.append(_features(answer, terminal))
    parts.append(_refinement(answer, terminal))
    parts += [wrap(s[terminal.language]) for s in answer.warnings]
    return "\n\n".join(parts)


def _features(answer: Improvement, terminal: Terminal) -> str:
    word = terminal.word
    heads = [word("condition", "条件"), word("meets it", "符合"), word("does not", "不符合"),
             word("difference", "差值"), word("p (Holm)", "p（Holm）"),
             word("stands", "成立")]  # fmt: skip
    rows = [_feature(f, terminal) for f in answer.features if f.held_out is not None]
    return table(heads, rows, numbers=(1, 2, 3, 4), widest=44)


def _feature(row: Feature, terminal: Terminal) -> list[Any]:
    held = row.held_out
    condition = worded(row.rule)[terminal.language] if row.rule else row.condition
    if held is None:
        return [condition, DASH, DASH, DASH, DASH, ""]
    return [
        condition,
        f"{percent(held.rate_in)} / {held.n_in:,}",
        f"{percent(held.rate_out)} / {held.n_out:,}",
        _range(held.difference, held.difference.value),
        p_text(held.p_adjusted),
        terminal.word("yes", "是") if row.kept else "",
    ]


def _refinement(answer: Improvement, terminal: Terminal) -> str:
    word, better = terminal.word, answer.refinement
    if better is None:
        lines = [word("No feature stands up on held-out customers: the tag stays as it is.",
                      "没有特征通过留出检验：标签保持不变。")]  # fmt: skip
    else:
        lines = [
            word("Refined tag: {c}", "细化标签：{c}").format(
                c=worded(better.rule)[terminal.language]
            ),
            word(
                "{rate} accept among them, {now} now; {share} of the customers meet it.",
                "其中 {rate} 接受，现为 {now}；符合条件的客户占 {share}。",
            ).format(
                rate=_range(better.rate, better.rate.value),
                now=percent(better.current_rate),
                share=percent(better.share),
            ),
            f'linchpin tags define ID --name NAME --dimension business --threshold "{better.rule}"',
        ]
    plan = answer.next
    if plan is not None:
        lines.append(
            word(
                "Next campaign: {t:,} target and {c:,} control customers show {a} against {b}.",
                "下次营销：目标组 {t:,} 人、对照组 {c:,} 人，可显示 {a} 与 {b} 的差异。",
            ).format(
                t=plan.per_arm.target,
                c=plan.per_arm.control,
                a=percent(plan.target),
                b=percent(plan.base),
            )
        )
        lines.append(plan.because[terminal.language])
    return "\n".join(wrap(line) for line in lines)


def parts_frame(answer: Evaluation) -> pl.DataFrame:
    """Return a flat row a comparison: the whole campaign first, then its parts."""
    import polars as pl

    arms = {a.arm: a for a in answer.arms}
    rows = []
    for e in answer.effects:
        rates = {n: (a.contact if e.measure == "contact" else a.sales) for n, a in arms.items()}
        rows.append(
            {
                "column": None, "value": None, "measure": e.measure,
                "target_n": arms["target"].assigned, "target_rate": rates["target"].rate,
                "control_n": arms["control"].assigned, "control_rate": rates["control"].rate,
                "difference": e.difference.value, "low": e.difference.low,
                "high": e.difference.high, "lift": e.lift.value, "p": e.p, "p_adjusted": None,
            }
        )  # fmt: skip
    rows += [
        {
            "column": r.column, "value": r.value, "measure": r.measure,
            "target_n": r.target.n, "target_rate": r.target.rate,
            "control_n": r.control.n, "control_rate": r.control.rate,
            "difference": r.difference.value, "low": r.difference.low,
            "high": r.difference.high, "lift": r.lift, "p": r.p, "p_adjusted": r.p_adjusted,
        }
        for r in answer.by
    ]  # fmt: skip
    texts = ("column", "value", "measure")
    counts = ("target_n", "control_n")
    schema = {
        name: pl.String() if name in texts else pl.Int64() if name in counts else pl.Float64()
        for name in rows[0]
    }
    return pl.DataFrame(rows, schema=schema)


def features_frame(answer: Improvement) -> pl.DataFrame:
    """Return a flat row a feature."""
    import polars as pl

    schema: dict[str, Any] = {
        "feature": pl.String(), "condition": pl.String(), "n_in": pl.Int64(),
        "n_out": pl.Int64(), "rate_in": pl.Float64(), "rate_out": pl.Float64(),
        "difference": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
        "p_adjusted": pl.Float64(), "kept": pl.Boolean(),
    }  # fmt: skip
    rows = []
    for f in answer.features:
        held = f.held_out
        row: dict[str, Any] = {"feature": f.feature, "condition": f.condition, "kept": f.kept}
        if held is not None:
            row |= held.model_dump(include={"n_in", "n_out", "rate_in", "rate_out", "p_adjusted"})
            gap = held.difference
            row |= {"difference": gap.value, "low": gap.low, "high": gap.high}
        rows.append(row)
    return pl.DataFrame(rows, schema=schema)
