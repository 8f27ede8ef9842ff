"""What organizers of the running cycle of the demo posted to everybody, and who has read it."""

from datetime import datetime, time, timedelta

from announcements.actions import announcements, feed
from announcements.models import Announcement
from announcements.queries.feed import entries
from mentorship.demo import words
from people.models import User
from people.models.columns import known
from programs.models import Cycle


def play(cycle: Cycle, organizer: User, reader: User, *, at: datetime) -> None:
    """A post on the second day, and a question for the next session a week later. One person has
    read the older one."""
    kinds = (Announcement.Feed.POST, Announcement.Feed.PROMPT)
    for (subject, text), kind, days in zip(words.POSTS, kinds, (1, 8), strict=True):
        day = known(cycle.starts_on) + timedelta(days=days)
        moment = datetime.combine(day, time(9), tzinfo=cycle.tzinfo)
        if moment < at:
            said = {"subject": subject, "text": text, "feed_as": kind, "audiences": ["taking_part"]}
            draft = announcements.save(cycle, said, by=organizer)
            planned = announcements.plan(draft, goes_at=moment, by=organizer, at=moment)
            announcements.send_due(known(planned.goes_at))
    posts = [one for one in entries(cycle, reader, sees_all=False) if one.post is not None]
    feed.mark_read(reader, posts[1:])
