"""Colours of the screen in light and dark, in one place for CSS, SVG and exports.

The pairs were measured: text on its ground reaches a contrast of 4.5 or more.
"""

from __future__ import annotations

from typing import Literal

Theme = Literal["light", "dark"]

# name: (light, dark)
TOKENS: dict[str, tuple[str, str]] = {
    "page": ("#F6F8FB", "#0E1524"),
    "card": ("#FFFFFF", "#131B2D"),
    "person": ("#FFFFFF", "#202B43"),
    "band": ("#F3F6FA", "#192338"),
    "line": ("#E1E7EF", "#26324A"),
    "line-strong": ("#C5CFDC", "#3A4966"),
    "track": ("#E6EBF2", "#2A3650"),
    "text": ("#14213D", "#E8EDF6"),
    "second": ("#526079", "#A3B0C7"),
    "faint": ("#5C6981", "#8F9DB6"),
    "primary": ("#1F4FD8", "#6C9BFF"),
    "primary-soft-text": ("#1F4FD8", "#8DB2FF"),
    "primary-soft": ("#EAF0FE", "#1A2A50"),
    "button": ("#1F4FD8", "#2F5FE3"),
    "on-button": ("#FFFFFF", "#FFFFFF"),
    "chrome": ("#0F1B3D", "#0A101D"),
    "chrome-text": ("#C3CDE4", "#C3CDE4"),
    "chrome-chosen": ("#24345F", "#1D2942"),
    "good": ("#0B7A4B", "#5CCB8E"),
    "good-soft": ("#E6F4EC", "#12301F"),
    "warn": ("#8F5600", "#F0B45C"),
    "warn-soft": ("#FDF3E1", "#33260F"),
    "bad": ("#B92C2C", "#FF8A8A"),
    "bad-soft": ("#FCECEC", "#3A1B20"),
    "good-fill": ("#0B7A4B", "#0B7A4B"),
    "warn-fill": ("#E2992F", "#E2992F"),
    "bad-fill": ("#CF3D3D", "#CF3D3D"),
    "quiet-fill": ("#C5CFDC", "#4A5A79"),
    "reports": ("#B9C4D3", "#4A5A79"),
    "influence": ("#7C5CD6", "#A88BFA"),
    "route-other": ("#4D6FCC", "#5F7FC4"),
    "on-primary": ("#FFFFFF", "#0B1322"),
}

# stance: (fill, glyph, colour of the glyph); the unknown stance has the ground of its card.
STANCES: dict[str, tuple[str, str, str]] = {
    "mentor": ("#0B7A4B", "★", "#FFFFFF"),
    "supporter": ("#58B77F", "+", "#06301C"),
    "neutral": ("#8A97A8", "−", "#101A2E"),
    "non_supporter": ("#E2992F", "!", "#3A2200"),
    "enemy": ("#CF3D3D", "×", "#FFFFFF"),
    "unknown": ("var(--lp-card)", "?", "var(--lp-second)"),
}

FONT = (
    '"Inter", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", '
    "sans-serif"
)


def color(name: str, theme: Theme = "light") -> str:
    """Return one colour, for pictures that stand alone.

    Examples
    --------
    >>> color("primary"), color("primary", "dark")
    ('#1F4FD8', '#6C9BFF')
    """
    return TOKENS[name][theme == "dark"]


def css_variables(theme: Theme | None = None) -> str:
    """Return the colours as CSS custom properties ``--lp-NAME``.

    Without a theme each is a ``light-dark()`` pair that follows the page's colour scheme.
    """
    lines = []
    for name, (light, dark) in TOKENS.items():
        value = f"light-dark({light}, {dark})" if theme is None else (light, dark)[theme == "dark"]
        lines.append(f"--lp-{name}: {value};")
    return " ".join(lines)


def stance_word(value: float | None) -> str:
    """Return the stance nearest to a number on -1..1; None is unknown.

    Examples
    --------
    >>> stance_word(0.4), stance_word(None), stance_word(-0.9)
    ('supporter', 'unknown', 'enemy')
    """
    if value is None:
        return "unknown"
    steps = (("mentor", 0.75), ("supporter", 0.25), ("neutral", -0.25), ("non_supporter", -0.75))
    return next((word for word, low in steps if value >= low), "enemy")
