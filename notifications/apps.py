from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Messages")

    def ready(self):
        from notifications import due, post_office  # noqa: F401 - a worker has its threads from there
        from notifications.actions import account_mail, delivery

        # First, so that `run_due` alone does as much as a worker with its threads.
        due.register("account mails", account_mail.send_waiting)
        due.register("stuck messages", delivery.give_up_on_stuck)
        due.register("messages", delivery.send_waiting)
