"""The graph: its vocabulary, its store, its snapshot, and everything that is computed on it."""

import os

# Deals are small: waiting for a second thread costs more than it brings. Read when numpy loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
