"""Lint and tests: ``python scripts/check.py [lint] [test]``; what ``make test`` runs in ``.venv``.

The tests get their real parts first: a Neo4j and a browser. What cannot be had is said in the
closing line; with ``REQUIRE_NEO4J=1`` or ``REQUIRE_BROWSER=1`` its absence is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

import browser
from say import ROOT, say

LINTERS = {
    "ruff": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "--quiet", "."),
    "mypy": ("mypy",),
    "imports": ("pytest", "-q", "tests/architecture"),
}
# One more than cores that are common: one of them often waits for a server or a browser.
WORKERS = "3"


def main(wanted: list[str]) -> int:
    """Run what is wanted; return 0 where all is well."""
    code = 0
    try:
        if "lint" in wanted:
            # Directions of imports are looked at by the tests, too.
            code = lint([name for name in LINTERS if name != "imports" or "test" not in wanted])
        if "test" in wanted:
            code = test() or code
    except KeyboardInterrupt:
        say("Stopped.", "已停止。")
        return 130
    if code:
        say("Not all is well: see above.", "有未通过的检查，见上。")
    return code


def lint(names: list[str]) -> int:
    """Run linters, all of those named, so that one run tells everything."""
    failed = []
    for name in names:
        start = time.monotonic()
        done = run(*LINTERS[name])
        seconds = f"{time.monotonic() - start:.0f} s"
        say(
            f"{name}: {'FAILED' if done else 'ok'} ({seconds})",
            f"{name}: {'未通过' if done else '通过'} ({seconds})",
        )
        if done:
            failed.append(name)
    return int(bool(failed))


def test() -> int:
    """Bring the real parts and run every test."""
    missing = not run_part("tests/neo4j_server/provide.py", "--install")
    found = browser.bring()
    # Processes side by side share the cores: small sums need no threads of their own.
    environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ}
    if found is None:
        say("No browser for the tests.", "没有可用于测试的浏览器。")
        missing = missing or os.environ.get("REQUIRE_BROWSER") == "1"
    else:
        environment[browser.VARIABLE] = found
        say(f"Browser for the tests: {found}", f"测试用浏览器：{found}")
    code = run(
        "pytest", "-q", "-n", WORKERS, "--dist", "loadfile", "--durations", "10",
        environment=environment,
    )  # fmt: skip
    if missing:
        say("A part that is required could not be had.", "缺少必需的部件。")
    return code or int(missing)


def run(*words: str, environment: dict[str, str] | None = None) -> int:
    """Run a module of this Python in the project's folder."""
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    return done.returncode


def run_part(*words: str) -> bool:
    """Run a script that brings a part; tell whether that went well."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
