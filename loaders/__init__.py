"""Files into validated records: ``read_paths`` reads, ``load_paths`` writes into a store as well."""

from loaders.pipeline import ReadResult, read_paths

__all__ = ["ReadResult", "read_paths"]
