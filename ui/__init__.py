"""The screen: pages, components, texts. It draws results and computes nothing."""
