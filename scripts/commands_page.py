"""The page of all commands, from their own help: ``python scripts/commands_page.py`` writes it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "commands.md"
HEAD = """# Commands

Made from `linchpin COMMAND --help` by `python scripts/commands_page.py`; a test keeps it current.
What scripts may rely on (shapes of the answers in JSON) is printed by `linchpin schema NAME`.

Every command takes `--lang en|zh` (else `LINCHPIN_LANG`, else the locale) and `--out FILE` (written
beside and renamed; `-` is standard output). Results go to standard output, messages and progress
to standard error. Exit codes: 0 done; 1 refused or failed; 2 wrong usage; 3 loaded, but some rows
were rejected; 130 stopped by Ctrl-C. In data (json, csv, parquet, xlsx) names of fields and coded
words are the same in both languages, so that scripts find them; sentences in them follow `--lang`.
Excel files from the screen are in the reader's language throughout.
"""


def page(command: click.Group) -> str:
    """Return the page for a group of commands."""
    return HEAD + "".join(_sections(command, "linchpin"))


def _sections(command: click.Group, path: str) -> list[str]:
    parts = []
    for name, inner in command.commands.items():
        whole = f"{path} {name}"
        if isinstance(inner, click.Group):
            parts += _sections(inner, whole)
        else:
            context = click.Context(inner, info_name=whole, terminal_width=96)
            parts.append(f"\n## {whole}\n\n```text\n{inner.get_help(context)}\n```\n")
    return parts


def main() -> None:
    """Write the page, or print it with ``--print``."""
    os.environ["LINCHPIN_LANG"] = "en"
    sys.path.insert(0, str(ROOT))
    from cli import linchpin

    made = page(linchpin)
    if "--print" in sys.argv[1:]:
        sys.stdout.write(made)
    else:
        PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
