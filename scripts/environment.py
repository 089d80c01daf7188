"""The environment in ``.venv``: made once, found ready the next time, safe to interrupt.

A stamp in it says from what it was made; it is taken away before anything is changed and written
last, so that a run that was cut off is done again. A lock lets one run work at a time.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from index import configured_index, fetch_uv
from say import ROOT, SetupError, home_folder, say

VENV = ROOT / ".venv"
STAMP = VENV / ".linchpin-stamp"
WORK = ROOT / ".linchpin"
PACKAGES = ("cli.py", "app.py", "graph", "loaders", "queries", "ui", "data")


def main(words: list[str]) -> int:
    """Make the environment; return the exit code."""
    groups = ["dev"] if "--test" in words else []
    try:
        if not ready(groups):
            with one_at_a_time():
                if not ready(groups):
                    make(groups)
    except SetupError as error:
        say(str(error), str(error))
        return 1
    except OSError as error:
        say(
            f"The environment could not be made in {ROOT} ({error.strerror or error}). "
            "Check rights and free space there.",
            f"无法在 {ROOT} 中建立环境（{error.strerror or error}）。请检查权限和剩余空间。",
        )
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run it again to go on.", "已停止。再次运行即可继续。")
        return 130
    return 0


def ready(groups: list[str]) -> bool:
    """Tell whether the environment is what uv.lock asks for, with ``groups``."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    program = VENV / "bin" / "linchpin"
    whole = stamp["made_from"] == made_from() and set(groups) <= set(stamp["groups"])
    return whole and program.exists() and (VENV / "bin" / "python").exists()


def made_from() -> str:
    """Return a digest of all that the environment depends on."""
    digest = hashlib.sha256()
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    digest.update(f"{ROOT} {sys.version_info[:2]}".encode())
    return digest.hexdigest()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the lock; say so where another run holds it."""
    WORK.mkdir(exist_ok=True)
    with (WORK / "setup.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is at work here; waiting ...", "另一个安装正在进行，请稍候 ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make(groups: list[str]) -> None:
    """Bring ``.venv`` to what uv.lock says."""
    say(
        "Making the environment in .venv (the first time takes a minute or two) ...",
        "正在建立 .venv 环境（首次约需一两分钟） ...",
    )
    uv = fetch_uv(WORK / "uv")
    STAMP.unlink(missing_ok=True)
    if VENV.exists() and not (VENV / "pyvenv.cfg").is_file():
        run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV))
    own_index = configured_index()
    if own_index is None:
        sync(uv, groups)
    else:
        sync_from(uv, own_index, groups)
    subprocess.run(
        [str(VENV / "bin" / "python"), "-m", "compileall", "-q", *PACKAGES],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=False,  # only a matter of speed
    )
    stamp = {"made_from": made_from(), "groups": groups}
    beside = STAMP.with_suffix(".part")
    beside.write_text(json.dumps(stamp), encoding="utf-8")
    beside.replace(STAMP)


def sync(uv: Path, groups: list[str]) -> None:
    """Install what uv.lock names, from where it names it."""
    words = [w for group in groups for w in ("--group", group)]
    run(
        uv,
        "sync",
        "--frozen",
        "--inexact",
        "--no-default-groups",
        *words,
        "--python",
        sys.executable,
    )


def sync_from(uv: Path, index: str, groups: list[str]) -> None:
    """Install the versions and hashes that uv.lock names, from the user's own index."""
    listed = WORK / "requirements.txt"
    words = [w for group in groups for w in ("--group", group)]
    run(
        uv,
        "export",
        "--quiet",
        "--frozen",
        "--no-emit-project",
        "--no-default-groups",
        *words,
        "-o",
        str(listed),
    )
    if not (VENV / "pyvenv.cfg").is_file():
        run(uv, "venv", "--quiet", "--python", sys.executable, str(VENV))
    pip = ("pip", "install", "--python", str(VENV / "bin" / "python"), "--default-index", index)
    run(uv, *pip, "--require-hashes", "-r", str(listed))
    run(uv, *pip, "--no-deps", "-e", str(ROOT))


def run(uv: Path, *words: str) -> None:
    """Run uv; where it fails, show what it said and raise."""
    shown = sys.stderr.isatty()
    done = subprocess.run(
        [str(uv), *words],
        cwd=ROOT,
        env=uv_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if shown else subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        if not shown:
            sys.stderr.write(done.stderr[-3000:])
        raise SetupError(
            "The packages could not be installed (the reason stands above). Check the network and "
            "the free space, then run this again: it goes on where it stopped.",
            "软件包未能安装（原因见上）。请检查网络和剩余空间，然后再次运行，将从中断处继续。",
        )


def uv_environment() -> dict[str, str]:
    """Return the environment for uv: our Python, our folder, the system's certificates."""
    environment = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "UV_PROJECT")}
    environment |= {
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_COMPILE_BYTECODE": "1",  # else every start of a command pays for it
        "UV_NO_PROGRESS": "0" if sys.stderr.isatty() else "1",
    }
    environment.setdefault("UV_HTTP_TIMEOUT", "120")
    if ssl.get_default_verify_paths().cafile or Path("/etc/ssl/certs/ca-certificates.crt").exists():
        environment.setdefault("UV_SYSTEM_CERTS", "1")
    if home_folder() is None:
        environment.setdefault("UV_CACHE_DIR", str(WORK / "cache"))
    return environment
