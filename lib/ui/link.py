"""What is the browser's: the address bar and its copy, the language asked for and that of the document."""

from __future__ import annotations

import json

import streamlit as st

from lib.i18n import Locale, languages, locale, negotiate
from lib.settings import Settings

_COPY = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  button.textContent = data.label
  button.onclick = async () => {
    const address = window.location.href
    try {
      await navigator.clipboard.writeText(address)
    } catch {
      // Without https a browser lends no clipboard: select the text in a field and copy that.
      const field = document.createElement("textarea")
      field.value = address
      document.body.append(field)
      field.select()
      document.execCommand("copy")
      field.remove()
    }
    button.textContent = data.done
    setTimeout(() => { button.textContent = data.label }, 2000)
  }
}
"""

_STYLE = """
button {
  all: unset; box-sizing: border-box; width: 100%; min-height: 2.5rem; padding: 0 .75rem; cursor: pointer;
  text-align: center; font-size: .875rem; border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius); color: var(--st-text-color); white-space: nowrap;
}
button:hover, button:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color); }
@media (pointer: coarse) { button { min-height: 2.75rem; } }
"""

_copy = st.components.v2.component(
    "pulse_copy_link", html='<button type="button"></button>', css=_STYLE, js=_COPY
)


def copy_button(label: str, done: str) -> None:
    """A button that copies the address bar, which always holds the whole view."""
    _copy(data={"label": label, "done": done}, key="copy-link", width=124)


def set_language(tag: str) -> None:
    """Tells browsers and screen readers the language of the page."""
    st.html(
        f"<script>document.documentElement.lang = {json.dumps(tag)}</script>", unsafe_allow_javascript=True
    )


def speech(settings: Settings) -> Locale:
    """The language of who has no view yet: the link's, else the browser's."""
    asked = st.query_params.get("lang", "")
    return locale(asked if asked in languages() else negotiate(st.context.locale, settings.language))
