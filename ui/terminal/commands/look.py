"""The commands that show the product: demo, serve, doctor, settings, schema."""

from __future__ import annotations

import click

from ui.terminal.options import FEW, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal

PORT = click.IntRange(1, 65535)


@click.command(
    cls=Command,
    **described(
        "Load the sample book, print the answer for its first deal, open the screen.",
        "载入示例数据，打印第一个商机的结论，并打开界面。",
        "demo --no-serve",
    ),
)
@click.option(
    "--no-serve",
    is_flag=True,
    envvar="LINCHPIN_NO_SERVE",
    help=speak("Stop after the answer.", "打印结论后结束。"),
)
@click.option(
    "--port", type=PORT, default=8501, show_default=True, help=speak("Of the screen.", "界面端口。")
)
@shared()
def demo(terminal: Terminal, no_serve: bool, port: int) -> int:
    """Show the product on the sample book."""
    from ui.terminal import demo as verb

    return verb.run(terminal, serve=not no_serve, port=port)


@click.command(cls=Command, **described("Open the screen.", "打开界面。", "serve --port 8600"))
@click.option(
    "--port",
    type=PORT,
    default=8501,
    show_default=True,
    help=speak("The next free one if it is taken.", "若被占用则用下一个空闲端口。"),
)
@shared(clock=True)
def serve(terminal: Terminal, port: int) -> int:
    """Run the screen on this machine."""
    from ui.terminal import serve as verb

    return verb.run(terminal, port=port)


@click.command(
    cls=Command,
    **described(
        "The settings in force and where each value came from.",
        "生效的设置及其来源。",
        "settings --format json",
        "settings --fit",
    ),
)
@click.option(
    "--fit",
    is_flag=True,
    help=speak(
        "Fit the weights of [access] on closed deals instead, judged on the later ones.",
        "改为用已结束的商机拟合 [access] 的权重，并用较晚的商机检验。",
    ),
)
@shared("table", "json", "csv")
def settings(terminal: Terminal, fit: bool) -> int:
    """Show the settings, or fit those of ties."""
    from ui.terminal import settings as verb
    from ui.terminal import tie_fit

    return tie_fit.run(terminal) if fit else verb.run(terminal)


@click.command(
    cls=Command,
    **described(
        "The JSON schema of an answer; without a name, the list of answers.",
        "某个结果的 JSON schema；不给名称则列出全部。",
        "schema analyze",
    ),
)
@click.argument("name", required=False, metavar=speak("[NAME]", "[名称]"))
@shared()
def schema(terminal: Terminal, name: str | None) -> int:
    """Print a JSON schema."""
    from ui.terminal import schema as verb

    return verb.run(terminal, name)


@click.command(
    cls=Command,
    **described(
        "Check the installation: each line says what to do.",
        "检查安装：每行说明该怎么做。",
        "doctor",
    ),
)
@shared(*FEW)
def doctor(terminal: Terminal) -> int:
    """Check what Linchpin needs on this machine."""
    from ui.terminal import doctor as verb

    return verb.run(terminal)
