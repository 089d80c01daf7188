"""The chance to win, where later closed deals prove one."""
