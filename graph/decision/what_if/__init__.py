"""What is supposed in an analysis, and what that changes."""
