"""What tests of several rooms share."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

# A skip whose reason begins so is named again in the closing line of the run.
CANNOT = "cannot test "


def cannot_test(part: str, why: object) -> NoReturn:
    """Skip for want of a real part; fail where ``REQUIRE_<PART>=1`` says that it must be there."""
    if os.environ.get(f"REQUIRE_{part.upper()}") == "1":
        pytest.fail(f"{part} is required and cannot be had: {why}", pytrace=False)
    pytest.skip(f"{CANNOT}{part}: {why}")
