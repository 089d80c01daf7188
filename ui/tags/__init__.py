"""Tags as terminal and screen handle them: kept, decided, applied, and drawn."""
