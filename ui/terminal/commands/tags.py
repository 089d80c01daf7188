"""``linchpin tags`` and its verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from ui.terminal.options import MANY, Callback, Group, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal

TAG = speak("ID", "编号")


def _top(default: int) -> Callable[[Callback], Callback]:
    return click.option(
        "--top",
        type=click.IntRange(0),
        default=default,
        show_default=True,
        help=speak("How many to list; 0: all.", "列出的数量；0 为全部。"),
    )


@click.group(
    cls=Group,
    **described(
        "Customer tags: define, preview, apply, and match customers with products.",
        "客户标签：定义、预览、应用，并将客户与产品匹配。",
        "tags list",
        'tags define T-LARGE --name "Large customer" --dimension business '
        '--threshold "employees >= 500"',
        "tags preview T-LARGE",
        "tags apply",
    ),
)
def tags() -> None:
    """Keep and use tags."""


@tags.command(
    "list",
    **described(
        "All tags: how many customers carry each, and how it is obtained.",
        "全部标签：每个标签的客户数及获取方式。",
        "tags list --format csv --out tags.csv",
    ),
)
@shared(*MANY, clock=True)
def listed(terminal: Terminal) -> int:
    """List them."""
    from ui.terminal import tags as verb

    return verb.listed(terminal)


@tags.command(
    **described(
        "Define a tag, or define it anew; nobody carries it until it is applied.",
        "定义标签（或重新定义）；应用之前无人带有该标签。",
        'tags define T-LARGE --name "Large customer" --dimension business '
        '--threshold "employees >= 500"',
        'tags define T-LOW --name "Low spender" --dimension business '
        '--threshold "billing.revenue[6] < 100 and not usage.CL[6] > 5"',
        'tags define T-NEXT --name "Next for leased lines" --dimension business '
        '--model "adoption.ZX >= 0.2"',
    )
)
@click.argument("tag", metavar=TAG)
@click.option("--name", required=True, help=speak("What people call it.", "标签名称。"))
@click.option(
    "--dimension",
    required=True,
    metavar="demographic|social|psychographic|business",
    help=speak("Which of the four dimensions.", "四个维度之一。"),
)
@click.option("--base", is_flag=True, help=speak("One of the base tags.", "属于基础标签。"))
@click.option(
    "--rule",
    metavar="CYPHER",
    help=speak(
        "A reading query that returns id (and value, confidence where it says them).",
        "返回 id 的只读查询（可另返回 value、confidence）。",
    ),
)
@click.option(
    "--threshold",
    metavar=speak("EXPR", "表达式"),
    help=speak(
        "What must hold: employees >= 500, billing.revenue[6] < 100, usage.PRODUCT[6], "
        "tags.TAG, with and, or, not.",
        "须满足的条件：employees >= 500、billing.revenue[6] < 100、usage.产品[6]、tags.标签，"
        "可用 and、or、not 连接。",
    ),
)
@click.option(
    "--model",
    metavar=speak("MODEL", "模型"),
    help=speak(
        "What a model says: adoption.PRODUCT >= 0.2, deals.lean < 0.",
        "模型结果：adoption.产品 >= 0.2、deals.lean < 0。",
    ),
)
@click.option(
    "--import",
    "imported",
    metavar=speak("FILE", "文件"),
    help=speak("A list of customers: CSV, Excel or Parquet.", "客户名单：CSV、Excel 或 Parquet。"),
)
@click.option(
    "--confidence",
    type=float,
    metavar=speak("0..1", "0..1"),
    help=speak(
        "How sure it is (by default as the model settings say).", "置信度（默认取模型设置）。"
    ),
)
@click.option(
    "--excludes",
    multiple=True,
    metavar=TAG,
    help=speak("A tag that nobody can carry beside it.", "与之互斥的标签。"),
)
@click.option(
    "--rejects",
    metavar=speak("FILE", "文件"),
    help=speak("Where bad rows of the list go.", "名单中坏行的输出文件。"),
)
@shared("table", "json", clock=True)
def define(terminal: Terminal, tag: str, **asked: Any) -> int:
    """Define one."""
    from ui.terminal import tags_defining as verb

    return verb.define(terminal, tag, asked)


@tags.command(
    **described(
        "Who would carry a tag now; nothing is stored.",
        "当前哪些客户会带有该标签；不写入任何内容。",
        "tags preview T-LARGE --top 0",
    )
)
@click.argument("tag", metavar=TAG)
@_top(20)
@shared(*MANY, clock=True)
def preview(terminal: Terminal, tag: str, top: int) -> int:
    """Say who would carry it."""
    from ui.terminal import tags as verb

    return verb.preview(terminal, tag, top)


@tags.command(
    **described(
        "Give tags to who meets their definitions, and take them from who no longer does.",
        "为符合定义的客户打上标签，并取下不再符合者的标签。",
        "tags apply",
        "tags apply T-LARGE T-LOW",
    )
)
@click.argument("ids", nargs=-1, metavar=f"[{TAG}]...")
@shared(*MANY, clock=True)
def apply(terminal: Terminal, ids: tuple[str, ...]) -> int:
    """Apply them."""
    from ui.terminal import tags_defining as verb

    return verb.apply(terminal, ids)


@tags.command(
    **described(
        "Who carries a tag, and when it was applied.",
        "哪些客户带有某标签，以及历次应用。",
        "tags show T-LARGE --top 0",
    )
)
@click.argument("tag", metavar=TAG)
@_top(20)
@shared(*MANY, clock=True)
def show(terminal: Terminal, tag: str, top: int) -> int:
    """Show one."""
    from ui.terminal import tags as verb

    return verb.show(terminal, tag, top)


@tags.command(
    **described(
        "Tags that overlap, and customers whose tags cannot all be right.",
        "相互重叠的标签，以及标签自相矛盾的客户。",
        "tags conflicts",
    )
)
@_top(10_000)
@shared(*MANY, clock=True)
def conflicts(terminal: Terminal, top: int) -> int:
    """Show what does not fit."""
    from ui.terminal import tags_using as verb

    return verb.conflicts(terminal, top)


@tags.command(
    **described(
        "Which product suits which customer, by the tags of both, and why.",
        "按双方标签为客户匹配产品，并说明理由。",
        "tags match --format csv --out offers.csv",
    )
)
@_top(0)
@shared(*MANY, clock=True)
def match(terminal: Terminal, top: int) -> int:
    """Match them."""
    from ui.terminal import tags_using as verb

    return verb.match(terminal, top)


@tags.command(
    **described(
        "Take the definition of a tag away, with everything that it alone states.",
        "删除标签定义，以及仅由其得出的一切。",
        "tags remove T-LARGE",
    )
)
@click.argument("tag", metavar=TAG)
@shared(clock=True)
def remove(terminal: Terminal, tag: str) -> int:
    """Remove one."""
    from ui.terminal import tags_defining as verb

    return verb.remove(terminal, tag)
