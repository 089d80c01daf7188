"""Words in fields that Streamlit would fill with its own, which are English only."""

from __future__ import annotations

from collections.abc import Collection

from ui.text import t


def hint(options: Collection[object], words: str) -> str:
    """Return what stands in an empty field: ``words``, or that there is nothing to choose from.

    A field without options is to be disabled beside it: opened, it speaks English.

    Examples
    --------
    >>> hint(["a"], "choose"), hint([], "choose")
    ('choose', 'nothing to choose from')
    """
    return words if options else t("nothing to choose from")
