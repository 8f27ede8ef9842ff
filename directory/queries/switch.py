"""Whether there is a directory, asked by every page that shows the navigation."""

from django.core.cache import cache

from directory.models import DirectorySetup

KEY = "directory:is_on"
KEPT_FOR = 60  # seconds; changing it forgets it at once, this bounds a lost race


def is_on() -> bool:
    """From the cache; an empty one costs a query, a broken one too."""
    known = cache.get(KEY)
    if isinstance(known, bool):
        return known
    row = DirectorySetup.objects.first()
    found = row.is_on if row else True
    cache.set(KEY, found, KEPT_FOR)
    return found
