"""Adoption learnt from dated purchase histories: who will take up which product, and why."""
