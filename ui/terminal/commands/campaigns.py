"""``linchpin campaign`` and its verbs."""

from __future__ import annotations

import click

from ui.terminal.options import FEW, Group, described, shared
from ui.terminal.speech import speak

RATE = speak("RATE", "比率")


@click.group(
    cls=Group,
    **described(
        "The closed loop of a campaign: plan, assign, list, results, evaluate, improve.",
        "营销闭环：策划、分组、名单、结果、评估、优化。",
        "campaign plan --base 0.09 --target 0.12",
    ),
)
def campaign() -> None:
    """Plan campaigns and measure them."""


@campaign.command(
    **described(
        "How many customers each arm needs, and a plan that is kept.",
        "每组需要多少客户，并保存营销方案。",
        "campaign plan --base 0.09 --target 0.12",
    )
)
@click.option(
    "--base", type=float, metavar=RATE, help=speak("Rate today, 0..1.", "现有比率，0..1。")
)
@click.option("--target", type=float, metavar=RATE, help=speak("Rate hoped for.", "期望比率。"))
@click.option(
    "--power", type=float, default=0.8, show_default=True, help=speak("Power.", "检验功效。")
)
@click.option(
    "--alpha", type=float, default=0.05, show_default=True, help=speak("Alpha.", "显著性水平。")
)
@click.option(
    "--ratio",
    type=float,
    default=1.0,
    show_default=True,
    help=speak("Control customers for one target customer.", "每名目标组客户对应的对照组客户数。"),
)
@click.option(
    "--size",
    type=int,
    help=speak("Say the power of this size instead.", "改为给出该样本量的功效。"),
)
@shared(*FEW)
def plan(terminal, **asked) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN003
    """Plan one."""
    from ui.terminal import campaign as verb

    return verb.plan(terminal, **asked)
