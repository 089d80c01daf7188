"""The generator of the sample book, one subject a module."""
