"""Deal: who decides, which link is weak and what proves it, whom to meet next."""

from __future__ import annotations

from ui.deal.page import show

show()
