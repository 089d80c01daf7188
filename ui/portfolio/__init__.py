"""The Portfolio page: the whole book by lean and exposure, who carries it, what to do this week."""
