"""What is known of customers: their tags, the campaigns they were in, how they respond."""
