"""What organizers of the running cycle of the demo posted to everybody, and who has read it."""

from datetime import datetime, time, timedelta
from typing import Any

from announcements.actions import announcements, feed
from announcements.models import Announcement
from announcements.queries.feed import entries
from mentorship.demo import words
from people.models import User
from people.models.columns import known
from programs.models import Cycle


def play(cycle: Cycle, organizer: User, reader: User, *, at: datetime) -> None:
    """A post on the second day, a question for the next session a week later, and a post that leads
    mentees to a training. One person has read the older ones."""
    everyone, mentees = ["taking_part"], [f"taking_part:{cycle.roles.get(side='mentee').pk}"]
    kind = Announcement.Feed
    plans: tuple[tuple[int, dict[str, Any]], ...] = (
        (1, {"feed_as": kind.POST, "audiences": everyone}),
        (8, {"feed_as": kind.PROMPT, "audiences": everyone}),
        (
            9,
            {
                "feed_as": kind.POST,
                "audiences": mentees,
                "asks_training": cycle.trainings.first(),
            },
        ),
    )
    for (subject, text), (days, facts) in zip(words.POSTS, plans, strict=True):
        day = known(cycle.starts_on) + timedelta(days=days)
        moment = datetime.combine(day, time(9), tzinfo=cycle.tzinfo)
        if moment < at:
            said = {"subject": subject, "text": text, **facts}
            draft = announcements.save(cycle, said, by=organizer)
            planned = announcements.plan(draft, goes_at=moment, by=organizer, at=moment)
            announcements.send_due(known(planned.goes_at))
    posts = [one for one in entries(cycle, reader, sees_all=False) if one.post is not None]
    feed.mark_read(reader, posts[1:])
