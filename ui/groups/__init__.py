"""One group of companies: its tree, what each uses and lacks, and the ways in."""
