from django import template

from announcements.queries import feed
from people.models import User
from programs.models import Cycle

register = template.Library()


@register.simple_tag
def unread_posts(cycle: Cycle, person: User) -> int:
    """How many things on the feed of a program somebody has not read."""
    return feed.unread(cycle, person)
