"""Bring the catalogues up to date: ``python -m ui.text`` reads the words out of the screen's code.

Each catalogue (``*.po``) keeps the words of its part; what is new goes to ``screen.po`` with an
empty translation, what is no longer said anywhere goes. Then all of them are compiled.
"""

from __future__ import annotations

import sys

from ui.text.catalogues import compile_all, missing, update


def main() -> int:
    """Update, compile, and name the words without a Chinese translation."""
    update()
    compile_all()
    without = missing()
    for message in without:
        sys.stderr.write(f"no Chinese for: {message}\n")
    return 1 if without else 0


if __name__ == "__main__":
    raise SystemExit(main())
