"""The page's own style over Streamlit's theme: grid, spacing, sidebar."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ui.tokens import FONT, color, css_variables


@cache
def page_css() -> str:
    """Return the style sheet of the frame."""
    sheet = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    # Popovers and dialogs lie outside of the app's element, and know no colour scheme.
    outside = f"body {{ --lp-button: {color('button')}; }}"
    return f"{outside}\n.stApp {{ {css_variables()} --lp-font: {FONT}; }}\n{sheet}"
