"""Words that Streamlit writes itself, in Chinese: it knows no other language than English.

Its own element is hidden and the words stand in its place by the style sheet, which also gives
them to a screen reader. In English nothing is replaced.
"""

from __future__ import annotations

import streamlit as st

from ui.text import language, t

UPLOAD = '[data-testid="stFileUploader"]'
DROP = '[data-testid="stFileUploaderDropzone"]'
LIMIT = '[data-testid="stFileUploaderDropzoneInstructions"] > div'
BUTTON = f'{UPLOAD} {DROP} > span [data-testid="stMarkdownContainer"]'
# What Streamlit lays over the place while a file is held above it.
HELD = f"{UPLOAD} {DROP} > input + div:not(:has([data-testid]))"
TOO_LARGE = '[data-testid="stTooltipErrorContent"]'


def own_words_css() -> str:
    """Return the style rules that put the reader's words in the place of Streamlit's."""
    if language() == "en":
        return ""
    limit = int(st.get_option("server.maxUploadSize"))
    said = {
        (BUTTON, "p"): t("Choose files"),
        (LIMIT, "span"): t("or drag them here · at most {n} MB each", n=limit),
        (HELD, "span"): t("Drop the files here"),
    }
    hidden = [f"{place} > {inner} {{ display: none; }}" for place, inner in said]
    written = [f"{place}::after {{ content: {_quoted(w)}; }}" for (place, _), w in said.items()]
    failed = _quoted(t("Not taken; a file may have {n} MB at most", n=limit))
    error = [
        f"{TOO_LARGE} {{ font-size: 0; }}",
        f"{TOO_LARGE}::after {{ content: {failed}; font-size: 13px; }}",
    ]
    return "\n".join((*hidden, *written, *error))


def _quoted(words: str) -> str:
    """Return words as a string of a style sheet that stands in a page."""
    safe = words.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
    return f'"{safe}"'
