"""Bring a browser for the tests: the system's, else one from apt, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from say import apt_install, may_install, say, ubuntu

VARIABLE = "LINCHPIN_TEST_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CHINESE_FONT = "fonts-noto-cjk"


def bring() -> str | None:
    """Return the path of a browser that starts, installing one where that may be done."""
    browser = _of_system()
    if browser is None and may_install() and not ubuntu():  # Ubuntu's package is a snap
        apt_install("chromium", CHINESE_FONT)
        browser = _of_system()
    if browser is None:
        browser = _of_playwright()
    if browser is not None and may_install() and not _has_chinese():
        apt_install("fontconfig", CHINESE_FONT)
    return browser


def _of_system() -> str | None:
    named = os.environ.get(VARIABLE)
    found = [named] if named else [p for name in NAMES if (p := shutil.which(name))]
    return next((path for path in found if _starts(path)), None)


def _starts(path: str) -> bool:
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, check=False, timeout=60, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and "snap" not in done.stdout + done.stderr


def _of_playwright() -> str | None:
    """Return the browser that Playwright brings, fetched where it is not there yet."""
    path = _playwright_path()
    if path is None or not Path(path).is_file():
        say("Fetching a browser for the tests ...", "正在下载测试用的浏览器 ...")
        words = ["install", "chromium"]
        if may_install():
            words.insert(1, "--with-deps")
        done = subprocess.run(
            [sys.executable, "-m", "playwright", *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.stderr.write((done.stderr or done.stdout)[-1000:])
            return None
        path = _playwright_path()
    return path if path and _starts(path) else None


def _playwright_path() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _has_chinese() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    done = subprocess.run([lister, ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip())
