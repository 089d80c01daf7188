"""Networks as network programs keep them: Pajek, UCINET (DL and its own matrices), GraphML."""

from loaders.networks.choosing import read_network
from loaders.networks.network import Network, Relation

__all__ = ["Network", "Relation", "read_network"]
