"""The words of the graph as data: listed values, node kinds, relationships, tables."""
