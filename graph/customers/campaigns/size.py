"""How many customers an arm needs, and what a given number can show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from graph.customers.campaigns.results import ArmSizes, SampleSize
from graph.decision.results import Sentence
from graph.errors import UsageError
from graph.text import Text

_NORMAL = NormalDist()
# A size that is whole but for the last bits of a binary fraction is not rounded up.
_WHOLE = 1e-9
# Beyond these a plan is a slip of the pen: nobody has so many customers, or arms so unequal.
MOST_RATIO = 1000.0
MOST_CUSTOMERS = 10**10
METHOD = Text(
    "Two-sided z-test of two shares: pooled variance under the null hypothesis, unpooled under the "
    "alternative; rounded up.",
    "两个比例的双侧 z 检验：零假设下用合并方差，备择假设下用非合并方差；向上取整。",
)


@dataclass(frozen=True)
class Question:
    """What a campaign is to show: from the rate ``base`` to the rate ``target``.

    Parameters
    ----------
    base, target : float
        Rates of the control and of the target arm, 0..1, not equal.
    alpha : float
        Chance of seeing a difference where there is none, in (0, 1).
    ratio : float
        Customers of the control arm for one of the target arm, .001 to 1,000.

    Raises
    ------
    UsageError
        A rate outside 0..1, equal rates, an alpha or ratio that is none.

    Examples
    --------
    >>> Question(0.09, 0.43).per_arm(0.8)
    (25, 25)
    """

    base: float
    target: float
    alpha: float = 0.05
    ratio: float = 1.0

    def __post_init__(self) -> None:
        for name, rate in (("base", self.base), ("target", self.target)):
            if not 0 <= rate <= 1:
                raise UsageError(_OUTSIDE.format(name=name, rate=f"{rate:g}"), _SHARE)
        if self.base == self.target:
            raise UsageError(_EQUAL.format(rate=f"{self.base:g}"), _DIFFER)
        if not 0 < self.alpha < 1:
            raise UsageError(_ALPHA)
        if not 1 / MOST_RATIO <= self.ratio <= MOST_RATIO:
            raise UsageError(_RATIO)

    def per_arm(self, power: float) -> tuple[int, int]:
        """Return the sizes of target and control arm for ``power``, each rounded up.

        n = (z_(1-a/2) sqrt((1+1/r) p q) + z_power sqrt(p1 q1 + p0 q0 / r))^2 / (p1 - p0)^2 with
        p = (p1 + r p0) / (1 + r); the control arm has r n (Fleiss, Tytun & Ury 1980, without the
        correction for continuity).
        """
        if not 0 < power < 1:
            raise UsageError(_POWER)
        null, alternative = self._deviations()
        reach = self._z() * null + _NORMAL.inv_cdf(power) * alternative
        # A power below alpha / 2 needs nobody; one customer an arm is the least there is.
        n = max(reach, 0.0) ** 2 / (self.target - self.base) ** 2
        if n * max(1.0, self.ratio) > MOST_CUSTOMERS:
            rates = {"base": f"{self.base:g}", "target": f"{self.target:g}"}
            raise UsageError(_TOO_ALIKE.format(**rates), _APART)
        return _up(n), _up(self.ratio * n)

    def power(self, size: int) -> float:
        """Return the chance to see the difference with ``size`` customers in the target arm."""
        if size < 1:
            raise UsageError(_SIZE)
        null, alternative = self._deviations()
        over = abs(self.target - self.base) * math.sqrt(size) - self._z() * null
        if alternative == 0:
            return 1.0 if over > 0 else 0.0
        return _NORMAL.cdf(over / alternative)

    def _z(self) -> float:
        return _NORMAL.inv_cdf(1 - self.alpha / 2)

    def _deviations(self) -> tuple[float, float]:
        """Return the deviation of one difference under the null and under the alternative."""
        p1, p0, r = self.target, self.base, self.ratio
        p = (p1 + r * p0) / (1 + r)
        return (
            math.sqrt((1 + 1 / r) * p * (1 - p)),
            math.sqrt(p1 * (1 - p1) + p0 * (1 - p0) / r),
        )


def sample_size(question: Question, power: float = 0.8, size: int | None = None) -> SampleSize:
    """Return the arms that ``power`` needs, or the power that ``size`` in the target arm has.

    Examples
    --------
    >>> sample_size(Question(0.25, 0.63)).per_arm.target
    26
    >>> round(sample_size(Question(0.25, 0.63), size=26).power, 2)
    0.81
    """
    if size is not None:
        power = question.power(size)
        arms = (size, _up(question.ratio * size))
    else:
        arms = question.per_arm(power)
    return SampleSize(
        base=question.base,
        target=question.target,
        per_arm=ArmSizes(target=arms[0], control=arms[1]),
        power=power,
        alpha=question.alpha,
        ratio=question.ratio,
        method=Sentence.of(METHOD),
    )


def _up(n: float) -> int:
    return max(1, math.ceil(n - _WHOLE * max(1.0, n)))


_OUTSIDE = Text(
    "The {name} rate {rate} is no share of 0..1.", "{name} 比率 {rate} 不在 0..1 之间。"
)
_SHARE = Text("Write 9% as 0.09.", "9% 请写作 0.09。")
_EQUAL = Text(
    "Base and target rate are both {rate}: no number of customers shows a difference of nothing.",
    "基准比率与目标比率同为 {rate}：差异为零，任何样本量都无法显示。",
)
_DIFFER = Text("Give two different rates.", "请给出两个不同的比率。")
_APART = Text("Give rates that lie further apart.", "请给出相差更大的两个比率。")
_ALPHA = Text("Alpha must lie between 0 and 1.", "alpha 应在 0 与 1 之间。")
_RATIO = Text(
    "The ratio of control to target must lie between {low} and {high}.",
    "对照组与目标组之比应在 {low} 与 {high} 之间。",
).format(low=f"{1 / MOST_RATIO:g}", high=f"{MOST_RATIO:g}")
_TOO_ALIKE = Text(
    "From {base} to {target} is a difference that no campaign can show.",
    "{base} 与 {target} 相差过小，任何营销活动都无法显示。",
)
_POWER = Text("The power must lie between 0 and 1.", "检验功效应在 0 与 1 之间。")
_SIZE = Text("An arm needs at least one customer.", "每组至少需要一名客户。")
