"""What organizers wrote, as one person gets it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from announcements import rules
from announcements.models import Announcement, MutedFeed
from applications.news.outreach import way_off_the_list
from notifications.kinds import Kind
from notifications.models import Message


class Announced(Kind):
    name = "announcement"
    label = _("Announcement")
    rows = Announcement.objects.select_related("cycle__program")
    lasts = timedelta(days=3)
    follows = ("pairs_published",)

    def context(self, message: Message, announcement: Announcement, at: datetime) -> dict:
        cycle = announcement.cycle
        return {
            "cycle": cycle,
            **rules.words(announcement.subject, announcement.text, cycle, message.to),
        }

    def still_true(self, message: Message, announcement: Announcement, at: datetime) -> bool:
        """An address may have left its list since."""
        is_on_list = message.to_id is not None or bool(self.way_off(message, announcement))
        return is_on_list and announcement.state == Announcement.State.GONE

    def way_off(self, message: Message, announcement: Announcement) -> str:
        return way_off_the_list(message.address, announcement.cycle.program)


class FeedPost(Announced):
    """The same of what stands on the feed as well: whoever mutes the feed reads it there alone."""

    name = "feed_post"
    label = _("Post of a program")
    is_optional = True

    def is_muted(self, message: Message, announcement: Announcement) -> bool:
        program = announcement.cycle.program_id
        return MutedFeed.objects.filter(person=message.to_id, program=program).exists()


class AnnouncementTest(Kind):
    """To who writes it; with the words of that moment, whatever the draft says by now."""

    name = "announcement_test"
    label = _("Test of an announcement")
    rows = Announcement.objects.select_related("cycle__program")
    lasts = timedelta(hours=1)

    def context(self, message: Message, announcement: Announcement, at: datetime) -> dict:
        cycle, words = announcement.cycle, message.context
        return {
            "cycle": cycle,
            **rules.words(words["subject"], words["text"], cycle, message.to),
        }
