"""The closed loop of a campaign: plan, assign, evaluate, improve (docs/campaigns.md)."""
