"""Numbers out of addresses, read with care."""


def number(text: str | None) -> int | None:
    """A whole number out of an address, or None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
