"""Which state of a row somebody began with: so that the second of two never overwrites unseen."""

from hashlib import blake2b


def version_of(*values: object) -> str:
    """The same for the same values, and hardly ever for others. Forms carry it along, hidden."""
    return blake2b(repr(values).encode(), digest_size=8).hexdigest()
