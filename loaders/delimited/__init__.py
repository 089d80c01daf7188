"""Delimited text of any origin: encodings, separators, printed tables, decimal commas."""

from loaders.delimited.parsing import read_delimited

__all__ = ["read_delimited"]
