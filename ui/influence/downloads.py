"""The ranking and its drawing as files."""

from __future__ import annotations

import streamlit as st

from ui.components.download import download
from ui.diagram.export import painted
from ui.influence import drawing, export, picture
from ui.influence.files import Uploaded
from ui.services_influence import Looked
from ui.text import t


def downloads(files: Uploaded, found: Looked, shown: drawing.Drawn) -> None:
    """Offer the ranking as a table, and its drawing as a picture."""

    def drawn() -> str:
        return picture.svg(shown, files.name)

    with st.popover(t("Download"), icon=":material/download:"):
        for label, ending, symbol, data in (
            (t("Excel"), "xlsx", "table_view", lambda: export.excel(found)),
            ("CSV", "csv", "csv", lambda: export.csv(found)),
            ("JSON", "json", "data_object", lambda: export.as_json(found)),
            ("SVG", "svg", "hub", lambda: drawn().encode()),
            ("PNG", "png", "image", lambda: painted(drawn(), "png")),
        ):
            download(
                label,
                data,
                f"linchpin-{files.stem}.{ending}",
                symbol,
                width="stretch",
                key=f"influence_{ending}",
            )
