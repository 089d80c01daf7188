"""The numbers of the README: speed, scale and validation, measured on the machine at hand."""

import graph  # noqa: F401 -- before numpy, as the product starts: one thread for small sums
