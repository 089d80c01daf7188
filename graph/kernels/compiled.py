"""How a function is compiled, and where what was compiled is kept.

Compiled code is kept in the data folder, so that an installation which cannot be written to
starts as quickly as any other (``NUMBA_CACHE_DIR`` names another place). The folder is named after
the sources and the compiler: compiled code of one function holds what it calls, and would outlive
a change there.
"""

from __future__ import annotations

import os
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numba
from numba.extending import intrinsic

from graph.errors import SettingsError
from graph.paths import inside, private_folder

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")


@cache
def kept() -> Path | None:
    """Return the folder of compiled code, None where there is none to write to."""
    digest = blake2b(numba.__version__.encode(), digest_size=8)
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    elsewhere = os.environ.get("NUMBA_CACHE_DIR")
    try:
        if elsewhere:
            return private_folder(Path(elsewhere) / digest.hexdigest())
        return inside(f"kernels/{digest.hexdigest()}")
    except SettingsError:
        return None


def compiled(function: Function) -> Function:
    """Compile a function that compiled ones alone call: without a way in from Python.

    The way in unpacks every array of every argument, which is a quarter of all compiling. Python
    that calls it nevertheless ends at once; what Python calls is an :func:`entry`.
    """
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def entry(function: Function) -> Function:
    """Compile a function when Python first calls it; it lets other threads run meanwhile."""
    return _compiled(function)


def _compiled(function: Function, **options: bool) -> Function:
    folder = kept()
    if folder is not None:
        numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    compiler: Any = numba.njit  # its types know not every option
    made: Function = compiler(
        function, cache=folder is not None, nogil=True, error_model="numpy", boundscheck=False,
        **options,
    )  # fmt: skip
    return made


def written(function: Callable[..., object]) -> Callable[..., Any]:
    """Let a function write the machine code of its call itself (see :mod:`graph.kernels.words`).

    Its first argument is the compiler's; callers give the others.
    """
    made: Callable[..., Any] = intrinsic(function)
    return made
