"""The commands about plans: plan."""

from __future__ import annotations

import math
from typing import Any

import click

from ui.terminal.options import MANY, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal

# The kinds of ties that routes use, as sheets of a book are named.
TIES = ("influences", "reports_to", "knows", "covers")
# More hours than a seller has in half a year.
MOST_HOURS = 1000


class Hours(click.FloatRange):
    """Hours within a range; what is no number at all (nan) or has no end is refused too."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read hours."""
        found = super().convert(value, param, ctx)
        if not math.isfinite(found):
            self.fail(f"{value} is no number.", param, ctx)
        return found


@click.command(
    cls=Command,
    **described(
        "Whom to meet in the hours that are left, by which route, and the least that must change.",
        "在剩余时间里见谁、走哪条路线，以及取胜所需的最小改变。",
        "plan OPPORTUNITY --hours 10",
        "plan OPPORTUNITY --target PERSON --from supporters --avoid PERSON -k 5",
        "plan OPPORTUNITY --from held --avoid-tie knows --seller-hours SELLER=4",
        "plan OPPORTUNITY --cheapest --format json",
    ),
)
@click.argument("opportunity", metavar=speak("OPPORTUNITY", "商机"))
@click.option(
    "--hours",
    type=Hours(min=0, max=MOST_HOURS),
    metavar="H",
    help=speak("Hours for meetings (a setting by default).", "可用于会面的小时数（默认见设置）。"),
)
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar=speak("PERSON", "人员"),
    help=speak(
        "Whom routes lead to (those who decide by default); repeatable.",
        "路线的目标（默认为决策者）；可重复。",
    ),
)
@click.option(
    "--from",
    "start",
    type=click.Choice(["team", "supporters", "held"]),
    default="team",
    help=speak(
        "Where routes start: our team, who supports us, or whom we already hold.",
        "路线起点：我方团队、支持者，或我方已掌握的人。",
    ),
)
@click.option(
    "--avoid",
    multiple=True,
    metavar=speak("PERSON", "人员"),
    help=speak(
        "Nobody is led past them, they meet nobody, their mind stays as it is.",
        "路线不经过、不安排会面、不改变其态度。",
    ),
)
@click.option(
    "--avoid-tie",
    "avoid_ties",
    multiple=True,
    type=click.Choice(TIES),
    help=speak("Routes do without this kind of tie; repeatable.", "路线不使用此类关系；可重复。"),
)
@click.option(
    "--seller-hours",
    multiple=True,
    metavar=speak("SELLER=H", "我方人员=小时"),
    help=speak("What a seller has of the hours; repeatable.", "某位我方人员可用的小时数；可重复。"),
)
@click.option(
    "-k",
    "k",
    type=click.IntRange(min=1, max=50),
    default=3,
    show_default=True,
    help=speak("Routes to each target.", "每个目标的路线数。"),
)
@click.option(
    "--cheapest",
    is_flag=True,
    help=speak(
        "The win plan that costs least, not that of the fewest people.",
        "取成本最低的取胜方案，而非人数最少的。",
    ),
)
@click.option(
    "--what-if",
    multiple=True,
    metavar=speak("CHANGE", "假设"),
    help=speak("As in analyze; nothing is stored.", "同 analyze；不会存储。"),
)
@shared(*MANY, clock=True)
def plan(terminal: Terminal, opportunity: str, **asked: Any) -> int:
    """Answer with the plan of one deal."""
    from ui.terminal import plan as verb

    return verb.run(terminal, opportunity, **asked)
