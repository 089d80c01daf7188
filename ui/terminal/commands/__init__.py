"""The commands of the terminal and their options; what they do is in ui.terminal."""
