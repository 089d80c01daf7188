"""Questions to the graph: the catalogue, free Cypher, the answer as table and as graph."""
