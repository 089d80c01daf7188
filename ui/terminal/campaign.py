"""``linchpin campaign plan``: how many customers a campaign needs, and the plan that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.results import spoken
from graph.errors import UsageError
from graph.text import Text
from ui.terminal.emit import emit

if TYPE_CHECKING:
    from graph.customers.campaigns.results import SampleSize
    from ui.terminal.terminal import Terminal


def plan(  # noqa: PLR0913 - the options of the command
    terminal: Terminal,
    *,
    base: float | None,
    target: float | None,
    power: float,
    alpha: float,
    ratio: float,
    size: int | None,
) -> int:
    """Write the size, or the power of a size."""
    from graph.customers.campaigns.size import Question, sample_size

    if base is None or target is None:
        raise UsageError(
            Text(
                "A size needs the rate today and the rate hoped for.",
                "样本量需要现有比率和期望比率。",
            ),
            Text(
                "Give both: --base 0.09 --target 0.12.", "请同时给出：--base 0.09 --target 0.12。"
            ),
        )
    answer = sample_size(Question(base, target, alpha, ratio), power, size)
    emit(
        terminal,
        table=lambda: size_text(answer, terminal),
        data=lambda: spoken(answer.model_dump(mode="json"), terminal.language),
    )
    return 0


def size_text(answer: SampleSize, terminal: Terminal) -> str:
    """Say the size in a sentence."""
    return terminal.word(
        "From {base:.1%} to {target:.1%}: {t:,} target and {c:,} control customers show it with a "
        "power of {power:.1%} at alpha {alpha:g}.",
        "由 {base:.1%} 提高到 {target:.1%}：目标组 {t:,} 人、对照组 {c:,} 人，功效 {power:.1%}，"
        "显著性水平 {alpha:g}。",
    ).format(
        base=answer.base,
        target=answer.target,
        t=answer.per_arm.target,
        c=answer.per_arm.control,
        power=answer.power,
        alpha=answer.alpha,
    )
