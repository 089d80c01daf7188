"""What the set-up says, in the reader's language, and how it runs other programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SetupError(Exception):
    """The set-up cannot go on; the sentence says why and what to do."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(chinese if chinese_reader() else english)


def chinese_reader() -> bool:
    """Tell whether the reader's language is Chinese (``LINCHPIN_LANG``, else the locale)."""
    names = ("LINCHPIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[n] for n in names if os.environ.get(n)), "").startswith("zh")


def say(english: str, chinese: str) -> None:
    """Write one line to standard error."""
    line = chinese if chinese_reader() else english
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stderr.flush()


def home_folder() -> Path | None:
    """Return the user's home folder where there is one that can be written."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home if home.is_dir() and os.access(home, os.W_OK) else None


def debian() -> bool:
    """Tell whether this is Debian or one of its children."""
    return Path("/etc/debian_version").is_file()


def ubuntu() -> bool:
    """Tell whether this is Ubuntu, whose ``chromium`` package is a snap."""
    release = Path("/etc/os-release")
    return release.is_file() and "ubuntu" in release.read_text(errors="replace").casefold()


def may_install() -> bool:
    """Tell whether packages of the system may be installed here: Debian, as root."""
    return debian() and os.geteuid() == 0


def apt_install(*packages: str) -> bool:
    """Install packages of the system; return whether that went well."""
    say(f"Installing {' '.join(packages)} ...", f"正在安装 {' '.join(packages)} ...")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"]
    for words in (["update"], ["install", "--no-install-recommends", *packages]):
        done = subprocess.run(
            quiet + words,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
    return done.returncode == 0
