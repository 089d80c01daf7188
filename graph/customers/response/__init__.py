"""The response model of a campaign history: rolling forecasts, no leak, calibrated."""
