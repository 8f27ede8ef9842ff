from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from growth.sharing.models import Share
from notifications.keys import number_in
from notifications.kinds import Kind
from notifications.models import Message
from people.models import User


class SomethingShared(Kind):
    name = "growth_shared"
    label = _("Something is shared with you")
    rows = Share.objects.select_related("owner")
    lasts = timedelta(days=14)
    wait = timedelta(minutes=5)

    def context(self, message: Message, share: Share, at: datetime) -> dict:
        return {"owner": share.owner, "address": reverse("growth:shared")}

    def still_true(self, message: Message, share: Share, at: datetime) -> bool:
        return Share.objects.in_force().filter(pk=share.pk).exists()


class NewManager(Kind):
    """About the person; the occasion names the manager they have now, and the day."""

    name = "growth_new_manager"
    asks = True
    label = _("Share with the new manager?")
    rows = User.objects.select_related("manager")
    lasts = timedelta(days=14)

    def context(self, message: Message, person: User, at: datetime) -> dict:
        return {"manager": person.manager, "address": reverse("growth:sharing")}

    def still_true(self, message: Message, person: User, at: datetime) -> bool:
        manager, _slash, _day = message.occasion.partition("/")
        return person.manager_id is not None and person.manager_id == number_in(manager, User)
