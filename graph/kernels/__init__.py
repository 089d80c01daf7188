"""Compiled loops over many deals at once; importing this package alone loads no compiler.

:mod:`graph.kernels.book` says what goes in and is plain numpy; :mod:`graph.kernels.run` computes,
and importing it loads numba (most of a second) and, the first time on a machine, compiles.
"""
