"""What a page shows instead of its content: what happened, what is kept, what to do."""

from __future__ import annotations

import logging

import streamlit as st

from graph.errors import (
    LinchpinError,
    NotFoundError,
    StoreAuthError,
    StoreBusyError,
    StoreDownError,
    StoreError,
)
from ui import services
from ui.text import language, t


def show(error: LinchpinError) -> None:
    """Show an error with its remedy and the one button that may help."""
    lang = language()
    with st.container(border=True, key="lp_trouble"):
        st.html(f"<h2>{_title(error)}</h2>")
        st.text(error.message[lang])
        if error.hint is not None:
            st.text(error.hint[lang])
        if isinstance(error, StoreError):
            st.caption(t("What was loaded is kept; nothing is changed by this page."))
            if isinstance(error, StoreDownError):
                st.code("linchpin doctor", language=None)
            if st.button(t("Try again"), icon=":material/refresh:", type="primary"):
                services.forget_store()
                st.rerun()


def _title(error: LinchpinError) -> str:
    titles = (
        (StoreDownError, t("The store does not answer")),
        (StoreAuthError, t("The store refuses the sign-in")),
        (StoreBusyError, t("The store is busy")),
        (StoreError, t("The store cannot do this")),
        (NotFoundError, t("Not found")),
    )
    return next((title for kind, title in titles if isinstance(error, kind)), t("Not possible"))


def unexpected(error: Exception) -> bool:
    """Say that something failed that should not have; the cause goes to the log alone."""
    logging.getLogger("linchpin.screen").error("the page failed", exc_info=error)
    with st.container(border=True, key="lp_trouble"):
        st.html(f"<h2>{t('This page failed')}</h2>")
        st.text(t("Your data are safe. The cause is in the log of the screen."))
        st.caption(type(error).__name__)
        if st.button(t("Try again"), icon=":material/refresh:", type="primary"):
            st.rerun()
    return True


def empty(what: str, command: str = "") -> None:
    """Say in one sentence that nothing is there yet, and the one command that helps, if any."""
    with st.container(border=True, key="lp_empty"):
        st.text(what)
        if command:
            st.code(command, language=None)
