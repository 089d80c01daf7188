"""The answers of the closed loop, as the terminal prints them and the screen draws them."""

from __future__ import annotations

from graph.decision.results import Answer, Sentence


class ArmSizes(Answer):
    """Customers of the two arms."""

    target: int
    control: int


class SampleSize(Answer):
    """The arms that a power needs: rates of the control (``base``) and of the target arm."""

    base: float
    target: float
    per_arm: ArmSizes
    power: float
    alpha: float
    ratio: float
    method: Sentence
