"""The decision model of one opportunity: influence, lean, access, weak links, next contact."""
