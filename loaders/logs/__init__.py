"""Logs of mails and meetings into ties: read, checked, matched with known people, inferred."""

from loaders.logs.columns import log_mapping
from loaders.logs.loading import Asked, load_logs
from loaders.logs.people import Known, known_in

__all__ = ["Asked", "Known", "known_in", "load_logs", "log_mapping"]
