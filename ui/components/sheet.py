"""The style sheet of the own components: one file, fetched once and worn by each of them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from ui.components.bundles import MOUNT
from ui.tokens import FONT, css_variables

HERE = Path(__file__).parent
SHEETS = (
    "rows",
    "deal",
    "plan",
    "compare",
    "stages",
    "changes",
    "influence",
    "tags",
    "groups",
    "campaigns",
    "small",
)
PATH = f"{MOUNT}/components.css"


@cache
def style() -> str:
    """Return the text of the style sheet."""
    style = "".join((HERE / f"{n}.css").read_text(encoding="utf-8") for n in SHEETS)
    return f":host, .lp-rows {{ {css_variables()} --lp-font: {FONT}; }}\n{style}"


@cache
def address() -> str:
    """Return where the style sheet is served, from the server's root; new with its content."""
    digest = hashlib.sha256(style().encode()).hexdigest()[:12]
    return f"{PATH.lstrip('/')}?v={digest}"


@cache
def script(*names: str) -> str:
    """Return a component's script after the part that puts the style sheet on it."""
    parts = [(HERE / f"{n}.js").read_text(encoding="utf-8") for n in ("sheet", *names)]
    return "\n".join([f'const SHEET = "{address()}";', *parts])


def served(_: Request) -> Response:
    """Answer with the style sheet; its address is new with its content, so it may be kept."""
    kept = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(style(), media_type="text/css", headers=kept)
