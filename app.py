"""The screen: the list of pages and the navigation."""
