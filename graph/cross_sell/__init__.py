"""From group to member: what is used, what could be sold, and the way in."""
