"""``linchpin campaign`` and its verbs."""

from __future__ import annotations

from typing import Any

import click

from ui.terminal.commands.campaign_score import score
from ui.terminal.options import FEW, MANY, Group, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal

RATE, ID, FILE = speak("RATE", "比率"), speak("ID", "编号"), speak("FILE", "文件")
DATE, MONEY, COLUMNS = speak("DATE", "日期"), speak("MONEY", "金额"), speak("COL,COL", "列,列")
WHAT = speak("ID|FILE", "编号|文件")
REJECTS = click.option(
    "--rejects",
    metavar=FILE,
    help=speak("Where the rows left out go.", "未计入的行写入的文件。"),
)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(
    cls=Group,
    **described(
        "The closed loop of a campaign: plan, assign, list, results, evaluate, improve, score.",
        "营销闭环：策划、分组、名单、结果、评估、优化、评分。",
        "campaign plan --base 0.09 --target 0.12",
        "campaign evaluate K1 --by tag",
    ),
)
def campaign() -> None:
    """Plan campaigns and measure them."""


@campaign.command(
    **described(
        "How many customers each arm needs; with an ID, the plan is kept with its background.",
        "每组需要多少客户；给出编号时保存方案及其背景分析。",
        "campaign plan --base 0.09 --target 0.12 --power 0.9",
        "campaign plan --base 0.09 --target 0.12 --size 500",
        "campaign plan K9 --product EW --starts 2026-04-01 --ends 2026-04-30 --measure sales "
        "--base 0.15 --target 0.35 --price 99 --budget 20000 --channel CH2",
    )
)
@click.argument("id_", metavar=f"[{ID}]", required=False)
@click.option(
    "--base", type=float, metavar=RATE, help=speak("Rate of the control arm.", "对照组比率。")
)
@click.option(
    "--target", type=float, metavar=RATE, help=speak("Rate hoped for.", "期望的目标组比率。")
)
@click.option(
    "--power",
    type=float,
    default=0.8,
    show_default=True,
    help=speak("Chance to see that difference.", "检验功效。"),
)
@click.option(
    "--alpha",
    type=float,
    default=0.05,
    show_default=True,
    help=speak("Chance of a difference where there is none.", "显著性水平。"),
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
    metavar="N",
    help=speak("The power of N in the target arm instead.", "改为给出目标组 N 人时的功效。"),
)
@click.option("--name", metavar=speak("NAME", "名称"), help=speak("What it is called.", "名称。"))
@click.option(
    "--product",
    "products",
    multiple=True,
    metavar=speak("PRODUCT", "产品"),
    help=speak("What it sells; several are a bundle.", "推广的产品；多个即为组合。"),
)
@click.option("--starts", type=_DAY, metavar=DATE, help=speak("First day.", "开始日期。"))
@click.option("--ends", type=_DAY, metavar=DATE, help=speak("Last day.", "结束日期。"))
@click.option(
    "--price", type=float, metavar=MONEY, help=speak("Price offered, a month.", "每月优惠价格。")
)
@click.option("--budget", type=float, metavar=MONEY, help=speak("What it may cost.", "预算。"))
@click.option(
    "--channel", metavar=speak("CHANNEL", "渠道"), help=speak("Who carries it.", "执行渠道。")
)
@click.option(
    "--measure",
    type=click.Choice(["contact", "sales"]),
    help=speak("What it is judged by.", "成功指标：contact 接触成功，sales 营销成功。"),
)
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar=speak("TAG", "标签"),
    help=speak("Whose carriers it is meant for.", "面向哪些标签的客户。"),
)
@shared(*FEW, clock=True)
def plan(terminal: Terminal, **asked: Any) -> int:
    """Plan one."""
    from ui.terminal import campaign as verb

    return verb.plan(terminal, verb.Asked(**asked))


@campaign.command(
    **described(
        "Draw target and control arm at random from a list, within strata; keep who is in which.",
        "从名单中分层随机抽取目标组和对照组，并保存分组。",
        "campaign assign K9 --targets customers.csv --arms target=1000,control=1000 "
        "--strata region,size --seed 7 --rest-days 30 --out arms.csv",
    )
)
@click.argument("id_", metavar=ID)
@click.option(
    "--targets",
    required=True,
    metavar=FILE,
    help=speak("The list: customer, and columns of strata.", "名单：customer 列及分层列。"),
)
@click.option(
    "--arms",
    required=True,
    metavar="target=N,control=M",
    help=speak("Exactly so many in each arm.", "各组的确切人数。"),
)
@click.option(
    "--strata",
    default="",
    metavar=COLUMNS,
    help=speak("Balance the arms within these columns.", "在这些列内均衡分组。"),
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="S",
    help=speak(
        "The same seed, the same arms; made of the id.", "种子相同则分组相同；默认由编号得出。"
    ),
)
@click.option(
    "--do-not-contact",
    metavar=FILE,
    help=speak("Ids that must be left out.", "不得联系的编号。"),
)
@click.option(
    "--rest-days",
    type=click.IntRange(min=0),
    metavar="D",
    help=speak(
        "Leave out who was contacted within D days before the start.",
        "排除开始前 D 天内被接触过的客户。",
    ),
)
@click.option("--dry-run", is_flag=True, help=speak("Store nothing.", "不保存。"))
@REJECTS
@shared("csv", "json", "parquet", "xlsx", clock=True)
def assign(
    terminal: Terminal,
    id_: str,
    arms: str,
    strata: str,
    seed: int | None,
    rest_days: int | None,
    **asked: Any,
) -> int:
    """Assign customers."""
    from ui.campaigns.running import Draw
    from ui.terminal import campaign_run as verb

    draw = Draw(verb.sizes_of(arms), columns_of(strata), seed, rest_days=rest_days)
    return verb.assign(terminal, id_, asked=draw, **asked)


@campaign.command(
    "list",
    **described(
        "Who is in a campaign, to be contacted; comes back with its results filled in.",
        "营销活动的客户名单；填好结果后可直接收回。",
        "campaign list K9 --arm target --out list.xlsx",
    ),
)
@click.argument("id_", metavar=ID)
@click.option("--arm", metavar="ARM", help=speak("One arm alone.", "只列出某一组。"))
@shared("csv", "json", "parquet", "xlsx")
def listed(terminal: Terminal, id_: str, arm: str | None) -> int:
    """Write the list."""
    from ui.terminal import campaign_run as verb

    return verb.listed(terminal, id_, arm)


@campaign.command(
    **described(
        "Take results in: customer, contacted, accepted, contacted_on, revenue, cost.",
        "收回结果：customer、contacted、accepted、contacted_on、revenue、cost。",
        "campaign results K9 back.csv --rejects bad.csv",
    )
)
@click.argument("id_", metavar=ID)
@click.argument("file", metavar=FILE)
@REJECTS
@shared(*FEW, clock=True)
def results(terminal: Terminal, id_: str, file: str, rejects: str | None) -> int:
    """Take results in."""
    from ui.terminal import campaign_run as verb

    return verb.results(terminal, id_, file, rejects)


@campaign.command(
    **described(
        "Rates of each arm, difference and lift with intervals, part by part.",
        "各组比率、差值与提升倍数及其区间，并按分项比较。",
        "campaign evaluate K1 --by tag,segment",
        "campaign evaluate outcome.csv --by region --confidence 0.9",
    )
)
@click.argument("what", metavar=WHAT)
@click.option(
    "--by",
    default="",
    metavar=COLUMNS,
    help=speak(
        "Compare within each value of these columns; of a campaign also stratum, tag, and columns "
        "as a tag's expression names them.",
        "按这些列的每个取值比较；对营销活动还可用 stratum、tag 及标签表达式中的列。",
    ),
)
@click.option(
    "--confidence",
    type=float,
    default=0.95,
    show_default=True,
    help=speak("Of every interval.", "各区间的置信水平。"),
)
@REJECTS
@shared(*MANY, clock=True)
def evaluate(terminal: Terminal, what: str, by: str, confidence: float, rejects: str | None) -> int:
    """Evaluate one."""
    from ui.terminal import campaign_figures as verb

    return verb.evaluate(terminal, what, by=columns_of(by), confidence=confidence, rejects=rejects)


@campaign.command(
    **described(
        "Who accepted against who did not: what separates them on held-out customers, a narrower "
        "tag, the next plan.",
        "接受者与未接受者的差别：经留出检验的特征、细化标签与下次方案。",
        "campaign improve K1",
        "campaign improve outcome.csv --hold-out 0.4 --seed 3",
    )
)
@click.argument("what", metavar=WHAT)
@click.option(
    "--hold-out",
    type=float,
    default=0.3,
    show_default=True,
    help=speak("Share of customers to test on.", "用于检验的客户比例。"),
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help=speak("Of that draw.", "抽取的随机种子。"),
)
@REJECTS
@shared(*MANY, clock=True)
def improve(terminal: Terminal, what: str, hold_out: float, seed: int, rejects: str | None) -> int:
    """Improve one."""
    from ui.terminal import campaign_figures as verb

    return verb.improve(terminal, what, hold_out=hold_out, seed=seed, rejects=rejects)


campaign.add_command(score)


def columns_of(text: str) -> tuple[str, ...]:
    """Return the columns that a list names.

    Examples
    --------
    >>> columns_of("region, size"), columns_of("")
    (('region', 'size'), ())
    """
    return tuple(c.strip() for c in text.replace("，", ",").split(",") if c.strip())
