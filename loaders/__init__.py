"""Reading files: sources, mapping, validation, reports."""
