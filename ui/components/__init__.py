"""The screen's own components: HTML and SVG made in Python, a little script in the browser."""
