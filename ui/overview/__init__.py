"""The overview: every open deal in one row, the weakest link first."""
