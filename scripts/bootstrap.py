"""Make the project's own environment in ``.venv`` from ``uv.lock``; the way in of the Makefile.

Usage: ``python3 scripts/bootstrap.py [--test]`` (``--test`` adds what lint and tests need).
This file alone must run on any Python 3, so that an old one is told what to do.
"""

import os
import sys

OLDEST = (3, 11)
ENGLISH = (
    "Linchpin needs Python 3.11 or newer; this is {}.{}. "
    "Install one and name it, as in: make demo PYTHON=python3.12"
)
CHINESE = (
    "Linchpin 需要 Python 3.11 或更新版本，当前为 {}.{}。"
    "请安装后指定，例如: make demo PYTHON=python3.12"
)


def language() -> str:
    """Return the reader's language as the environment names it, where this Python can write it."""
    if "utf" not in (getattr(sys.stderr, "encoding", None) or "").lower():
        return ""
    return os.environ.get("LINCHPIN_LANG") or os.environ.get("LANG") or ""


def main() -> int:
    """Refuse an old Python in one sentence; else make the environment."""
    if sys.version_info < OLDEST:
        sentence = CHINESE if language().startswith("zh") else ENGLISH
        sys.stderr.write(sentence.format(*sys.version_info[:2]) + "\n")
        return 1
    import environment

    return environment.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
