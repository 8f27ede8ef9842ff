from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Messages")

    def ready(self):
        from notifications import due
        from notifications.actions import delivery

        due.register("stuck messages", delivery.give_up_on_stuck)
        due.register("messages", delivery.send_waiting)
