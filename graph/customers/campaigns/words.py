"""What an evaluation says beside its figures: methods, and warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.campaigns.outcomes import ARMS
from graph.errors import NotFoundError, nearest, not_found
from graph.text import Text

if TYPE_CHECKING:
    from graph.customers.campaigns.results import ArmResult, Effect, PartEffect

# So many columns are named; more would not be read.
NAMED = 12
CONFIDENCE = Text("The confidence must lie between 0 and 1.", "置信水平应在 0 与 1 之间。")
ARM_NAMES = {"target": Text("target", "目标组"), "control": Text("control", "对照组")}
MEASURE_NAMES = {"contact": Text("contact", "接触"), "sales": Text("sales", "销售")}
# Below this expected count the normal approximation of the p is rough.
FEW = 5


def no_column(given: str, known: Sequence[str], file: str | None = None) -> NotFoundError:
    """Return the error for a column that a list or file does not have, with those it has.

    Examples
    --------
    >>> no_column("age", ["region", "size"], "list.csv").message.en
    "list.csv has no column 'age'; it has region, size."
    """
    shown = ", ".join([*known[:NAMED], *(["…"] if len(known) > NAMED else [])]) or "–"
    words = _COLUMN_OF_NONE if file is None else _COLUMN_OF_FILE
    hint = not_found(Text("column", "列"), given, known).hint if nearest(given, known) else None
    return NotFoundError(words.format(file=file, given=given, known=shown), hint)


def methods(confidence: float) -> list[Text]:
    """Return how each figure was made."""
    return [m.format(c=f"{100 * confidence:g}") for m in _METHODS]


_METHODS = (
    Text(
        "All assigned count in their arm, reached or not; who has no result counts as not "
        "contacted.",
        "所有已分组客户均计入其组别，无论是否接触到；没有结果的按未接触计。",
    ),
    Text("Rates: Wilson's score interval, {c}%.", "比率：Wilson 得分区间，{c}%。"),
    Text("Differences: Newcombe's hybrid score interval.", "差值：Newcombe 混合得分区间。"),
    Text(
        "Lift: ratio of the rates, Katz's interval on its logarithm.",
        "提升倍数：两组比率之比，Katz 对数区间。",
    ),
    Text("p: pooled two-sided z-test.", "p 值：合并方差的双侧 z 检验。"),
    Text(
        "Parts: Holm's correction over all rows that have a p.",
        "分项比较：对所有有 p 值的行作 Holm 校正。",
    ),
    Text(
        "Money: means a customer assigned, Welch's t interval.",
        "金额：每名已分组客户的均值，Welch t 区间。",
    ),
)


def warnings(
    full: pl.DataFrame,
    arms: Mapping[str, ArmResult],
    effects: Sequence[Effect],
    parts: Sequence[PartEffect],
    missing: int = 0,
) -> Iterator[Text]:
    """Say what could not be computed, and what must be read with care.

    ``missing``: of how many rows of ``full`` no result is known.
    """
    yield from missing_results(missing, full.height)
    for arm in ARMS:
        if not arms[arm].assigned:
            yield _EMPTY.format(arm=ARM_NAMES[arm])
    yield from _without_lift(arms, effects)
    if all(arms[a].assigned for a in ARMS):
        yield from _few(arms)
    for column, name in (("contacted", "contact"), ("accepted", "sales")):
        if missing < full.height and full[column].n_unique() == 1:
            yield _ONE_VALUE.format(measure=MEASURE_NAMES[name], value=_YES_NO[full[column][0]])
    unreached = full.filter(pl.col("accepted") & ~pl.col("contacted")).height
    if unreached:
        yield _UNREACHED.format(n=f"{unreached:,}")
    empty = sum(1 for row in parts if not (row.target.n and row.control.n))
    if empty:
        yield _EMPTY_PARTS.format(n=f"{empty:,}")
    bare = sum(1 for row in parts if row.target.n and row.control.n and row.lift is None)
    if bare:
        yield _BARE_PARTS.format(n=f"{bare:,}")


def missing_results(missing: int, assigned: int) -> Iterator[Text]:
    """Say of how many of those assigned no result is known, if of any."""
    if missing:
        words = _NO_RESULTS if missing == assigned else _MISSING
        yield words.format(n=f"{missing:,}", of=f"{assigned:,}")


def _without_lift(arms: Mapping[str, ArmResult], effects: Sequence[Effect]) -> Iterator[Text]:
    if not all(arms[a].assigned for a in ARMS):
        return
    for effect in effects:
        name = MEASURE_NAMES[effect.measure]
        if effect.lift.value is None:
            yield _NO_LIFT.format(measure=name)
        elif effect.lift.low is None:
            yield _NO_BOUNDS.format(measure=name)


def _few(arms: Mapping[str, ArmResult]) -> Iterator[Text]:
    """Warn where the smaller of the expected counts is too small for the normal distribution."""
    total = sum(arms[a].assigned for a in ARMS)
    smallest = min(arms[a].assigned for a in ARMS)
    for measure in MEASURE_NAMES:
        did = sum(arms[a].contacted if measure == "contact" else arms[a].accepted for a in ARMS)
        if 0 < did < total and smallest * min(did, total - did) / total < FEW:
            yield _ROUGH.format(measure=MEASURE_NAMES[measure])


_COLUMN_OF_FILE = Text(
    "{file} has no column '{given}'; it has {known}.", "{file} 没有“{given}”列；现有：{known}。"
)
_COLUMN_OF_NONE = Text(
    "There is no column '{given}'; there are {known}.", "没有“{given}”列；现有：{known}。"
)
_MISSING = Text(
    "Results of {n} of {of} are missing; they count as not contacted.",
    "{of} 名客户中有 {n} 名尚无结果，按未接触计。",
)
_NO_RESULTS = Text(
    "No result is known yet: all {of} count as not contacted, and no p can be told.",
    "尚无任何结果：{of} 名客户均按未接触计，无法给出 p 值。",
)
_YES_NO = {True: Text("yes", "是"), False: Text("no", "否")}
_EMPTY = Text(
    "Nobody is in the {arm} arm: what needs it is null.", "{arm}没有客户：与之有关的结果为空。"
)
_NO_LIFT = Text(
    "The control arm's {measure} rate is 0: there is no lift.",
    "对照组{measure}比率为 0：没有提升倍数。",
)
_NO_BOUNDS = Text(
    "The target arm's {measure} rate is 0: the lift has no interval.",
    "目标组{measure}比率为 0：提升倍数没有区间。",
)
_ONE_VALUE = Text(
    "The {measure} outcome is '{value}' for everybody: no p can be told.",
    "所有客户的{measure}结果都是“{value}”：无法给出 p 值。",
)
_ROUGH = Text(
    "Few cases in {measure}: the p is rough (less than 5 expected in a cell); trust the interval.",
    "{measure}的个案太少：p 值较粗（某格期望数不足 5），请以区间为准。",
)
_UNREACHED = Text(
    "{n} accepted without a successful contact; they count as sales.",
    "有 {n} 名客户未接触成功却已接受，计为销售。",
)
_EMPTY_PARTS = Text(
    "{n} rows of parts have an empty arm: their comparison is null.",
    "有 {n} 行分项中某组没有客户：比较结果为空。",
)
_BARE_PARTS = Text(
    "{n} rows of parts have a control rate of 0: they have no lift.",
    "有 {n} 行分项的对照组比率为 0：没有提升倍数。",
)
