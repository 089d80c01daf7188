"""Networks as social-network programs keep them: Pajek, UCINET DL, UCINET's own matrices."""

from loaders.networks.choosing import read_network
from loaders.networks.network import Network, Relation

__all__ = ["Network", "Relation", "read_network"]
