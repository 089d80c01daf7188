"""The deal as a rival stands in it, and where it is weaker than we."""
