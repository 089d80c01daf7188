"""Where one file is asked for, a folder is refused: which of its files is meant is not guessed."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from graph.errors import InputError
from loaders import campaigns, customer_lists, histories, purchases, ties

READERS = {
    "targets": campaigns.read_ids,
    "results": lambda path: campaigns.read_list(path, ["customer"]),
    "customers": lambda path: customer_lists.read_customers(path, pl.DataFrame()),
    "response": lambda path: histories.read_history(path, "date"),
    "purchases": purchases.read_history,
    "network": ties.read_ties,
}


@pytest.mark.parametrize("reader", READERS)
def test_a_folder_is_no_file(tmp_path: Path, reader: str) -> None:
    (tmp_path / "a.csv").write_text("customer,product,date\na,b,2026-01-01\n", "utf-8")
    with pytest.raises(InputError, match="is a folder"):
        READERS[reader](tmp_path)
