"""The sample book of business with known answers, and its generator."""
