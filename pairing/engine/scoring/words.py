"""Texts that pages show in the reader's language, marked where they are written.

The engine knows no framework. `makemessages` finds texts by the name of the function around them,
and whoever shows one looks up its translation.
"""


def gettext_noop(text: str) -> str:
    """The text as it is."""
    return text
