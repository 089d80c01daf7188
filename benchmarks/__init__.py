"""The numbers of the README: speed, scale and validation, measured on the machine at hand."""
