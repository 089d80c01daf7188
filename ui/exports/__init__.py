"""Files of the graph and of tables for other programs."""
