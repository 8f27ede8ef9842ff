from functools import partial

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Messages")

    def ready(self):
        from notifications import (  # noqa: F401 - a worker has its threads from the post office
            checks,
            due,
            kinds,
            post_office,
        )
        from notifications.actions import account_mail, delivery, digests, outbox

        register(checks.find_bad_sender, checks.TAG, deploy=True)
        kinds.find_all()
        # First, so that `run_due` alone does as much as a worker with its threads.
        due.register("account mails", account_mail.send_waiting)
        for kind in kinds.registered():
            if isinstance(kind, kinds.Reminder):
                due.register(kind.name, partial(outbox.remind, kind))
        due.register("stuck messages", delivery.give_up_on_stuck)
        due.register("messages", delivery.send_waiting)
        due.register("digests", digests.send_due)
