from django.db import models


class TryCount(models.Model):
    """The table of the cache `limits`: how often something limited was tried lately, and from where."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
