"""The page's own style over Streamlit's theme: grid, spacing, sidebar."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ui.tokens import FONT, css_variables


@cache
def page_css() -> str:
    """Return the style sheet of the frame."""
    sheet = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    return f".stApp {{ {css_variables()} --lp-font: {FONT}; }}\n{sheet}"
