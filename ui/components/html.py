"""HTML built from data: every text is escaped unless it was built here."""

from __future__ import annotations

from html import escape
from typing import TypeAlias

from graph.text import DATE


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child: TypeAlias = "str | Markup | None"


def safe(value: object) -> Markup:
    """Return ``value`` as HTML, escaped unless it is Markup.

    Examples
    --------
    >>> safe("</script>")
    '&lt;/script&gt;'
    """
    return value if isinstance(value, Markup) else Markup(escape(str(value), quote=True))


# Elements that hold text alone, or are drawn and never break a line.
UNBROKEN = frozenset({"text", "tspan", "title", "option", "textarea"})


def _with_dates(child: object) -> Markup:
    written = safe(child)
    if isinstance(child, Markup):
        return written
    found = DATE.sub(r'<time class="nowrap">\g<0></time>', written)
    # Kept together: side by side in a flex box, its parts would be set apart.
    return Markup(found if found == written or DATE.fullmatch(written) else f"<bdi>{found}</bdi>")


def el(tag: str, css: str = "", *children: Child, **attributes: object) -> Markup:
    """Return one element; ``data_id="x"`` becomes ``data-id="x"``, None leaves it out.

    Examples
    --------
    >>> el("b", "name", "Li & Co", data_id='"1"')
    '<b class="name" data-id="&quot;1&quot;">Li &amp; Co</b>'

    A date in a text stays on one line.

    >>> el("p", "", "seen on 9 Mar")
    '<p><bdi>seen on <time class="nowrap">9 Mar</time></bdi></p>'
    """
    write = safe if tag in UNBROKEN else _with_dates
    given = {"class": css or None, **attributes}
    listed = "".join(
        f" {name.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{safe(value)}"')
        for name, value in given.items()
        if value is not None and value is not False
    )
    inside = "".join(write(child) for child in children if child is not None)
    return Markup(f"<{tag}{listed}>{inside}</{tag}>")


def join(*parts: Child) -> Markup:
    """Put parts one after the other."""
    return Markup("".join(safe(part) for part in parts if part is not None))


def icon(name: str, css: str = "") -> Markup:
    """Return one of the Material symbols that Streamlit brings along."""
    return el("span", f"icon {css}".strip(), name, aria_hidden="true")


def share_bar(value: float, css: str = "") -> Markup:
    """Return a small bar that is filled to a share of 0..1."""
    width = 100 * min(max(value, 0.0), 1.0)
    return el("span", f"bar {css}".strip(), el("i", "", style=f"width:{width:.1f}%"))
