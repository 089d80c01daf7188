"""The ranking out: Excel with the ties beside it, CSV, JSON as the terminal answers."""

from __future__ import annotations

import json

import pandas as pd
import polars as pl

from ui.exports.influence import flat_ranking
from ui.files import csv_bytes, xlsx_book
from ui.services_influence import Looked
from ui.text import t


def excel(found: Looked) -> bytes:
    """Return the ranking and who listens to whom as a workbook."""
    heard = found.heard.rename({"a": "listens"}).drop("confidence")
    return xlsx_book({t("Ranking"): _plain(flat_ranking(found.ranked)), t("Ties"): _plain(heard)})


def csv(found: Looked) -> bytes:
    """Return the ranking as CSV."""
    return csv_bytes(_plain(flat_ranking(found.ranked)))


def as_json(found: Looked) -> bytes:
    """Return the ranking as ``linchpin influence --format json`` prints it."""
    return json.dumps(found.ranked.to_dicts(), ensure_ascii=False, indent=2).encode()


def _plain(frame: pl.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.to_dict(as_series=False), dtype=object)
