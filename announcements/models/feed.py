from django.conf import settings
from django.db import models
from django.db.models import Q

from announcements.models.announcement import Announcement
from events.models import Resource
from programs.models import Program


class FeedRead(models.Model):
    """Somebody has read one thing on the feed, and said so. Nobody sees of whom; organizers how many,
    once it went to five people or more."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_reads"
    )
    post = models.ForeignKey(Announcement, null=True, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "post"], name="a_post_is_read_once"),
            models.UniqueConstraint(fields=["person", "resource"], name="a_resource_is_read_once"),
            models.CheckConstraint(
                condition=Q(post__isnull=True) ^ Q(resource__isnull=True),
                name="a_post_or_a_resource_is_read",
            ),
        ]

    def __str__(self) -> str:
        return f"read by {self.person_id}"


class MutedFeed(models.Model):
    """Somebody wants no mails of what is posted in a program. Nobody else sees it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted_feeds"
    )
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "program"], name="a_feed_is_muted_once"),
        ]

    def __str__(self) -> str:
        return f"muted by {self.person_id}"
