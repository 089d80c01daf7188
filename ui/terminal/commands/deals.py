"""The commands about deals: analyze."""

from __future__ import annotations

from typing import Any

import click

from ui.terminal.options import MANY, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal


@click.command(
    cls=Command,
    **described(
        "Who decides, which link is weak and what proves it, whom to meet next.",
        "谁说了算、哪条关系薄弱及其证据、下一步见谁。",
        "analyze OPPORTUNITY",
        "analyze --all --format csv --out deals.csv",
        "analyze --all --figures --format parquet --out book.parquet",
        "analyze OPPORTUNITY --what-if stance:PERSON=supporter --what-if meet:SELLER=PERSON",
        "analyze OPPORTUNITY --what-if remove:PERSON --compare",
        "analyze OPPORTUNITY --rival COMPETITOR",
    ),
)
@click.argument("opportunity", required=False, metavar=speak("[OPPORTUNITY]", "[商机]"))
@click.option(
    "--enterprise",
    metavar="ID",
    help=speak("Every open deal of a customer.", "某客户的全部在谈商机。"),
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=speak("Every open deal, a row each.", "全部在谈商机，每个一行。"),
)
@click.option(
    "--figures",
    is_flag=True,
    help=speak(
        "With --all or --enterprise: figures alone, computed all at once; for very large books.",
        "与 --all 或 --enterprise 合用：只给数字，一次算完；适合很大的数据。",
    ),
)
@click.option(
    "--what-if",
    multiple=True,
    metavar=speak("CHANGE", "假设"),
    help=speak(
        "stance:PERSON=supporter, remove:PERSON, meet:SELLER=PERSON, influence:A>B=0.6, "
        "role:PERSON=decision_maker or cover:SELLER>PERSON=0.6; nothing is stored.",
        "stance:人员=supporter、remove:人员、meet:我方人员=人员、influence:甲>乙=0.6、"
        "role:人员=decision_maker 或 cover:我方人员>人员=0.6；不会存储。",
    ),
)
@click.option(
    "--compare",
    is_flag=True,
    help=speak(
        "With --what-if: the deal as it is and as supposed, side by side.",
        "与 --what-if 合用：现状与假设并排比较。",
    ),
)
@click.option(
    "--rival",
    metavar=speak("COMPETITOR", "竞争对手"),
    help=speak(
        "The deal through a rival's eyes, and where it is weaker than we.",
        "以竞争对手的视角看该商机，及其弱于我方之处。",
    ),
)
@click.option(
    "--explain",
    is_flag=True,
    help=speak("Everything needed to recompute it (json).", "附上复算所需的全部数据（json）。"),
)
@shared(*MANY, clock=True)
def analyze(terminal: Terminal, **asked: Any) -> int:
    """Answer for one deal, a customer, or all."""
    from ui.terminal import analyze as verb

    return verb.run(terminal, verb.Asked(**asked))
