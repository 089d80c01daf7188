"""A button that gives a file, made when it is pressed, in the language of its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.text import kept

if TYPE_CHECKING:
    from collections.abc import Callable


def download(label: str, make: Callable[[], bytes], name: str, symbol: str, **how: Any) -> None:
    """Offer a file.

    Parameters
    ----------
    label, name, symbol : str
        What the button says, what the file is called, the name of a Material symbol.
    make : callable
        Makes the file. It runs when the button is pressed, outside the page, where nobody's
        language is known: it speaks the one of now.
    **how
        What else a download button takes, such as ``width`` or ``key``.
    """
    st.download_button(
        label, kept(make), name, icon=f":material/{symbol}:", on_click="ignore", **how
    )
