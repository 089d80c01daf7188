"""The screen: run as a page it draws itself; imported by its server it is the application.

``linchpin serve`` starts it; so does ``streamlit run app.py``.
"""

from __future__ import annotations

import streamlit as st

from ui import security, shell, trouble

if __name__ == "__main__":
    shell.show()
else:
    app = st.App(
        __file__,
        middleware=security.middleware(),
        routes=security.routes(),
        on_script_error=trouble.unexpected,
    )
