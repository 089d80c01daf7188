"""Files into validated records: ``read_paths`` reads, ``load_paths`` writes them into a store."""

from loaders.loading import load_paths
from loaders.pipeline import ReadResult, read_paths
from loaders.report import LoadReport

__all__ = ["LoadReport", "ReadResult", "load_paths", "read_paths"]
