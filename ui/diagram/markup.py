"""SVG elements as strings; every text and attribute is escaped here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape

# What XML 1.0 does not allow at all, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Characters of Chinese, Japanese and Korean.
HAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
# Characters that reorder the text around them.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Whatever is escaped, replaced or taken away; most attributes hold none of it.
_TOUCHED = re.compile(f"[&<>\"'{_BIDI.pattern[1:-1]}{_FORBIDDEN.pattern[1:-1]}]")


def safe(text: object) -> str:
    """Return ``text`` escaped for a text node or an attribute.

    Examples
    --------
    >>> safe('</script>"&')
    '&lt;/script&gt;&quot;&amp;'
    """
    plain = str(text)
    if _TOUCHED.search(plain) is None:
        return plain
    return escape(_FORBIDDEN.sub("\ufffd", _BIDI.sub("", plain)), quote=True)


def number(value: float) -> str:
    """Return a coordinate with at most one decimal.

    Examples
    --------
    >>> number(12.0), number(3.14159), number(-0.0)
    ('12', '3.1', '0')
    """
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def element(name: str, *children: str, **attributes: object) -> str:
    """Return one element; ``_`` in an attribute's name is ``-``, None is left out.

    Examples
    --------
    >>> element("rect", x=1.0, class_="card", data_id="a<b")
    '<rect x="1" class="card" data-id="a&lt;b"/>'
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None:
            continue
        shown = number(value) if isinstance(value, float) else safe(value)
        parts.append(f' {_attribute(key)}="{shown}"')
    if not children:
        return "".join(parts) + "/>"
    return "".join(parts) + ">" + "".join(children) + f"</{name}>"


def text(x: float, y: float, content: object, class_: str, **attributes: object) -> str:
    """Return a line of text; one with Chinese in it says so, for renderers that need a hint."""
    if HAN.search(str(content)):
        class_ += " han"
    return element("text", safe(content), x=x, y=y, class_=class_, **attributes)


def group(children: Iterable[str], **attributes: object) -> str:
    """Return a group; an empty one is kept, so that its place is known."""
    return element("g", "".join(children) or " ", **attributes)
