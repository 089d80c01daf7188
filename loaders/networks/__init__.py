"""Networks as network programs keep them: Pajek, UCINET (DL, own matrices), GraphML, GML."""

from loaders.networks.choosing import KINDS, read_network
from loaders.networks.network import Network, Relation

__all__ = ["KINDS", "Network", "Relation", "read_network"]
