"""The map as a file: SVG, PNG, PDF, PowerPoint with native shapes, or the answer as JSON."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import vl_convert

from graph.decision.results import Analysis
from graph.errors import UsageError
from graph.text import Language, Text
from ui.diagram.light import Light
from ui.diagram.map import Drawing, draw_map, standalone
from ui.diagram.markup import HAN, safe
from ui.tokens import Theme, color

Format = Literal["svg", "png", "pdf", "pptx", "html", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
MIME = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html",
    "json": "application/json",
}
FONTS = Path(__file__).parent / "fonts"
# A picture larger than this many pixels a side is drawn at a smaller scale.
LARGEST = 12_000
HAN_FONT = (
    '"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", '
    '"WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Noto Sans CJK JP", sans-serif'
)


def export_map(
    analysis: Analysis, format_: Format, language: Language = "en", theme: Theme = "light"
) -> bytes:
    """Return the decision map of one deal as a file.

    Parameters
    ----------
    analysis : Analysis
        The answer to draw.
    format_ : {"svg", "png", "pdf", "pptx", "html", "json"}
        Kind of file.
    language, theme : str
        Language of the words and colours of the picture.

    Raises
    ------
    UsageError
        The picture has Chinese text and this machine has no font to draw it with.
    """
    if format_ == "json":
        answer = analysis.to_json(language)
        return json.dumps(answer, ensure_ascii=False, indent=2).encode()
    return export_drawing(draw_map(analysis, language), format_, theme)


def export_drawing(
    drawing: Drawing, format_: Format, theme: Theme = "light", light: Light | None = None
) -> bytes:
    """Return a placed map as a picture or slide, with what is lit on it."""
    if format_ == "pptx":
        from ui.diagram.slides import presentation

        return presentation(drawing, theme, light)
    picture = standalone(drawing, theme, light)
    if format_ == "svg":
        return picture.encode()
    if format_ == "html":
        return _page(drawing, picture, theme)
    return painted(picture, format_)


def _page(drawing: Drawing, picture: str, theme: Theme) -> bytes:
    """Return a page of its own that holds the picture, runs no script and fetches nothing."""
    title = safe(drawing.view.deal())
    return (
        f'<!doctype html><html lang="{drawing.view.language}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>body {{ margin: 0; background: {color('card', theme)}; }} "
        "body > svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }</style>"
        f"</head><body>{picture}</body></html>"
    ).encode()


def painted(picture: str, format_: Format) -> bytes:
    """Return an SVG as ``png`` or ``pdf``; raises UsageError where Chinese cannot be drawn."""
    _register_fonts()
    # A renderer without a browser falls back to any font that has the glyph, serifs included.
    picture = picture.replace("</style>", f".han {{ font-family: {HAN_FONT}; }}</style>", 1)
    if HAN.search(picture) and not draws_chinese():
        raise UsageError(
            Text(
                "No font on this machine draws Chinese, so the picture would be blank in places.",
                "本机没有可显示中文的字体，图片会出现空白。",
            ),
            Text(
                "Install one (on Debian: apt install fonts-noto-cjk), or export svg or pptx.",
                "请安装中文字体（Debian：apt install fonts-noto-cjk），或导出 svg、pptx。",
            ),
        )
    if format_ == "pdf":
        return bytes(vl_convert.svg_to_pdf(picture))
    found = re.search(r'width="([\d.]+)" height="([\d.]+)"', picture)
    longest = max(float(found[1]), float(found[2])) if found else 1000.0
    return bytes(vl_convert.svg_to_png(picture, scale=min(2.0, LARGEST / longest)))


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


@cache
def draws_chinese() -> bool:
    """Tell whether Chinese characters come out: without a font all of them look alike."""
    _register_fonts()

    def drawn(char: str) -> bytes:
        return bytes(
            vl_convert.svg_to_png(
                '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
                f'<text x="1" y="16" font-size="16" font-family="sans-serif">{char}</text></svg>'
            )
        )

    return drawn("国") != drawn("临")


def file_name(analysis: Analysis, format_: str) -> str:
    """Return a name for the file that every system takes.

    Examples
    --------
    >>> from datetime import date
    >>> from graph.decision.results import Deal
    >>> deal = Analysis(opportunity=Deal(id="a/b:c", name="d"), as_of=date(2026, 1, 1), lean=None,
    ...     lean_sd=None, deciders=[], known_share=None, passes=None, blocked_by=[], presumed=False,
    ...     people=[], access=[], findings=[], next_question=None)
    >>> file_name(deal, "png")
    'linchpin-a-b-c.png'
    """
    slug = re.sub(r"[^\w.-]+", "-", analysis.opportunity.id).strip("-.")[:60]
    return f"linchpin-{slug or 'deal'}.{format_}"
