"""The graph: its vocabulary, its store, its snapshot, and everything that is computed on it."""
