"""Is the compiler there? Everything works without it, only large cohorts take longer."""

from importlib.util import find_spec


def has_numba() -> bool:
    """Looks without loading."""
    return find_spec("numba") is not None
