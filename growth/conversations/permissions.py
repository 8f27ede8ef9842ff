"""Whose conversations somebody may read, and who may write them down."""

from django.db.models import Q, QuerySet

from growth.conversations.models import Conversation
from growth.sharing.models import Share
from people.models import User


def own_conversations(user: User) -> QuerySet[Conversation]:
    return Conversation.objects.filter(person=user).select_related(
        "person", "manager", "written_by"
    )


def shares_for(reader: User, owner: User | None = None) -> QuerySet[Share]:
    """Conversations others let this person read, as long as they do."""
    shares = Share.objects.in_force().filter(reader=reader, what=Share.What.CONVERSATIONS)
    return shares.filter(owner=owner) if owner else shares


def shared_conversations(reader: User, owner: User) -> QuerySet[Conversation]:
    """Those of one person that this reader was given: with themselves, or with managers before."""
    with_whom = shares_for(reader, owner).values("talks_with")
    rows = Conversation.objects.filter(person=owner, manager__in=with_whom)
    return rows.select_related("person", "manager", "written_by")


def may_write_with(manager: User, person: User) -> bool:
    """A manager writes down talks only while they are the manager and the person shares them."""
    return shares_for(manager, person).filter(as_manager=True, talks_with=manager).exists()


def visible_to(user: User) -> QuerySet[Conversation]:
    """One's own, and those one has with somebody who shares them."""
    with_me = shares_for(user).filter(talks_with=user, as_manager=True)
    rows = Conversation.objects.filter(
        Q(person=user) | Q(manager=user, person__in=with_me.values("owner"))
    )
    return rows.select_related("person", "manager", "written_by")


def may_change(talk: Conversation, user: User) -> bool:
    """Of somebody who sees it: what they wrote down themselves, or planned; a planned one is both
    people's."""
    return talk.written_by_id == user.pk or talk.state == Conversation.State.PLANNED


def removable_by(user: User) -> QuerySet[Conversation]:
    """The person removes any of their own; the manager what they wrote."""
    return visible_to(user).filter(Q(person=user) | Q(written_by=user, manager=user))


def unseen_by(user: User) -> QuerySet[Conversation]:
    """Held ones the other wrote down, and this person has not said they read."""
    held = visible_to(user).filter(state=Conversation.State.HELD, seen_at__isnull=True)
    return held.exclude(written_by=user)
