"""``linchpin doctor``: what Linchpin needs on this machine, and what to do where it is missing."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import LinchpinError
from graph.text import Text
from ui.terminal.emit import emit
from ui.terminal.results import Check
from ui.terminal.tables import pad, wrap

if TYPE_CHECKING:
    from ui.terminal.terminal import Terminal

GOOD, MISSING, BAD = "good", "missing", "bad"
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "firefox")
ROOM_WANTED = 1_000_000_000
Found = tuple[str, Text, Text | None]


def run(terminal: Terminal) -> int:
    """Write every check; exit code 1 where one is bad."""
    checks = [_checked(terminal, name, check) for name, check in CHECKS.items()]
    emit(
        terminal,
        table=lambda: _as_text(terminal, checks),
        data=lambda: [check.model_dump(mode="json") for check in checks],
    )
    return int(any(check.state == BAD for check in checks))


def _checked(terminal: Terminal, name: str, check: Callable[[Terminal], Found]) -> Check:
    try:
        state, found, todo = check(terminal)
    except LinchpinError as error:
        state, found, todo = BAD, error.message, error.hint
    spoken = todo[terminal.language] if todo else None
    return Check(name=name, state=state, found=found[terminal.language], todo=spoken)


def _as_text(terminal: Terminal, checks: list[Check]) -> str:
    marks = {GOOD: "✓", MISSING: "·", BAD: "✗"}
    lines = []
    for check in checks:
        lines.append(f"{marks[check.state]} {pad(check.name, 12)} {check.found}")
        if check.todo:
            lines.append(wrap("→ " + check.todo, indent=15))
    bad = sum(check.state == BAD for check in checks)
    verdict = (
        terminal.word("{} thing(s) to mend.", "有 {} 项需要处理。").format(bad)
        if bad
        else terminal.word("All is well.", "一切正常。")
    )
    return "\n".join([*lines, verdict])


def _python(_: Terminal) -> Found:
    version = platform.python_version()
    if sys.version_info < OLDEST:
        return (
            BAD,
            Text(version, version),
            Text("Install Python 3.11 or newer.", "请安装 Python 3.11 或更新版本。"),
        )
    return GOOD, Text(f"{version}, {sys.executable}", f"{version}，{sys.executable}"), None


def _packages(_: Terminal) -> Found:
    missing = [name for name in _required() if not _installed(name)]
    if missing:
        names = ", ".join(missing)
        return (
            BAD,
            Text(f"missing: {names}", f"缺少：{names}"),
            Text("Run make demo again, or uv sync.", "请重新运行 make demo 或 uv sync。"),
        )
    count = len(list(_required()))
    return GOOD, Text(f"all {count} are installed", f"{count} 个均已安装"), None


def _required() -> Iterator[str]:
    try:
        wanted = metadata.requires("linchpin") or []
    except metadata.PackageNotFoundError:
        wanted = []
    for line in wanted:
        if "extra ==" not in line:
            yield line.split(";")[0].split("[")[0].split(">")[0].split("=")[0].split("<")[0].strip()


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _settings(terminal: Terminal) -> Found:
    stated = sorted({o for o in terminal.origins.values() if o != "default"})
    if not stated:
        return GOOD, Text("defaults", "均为默认值"), None
    listed = ", ".join(stated[:6])
    return GOOD, Text(f"from {listed}", f"来自 {listed}"), None


def _folder(_: Terminal) -> Found:
    from graph.paths import home

    path = home()
    open_to_all = path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    if open_to_all and os.name == "posix":
        return (
            BAD,
            Text(f"{path} can be read by others", f"{path} 可被他人读取"),
            Text(f"chmod 700 {path}", f"请运行 chmod 700 {path}"),
        )
    free = shutil.disk_usage(path).free
    if free < ROOM_WANTED:
        room = f"{free / 1e9:.1f} GB"
        return (
            BAD,
            Text(f"{path}, only {room} free", f"{path}，仅剩 {room}"),
            Text(
                "Make room, or name another folder in LINCHPIN_HOME.",
                "请清理空间，或用 LINCHPIN_HOME 指定其他文件夹。",
            ),
        )
    return GOOD, Text(str(path), str(path)), None


def _store(terminal: Terminal) -> Found:
    with terminal.store() as store:
        store.check_own()
        found = store.status()
    people = found.nodes.get("Person", 0)
    where = f"{found.server} {found.version or ''} {found.address}"
    if found.unfinished_load is not None:
        sources = " ".join(found.unfinished_load.sources)
        return (
            BAD,
            Text(f"{where}: a load was cut off", f"{where}: 有一次载入被中断"),
            Text(f"linchpin load {sources}", f"请运行 linchpin load {sources}"),
        )
    return GOOD, Text(f"{where}, {people:,} people", f"{where}，{people:,} 人"), None


def _java(_: Terminal) -> Found:
    """Look for a Java: needed by nobody but tests against a real Neo4j of their own."""
    java = shutil.which("java")
    if java is None:
        return (
            MISSING,
            Text("none (the local store brings its own)", "无（本地图库自带）"),
            Text(
                "Only for tests on a real Neo4j: apt-get install default-jdk-headless maven.",
                "仅在真实 Neo4j 上测试时需要: apt-get install default-jdk-headless maven。",
            ),
        )
    done = subprocess.run(
        [java, "-version"], capture_output=True, text=True, check=False, timeout=30
    )
    line = (done.stderr or done.stdout).splitlines()[:1] or ["?"]
    state = GOOD if done.returncode == 0 else MISSING
    return state, Text(line[0], line[0]), None


def _said(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)


def _port(_: Terminal) -> Found:
    from ui.terminal.serve import free_port

    free = free_port(8501)
    if free != 8501:
        return (
            GOOD,
            Text(f"8501 is taken; the screen opens on {free}", f"8501 被占用，界面将使用 {free}"),
            None,
        )
    return GOOD, Text("8501 is free", "8501 空闲"), None


def _fonts(_: Terminal) -> Found:
    """Look for a font with Chinese: pictures and PDF need one."""
    lister = shutil.which("fc-list")
    todo = Text(
        "Pictures and PDF need one: apt-get install fonts-noto-cjk.",
        "导出图片和 PDF 需要: apt-get install fonts-noto-cjk。",
    )
    if lister is not None:
        done = subprocess.run(
            [lister, ":lang=zh-cn", "family"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        families = sorted({row.split(",")[0] for row in done.stdout.splitlines() if row.strip()})
        if families:
            return GOOD, Text(families[0], families[0]), None
    elif sys.platform in ("darwin", "win32"):
        return GOOD, Text("the system's", "系统自带"), None
    else:
        folders = (Path("/usr/share/fonts"), Path.home() / ".local/share/fonts")
        for folder in folders:
            found = next(folder.rglob("*CJK*"), None) if folder.is_dir() else None
            if found:
                return GOOD, Text(found.name, found.name), None
    return MISSING, Text("no Chinese font", "没有中文字体"), todo


def _browser(_: Terminal) -> Found:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        return (
            MISSING,
            Text("none found here", "未找到"),
            Text(
                "Open the screen's address in a browser of your own.",
                "请用自己的浏览器打开界面地址。",
            ),
        )
    return GOOD, Text(found, found), None


CHECKS: dict[str, Callable[[Terminal], Found]] = {
    "python": _python,
    "packages": _packages,
    "settings": _settings,
    "folder": _folder,
    "store": _store,
    "java": _java,
    "port": _port,
    "fonts": _fonts,
    "browser": _browser,
}
