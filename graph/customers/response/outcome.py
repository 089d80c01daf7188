"""Which value of the outcome is a response, and which arm a row was in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import UsageError, not_found
from graph.text import Text

if TYPE_CHECKING:
    from graph.customers.response.history import Asked

_YES = """
yes y true t 1 responded response accepted accept sold bought converted success successful won
subscribed positive 是 有 成功 接受 已接受 办理 已办理 成交 已成交
响应 已响应 购买 已购买 订购 已订购
"""
_NO = """
no n false f 0 none rejected refused failure failed lost negative
否 无 没有 失败 拒绝 未接受 未办理 未成交 未响应 未购买 未订购
"""
_ARM = """
arm group treatment treated testgroup campaigngroup armname 组 组别 分组 实验组别 试验组别 是否营销
"""
_TARGET = """
target targeted treatment treated test t 1 yes 目标 目标组 实验组 试验组 营销组 营销 是
"""
_CONTROL = "control controls holdout c 0 no none 对照 对照组 控制组 空白组 否"
YES, NO = frozenset(_YES.split()), frozenset(_NO.split())
ARM_COLUMNS, TARGET, CONTROL = (frozenset(w.split()) for w in (_ARM, _TARGET, _CONTROL))


@dataclass(frozen=True)
class Arms:
    """The column of arms, and its two words."""

    column: str
    target: str
    control: str


def spelled(cells: pl.Series) -> pl.Series:
    """Spell a value one way: 1, 1.0 and 01 are the same outcome.

    Examples
    --------
    >>> spelled(pl.Series(["1.0", "0", "yes"])).to_list()
    ['1', '0', 'yes']
    """
    numbers = cells.cast(pl.Float64, strict=False)
    whole = (numbers == numbers.floor()).fill_null(value=False) & (numbers.abs() < 1e15)
    digits = numbers.set(~whole, None).cast(pl.Int64).cast(pl.String)
    return digits.fill_null(cells)


def choose_positive(cells: pl.Series, asked: Asked, learnt: int, warnings: list[Text]) -> str:
    """Return the value of the outcome that is a response.

    Raises
    ------
    UsageError
        The outcome has one value, or several and none was named.
    NotFoundError
        The value that was named is not there.
    """
    values = cells.unique(maintain_order=True).to_list()
    if asked.positive is not None:
        wanted = spelled(pl.Series([asked.positive.strip()], dtype=pl.String))[0]
        if wanted not in values:
            raise not_found(_VALUE.format(column=asked.outcome), asked.positive, values[:1_000])
    _check_values(values, asked)
    if asked.positive is not None:
        return str(wanted)
    known = [v for v in values if v.casefold() in YES]
    refused = [v for v in values if v.casefold() in NO]
    if len(known) == 1:
        return str(known[0])
    if len(refused) == 1:
        return str(next(v for v in values if v not in refused))
    counts = {v: int((cells[:learnt] == v).sum()) for v in values}
    rarer = min(sorted(values), key=lambda v: counts[v])
    warnings.append(_RARER.format(value=rarer, column=asked.outcome))
    return str(rarer)


def _check_values(values: list[str], asked: Asked) -> None:
    if len(values) < 2:
        raise UsageError(
            Text(
                "The outcome '{column}' has one value alone ({value}): there is nothing to learn.",
                "结果列“{column}”只有一个值（{value}），无从学习。",
            ).format(column=asked.outcome, value=values[0] if values else "–"),
            Text(
                "Name the column that says who responded with --outcome.",
                "请用 --outcome 指定记录是否响应的列。",
            ),
        )
    if len(values) > 2 and asked.positive is None:
        shown = ", ".join(values[:8]) + (" …" if len(values) > 8 else "")
        raise UsageError(
            Text(
                "The outcome '{column}' has {n:,} values: {shown}.",
                "结果列“{column}”有 {n:,} 个值：{shown}。",
            ).format(column=asked.outcome, n=len(values), shown=shown),
            Text(
                "Say which one is a response with --positive; the others then count as none.",
                "请用 --positive 指明哪个值表示响应；其余按未响应处理。",
            ),
        )


def find_arms(features: pl.DataFrame, learnt: int) -> Arms | None:
    """Return the column of a target and a control arm, None where the learnt rows have none.

    Examples
    --------
    >>> find_arms(pl.DataFrame({"组别": ["目标", "对照", "目标"]}), 3)
    Arms(column='组别', target='目标', control='对照')
    """
    for name in features.columns:
        if "".join(c for c in name.casefold() if c.isalnum()) not in ARM_COLUMNS:
            continue
        words = spelled(features[name][:learnt].drop_nulls()).unique(maintain_order=True).to_list()
        target = [w for w in words if w.casefold() in TARGET]
        control = [w for w in words if w.casefold() in CONTROL]
        if len(words) <= 2 and len(target) == 1 and len(control) <= 1:
            return Arms(name, target[0], control[0] if control else "")
        if len(words) == 1 and control:
            return Arms(name, "", control[0])
    return None


_VALUE = Text("value of {column}", "“{column}”的值")
_RARER = Text(
    "Neither value of {column} says yes: '{value}', the rarer one, counts as a response "
    "(--positive says otherwise).",
    "“{column}”的两个值都未表明“是”：以较少见的“{value}”为响应（可用 --positive 指定）。",
)
