"""The catalogue of Cypher questions and the read-only runner."""
